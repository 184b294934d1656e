"""Trễ hạn chưa xin lỗi: what is late, or will be by the next working day, and has no apology issued.

NĐ 61/2018/NĐ-CP Đ.19 khoản 9 wants the apology before the due day; so it is drafted before anybody asks.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import F, Q
from django.utils import timezone

from dossiers import calendar, lifecycle, schedule
from dossiers.models import Apology, Dossier, DossierQuerySet
from dossiers.models.dossier import day_of
from dossiers.status import RUNNING

REASONS = (
    "Hồ sơ cần xác minh thêm nội dung do người nộp cung cấp.",
    "Chờ ý kiến của cơ quan phối hợp giải quyết.",
    "Số lượng hồ sơ tăng đột biến, công chức thụ lý chưa giải quyết kịp.",
    "Công chức thụ lý vắng mặt đột xuất.",
    "Hệ thống phần mềm hoặc đường truyền bị gián đoạn.",
)
"""Suggestions; the officer writes the reason that is true."""
WHEN = {
    "": "Tất cả",
    "tre": "Đã trễ hạn",
    "hom-nay": "Hẹn trả hôm nay",
    "sap-den": "Hẹn trả ngày làm việc tới",
}


@dataclass(frozen=True)
class Horizon:
    """Today, and the next working day of an ordinary office."""

    today: date
    next_day: date

    @classmethod
    def at(cls, moment: datetime) -> "Horizon":
        today = day_of(moment)
        assert today is not None
        return cls(today, calendar.next_working_day(today, schedule.office_calendar()))


def unapologised(found: DossierQuerySet, horizon: Horizon) -> DossierQuerySet:
    """Of these, whose clock runs, or stood still only after the due day had passed."""
    return found.filter(
        Q(paused_on=None) | Q(paused_on__gt=F("due_on")),
        Q(apology=None) | Q(apology__issued_at=None),
        status__in=RUNNING,
        due_on__lte=horizon.next_day,
    )


def of_kind(kind: str, horizon: Horizon) -> Q:
    """One of `WHEN` as a condition."""
    match kind:
        case "tre":
            return Q(due_on__lt=horizon.today)
        case "hom-nay":
            return Q(due_on=horizon.today)
        case "sap-den":
            return Q(due_on__gt=horizon.today)
    return Q()


def draft_all(at: datetime | None = None) -> int:
    """Dự thảo sẵn: one for every dossier that has none yet; how many were made. May run twice."""
    at = at or timezone.now()
    waiting = unapologised(Dossier.objects.filter(apology=None), Horizon.at(at))
    return _draft(waiting.select_related("resolving_unit").iterator(), at)


def _draft(dossiers: Iterable[Dossier], at: datetime) -> int:
    """The reason is left to people; the day is the calendar's."""
    offices: dict[int, calendar.WorkingCalendar] = {}
    drafts = []
    for dossier in dossiers:
        days = offices.get(dossier.resolving_unit_id)
        if days is None:
            days = offices[dossier.resolving_unit_id] = schedule.office_calendar(dossier.resolving_unit)
        new_due_at = lifecycle.proposed_date(dossier, at, days=days)
        drafts.append(Apology(dossier=dossier, new_due_at=new_due_at, drafted_at=at))
    Apology.objects.bulk_create(drafts, ignore_conflicts=True)
    return len(drafts)
