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


def limit_of(procedure: Procedure) -> calendar.TimeLimit | None:
    """Thời hạn giải quyết of a procedure; None where the law sets none."""
    if procedure.time_value is None:
        return None
    return calendar.TimeLimit(
        procedure.time_value, calendar.TimeUnit(procedure.time_unit), procedure.same_day_if_before
    )


def due(
    procedure: Procedure, received_at: datetime, *, days: calendar.WorkingCalendar | None = None
) -> calendar.Due | None:
    """Ngày hẹn trả with its explanation; None for a procedure whose law sets no time limit."""
    return calendar.due(received_at, limit_of(procedure), days or office_calendar())
