"""Xin lỗi, hẹn lại (NĐ 61/2018/NĐ-CP Đ.19 khoản 9): drafted beforehand, issued by the leader, once.

The new day stands beside the due date and never moves it: lateness is counted by the promise on the receipt.
"""

from datetime import datetime

from django.db import transaction
from django.utils import timezone

from dossiers import calendar, limits, schedule, slips
from dossiers.errors import NotALeader
from dossiers.lifecycle.moving import locked, tell
from dossiers.models import Apology, Dossier, SlipKind
from dossiers.models.dossier import day_of
from portal import audit
from portal.errors import DomainError
from portal.models import User

DAYS_MORE = 3
"""Working days that a draft proposes, counted from the later of the due day and today."""


def proposed_date(
    dossier: Dossier, at: datetime, *, days: calendar.WorkingCalendar | None = None
) -> datetime:
    """The new day as the calendar proposes it, at the hour of the due date."""
    days = days or schedule.office_calendar(dossier.resolving_unit)
    due_at = calendar.in_office_time(dossier.due_at or at)
    start = max(due_at.date(), calendar.in_office_time(at).date())
    return calendar.within_shifts(calendar.next_working_day(start, days, DAYS_MORE), due_at.time(), days)


@transaction.atomic
def draft_apology(
    dossier: Dossier,
    *,
    by: User | None,
    reason: str = "",
    new_due_at: datetime | None = None,
    at: datetime | None = None,
) -> Apology:
    """Dự thảo: write it or write it anew; an issued one is not touched."""
    at = at or timezone.now()
    current = locked(dossier)
    apology = Apology.objects.filter(dossier=current).first() or Apology(dossier=current)
    if apology.is_issued:
        raise DomainError(f"Văn bản xin lỗi của hồ sơ {current.code} đã ban hành.")
    _check_running(current)
    new_due_at = new_due_at or proposed_date(current, at)
    _check_new_day(current, new_due_at, at)
    apology.reason, apology.new_due_at = reason, new_due_at
    apology.drafted_at, apology.drafted_by = at, by
    apology.save()
    audit.record("dossier.apology_drafted", by=by, target=current, unit=current.resolving_unit)
    return apology


@transaction.atomic
def apologise(
    dossier: Dossier,
    *,
    reason: str,
    new_due_at: datetime,
    by: User | None,
    at: datetime | None = None,
    override: str = "",
) -> Apology:
    """Ban hành văn bản xin lỗi (Mẫu 04): by the leader of the resolving unit, at most once."""
    at = at or timezone.now()
    current = locked(dossier)
    _check_running(current)
    allowed = limits.hold("apologise", current, at=at, by=by, override=override)
    if by is not None and not limits.may_override(by, current):
        raise NotALeader(current)
    if not reason.strip():
        raise DomainError("Văn bản xin lỗi phải nêu lý do.")
    _check_new_day(current, new_due_at, at)
    apology = draft_apology(current, by=by, reason=reason, new_due_at=new_due_at, at=at)
    slip = slips.issue(
        SlipKind.APOLOGY, unit=current.resolving_unit, by=by, dossier=current, at=at,
        content={"reason": reason, "new_due_at": calendar.in_office_time(new_due_at).isoformat()},
    )  # fmt: skip
    apology.issued_at, apology.issued_by, apology.slip = at, by, slip
    apology.save()
    current.apologised_on = day_of(at)
    current.save(update_fields=["apologised_on"])
    event = tell(
        current, "apologise", current.status, at=at, by=by, reason=reason,
        details={"slip": slip.pk, "new_due_on": apology.new_due_on.isoformat()},
    )  # fmt: skip
    limits.record(event, allowed, by=by, reason=override)
    return apology


def _check_running(dossier: Dossier) -> None:
    if not dossier.is_running or dossier.due_at is None:
        raise DomainError(
            f"Chỉ xin lỗi, hẹn lại với hồ sơ đang giải quyết và có ngày hẹn; hồ sơ {dossier.code} đang "
            f"“{dossier.get_status_display()}”."
        )


def _check_new_day(dossier: Dossier, new_due_at: datetime, at: datetime) -> None:
    day, today = day_of(new_due_at), day_of(at)
    assert day is not None
    assert today is not None
    if day < today or (dossier.due_on is not None and day <= dossier.due_on):
        raise DomainError("Ngày hẹn lại phải sau ngày hẹn trả đã ghi và không ở quá khứ.")
    office = schedule.office_calendar(dossier.resolving_unit)
    if not calendar.is_working_day(day, office):
        raise DomainError(f"Ngày hẹn lại {day:%d/%m/%Y} là ngày nghỉ.")
