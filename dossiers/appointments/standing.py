"""Lịch hẹn vướng ngày nghỉ: those to come at which the office will be closed, for a day or for good."""

from collections import Counter
from collections.abc import Collection

from django.urls import reverse
from django.utils import timezone

from dossiers import schedule
from dossiers.appointments import times
from dossiers.models import Appointment
from portal import notices
from portal.models import Role, RoleAssignment, Unit

TOLD_ROLES = (Role.INTAKE, Role.UNIT_ADMIN)


def displaced(units: Collection[int]) -> list[Appointment]:
    """Phải dời hoặc hủy: booked, still to come, outside the hours as they are now; the soonest first."""
    booked = Appointment.objects.booked().filter(unit__in=units, starts_at__gt=timezone.now())
    found = list(booked.select_related("unit", "procedure"))
    calendars = {unit: schedule.office_calendar(unit) for unit in {one.unit for one in found}}
    return [
        one
        for one in found
        if not one.unit.is_valid_on(timezone.localdate(one.starts_at))
        or not times.fits(one, calendars[one.unit])
    ]


def tell_officers(unit: Unit | None, why: str) -> int:
    """Báo người tiếp nhận of each unit concerned: so many are to be moved or cancelled. How many in all."""
    found = displaced_of(unit)
    counted = Counter(one.unit_id for one in found)
    desks = RoleAssignment.objects.filter(unit__in=counted, role__in=TOLD_ROLES, user__is_active=True)
    key = f"appointments-displaced-{timezone.now():%y%m%d%H%M%S}"
    notices.tell_many(
        (
            desk.user,
            f"{counted[desk.unit_id]} lịch hẹn rơi vào lúc đơn vị nghỉ ({why}): dời hoặc hủy.",
            reverse("dossiers:appointments-displaced"),
            key,
        )
        for desk in desks.select_related("user")
        if desk.unit_id is not None
    )
    return len(found)


def displaced_of(unit: Unit | None) -> list[Appointment]:
    """The same of one unit; of all where a day is set for all."""
    units = [unit.pk] if unit else Unit.objects.values_list("pk", flat=True)
    return displaced(list(units))
