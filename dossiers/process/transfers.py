"""Liên thông: ask another agency, see it at both ends, know whose time it is (NĐ 61/2018/NĐ-CP Đ.19).

A question changes no state and moves no due date; the dossier stays where it is and is counted there once.
"""

from datetime import datetime, timedelta

from django.db import transaction
from django.utils import timezone

from dossiers.lifecycle.moving import locked, tell
from dossiers.models import Dossier, Transfer, TransferQuerySet
from dossiers.models.dossier import day_of
from dossiers.process import handing, people, ways
from portal.errors import DomainError
from portal.models import Unit, User
from portal.models.user import WORKING_ROLES


@transaction.atomic
def send(
    dossier: Dossier,
    *,
    by: User,
    content: str,
    due_at: datetime,
    to_unit: Unit | None = None,
    to_agency: str = "",
    shows_person: bool = False,
) -> Transfer:
    """Gửi xin ý kiến, phối hợp, with its own limit. Several agencies may be asked at the same time."""
    at = timezone.now()
    current = locked(dossier)
    if not current.is_running:
        raise DomainError(
            f"Hồ sơ {current.code} đang “{current.get_status_display()}”, không còn gì để xin ý kiến."
        )
    if why := handing.why_not_pass_on(current, ways.of(current).place(current), by):
        raise DomainError(why)
    if due_at <= at:
        raise DomainError("Hạn trả lời phải sau lúc này.")
    if to_unit is not None:
        _check_unit(current, to_unit)
    made = Transfer.objects.create(
        dossier=current,
        to_unit=to_unit,
        to_agency=to_agency,
        content=content,
        shows_person=shows_person,
        sent_at=at,
        sent_by=by,
        due_at=due_at,
    )
    _told(made, current, "transfer", by=by, at=at, words=content)
    return made


@transaction.atomic
def receive(transfer: Transfer, *, by: User) -> Transfer:
    """Nhận: the asked unit has seen it. Received twice is received once."""
    current, asked = _locked(transfer)
    _check_answerer(asked, current, by)
    if asked.received_at is None:
        asked.received_at, asked.received_by = timezone.now(), by
        asked.save(update_fields=["received_at", "received_by"])
        _told(asked, current, "transfer_received", by=by, at=asked.received_at)
    return asked


@transaction.atomic
def answer(
    transfer: Transfer, *, by: User, answer: str, returned: bool = False, at: datetime | None = None
) -> Transfer:
    """Trả lời, or trả lại without an opinion. Of an outside agency the asking officer records it."""
    at = at or timezone.now()
    current, asked = _locked(transfer)
    _check_answerer(asked, current, by)
    if asked.answered_at is not None:
        raise DomainError(
            f"{asked.agency} đã trả lời lúc {timezone.localtime(asked.answered_at):%H:%M %d/%m/%Y}."
        )
    if at < asked.sent_at:
        raise DomainError(
            f"Thời điểm trả lời trước lúc gửi ({timezone.localtime(asked.sent_at):%H:%M %d/%m/%Y})."
        )
    if at > timezone.now():
        raise DomainError("Thời điểm trả lời không được ở tương lai.")
    if asked.received_at is None:
        asked.received_at, asked.received_by = at, by
    asked.answered_at, asked.answered_by, asked.answer, asked.returned = at, by, answer, returned
    asked.save()
    _told(
        asked, current, "transfer_returned" if returned else "transfer_answered", by=by, at=at, words=answer
    )
    return asked


def may_answer(transfer: Transfer, user: User) -> bool:
    """The asked unit's people; for an outside agency those whose hands the dossier passes through."""
    if transfer.to_unit_id is None:
        return people.may_handle(user, transfer.dossier)
    return transfer.to_unit_id in user.unit_ids(WORKING_ROLES)


def asked_of(user: User) -> TransferQuerySet:
    """Được xin ý kiến, phối hợp: what other units ask of the user's."""
    return Transfer.objects.sent_to(user.unit_ids(WORKING_ROLES))


def units_to_ask(dossier: Dossier, user: User) -> list[Unit]:
    """Living units of the tree but the dossier's own, by name."""
    today = timezone.localdate()
    own = {dossier.resolving_unit_id, *dossier.transfers.open().values_list("to_unit", flat=True)}
    living = [unit for unit in user.tree.units.values() if unit.is_valid_on(today) and unit.pk not in own]
    return sorted((unit for unit in living if unit.kind in _ASKED), key=lambda unit: unit.folded_name)


def late_days(transfer: Transfer, at: datetime) -> int:
    """By how many days the answer came, or is, after its limit; 0 on the day itself."""
    ended, due = day_of(transfer.answered_at or at), day_of(transfer.due_at)
    assert ended is not None
    assert due is not None
    return max((ended - due) // timedelta(days=1), 0)


def _check_unit(dossier: Dossier, unit: Unit) -> None:
    if unit.pk == dossier.resolving_unit_id:
        raise DomainError(f"{unit.name} đang giải quyết hồ sơ này; chọn cơ quan khác.")
    if not unit.is_valid_on(timezone.localdate()):
        raise DomainError(f"{unit.label} không còn hoạt động; chọn đơn vị kế thừa.")
    if dossier.transfers.open().filter(to_unit=unit).exists():
        raise DomainError(f"{unit.name} đang được xin ý kiến về hồ sơ này, chưa trả lời.")


def _check_answerer(transfer: Transfer, dossier: Dossier, by: User) -> None:
    if not may_answer(transfer, by):
        raise DomainError(f"Ý kiến của {transfer.agency} do người của cơ quan ấy trả lời.")


def _locked(transfer: Transfer) -> tuple[Dossier, Transfer]:
    """The dossier's row settles who comes first."""
    current = locked(transfer.dossier)
    return current, Transfer.objects.select_related("to_unit", "dossier").get(pk=transfer.pk)


def _told(
    transfer: Transfer, dossier: Dossier, action: str, *, by: User, at: datetime, words: str = ""
) -> None:
    reason = f"{transfer.agency}: {words}" if words else transfer.agency
    details = {"transfer": transfer.pk, "due": transfer.due_at.isoformat()}
    tell(dossier, action, dossier.status, at=at, by=by, reason=reason[:1000], details=details)


_ASKED = frozenset({"province", "district", "commune", "division", "health_station"})
