"""Giờ hẹn còn trống: cut from the office's hours of each day, less what is taken."""

from collections.abc import Iterator
from datetime import date, datetime, time, timedelta
from typing import NamedTuple

from django.utils import timezone

from dossiers import calendar, offering, office_hours, schedule
from dossiers.models import (
    Appointment,
    AppointmentScope,
    OfferedProcedure,
    Office,
    PartOfDay,
    Procedure,
    TakesAppointments,
)
from dossiers.models.procedure import ProcedureQuerySet
from portal.models import Unit, User

LONGEST = 91
"""Days that an office can offer at most, today with them."""
_NOON = time(12)


class Slot(NamedTuple):
    """Một lượt hẹn; the end is the next one's begin."""

    starts_at: datetime
    ends_at: datetime


def takes(office: Office, offer: OfferedProcedure | None) -> bool:
    """Whether people may book a time for a procedure: the unit's word on it, else its usual one."""
    if offer is not None and offer.appointments:
        return office.takes_appointments and offer.appointments == TakesAppointments.OPTIONAL
    return office.takes_appointments and office.appointment_scope == AppointmentScope.ALL


def open_procedures(office: Office, on: date) -> ProcedureQuerySet:
    """The procedures for which people may book a time here."""
    if not office.takes_appointments:
        return Procedure.objects.none()
    own = OfferedProcedure.objects.filter(unit=office.unit)
    offered = Procedure.objects.offered_by(office.unit).valid_on(on)
    if office.appointment_scope == AppointmentScope.ALL:
        closed = own.filter(appointments=TakesAppointments.NONE)
        return offered.exclude(pk__in=closed.values("procedure"))
    opened = own.filter(appointments=TakesAppointments.OPTIONAL)
    return offered.filter(pk__in=opened.values("procedure"))


def slots(day: date, office: Office, days: calendar.WorkingCalendar) -> Iterator[Slot]:
    """Các lượt của một ngày: each whole within a shift and within the part of the day that the office set."""
    length = timedelta(minutes=office.appointment_minutes)
    for shift in days.day_kind(day).shifts:
        starts_at, closes = office_hours.at_clock(day, shift.opens), office_hours.at_clock(day, shift.closes)
        while starts_at + length <= closes:
            if _is_in_part(starts_at, office.appointment_part):
                yield Slot(starts_at, starts_at + length)
            starts_at += length


def free_times(
    *,
    unit: Unit,
    procedure: Procedure,
    first_day: date,
    days: int,
    by: User | None = None,
    without: Appointment | None = None,
) -> list[datetime]:
    """Giờ còn trống from the first day on, for so many days, in order.

    People are bound by what the office set for the procedure and by how long before they must book; an
    officer on the phone by neither. `without`: an appointment that is to be moved takes no place.
    """
    return [slot.starts_at for slot in free_slots(unit, procedure, first_day, days, by=by, without=without)]


def free_slots(
    unit: Unit,
    procedure: Procedure,
    first_day: date,
    days: int,
    *,
    by: User | None = None,
    without: Appointment | None = None,
) -> list[Slot]:
    """The same with the end of each."""
    office, now = Office.of(unit), timezone.now()
    if not office.takes_appointments:
        return []
    if by is None and not takes(office, offering.terms_of(unit, procedure)):
        return []
    earliest = now if by else now + timedelta(hours=office.appointment_hours)
    today = timezone.localdate(now)
    first = max(first_day, today)
    last = min(first_day + timedelta(days=days - 1), today + timedelta(days=office.appointment_days))
    working = schedule.office_calendar(unit)
    found = [
        slot
        for day in calendar.days_from(first, last)
        if unit.is_valid_on(day)
        for slot in slots(day, office, working)
        if slot.starts_at >= earliest
    ]
    return _with_a_place(found, office, without) if found else []


def fits(appointment: Appointment, days: calendar.WorkingCalendar) -> bool:
    """Whether the office is open all the time of an appointment."""
    begins, ends = (calendar.in_office_time(at) for at in (appointment.starts_at, appointment.ends_at))
    shifts = days.day_kind(begins.date()).shifts
    return any(shift.opens <= begins.time() and ends.time() <= shift.closes for shift in shifts)


def _with_a_place(found: list[Slot], office: Office, without: Appointment | None) -> list[Slot]:
    """Those with a place left; an appointment of another length takes one in each turn that it touches."""
    standing = Appointment.objects.booked().filter(unit=office.unit)
    if without is not None:
        standing = standing.exclude(pk=without.pk)
    taken = list(
        standing.overlapping(found[0].starts_at, found[-1].ends_at).values_list("starts_at", "ends_at")
    )
    return [
        slot
        for slot in found
        if sum(begins < slot.ends_at and ends > slot.starts_at for begins, ends in taken)
        < office.appointment_places
    ]


def _is_in_part(starts_at: datetime, part: str) -> bool:
    if part == PartOfDay.ALL:
        return True
    return (starts_at.time() < _NOON) == (part == PartOfDay.MORNING)
