"""Lịch làm việc của cơ quan: days off and days worked by decision, and the hours of an office.

Due dates given before stay as they were told, unless the administrator lets the running dossiers follow.
"""

from datetime import date

from django.db import transaction

from dossiers import office_settings
from dossiers.lifecycle import reschedule
from dossiers.models import CalendarDay, Office
from dossiers.rescheduling import Change, DayChange, HoursChange, plan
from portal import audit
from portal.administration import Reach
from portal.errors import DomainError
from portal.models import Role, Unit, User


@transaction.atomic
def set_day(
    *, day: date, works: bool, reason: str, by: User, unit: Unit | None = None, moves_running: bool = False
) -> tuple[CalendarDay, int]:
    """Ghi một ngày nghỉ thêm hoặc làm bù, of one unit or of all; and how many due dates moved with it."""
    check(by, unit)
    if CalendarDay.objects.filter(day=day, unit=unit).exists():
        raise DomainError(f"Ngày {day:%d/%m/%Y} đã có trong lịch. Bỏ ngày đó trước khi ghi lại.")
    why = f"ngày {day:%d/%m/%Y} {'làm việc' if works else 'nghỉ'} ({reason})"
    moved = _follow(DayChange(unit, day, works), why, by) if moves_running else 0
    made = CalendarDay.objects.create(day=day, works=works, reason=reason, unit=unit)
    audit.record("calendar.day_set", by=by, target=made, unit=unit, works=works, moved=moved)
    return made, moved


@transaction.atomic
def remove_day(found: CalendarDay, *, by: User, moves_running: bool = False) -> int:
    """Bỏ một ngày: it counts again as the law and the week have it. How many due dates moved with it."""
    check(by, found.unit)
    why = f"bỏ ngày {found} khỏi lịch"
    moved = _follow(DayChange(found.unit, found.day, None), why, by) if moves_running else 0
    audit.record("calendar.day_removed", by=by, target=found, unit=found.unit, works=found.works, moved=moved)
    found.delete()
    return moved


@transaction.atomic
def set_hours(office: Office, *, by: User, moves_running: bool = False) -> int:
    """Giờ làm việc: shifts, Saturday and cut-off hour of an office. How many due dates moved with them."""
    check(by, office.unit)
    moved = _follow(HoursChange(office), "đổi giờ làm việc của đơn vị", by) if moves_running else 0
    office_settings.change(office, by=by)
    return moved


def check(by: User, unit: Unit | None) -> None:
    """A day of all units is the system's to set, that of one unit its administrator's."""
    if unit is None and not by.has_role(Role.SYSTEM_ADMIN):
        raise DomainError("Ngày chung cho mọi đơn vị do quản trị hệ thống ghi. Chọn đơn vị của bạn.")
    if unit is not None and unit.pk not in Reach(by).unit_ids:
        raise DomainError(f"{unit.name} ngoài phạm vi quản trị của bạn.")


def _follow(change: Change, why: str, by: User) -> int:
    return reschedule(plan(change).moves, reason=why, by=by)
