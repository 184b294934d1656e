"""Giới hạn của pháp luật: each is one object that says, in a sentence naming its article, what it forbids.

The buttons, the pages of the moves and the moves themselves ask here, so that what is greyed is greyed with
the sentence that a refusal would give. Limits hold whoever acts from a desk; a move without an actor is a
record of what happened (a sheet, the portal's own work) and is written as it was.

The articles are those of NĐ 61/2018/NĐ-CP; their numbers of days are defaults that an office may set, as the
text of NĐ 118/2025/NĐ-CP, in force since 01/7/2025, keeps the rules but numbers them anew.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import cached_property

from django.db.models import Count, Q
from django.utils import timezone

from dossiers import calendar, schedule
from dossiers.errors import LimitPassed, NotALeader
from dossiers.models import Dossier, DossierEvent, Office, Override
from dossiers.models.dossier import day_of
from dossiers.status import ONLINE
from portal import formats
from portal.models import Role, User

NEW_DECREE_ON = date(2025, 7, 1)
LEADER_MAY = "Lãnh đạo có thể cho phép, ghi rõ lý do."


@dataclass
class Case:
    """A dossier at the moment of an act, with what the limits want to know of it."""

    dossier: Dossier
    at: datetime

    @cached_property
    def days(self) -> calendar.WorkingCalendar:
        return schedule.office_calendar(self.dossier.resolving_unit)

    @cached_property
    def office(self) -> Office:
        return Office.of(self.dossier.resolving_unit)

    @cached_property
    def supplements(self) -> int:
        return supplements_asked(self.dossier)

    @property
    def day(self) -> date:
        day = day_of(self.at)
        assert day is not None
        return day


def supplements_asked(dossier: Dossier) -> int:
    """How often papers were asked for, as the history tells; what was undone does not count.

    QĐ 766/QĐ-TTg counts a dossier that was asked more than once as overdue.
    """
    told = dossier.events.aggregate(
        asked=Count("pk", filter=Q(action="request_supplement")),
        undone=Count("pk", filter=Q(action="undo", details__undoes="request_supplement")),
    )
    return int(told["asked"] - told["undone"])


@dataclass(frozen=True)
class Limit:
    """One rule of the law on one verb of the lifecycle."""

    key: str
    action: str
    article: str
    broken: Callable[[Case], str]
    """What is wrong, as a clause; empty while the limit is kept."""
    may_be_overridden: bool = False
    only_warns: bool = False

    def check(self, case: Case) -> str:
        """The sentence that refuses or warns; empty while the limit is kept."""
        wrong = self.broken(case)
        if not wrong:
            return ""
        sentence = f"{wrong} ({law(self.article, case.dossier)})."
        return f"{sentence} {LEADER_MAY}" if self.may_be_overridden else sentence


def law(article: str, dossier: Dossier) -> str:
    """The decree that the dossier was received under, and the article."""
    received = dossier.received_on or day_of(dossier.submitted_at)
    if received is None or received < NEW_DECREE_ON:
        return f"NĐ 61/2018/NĐ-CP, {article}"
    return f"NĐ 118/2025/NĐ-CP; quy định trước là NĐ 61/2018/NĐ-CP, {article}"


def _supplement_once(case: Case) -> str:
    if not case.supplements:
        return ""
    return (
        f"Hồ sơ đã được yêu cầu bổ sung {formats.integer(case.supplements)} lần; mọi giấy tờ còn thiếu chỉ "
        "được yêu cầu một lần, nêu đủ một lần; yêu cầu thêm thì hồ sơ tính là quá hạn theo QĐ 766/QĐ-TTg"
    )


def _supplement_soon(case: Case) -> str:
    received = case.dossier.received_on
    if received is None:
        return ""
    last = calendar.next_working_day(received, case.days, case.office.supplement_days)
    if case.day <= last:
        return ""
    days = formats.integer(case.office.supplement_days)
    return (
        f"Yêu cầu bổ sung chậm nhất {days} ngày làm việc kể từ ngày tiếp "
        f"nhận, đến hết {formats.day_on_screen(last)}"
    )


def _refused_in_time(case: Case) -> str:
    due = case.dossier.due_on
    if due is None or case.day <= due:
        return ""
    return (
        "Văn bản từ chối là kết quả của hồ sơ, phải ban hành trong thời hạn giải quyết, "
        f"đến hết {formats.day_on_screen(due)}"
    )


def _apology_before_due(case: Case) -> str:
    due = case.dossier.due_on
    if due is None:
        return ""
    last = last_day_to_apologise(due, case.office, case.days)
    if case.day <= last:
        return ""
    days = formats.integer(case.office.apology_days)
    return (
        f"Văn bản xin lỗi phải gửi chậm nhất {days} ngày làm việc trước ngày hẹn trả, "
        f"đến hết {formats.day_on_screen(last)}"
    )


def last_day_to_apologise(due: date, office: Office, days: calendar.WorkingCalendar) -> date:
    """So many working days before the due day."""
    last, left = due, office.apology_days
    while left:
        last -= timedelta(days=1)
        left -= calendar.is_working_day(last, days)
    return last


def _apology_once(case: Case) -> str:
    apology = getattr(case.dossier, "apology", None)
    if apology is None or not apology.is_issued:
        return ""
    return (
        f"Hồ sơ đã được xin lỗi và hẹn lại {formats.day_on_screen(apology.new_due_on)}; chỉ hẹn lại một lần"
    )


def _paper_handed_over(case: Case) -> str:
    received = case.dossier.received_at
    if received is None:
        return ""
    until = calendar.hand_over_by(received, case.days)
    if case.at <= until:
        return ""
    return (
        f"Hồ sơ giấy phải chuyển đến người thụ lý trong ngày làm việc, hoặc đầu ngày sau nếu nhận sau "
        f"{case.days.cutoff:%H:%M}; hạn là {timezone.localtime(until):%H:%M %d/%m/%Y}"
    )


def _acknowledged(case: Case) -> str:
    submitted = case.dossier.submitted_at
    if submitted is None or case.dossier.channel not in ONLINE:
        return ""
    hours = case.office.acknowledge_hours
    limit = calendar.TimeLimit(hours, calendar.TimeUnit.WORKING_HOUR)
    until = calendar.due_at(submitted, limit, case.days)
    if until is None or case.at <= until:
        return ""
    return (
        f"Hồ sơ trực tuyến phải được xác nhận trong {formats.integer(hours)} giờ làm việc kể từ khi nộp, "
        f"đến {timezone.localtime(until):%H:%M %d/%m/%Y}"
    )


LIMITS = {
    limit.key: limit
    for limit in (
        Limit(
            "supplement_once", "request_supplement", "Điều 11 khoản 2 điểm c, Điều 15 khoản 3",
            _supplement_once, may_be_overridden=True,
        ),
        Limit(
            "supplement_soon", "request_supplement", "Điều 19 khoản 4", _supplement_soon,
            may_be_overridden=True,
        ),
        Limit("refused_in_time", "refuse", "Điều 19 khoản 8", _refused_in_time, may_be_overridden=True),
        Limit("apology_once", "apologise", "Điều 19 khoản 9", _apology_once),
        Limit(
            "apology_before_due", "apologise", "Điều 19 khoản 9", _apology_before_due, may_be_overridden=True
        ),
        Limit("paper_handed_over", "start_processing", "Điều 18", _paper_handed_over, only_warns=True),
        Limit("acknowledged", "accept", "Điều 17", _acknowledged, only_warns=True),
        Limit("acknowledged_refusal", "not_accept", "Điều 17", _acknowledged, only_warns=True),
    )
}  # fmt: skip


@dataclass(frozen=True)
class Passed:
    """A limit that an act now would pass, and the sentence that says so."""

    limit: Limit
    sentence: str


def passed(action: str, case: Case) -> list[Passed]:
    """Every limit on the action that is not kept, those that only warn included."""
    asked = (limit for limit in LIMITS.values() if limit.action == action)
    return [Passed(limit, sentence) for limit in asked if (sentence := limit.check(case))]


def blocking(action: str, case: Case) -> list[Passed]:
    return [one for one in passed(action, case) if not one.limit.only_warns]


def may_override(user: User, dossier: Dossier) -> bool:
    """Lãnh đạo of the unit that resolves the dossier, or of one above it."""
    return dossier.resolving_unit_id in user.unit_ids((Role.LEADER,))


def hold(action: str, dossier: Dossier, *, at: datetime, by: User | None, override: str = "") -> list[Limit]:
    """Refuse an act that a limit forbids; the limits that the leader's reason covers are returned."""
    if by is None:
        return []
    stopping = blocking(action, Case(dossier, at))
    for one in stopping:
        if not (one.limit.may_be_overridden and override.strip()):
            raise LimitPassed(one.sentence)
    if stopping and not may_override(by, dossier):
        raise NotALeader(dossier)
    return [one.limit for one in stopping]


def record(event: DossierEvent, overridden: Iterable[Limit], *, by: User | None, reason: str) -> None:
    """Ghi việc lãnh đạo cho phép, beside the event that it allowed."""
    for limit in overridden:
        assert by is not None
        Override.objects.create(
            dossier=event.dossier, event=event, rule=limit.key, leader=by, reason=reason.strip()
        )
