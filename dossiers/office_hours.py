"""Giờ làm việc: which days and hours the office works. Pure functions over a frozen calendar."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from itertools import pairwise
from typing import NamedTuple
from zoneinfo import ZoneInfo

from dossiers.public_holidays import holiday_year

OFFICE_ZONE = ZoneInfo("Asia/Ho_Chi_Minh")
_ONE_DAY = timedelta(days=1)
WEEKDAYS = ("Thứ Hai", "Thứ Ba", "Thứ Tư", "Thứ Năm", "Thứ Sáu", "Thứ Bảy", "Chủ nhật")
MAKE_UP = "làm bù"
INTAKE_ONLY = "Thứ Bảy chỉ tiếp nhận"
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
    their make-up Saturdays, then the week. Where Saturday counts (a setting), only its morning does. One on
    which the office only receives is a day off to every time limit.
    """

    shifts: tuple[Shift, ...] = (Shift(time(7), time(11, 30)), Shift(time(13, 30), time(17)))
    extra_days_off: frozenset[date] = frozenset()
    extra_working_days: frozenset[date] = frozenset()
    saturday_works: bool = False
    saturday_receives: bool = False
    cutoff: time = time(15)
    _kinds: dict[date, DayKind] = field(default_factory=dict, init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        bounds = [moment for shift in self.shifts for moment in shift]
        if not bounds or any(later <= earlier for earlier, later in pairwise(bounds)):
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
            return DayKind(True, MAKE_UP, self.shifts)
        if reason := holidays.days_off.get(day):
            return DayKind(False, reason, ())
        weekday = WEEKDAYS[day.weekday()]
        if day.weekday() == _SATURDAY and self.saturday_works:
            mornings = tuple(shift for shift in self.shifts if shift.opens < time(12))
            return DayKind(True, "làm việc sáng Thứ Bảy", mornings or self.shifts)
        if day.weekday() in {_SATURDAY, _SUNDAY}:
            receives = day.weekday() == _SATURDAY and self.saturday_receives
            return DayKind(False, INTAKE_ONLY if receives else weekday, ())
        return DayKind(True, "ngày làm việc", self.shifts)


# Days


def days_from(first: date, last: date) -> Iterator[date]:
    """Every day from the first to the last, both included."""
    for number in range((last - first).days + 1):
        yield first + timedelta(days=number)


def is_working_day(day: date, calendar: WorkingCalendar) -> bool:
    return calendar.day_kind(day).working


def next_working_day(day: date, calendar: WorkingCalendar, count: int = 1) -> date:
    """The `count`-th working day after the day, which itself is not counted."""
    while count:
        day += _ONE_DAY
        count -= calendar.day_kind(day).working
    return day


def working_days_between(first: date, last: date, calendar: WorkingCalendar) -> int:
    """Working days after the first day up to and with the last; negative where the last is the earlier."""
    if last < first:
        return -working_days_between(last, first, calendar)
    return sum(calendar.day_kind(day).working for day in days_from(first + _ONE_DAY, last))


# Moments


def at_clock(day: date, clock: time) -> datetime:
    return datetime.combine(day, clock, OFFICE_ZONE)


def in_office_time(moment: datetime) -> datetime:
    """A moment on the office's clock; one without a time zone is a bug, not a guess."""
    if moment.tzinfo is None:
        raise ValueError(f"{moment} has no time zone")
    return moment.astimezone(OFFICE_ZONE)


def next_office_moment(moment: datetime, calendar: WorkingCalendar) -> datetime:
    """The moment itself inside a shift, else the next opening: this morning, this afternoon, another day."""
    moment = in_office_time(moment)
    day = moment.date()
    for shift in calendar.day_kind(day).shifts:
        if moment.time() <= shift.closes:
            return at_clock(day, max(moment.time(), shift.opens))
    day = next_working_day(day, calendar)
    return at_clock(day, calendar.day_kind(day).shifts[0].opens)


def within_shifts(day: date, wanted: time, calendar: WorkingCalendar) -> datetime:
    """The wanted time of a working day, moved to the next opening or, after hours, back to closing time."""
    shifts = calendar.day_kind(day).shifts
    for shift in shifts:
        if wanted <= shift.closes:
            return at_clock(day, max(wanted, shift.opens))
    return at_clock(day, shifts[-1].closes)


def closing(day: date, calendar: WorkingCalendar) -> datetime:
    """Hết giờ làm việc of a working day."""
    return at_clock(day, calendar.day_kind(day).shifts[-1].closes)


def working_time_between(start: datetime, end: datetime, calendar: WorkingCalendar) -> timedelta:
    """Time inside shifts from start to end, half-open, so that adjacent spans add up."""
    start, end = in_office_time(start), in_office_time(end)
    worked = timedelta()
    for day in days_from(start.date(), end.date()):
        for shift in calendar.day_kind(day).shifts:
            overlap = min(end, at_clock(day, shift.closes)) - max(start, at_clock(day, shift.opens))
            worked += max(overlap, timedelta())
    return worked


def add_working_time(start: datetime, amount: timedelta, calendar: WorkingCalendar) -> datetime:
    """The first moment by which so much has been worked: spills over lunch, evenings and days off."""
    start = next_office_moment(start, calendar)
    day, left = start.date(), amount
    while True:
        for shift in calendar.day_kind(day).shifts:
            begins, ends = max(start, at_clock(day, shift.opens)), at_clock(day, shift.closes)
            if begins <= ends:
                if left <= ends - begins:
                    return begins + left
                left -= ends - begins
        day = next_working_day(day, calendar)


def hand_over_by(received_at: datetime, calendar: WorkingCalendar) -> datetime:
    """Chuyển hồ sơ giấy: within the working day, or as the next one starts if received after the cut-off.

    NĐ 61/2018/NĐ-CP, Điều 18.
    """
    start = next_office_moment(received_at, calendar)
    if start.time() <= calendar.cutoff:
        return closing(start.date(), calendar)
    return within_shifts(next_working_day(start.date(), calendar), time.min, calendar)
