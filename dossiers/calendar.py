"""Lịch làm việc: which days and hours the office works, and what follows from them for a due date (hẹn trả).

Pure functions over a frozen calendar. The rules:

- The first day is not counted (Bộ luật Dân sự 2015, Điều 147 khoản 2).
- A limit that ends on a day off ends on the next working day (Điều 148 khoản 5).
- A limit in days keeps the reception's time of day; a reception outside office hours counts as one at the next
  moment the office works. Every due moment of such a limit lies inside a shift, its last minute included.
- A same-day procedure received after 15:00 is due on the next working day (Luật Hộ tịch 2014, Điều 5 khoản 3;
  NĐ 23/2015/NĐ-CP, Điều 7). Exactly 15:00:00 is not after.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from enum import StrEnum
from itertools import groupby
from typing import NamedTuple
from zoneinfo import ZoneInfo

from dossiers.public_holidays import holiday_year
from portal import formats

OFFICE_ZONE = ZoneInfo("Asia/Ho_Chi_Minh")
_ONE_DAY = timedelta(days=1)
_WEEKDAYS = ("Thứ Hai", "Thứ Ba", "Thứ Tư", "Thứ Năm", "Thứ Sáu", "Thứ Bảy", "Chủ nhật")
_WORKED = "ngày làm việc"
_MAKE_UP = "làm bù"
_SATURDAY, _SUNDAY = 5, 6


class Shift(NamedTuple):
    """Ca làm việc, both ends belonging to it."""

    opens: time
    closes: time


class DayKind(NamedTuple):
    """Ngày làm việc hay ngày nghỉ, with the reason in the office's words and the shifts worked."""

    working: bool
    reason: str
    shifts: tuple[Shift, ...]


