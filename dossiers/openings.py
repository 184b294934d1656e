"""Giờ làm việc bằng lời: when the office is open, today and in the days to come, as a citizen asks it."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta

from dossiers import schedule
from dossiers.models import Office
from dossiers.office_hours import INTAKE_ONLY, MAKE_UP, WEEKDAYS, DayKind, Shift, WorkingCalendar

AHEAD = 45
"""Days in which unusual ones are told."""
_SATURDAY = 5


@dataclass(frozen=True)
class OddDay:
    """A day that is not as its day of the week is: off, or worked in exchange."""

    day: date
    weekday: str
    said: str


@dataclass(frozen=True)
class Openings:
    today: str
    week: list[tuple[str, str]]
    odd_days: list[OddDay]


def of(office: Office, today: date) -> Openings:
    """The usual week, what holds today, and the odd days of the next weeks."""
    calendar = schedule.office_calendar(office.unit)
    kind = calendar.day_kind(today)
    if kind.working:
        said = f"Hôm nay mở cửa {_hours(kind.shifts)}."
    elif kind.reason == INTAKE_ONLY:
        said = f"Sáng nay tiếp nhận và trả kết quả {_hours(calendar.shifts[:1])}."
    else:
        said = f"Hôm nay {_off(kind)}."
    return Openings(said, _week(office, calendar), list(_odd_days(calendar, today)))


def _week(office: Office, calendar: WorkingCalendar) -> list[tuple[str, str]]:
    found = [("Thứ Hai đến Thứ Sáu", _hours(calendar.shifts))]
    morning = _hours(calendar.shifts[:1])
    if office.saturday_works:
        found.append(("Sáng Thứ Bảy", morning))
    elif office.saturday_receives:
        found.append(("Sáng Thứ Bảy", f"{morning}, chỉ tiếp nhận và trả kết quả"))
    closed = "Chủ nhật, ngày lễ" if len(found) > 1 else "Thứ Bảy, Chủ nhật, ngày lễ"
    return [*found, (closed, "nghỉ")]


def _odd_days(calendar: WorkingCalendar, today: date) -> Iterable[OddDay]:
    for ahead in range(1, AHEAD + 1):
        day = today + timedelta(days=ahead)
        kind = calendar.day_kind(day)
        if kind.working and kind.reason == MAKE_UP:
            yield OddDay(day, WEEKDAYS[day.weekday()], f"làm bù, mở cửa {_hours(kind.shifts)}")
        elif not kind.working and day.weekday() < _SATURDAY:
            yield OddDay(day, WEEKDAYS[day.weekday()], _off(kind))


def _off(kind: DayKind) -> str:
    """`nghỉ theo quyết định`, `nghỉ Tết Dương lịch`, `nghỉ, Chủ nhật`."""
    return kind.reason if kind.reason.startswith("nghỉ") else f"nghỉ, {kind.reason}"


def _hours(shifts: Iterable[Shift]) -> str:
    return ", ".join(f"{opens:%H:%M}–{closes:%H:%M}" for opens, closes in shifts)
