"""Kỳ báo cáo: a value object of two inclusive days, a code and the words of a report.

Legal periods run from the 15th to the 14th (NĐ 09/2019/NĐ-CP, Điều 12); nine months are a provincial habit
with the same cut. Index 766 counts calendar periods (`cal-…`). Anything else is a free range of days.
"""

import re
from calendar import monthrange
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from typing import Self

from dossiers.office_hours import OFFICE_ZONE
from portal import formats
from portal.errors import DomainError

FIRST_YEAR, LAST_YEAR = 2000, 2100
_ONE_DAY = timedelta(days=1)
_PRESET = re.compile(
    r"(?P<calendar>cal-)?(?P<year>[0-9]{4})(?:-(?P<part>H[12]|Q[1-4]|9M|0[1-9]|1[0-2]))?", re.IGNORECASE
)
_RANGE = re.compile(r"(?P<first>[0-9]{4}-[0-9]{2}-[0-9]{2})\.\.(?P<last>[0-9]{4}-[0-9]{2}-[0-9]{2})")

# Part of a year → its first and last month.
_WHOLE_YEAR = ""
_NINE_MONTHS = "9M"
_MONTHS = {_WHOLE_YEAR: (1, 12), "H1": (1, 6), "H2": (7, 12), _NINE_MONTHS: (1, 9)}
_MONTHS |= {f"Q{quarter}": (3 * quarter - 2, 3 * quarter) for quarter in range(1, 5)}
_MONTHS |= {f"{month:02d}": (month, month) for month in range(1, 13)}
_PARTS = {months: part for part, months in _MONTHS.items()}


class PeriodError(DomainError, ValueError):
    """A text that names no period, or a period outside the years that are kept."""


@dataclass(frozen=True)
class Period:
    first: date
    last: date
    code: str
    label: str

    # Ways to name one

    @classmethod
    def parse(cls, text: str) -> Self:
        """`2023`, `2023-H1`, `2023-Q4`, `2023-11`, `2023-9M`, also after `cal-`; `2022-12-15..2023-10-30`."""
        text = text.strip()
        if preset := _PRESET.fullmatch(text):
            return cls._preset(*_named(preset))
        if bounds := _RANGE.fullmatch(text):
            return cls.between(_day(bounds["first"]), _day(bounds["last"]))
        raise PeriodError(
            f"“{text}” không phải là kỳ báo cáo. Viết như 2023 (năm), 2023-H1 (6 tháng), 2023-9M (9 tháng), "
            "2023-Q4 (quý), 2023-11 (tháng), thêm cal- phía trước nếu tính theo dương lịch (cal-2023-Q4), "
            "hoặc từ ngày đến ngày: 2022-12-15..2023-10-30."
        )

    @classmethod
    def between(cls, first: date, last: date) -> Self:
        """A free range, both days included."""
        _check_year(first.year)
        _check_year(last.year)
        if last < first:
            wrong = f"{formats.day_on_screen(last)} trước ngày đầu kỳ {formats.day_on_screen(first)}"
            raise PeriodError(f"Ngày cuối kỳ {wrong}.")
        label = f"từ ngày {formats.day_in_text(first)} đến ngày {formats.day_in_text(last)}"
        return cls(first, last, f"{first}..{last}", label)

    @classmethod
    def presets(cls, today: date) -> tuple[Self, ...]:
        """The legal periods an office picks from: those running today, the ones before them, nine months."""
        year, month = _legal_month(today)
        parts = (f"{month:02d}", f"Q{(month + 2) // 3}", "H1" if month <= 6 else "H2", _WHOLE_YEAR)
        running = [cls._preset(year, part) for part in parts]
        nine_months = cls._preset(year if month >= 7 else year - 1, _NINE_MONTHS)
        return (*running, *(period.previous() for period in running), nine_months)

    @classmethod
    def _preset(cls, year: int, part: str, by_calendar: bool = False) -> Self:
        _check_year(year)
        first_month, last_month = _MONTHS[part]
        days = _days_of_months(12 * year + first_month - 1, 12 * year + last_month - 1, by_calendar)
        code = f"{'cal-' if by_calendar else ''}{year}{'-' if part else ''}{part}"
        return cls(*days, code, _label(year, part) + (" (dương lịch)" if by_calendar else ""))

    # What it covers

    def contains(self, day: date) -> bool:
        return self.first <= day <= self.last

    def bounds(self) -> tuple[datetime, datetime]:
        """The first moment of the first day and the first moment after the last day, in UTC: half-open."""
        return _midnight(self.first), _midnight(self.last + _ONE_DAY)

    # Its neighbours

    def previous(self) -> Self:
        """Kỳ liền trước: of the same kind, ending the day before this one begins.

        No preset of nine months ends where one begins: there it is the free range of the nine months before.
        For a free range it is one of as many days.
        """
        return self._step(-1)

    def next(self) -> Self:
        """Kỳ liền sau: as `previous`, beginning the day after this one ends."""
        return self._step(1)

    def year_before(self) -> Self:
        """Cùng kỳ năm trước. The 29th of February becomes the 28th."""
        if preset := _PRESET.fullmatch(self.code):
            year, part, by_calendar = _named(preset)
            return self._preset(year - 1, part, by_calendar)
        return self.between(_a_year_earlier(self.first), _a_year_earlier(self.last))

    def _step(self, direction: int) -> Self:
        preset = _PRESET.fullmatch(self.code)
        if preset is None:
            length = direction * (self.last - self.first + _ONE_DAY)
            return self.between(self.first + length, self.last + length)
        year, part, by_calendar = _named(preset)
        first_month, last_month = _MONTHS[part]
        first = 12 * year + first_month - 1 + direction * (last_month - first_month + 1)
        last = first + last_month - first_month
        new_year, month = divmod(first, 12)
        same_kind = _PARTS.get((month + 1, month + 1 + last - first))
        if same_kind is not None:
            return self._preset(new_year, same_kind, by_calendar)
        return self.between(*_days_of_months(first, last, by_calendar))


