"""Tạm dừng: how the due date moves while the applicant fetches what is missing.

Three rules live side by side, so that one is a setting of the office or of the procedure. Whichever it is, a pause
never brings the due date forward, and two adjacent pauses move it as far as one over both.
"""

from datetime import datetime, timedelta
from enum import StrEnum

from dossiers.calendar import (
    Due,
    TimeLimit,
    TimeUnit,
    WorkingCalendar,
    add_working_time,
    due,
    in_office_time,
    next_office_moment,
    next_working_day,
    within_shifts,
    working_days_between,
    working_time_between,
)


class PauseRule(StrEnum):
    """Cách tính lại hạn sau khi bổ sung hồ sơ."""

    RESTART = "restart"
    SUBTRACT = "subtract"
    SHIFT = "shift"

    @property
    def label(self) -> str:
        return _LABELS[self]


_LABELS = {
    PauseRule.RESTART: "Tính lại từ đầu khi nhận đủ hồ sơ",
    PauseRule.SUBTRACT: "Trừ thời gian chờ bổ sung",
    PauseRule.SHIFT: "Lùi hạn theo số ngày làm việc tạm dừng",
}


def due_after_pause(
    due_at: datetime | None,
    paused_from: datetime,
    paused_to: datetime,
    calendar: WorkingCalendar,
    *,
    rule: PauseRule,
    limit: TimeLimit | None,
) -> datetime | None:
    """The due date after one ended pause; a dossier without a due date keeps none.

    A due date that came without a limit (an imported one) cannot be reckoned anew: it is shifted. A limit in hours
    knows no whole days: its clock stands for exactly as long as the pause.
    """
    if due_at is None:
        return None
    if rule is PauseRule.RESTART and limit is not None:
        fresh = restart(paused_to, limit, calendar)
        return max(in_office_time(due_at), fresh.at) if fresh else due_at
    in_hours = limit is not None and limit.unit in {TimeUnit.HOUR, TimeUnit.WORKING_HOUR}
    if rule is PauseRule.SUBTRACT or in_hours:
        return subtract(due_at, paused_from, paused_to, limit, calendar)
    return shift(due_at, paused_from, paused_to, calendar)


def restart(supplemented_at: datetime, limit: TimeLimit, calendar: WorkingCalendar) -> Due | None:
    """From zero, once the dossier is complete (NĐ 61/2018/NĐ-CP, Điều 19 khoản 4)."""
    return due(supplemented_at, limit, calendar)


def subtract(
    due_at: datetime,
    paused_from: datetime,
    paused_to: datetime,
    limit: TimeLimit | None,
    calendar: WorkingCalendar,
) -> datetime:
    """The time the applicant took is no time of the office (QĐ 766/QĐ-TTg, thời gian giải quyết thực tế).

    Processing time less the wait stays within the limit exactly when the result is ready before the due date plus the
    wait. The wait is measured by the clock that the limit runs on: working time, or all time for a limit in calendar
    days or hours around the clock.
    """
    due_at = in_office_time(due_at)
    _check(paused_from, paused_to)
    if limit is None or limit.unit in {TimeUnit.WORKING_DAY, TimeUnit.WORKING_HOUR}:
        stood = working_time_between(paused_from, paused_to, calendar)
        return add_working_time(due_at, stood, calendar) if stood else due_at
    moved = due_at + (paused_to - paused_from)
    return moved if limit.unit is TimeUnit.HOUR else next_office_moment(moved, calendar)


def shift(
    due_at: datetime, paused_from: datetime, paused_to: datetime, calendar: WorkingCalendar
) -> datetime:
    """The due date moves by the whole working days the clock stood, and keeps its time of day.

    Half-open: the working day on which the pause began counts, the one on which it ended does not; a beginning or end
    outside office hours counts as the next moment the office works. So paused and resumed on one day moves nothing.
    """
    due_at = in_office_time(due_at)
    _check(paused_from, paused_to)
    begins, ends = (next_office_moment(moment, calendar).date() for moment in (paused_from, paused_to))
    stood = working_days_between(begins, ends, calendar)
    if not stood:
        return due_at
    return within_shifts(next_working_day(due_at.date(), calendar, stood), due_at.time(), calendar)


def _check(paused_from: datetime, paused_to: datetime) -> None:
    if paused_to - paused_from < timedelta():
        raise ValueError(f"a pause from {paused_from} to {paused_to}")
