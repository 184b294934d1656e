"""Ngày nghỉ lễ, tết (Bộ luật Lao động 2019, Điều 112) and the yearly swaps, the same for every office.

The `holidays` library knows the lunar dates, the days in lieu (Điều 111 khoản 3) and most decisions on swaps
(hoán đổi ngày làm việc); what it lacks stands here. An office's own decisions are overrides of its calendar.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache

import holidays

# Day off → the Saturday worked for it. Agreed to by the government on 25/12/2025; holidays 0.109 lacks it.
SWAPS_UNKNOWN_TO_THE_LIBRARY = {date(2026, 1, 2): date(2026, 1, 10)}

_SWAPPED = re.compile(r"Ngày nghỉ \(thay cho ngày (\S+)\)")
_IN_LIEU = " (nghỉ bù)"


@dataclass(frozen=True)
class HolidayYear:
    """Days off with the reason as the office says it, and the weekend days worked in exchange (làm bù)."""

    days_off: Mapping[date, str]
    make_up_days: frozenset[date]


@cache
def holiday_year(year: int) -> HolidayYear:
    """What the library says of a year not yet decided is a forecast: the office corrects it by overrides."""
    library = holidays.country_holidays("VN", years=year, language="vi")
    days_off = {day: _reason(library.get_list(day)[0]) for day in library if day.year == year}
    make_up_days = {day for day in library.weekend_workdays if day.year == year}
    for day_off, make_up_day in SWAPS_UNKNOWN_TO_THE_LIBRARY.items():
        if day_off.year == year:
            days_off[day_off] = f"nghỉ hoán đổi, làm bù ngày {make_up_day:%d/%m/%Y}"
        if make_up_day.year == year:
            make_up_days.add(make_up_day)
    return HolidayYear(days_off, frozenset(make_up_days))


def _reason(name: str) -> str:
    """“Mùng hai Tết Nguyên Đán” and its kin are one holiday to the office."""
    name = name.replace(", dự kiến)", ")").removesuffix(" (dự kiến)")
    if swapped := _SWAPPED.fullmatch(name):
        return f"nghỉ hoán đổi, làm bù ngày {swapped[1]}"
    holiday = name.removesuffix(_IN_LIEU)
    if "Tết" in holiday and holiday != "Tết Dương lịch":
        return "nghỉ Tết Nguyên đán"
    return f"nghỉ bù {holiday}" if name.endswith(_IN_LIEU) else f"nghỉ {holiday}"