def latest_legal_quarter(today: date) -> Period:
    """Quý báo cáo gần nhất đã kết thúc: its last day, a 14th, lies before today."""
    year, month = _legal_month(today)
    return Period.parse(f"{year}-Q{(month + 2) // 3}").previous()


def _named(preset: re.Match[str]) -> tuple[int, str, bool]:
    return int(preset["year"]), (preset["part"] or _WHOLE_YEAR).upper(), preset["calendar"] is not None


def _label(year: int, part: str) -> str:
    if part == _WHOLE_YEAR:
        return f"Năm {year}"
    if part == _NINE_MONTHS:
        return f"9 tháng đầu năm {year}"
    if part.startswith("H"):
        return f"6 tháng {'đầu' if part == 'H1' else 'cuối'} năm {year}"
    if part.startswith("Q"):
        return f"Quý {formats.roman(int(part[1:]))} năm {year}"
    month = int(part)
    return f"Tháng {month:02d} năm {year}" if month <= 2 else f"Tháng {month} năm {year}"


def _legal_month(day: date) -> tuple[int, int]:
    """Year and number of the reporting month that holds the day: from the 15th on it is the next month's."""
    month = day.month + (day.day >= 15)
    return (day.year, month) if month <= 12 else (day.year + 1, 1)


def _days_of_months(first: int, last: int, by_calendar: bool) -> tuple[date, date]:
    """First and last day of a run of months, each numbered 12 × year + month - 1."""
    last_year, last_month = last // 12, last % 12 + 1
    if by_calendar:
        return date(first // 12, first % 12 + 1, 1), date(
            last_year, last_month, monthrange(last_year, last_month)[1]
        )
    before = first - 1
    return date(before // 12, before % 12 + 1, 15), date(last_year, last_month, 14)


def _midnight(day: date) -> datetime:
    return datetime.combine(day, time.min, OFFICE_ZONE).astimezone(UTC)


def _a_year_earlier(day: date) -> date:
    leap_day = (day.month, day.day) == (2, 29)
    return day.replace(year=day.year - 1, day=28) if leap_day else day.replace(year=day.year - 1)


def _day(text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError as error:
        raise PeriodError(f"Không có ngày {text}: viết năm-tháng-ngày, như 2023-10-30.") from error


def _check_year(year: int) -> None:
    if not FIRST_YEAR <= year <= LAST_YEAR:
        raise PeriodError(f"Năm {year} nằm ngoài khoảng {FIRST_YEAR}–{LAST_YEAR}.")
