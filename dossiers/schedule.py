"""Hẹn trả: the pure calendar joined to the office's own days and the procedure's time limit."""

from datetime import datetime

from dossiers import calendar
from dossiers.models import CalendarDay, Procedure


def office_calendar() -> calendar.WorkingCalendar:
    """The working calendar with the days that yearly decisions took off or made working."""
    days = list(CalendarDay.objects.values_list("day", "works"))
    return calendar.WorkingCalendar(
        extra_days_off=frozenset(day for day, works in days if not works),
        extra_working_days=frozenset(day for day, works in days if works),
    )


def due(
    procedure: Procedure, received_at: datetime, *, days: calendar.WorkingCalendar | None = None
) -> calendar.Due | None:
    """Ngày hẹn trả with its explanation; None for a procedure whose law sets no time limit."""
    if procedure.time_value is None:
        return None
    return calendar.due(
        received_at,
        calendar.TimeLimit(procedure.time_value, calendar.TimeUnit(procedure.time_unit)),
        days or office_calendar(),
        same_day_if_before=procedure.same_day_if_before,
    )
