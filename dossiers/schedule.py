"""Hẹn trả: the pure calendar joined to the office's own hours, days and the procedure's time limit."""

from datetime import date, datetime, time

from dossiers import calendar
from dossiers.models import CalendarDay, OfferedProcedure, Office, Procedure
from portal.models import Unit


def office_calendar(unit: Unit | None = None) -> calendar.WorkingCalendar:
    """The working calendar of a unit's office, with the days that yearly decisions took off or made working.

    A day of the unit's own wins over one set for all. Without a unit: the usual hours.
    """
    days = dict(CalendarDay.objects.of(unit).values_list("day", "works"))
    return calendar_of(Office.of(unit) if unit else Office(), days)


def calendar_of(office: Office, days: dict[date, bool]) -> calendar.WorkingCalendar:
    """The calendar of an office as it is set, or would be: each day of its own, and whether it is worked."""
    return calendar.WorkingCalendar(
        shifts=tuple(
            calendar.Shift(time.fromisoformat(opens), time.fromisoformat(closes))
            for opens, closes in office.shifts
        ),
        extra_days_off=frozenset(day for day, works in days.items() if not works),
        extra_working_days=frozenset(day for day, works in days.items() if works),
        saturday_works=office.saturday_works,
        saturday_receives=office.saturday_receives,
        cutoff=office.cutoff,
    )


def pause_rule(unit: Unit, procedure: Procedure | None = None) -> calendar.PauseRule:
    """How a due date moves after a pause: the procedure's own rule, else that of the unit's office."""
    own = procedure.pause_rule if procedure else ""
    return calendar.PauseRule(own or Office.of(unit).pause_rule)


def limit_of(
    procedure: Procedure, unit: Unit | None = None, *, on: date | None = None
) -> calendar.TimeLimit | None:
    """Thời hạn giải quyết of a procedure, as short as the unit promises it; None where the law sets none.

    `on`: as decisions had it on that day; a dossier keeps the limit under which it was received.
    """
    own = OfferedProcedure.objects.filter(unit=unit, procedure=procedure).first() if unit else None
    then = as_of(procedure, on) if on else procedure
    return limit_within(then, own.time_value if own else None)


def as_of(procedure: Procedure, day: date) -> Procedure:
    """The procedure with the time limit of a day: the row itself unless a later decision changed it.

    What stood before the first decision stood since ever.
    """
    if procedure.revision == 1:
        return procedure
    first, *later = procedure.revisions.effective().order_by("number") or [None]
    found = [first, *(one for one in later if one and (one.effective_on or day) <= day)][-1]
    if found is None or found.number == procedure.revision:
        return procedure
    terms = found.content
    before = terms["same_day_if_before"]
    return Procedure(
        pk=procedure.pk,
        code=procedure.code,
        time_value=terms["time_value"],
        time_unit=terms["time_unit"],
        same_day_if_before=time.fromisoformat(before) if before else None,
        pause_rule=procedure.pause_rule,
    )


def limit_within(procedure: Procedure, own_value: int | None) -> calendar.TimeLimit | None:
    """The law's time limit, or a unit's own one where that is shorter."""
    if procedure.time_value is None:
        return None
    value = min(procedure.time_value, own_value) if own_value else procedure.time_value
    return calendar.TimeLimit(value, calendar.TimeUnit(procedure.time_unit), procedure.same_day_if_before)


def due(
    procedure: Procedure,
    received_at: datetime,
    *,
    unit: Unit | None = None,
    days: calendar.WorkingCalendar | None = None,
) -> calendar.Due | None:
    """Ngày hẹn trả with its explanation; None for a procedure whose law sets no time limit.

    `unit` is the office that resolves; `days` its calendar where the caller has it already.
    """
    return calendar.due(received_at, limit_of(procedure, unit), days or office_calendar(unit))