@dataclass(frozen=True)
class WorkingCalendar:
    """The hours of one office, and its own decisions on top of the public holidays.

    A day off by decision wins over everything, then a working day by decision, then the public holidays with
    their make-up Saturdays, then the week. Where Saturday counts (an office's setting), only its morning does.
    """

    shifts: tuple[Shift, ...] = (Shift(time(7), time(11, 30)), Shift(time(13, 30), time(17)))
    extra_days_off: frozenset[date] = frozenset()
    extra_working_days: frozenset[date] = frozenset()
    saturday_works: bool = False
    cutoff: time = time(15)
    _kinds: dict[date, DayKind] = field(default_factory=dict, init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        bounds = [moment for shift in self.shifts for moment in shift]
        if not bounds or any(later <= earlier for earlier, later in zip(bounds, bounds[1:], strict=False)):
            raise ValueError("shifts must follow one another within a day")

    def day_kind(self, day: date) -> DayKind:
        """Asked tens of thousands of times in an import, so that each day is decided once for a calendar."""
        kind = self._kinds.get(day)
        if kind is None:
            kind = self._kinds[day] = self._decide(day)
        return kind

    def _decide(self, day: date) -> DayKind:
        if day in self.extra_days_off:
            return DayKind(False, "nghỉ theo quyết định", ())
        holidays = holiday_year(day.year)
        if day in self.extra_working_days or day in holidays.make_up_days:
            return DayKind(True, _MAKE_UP, self.shifts)
        if reason := holidays.days_off.get(day):
            return DayKind(False, reason, ())
        weekday = _WEEKDAYS[day.weekday()]
        if day.weekday() == _SATURDAY and self.saturday_works:
            mornings = tuple(shift for shift in self.shifts if shift.opens < time(12))
            return DayKind(True, "làm việc sáng Thứ Bảy", mornings or self.shifts)
        if day.weekday() in {_SATURDAY, _SUNDAY}:
            return DayKind(False, weekday, ())
        return DayKind(True, _WORKED, self.shifts)


# Days


def is_working_day(day: date, calendar: WorkingCalendar) -> bool:
    return calendar.day_kind(day).working


def next_working_day(day: date, calendar: WorkingCalendar, count: int = 1) -> date:
    """The `count`-th working day after the day, which itself is not counted."""
    while count:
        day += _ONE_DAY
        count -= calendar.day_kind(day).working
    return day


def working_days_between(first: date, last: date, calendar: WorkingCalendar) -> int:
    """Working days after the first day up to and with the last; negative where the last is the earlier one."""
    if last < first:
        return -working_days_between(last, first, calendar)
    return sum(calendar.day_kind(day).working for day in _days(first + _ONE_DAY, last))


# Moments


def in_office_time(moment: datetime) -> datetime:
    """A moment on the office's clock; one without a time zone is a bug, not a guess."""
    if moment.tzinfo is None:
        raise ValueError(f"{moment} has no time zone")
    return moment.astimezone(OFFICE_ZONE)


def next_office_moment(moment: datetime, calendar: WorkingCalendar) -> datetime:
    """The moment itself inside a shift, else the next opening: today's, this afternoon's, the next morning's."""
    moment = in_office_time(moment)
    day = moment.date()
    for shift in calendar.day_kind(day).shifts:
        if moment.time() <= shift.closes:
            return _at(day, max(moment.time(), shift.opens))
    day = next_working_day(day, calendar)
    return _at(day, calendar.day_kind(day).shifts[0].opens)


def within_shifts(day: date, wanted: time, calendar: WorkingCalendar) -> datetime:
    """The wanted time of a working day, moved to the next opening or, after hours, back to closing time."""
    shifts = calendar.day_kind(day).shifts
    for shift in shifts:
        if wanted <= shift.closes:
            return _at(day, max(wanted, shift.opens))
    return _at(day, shifts[-1].closes)


def closing(day: date, calendar: WorkingCalendar) -> datetime:
    """Hết giờ làm việc of a working day."""
    return _at(day, calendar.day_kind(day).shifts[-1].closes)


def working_time_between(start: datetime, end: datetime, calendar: WorkingCalendar) -> timedelta:
    """Time inside shifts from start to end, half-open, so that adjacent spans add up."""
    start, end = in_office_time(start), in_office_time(end)
    worked = timedelta()
    for day in _days(start.date(), end.date()):
        for shift in calendar.day_kind(day).shifts:
            overlap = min(end, _at(day, shift.closes)) - max(start, _at(day, shift.opens))
            worked += max(overlap, timedelta())
    return worked


def add_working_time(start: datetime, amount: timedelta, calendar: WorkingCalendar) -> datetime:
    """The first moment by which so much has been worked: spills over lunch, evenings and days off."""
    start = next_office_moment(start, calendar)
    day, left = start.date(), amount
    while True:
        for shift in calendar.day_kind(day).shifts:
            begins, ends = max(start, _at(day, shift.opens)), _at(day, shift.closes)
            if begins <= ends:
                if left <= ends - begins:
                    return begins + left
                left -= ends - begins
        day = next_working_day(day, calendar)


def hand_over_by(received_at: datetime, calendar: WorkingCalendar) -> datetime:
    """Chuyển hồ sơ giấy: within the working day, or at the start of the next one if received after the cut-off.

    NĐ 61/2018/NĐ-CP, Điều 18.
    """
    start = next_office_moment(received_at, calendar)
    if start.time() <= calendar.cutoff:
        return closing(start.date(), calendar)
    return within_shifts(next_working_day(start.date(), calendar), time.min, calendar)


# Due dates


class TimeUnit(StrEnum):
    """Đơn vị của thời hạn giải quyết. `HOUR` runs around the clock, as the twelve hours of child protection do."""

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
    """Thời hạn giải quyết. With `same_day_if_before` (giải quyết trong ngày) the clock decides, not the value."""

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

    A limit in calendar days that ends on a day off rolls to the next working day and keeps the time of reception
    too: the law would allow that day's close, but a receipt's hour means the same whatever the limit, and outcomes
    compare by day. So of two such limits that roll to one day, the later reception may have the earlier hour.
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
    received = in_office_time(received_at)
    cutoff = _cutoff(limit, same_day_if_before)
    if limit is not None and limit.unit is TimeUnit.HOUR and cutoff is None:
        strip = tuple(DueDay(day, True, "tính liên tục") for day in _days(received.date(), at.date()))
        return Due(at, strip, f"{limit} kể từ lúc nhận")
    start = next_office_moment(received, calendar)
    strip = tuple(_strip(received, start, at, limit if cutoff is None else None, calendar))
    parts = []
    if start.date() != received.date():
        parts.append(f"nhận ngoài giờ làm việc, tính như nhận lúc {start:%H:%M} {_short(start.date())}")
    if cutoff is not None:
        on_the_day = at.date() == start.date()
        clock = f"{cutoff:%H} giờ" if cutoff.minute == 0 else f"{cutoff:%H} giờ {cutoff:%M}"
        parts.append("trả trong ngày" if on_the_day else f"nhận sau {clock}, trả vào ngày làm việc tiếp theo")
    elif limit is not None:
        since = "kể từ lúc nhận" if limit.unit is TimeUnit.WORKING_HOUR else "kể từ ngày sau ngày nhận"
        parts.append(f"{limit} {since}")
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
    for day in _days(received.date(), at.date()):
        kind = calendar.day_kind(day)
        if day < start.date():
            yield DueDay(day, False, "nhận sau giờ làm việc" if kind.working else kind.reason)
        elif limit is not None and limit.unit is TimeUnit.WORKING_HOUR:
            begins = max(start, _at(day, time.min))
            worked = working_time_between(begins, min(at, _at(day, time.max)), calendar)
            yield DueDay(day, bool(worked), _hours(worked) if worked else kind.reason)
        elif day == start.date():
            same_day = day == at.date()
            reason = "ngày nhận" if day == received.date() else "tính như ngày nhận"
            yield DueDay(day, same_day, "trả trong ngày" if same_day else reason)
        elif limit is not None and limit.unit is TimeUnit.DAY:
            number += 1
            if number <= limit.value:
                yield DueDay(day, True, f"ngày thứ {number}")
            else:
                yield DueDay(day, False, "ngày làm việc tiếp theo" if kind.working else kind.reason)
        elif kind.working:
            number += 1
            yield DueDay(day, True, f"ngày thứ {number}" + (f" ({_MAKE_UP})" if kind.reason == _MAKE_UP else ""))
        else:
            yield DueDay(day, False, kind.reason)


def _remarks(
    strip: tuple[DueDay, ...], start: date, limit: TimeLimit | None, calendar: WorkingCalendar
) -> Iterator[str]:
    """What nobody expects of a week: holidays and days worked in exchange; for calendar days only how they end."""
    if limit is not None and limit.unit is TimeUnit.DAY:
        last = start + timedelta(days=limit.value)
        if strip[-1].day != last:
            reason = calendar.day_kind(last).reason
            yield f"ngày cuối {_short(last)} là ngày nghỉ ({reason}), trả vào ngày làm việc tiếp theo"
        return
    for reason, group in groupby((due_day.day for due_day in strip), lambda day: calendar.day_kind(day).reason):
        days = list(group)
        if reason != _WORKED and reason not in _WEEKDAYS and days[-1] > start:
            span = _short(days[0]) if len(days) == 1 else f"{_short(days[0])}–{_short(days[-1])}"
            yield f"{span} {reason}"


def _days(first: date, last: date) -> Iterator[date]:
    for number in range((last - first).days + 1):
        yield first + timedelta(days=number)


def _at(day: date, clock: time) -> datetime:
    return datetime.combine(day, clock, OFFICE_ZONE)


def _short(day: date) -> str:
    return formats.day_on_screen(day)[:5]


def _hours(worked: timedelta) -> str:
    hours, minutes = divmod(round(worked / timedelta(minutes=1)), 60)
    return " ".join(f"{count} {unit}" for count, unit in ((hours, "giờ"), (minutes, "phút")) if count)
