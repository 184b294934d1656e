"""Lịch hẹn vướng ngày nghỉ: those to come at which the office will be closed, by a decision made later."""

from collections.abc import Collection

from django.utils import timezone

from dossiers import schedule
from dossiers.appointments import times
from dossiers.models import Appointment
from portal.models import Unit


def displaced(units: Collection[int]) -> list[Appointment]:
    """Phải dời hoặc hủy: booked, still to come, outside the hours as they are now; the soonest first."""
    booked = Appointment.objects.booked().filter(unit__in=units, starts_at__gt=timezone.now())
    found = list(booked.select_related("unit", "procedure"))
    calendars = {unit: schedule.office_calendar(unit) for unit in {one.unit for one in found}}
    return [one for one in found if not times.fits(one, calendars[one.unit])]


def displaced_of(unit: Unit | None) -> list[Appointment]:
    """The same of one unit; of all where a day is set for all."""
    units = [unit.pk] if unit else Unit.objects.values_list("pk", flat=True)
    return displaced(list(units))
