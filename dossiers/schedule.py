"""Hẹn trả: the pure calendar joined to the office's own hours, days and the procedure's time limit."""

from datetime import datetime, time

from dossiers import calendar
from dossiers.models import CalendarDay, Office, Procedure
from portal.models import Unit


def office_calendar(unit: Unit | None = None) -> calendar.WorkingCalendar:
    """The working calendar of a unit's office, with the days that yearly decisions took off or made working.

    Without a unit: the usual hours.
    """
    days = list(CalendarDay.objects.values_list("day", "works"))
    office = Office.of(unit) if unit else Office()
    return calendar.WorkingCalendar(
        shifts=tuple(
            calendar.Shift(time.fromisoformat(opens), time.fromisoformat(closes))
            for opens, closes in office.shifts
        ),
        extra_days_off=frozenset(day for day, works in days if not works),
        extra_working_days=frozenset(day for day, works in days if works),
        saturday_works=office.saturday_works,
        cutoff=office.cutoff,
    )


def pause_rule(unit: Unit, procedure: Procedure | None = None) -> calendar.PauseRule:
    """How a due date moves after a pause: the procedure's own rule, else that of the unit's office."""
    own = procedure.pause_rule if procedure else ""
    return calendar.PauseRule(own or Office.of(unit).pause_rule)


def limit_of(procedure: Procedure) -> calendar.TimeLimit | None:
    """Thời hạn giải quyết of a procedure; None where the law sets none."""
    if procedure.time_value is None:
        return None
    return calendar.TimeLimit(
        procedure.time_value, calendar.TimeUnit(procedure.time_unit), procedure.same_day_if_before
    )


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
    return calendar.due(received_at, limit_of(procedure), days or office_calendar(unit))
