"""Lịch và hạn: the due date (hẹn trả) of a dossier, and how a pause moves it. No database.

- The first day is not counted (Bộ luật Dân sự 2015, Điều 147 khoản 2).
- A limit that ends on a day off ends on the next working day (Điều 148 khoản 5).
- A limit in days keeps the reception's time of day; a reception outside office hours counts as one at the
  next moment the office works. So every due moment but that of a limit around the clock lies inside a shift.
- A same-day procedure received after 15:00 is due on the next working day (Luật Hộ tịch 2014, Điều 5 khoản 3;
  NĐ 23/2015/NĐ-CP, Điều 7). Exactly 15:00:00 is not after.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from enum import StrEnum
from itertools import groupby
from typing import NamedTuple

from dossiers.office_hours import (
    INTAKE_ONLY,
    MAKE_UP,
    OFFICE_ZONE,
    WEEKDAYS,
    DayKind,
    Shift,
    WorkingCalendar,
    add_working_time,
    at_clock,
    closing,
    days_from,
    hand_over_by,
    in_office_time,
    is_working_day,
    next_office_moment,
    next_working_day,
    within_shifts,
    working_days_between,
    working_time_between,
)
from portal import formats

# The office's hours belong to this interface: its users import one module.
__all__ = [
    "OFFICE_ZONE",
    "DayKind",
    "Due",
    "DueDay",
    "PauseRule",
    "Shift",
    "TimeLimit",
    "TimeUnit",
    "WorkingCalendar",
    "days_from",
    "due",
    "due_after_pause",
    "due_at",
    "hand_over_by",
    "in_office_time",
    "is_working_day",
    "next_office_moment",
    "next_working_day",
    "restart",
    "shift",
    "subtract",
    "within_shifts",
    "working_days_between",
]

# Due dates


class TimeUnit(StrEnum):
    """Đơn vị của thời hạn giải quyết. `HOUR` runs around the clock, as in child protection."""

    WORKING_HOUR = "working_hour"
    WORKING_DAY = "working_day"
    DAY = "day"
    HOUR = "hour"

    @property
    def label(self) -> str:
        return _UNIT_LABELS[self]


_UNIT_LABELS = {
    TimeUnit.WORKING_HOUR: "giờ làm việc",
    TimeUnit.WORKING_DAY: "ngày làm việc",
    TimeUnit.DAY: "ngày",
    TimeUnit.HOUR: "giờ liên tục",
}


@dataclass(frozen=True)
class TimeLimit:
    """Thời hạn giải quyết. With `same_day_if_before` (trong ngày) the clock decides, not the value."""

    value: int
    unit: TimeUnit
    same_day_if_before: time | None = None

    def __post_init__(self) -> None:
        if self.value < 1:
            raise ValueError(f"a time limit of {self.value} {self.unit}")

    def __str__(self) -> str:
        return f"{self.value} {self.unit.label}"


class DueDay(NamedTuple):
    """One day of the strip from reception to the due date: counted or skipped, and why."""

    day: date
    counted: bool
    reason: str


class Due(NamedTuple):
    """Hẹn trả: the moment, the days that led to it without a gap, and the reckoning in a sentence."""

    at: datetime
    days: tuple[DueDay, ...]
    explanation: str


def due_at(
    received_at: datetime,
    limit: TimeLimit | None,
    calendar: WorkingCalendar,
    *,
    same_day_if_before: time | None = None,
) -> datetime | None:
    """The due moment alone; none for a procedure without a limit (trả ngay).

    A limit in calendar days that ends on a day off rolls to the next working day and keeps the time of
    reception too: the law would allow that day's close, but the hour on a receipt means the same whatever
    the limit, and outcomes compare by day. So of two such limits that end on one day, the later reception
    may have the earlier hour, never the earlier day.
    """
    start = next_office_moment(received_at, calendar)
    cutoff = _cutoff(limit, same_day_if_before)
    if cutoff is not None:
        in_time = start.time() <= cutoff
        return closing(start.date() if in_time else next_working_day(start.date(), calendar), calendar)
    if limit is None:
        return None
    match limit.unit:
        case TimeUnit.HOUR:
            return in_office_time(received_at) + timedelta(hours=limit.value)
        case TimeUnit.WORKING_HOUR:
            return add_working_time(start, timedelta(hours=limit.value), calendar)
        case TimeUnit.WORKING_DAY:
            last = next_working_day(start.date(), calendar, limit.value)
        case TimeUnit.DAY:
            last = start.date() + timedelta(days=limit.value)
            if not calendar.day_kind(last).working:
                last = next_working_day(last, calendar)
    return within_shifts(last, start.time(), calendar)


def due(
    received_at: datetime,
    limit: TimeLimit | None,
    calendar: WorkingCalendar,
    *,
    same_day_if_before: time | None = None,
) -> Due | None:
    """The due moment of `due_at`, with the reckoning that the officer and the applicant are shown."""
    at = due_at(received_at, limit, calendar, same_day_if_before=same_day_if_before)
    if at is None:
        return None
    received, start = in_office_time(received_at), next_office_moment(received_at, calendar)
    cutoff = _cutoff(limit, same_day_if_before)
    if cutoff is not None:
        limit = None
    strip = tuple(_strip(received, start, at, limit, calendar))
    parts = []
    if limit is not None:
        by_days = limit.unit in {TimeUnit.WORKING_DAY, TimeUnit.DAY}
        parts.append(f"{limit} kể từ {'ngày sau ngày nhận' if by_days else 'lúc nhận'}")
    elif at.date() == start.date():
        parts.append("trả trong ngày")
    elif cutoff is not None:
        clock = f"{cutoff:%H} giờ {cutoff:%M}".removesuffix(" 00")
        parts.append(f"nhận sau {clock}, trả vào ngày làm việc tiếp theo")
    if limit is None or limit.unit is not TimeUnit.HOUR:
        if start.date() != received.date():
            opening = f"{start:%H:%M} ngày {_short(start.date())}"
            parts.insert(0, f"nhận ngoài giờ làm việc, tính như nhận lúc {opening}")
        parts += _remarks(strip, start.date(), limit, calendar)
    return Due(at, strip, "; ".join(parts))


def _cutoff(limit: TimeLimit | None, same_day_if_before: time | None) -> time | None:
    if same_day_if_before is None and limit is not None:
        return limit.same_day_if_before
    return same_day_if_before


def _strip(
    received: datetime, start: datetime, at: datetime, limit: TimeLimit | None, calendar: WorkingCalendar
) -> Iterator[DueDay]:
    """`limit` is none where the answer is due on the day itself or on the next working day."""
    number = 0
    for day in days_from(received.date(), at.date()):
        kind = calendar.day_kind(day)
        counted, reason = False, kind.reason
        if limit is not None and limit.unit is TimeUnit.HOUR:
            counted, reason = True, "tính liên tục"
        elif day < start.date():
            reason = "nhận sau giờ làm việc" if kind.working else kind.reason
        elif limit is not None and limit.unit is TimeUnit.WORKING_HOUR:
            if worked := _worked_on(day, start, at, calendar):
                counted, reason = True, _hours(worked)
        elif day == start.date():
            counted = day == at.date()
            received_on = "ngày nhận" if day == received.date() else "tính như ngày nhận"
            reason = "trả trong ngày" if counted else received_on
        elif limit is not None and limit.unit is TimeUnit.DAY:
            number += 1
            counted = number <= limit.value
            rolled_to = "ngày làm việc tiếp theo" if kind.working else kind.reason
            reason = f"ngày thứ {number}" if counted else rolled_to
        elif kind.working:
            number += 1
            nth = f"ngày thứ {number}" if limit is not None else "ngày làm việc tiếp theo"
            counted, reason = True, f"{nth} ({MAKE_UP})" if kind.reason == MAKE_UP else nth
        yield DueDay(day, counted, reason)


def _worked_on(day: date, start: datetime, at: datetime, calendar: WorkingCalendar) -> timedelta:
    begins, ends = max(start, at_clock(day, time.min)), min(at, at_clock(day, time.max))
    return working_time_between(begins, ends, calendar)


def _remarks(
    strip: tuple[DueDay, ...], start: date, limit: TimeLimit | None, calendar: WorkingCalendar
) -> Iterator[str]:
    """Holidays and days worked in exchange; of a limit in calendar days only how it ends."""
    if limit is not None and limit.unit is TimeUnit.DAY:
        last = start + timedelta(days=limit.value)
        if strip[-1].day != last:
            reason = calendar.day_kind(last).reason
            yield f"ngày cuối {_short(last)} là ngày nghỉ ({reason}), trả vào ngày làm việc tiếp theo"
        return
    days_of_strip = (due_day.day for due_day in strip)
    for kind, group in groupby(days_of_strip, calendar.day_kind):
        days = list(group)
        unusual = kind.reason == MAKE_UP or not (kind.working or kind.reason in {*WEEKDAYS, INTAKE_ONLY})
        if unusual and days[-1] > start:
            span = _short(days[0]) if len(days) == 1 else f"{_short(days[0])}–{_short(days[-1])}"
            yield f"{span} {kind.reason}"


def _short(day: date) -> str:
    return formats.day_on_screen(day)[:5]


def _hours(worked: timedelta) -> str:
    hours, minutes = divmod(round(worked / timedelta(minutes=1)), 60)
    return " ".join(f"{count} {unit}" for count, unit in ((hours, "giờ"), (minutes, "phút")) if count)


# Pauses


class PauseRule(StrEnum):
    """Cách tính lại hạn sau khi bổ sung hồ sơ: three rules live side by side, one is chosen by a setting."""

    RESTART = "restart"
    SUBTRACT = "subtract"
    SHIFT = "shift"

    @property
    def label(self) -> str:
        return _RULE_LABELS[self]


_RULE_LABELS = {
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
    limit: TimeLimit | None = None,
) -> datetime | None:
    """The due date after one ended pause, never earlier than before; a dossier without one keeps none.

    A due date whose limit is not known (an imported one) cannot be reckoned anew: it is shifted. A limit in
    hours knows no whole days: its clock stands for exactly as long as the pause.
    """
    if due_at is None:
        return None
    if rule is PauseRule.RESTART and limit is not None:
        return max(in_office_time(due_at), restart(paused_to, limit, calendar).at)
    in_hours = limit is not None and limit.unit in {TimeUnit.HOUR, TimeUnit.WORKING_HOUR}
    if rule is PauseRule.SUBTRACT or in_hours:
        return subtract(due_at, paused_from, paused_to, calendar, limit=limit)
    return shift(due_at, paused_from, paused_to, calendar)


def restart(supplemented_at: datetime, limit: TimeLimit, calendar: WorkingCalendar) -> Due:
    """From zero, once the dossier is complete (NĐ 61/2018/NĐ-CP, Điều 19 khoản 4)."""
    fresh = due(supplemented_at, limit, calendar)
    assert fresh is not None, "a limit always leads to a due date"
    return fresh


def subtract(
    due_at: datetime,
    paused_from: datetime,
    paused_to: datetime,
    calendar: WorkingCalendar,
    *,
    limit: TimeLimit | None = None,
) -> datetime:
    """The time the applicant took is not the office's (QĐ 766/QĐ-TTg, thời gian giải quyết thực tế).

    Processing time less the wait is within the limit exactly when the result is ready by the due date plus
    the wait. The wait is measured by the clock that the limit runs on: working time, or all time where the
    limit is in calendar days or hours around the clock.
    """
    due_at = in_office_time(due_at)
    _check_order(paused_from, paused_to)
    if limit is None or limit.unit in {TimeUnit.WORKING_DAY, TimeUnit.WORKING_HOUR}:
        stood = working_time_between(paused_from, paused_to, calendar)
        return add_working_time(due_at, stood, calendar) if stood else due_at
    moved = due_at + (paused_to - paused_from)
    return moved if limit.unit is TimeUnit.HOUR else next_office_moment(moved, calendar)


def shift(
    due_at: datetime, paused_from: datetime, paused_to: datetime, calendar: WorkingCalendar
) -> datetime:
    """The due date moves by the whole working days the clock stood, and keeps its time of day.

    Half-open, so that adjacent pauses add up: the working day on which the pause began counts, the one on
    which it ended does not; a beginning or end outside office hours counts as the next moment the office
    works. A pause within one day moves nothing.
    """
    due_at = in_office_time(due_at)
    _check_order(paused_from, paused_to)
    begins, ends = (next_office_moment(moment, calendar).date() for moment in (paused_from, paused_to))
    stood = working_days_between(begins, ends, calendar)
    if not stood:
        return due_at
    return within_shifts(next_working_day(due_at.date(), calendar, stood), due_at.time(), calendar)


def _check_order(paused_from: datetime, paused_to: datetime) -> None:
    if paused_to < paused_from:
        raise ValueError(f"a pause from {paused_from} to {paused_to}")
