"""Hướng dẫn nộp trực tuyến tại quầy: steps ticked, papers scanned, then an intake counted as helped.

The person submits with their own account; the officer stands by. What ends here is written into an intake
draft (channel, who helped, papers), so that the dossier is made by the one way in which dossiers are made.
"""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, timedelta

from django.db import transaction
from django.db.models import Count
from django.db.models.functions import TruncMonth
from django.utils import timezone

from dossiers import drafts
from dossiers.models import Dossier, FiledAs, HelpedBy, Office, OnlineGuide, Procedure, ServiceLevel
from dossiers.models.procedure import ProcedureQuerySet
from dossiers.status import ONLINE, Channel
from portal.errors import DomainError
from portal.models import User

STEPS = {
    "account": "Có tài khoản: VNeID hoặc tài khoản Cổng dịch vụ công; chưa có thì lập",
    "sign-in": "Người dân tự đăng nhập, tự giữ mật khẩu và mã OTP",
    "choose": "Chọn đúng thủ tục và cơ quan giải quyết",
    "fill": "Điền tờ khai điện tử, người dân đọc lại",
    "scan": "Quét, đính kèm đủ giấy tờ",
    "pay": "Thanh toán trực tuyến, nếu có phí",
    "code": "Nộp, nhận mã hồ sơ",
}
NEEDED = frozenset(STEPS) - {"pay"}
_CHANNELS = {ServiceLevel.FULL: Channel.ONLINE_FULL, ServiceLevel.PARTIAL: Channel.ONLINE_PARTIAL}


def offered(user: User) -> ProcedureQuerySet:
    """Thủ tục nộp trực tuyến được, of those that the officer's unit offers."""
    found = Procedure.objects.offered_by(user.unit) if user.unit else Procedure.objects.published()
    return found.valid_on(timezone.localdate()).filter(service_level__in=list(_CHANNELS))


@transaction.atomic
def start(procedure: Procedure, *, by: User) -> OnlineGuide:
    """Bắt đầu; an untouched one for the same procedure goes on, so that pressing twice is one."""
    User.objects.select_for_update(of=("self",)).get(pk=by.pk)  # the second of two presses waits
    fresh = OnlineGuide.objects.of(by).unfinished().filter(procedure=procedure, done=[], scanned=[]).first()
    return fresh or OnlineGuide.objects.create(
        officer=by, unit=by.unit, procedure=procedure, started_at=timezone.now()
    )


@transaction.atomic
def keep(
    guide: OnlineGuide, *, done: Collection[str], scanned: Collection[int], outside_code: str
) -> OnlineGuide:
    """Giữ lại những gì đã làm; what is over stays as it was."""
    current = _locked(guide)
    if current.finished_at is None:
        current.done = [step for step in STEPS if step in done]
        current.scanned = sorted(scanned)
        current.outside_code = outside_code
        current.save(update_fields=["done", "scanned", "outside_code", "updated_at"])
    return current


@transaction.atomic
def finish(guide: OnlineGuide, *, by: User) -> OnlineGuide:
    """Đã nộp xong: the intake lies ready, as an online dossier that the desk helped with."""
    current = _locked(guide)
    if missing := [STEPS[step] for step in STEPS if step in NEEDED and step not in current.done]:
        raise DomainError(f"Chưa đánh dấu xong: {'; '.join(missing)}.")
    if not current.outside_code:
        raise DomainError("Ghi mã hồ sơ mà Cổng dịch vụ công đã cấp.")
    if current.finished_at is None:
        current.finished_at = timezone.now()
        current.save(update_fields=["finished_at", "updated_at"])
        drafts.keep(current.key, typed=_typed(current), by=by, unit=current.unit)
    return current


@transaction.atomic
def resume(guide: OnlineGuide, *, by: User) -> bool:
    """Vào sổ tiếp; whether the intake had to be laid ready anew, its draft being gone with what was typed."""
    current = _locked(guide)
    if current.finished_at is None or drafts.of(by).filter(key=current.key).exists():
        return False
    return drafts.keep(current.key, typed=_typed(current), by=by, unit=current.unit) is not None


def drop(guide: OnlineGuide) -> bool:
    """Bỏ lần hướng dẫn dở; whether there was one: what was submitted stays."""
    return OnlineGuide.objects.unfinished().filter(pk=guide.pk).delete()[0] > 0


def forget_old() -> int:
    """Those unfinished and untouched for longer than their office keeps drafts."""
    now = timezone.now()
    days: dict[int | None, int] = dict(Office.objects.values_list("unit_id", "draft_days"))
    old = [
        guide.pk
        for guide in OnlineGuide.objects.unfinished()
        if guide.updated_at < now - timedelta(days=days.get(guide.unit_id, Office().draft_days))
    ]
    return OnlineGuide.objects.filter(pk__in=old).delete()[0]


@dataclass(frozen=True)
class Month:
    """How many dossiers an officer helped with in a month."""

    first: date
    officer: str
    helped: int

    @property
    def period(self) -> str:
        """As the pages of figures name it."""
        return f"cal-{self.first:%Y-%m}"


def by_month(units: Collection[int], since: date, *, officer: str | None = None) -> list[Month]:
    """Hồ sơ quầy hướng dẫn nộp trực tuyến, by month and officer, the newest month first.

    Counted as the figure `online_helped_desk`, so that a number opens the list behind that.
    """
    helped = Dossier.objects.filter(
        resolving_unit__in=units, received_on__gte=since, channel__in=ONLINE, helped_by=HelpedBy.DESK
    )
    if officer is not None:
        helped = helped.filter(officer_name=officer)
    rows = helped.order_by().annotate(month=TruncMonth("received_on")).values_list("month", "officer_name")
    counted = rows.annotate(helped=Count("pk")).order_by("-month", "officer_name")
    return [Month(first, name, count) for first, name, count in counted]


def _typed(guide: OnlineGuide) -> dict[str, str]:
    """The intake as it would have been typed."""
    typed = {
        "procedure": guide.procedure.code,
        "channel": _CHANNELS[ServiceLevel(guide.procedure.service_level)].value,
        "helped_by": HelpedBy.DESK.value,
    }
    if "pay" in guide.done:
        typed["is_paid_online"] = "on"
    for pk in guide.scanned:
        typed |= {
            f"paper-{pk}-received": "on",
            f"paper-{pk}-filed_as": FiledAs.ELECTRONIC.value,
            f"paper-{pk}-is_digitised": "on",
        }
    return typed


def _locked(guide: OnlineGuide) -> OnlineGuide:
    return OnlineGuide.objects.select_for_update(of=("self",)).select_related("procedure").get(pk=guide.pk)
