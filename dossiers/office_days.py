"""Lịch làm việc của cơ quan: days that yearly decisions take off or make working, set by an administrator."""

from datetime import date

from django.db import transaction

from dossiers.models import CalendarDay
from portal import audit
from portal.errors import DomainError
from portal.models import User


@transaction.atomic
def set_day(*, day: date, works: bool, reason: str, by: User) -> CalendarDay:
    """Ghi một ngày nghỉ thêm hoặc làm bù. Due dates given before stay as they were told."""
    if CalendarDay.objects.filter(day=day).exists():
        raise DomainError(f"Ngày {day:%d/%m/%Y} đã có trong lịch. Bỏ ngày đó trước khi ghi lại.")
    made = CalendarDay.objects.create(day=day, works=works, reason=reason)
    audit.record("calendar.day_set", by=by, target=made, works=works)
    return made


@transaction.atomic
def remove_day(found: CalendarDay, *, by: User) -> None:
    """Bỏ một ngày: it counts again as the law and the week have it."""
    audit.record("calendar.day_removed", by=by, target=found, works=found.works)
    found.delete()
