"""Moments of an office: working days found fast, hours at random within the shifts."""

from bisect import bisect_left, bisect_right
from datetime import date, datetime, time, timedelta
from random import Random

from dossiers import calendar, schedule

_MORNING, _AFTERNOON = (time(7, 5), 260), (time(13, 35), 200)
"""The first minute in which something happens, and for how many minutes."""


class OfficeClock:
    """The office calendar over the years of the demo."""

    def __init__(self, first: date, last: date) -> None:
        self.calendar = schedule.office_calendar()
        days = (first + timedelta(days=number) for number in range((last - first).days + 1))
        self._days = [day for day in days if calendar.is_working_day(day, self.calendar)]

    def working_days(self, first: date, last: date) -> list[date]:
        return self._days[bisect_left(self._days, first) : bisect_right(self._days, last)]

    def later(self, day: date, count: int) -> date:
        """The working day so many after the given one; the day itself, or the next working one, for 0."""
        start = bisect_left(self._days, day) if count == 0 else bisect_right(self._days, day) - 1
        return self._days[start + count]

    def between(self, first: date, last: date) -> int:
        """Working days after the first up to the last."""
        return bisect_right(self._days, last) - bisect_right(self._days, first)

    def at_random(self, day: date, rng: Random, *, after: datetime | None = None) -> datetime:
        """A moment in the day's shifts; of the day of `after`, one a little later than it."""
        if after is not None and after.astimezone(calendar.OFFICE_ZONE).date() >= day:
            return after + timedelta(minutes=rng.randint(6, 40))
        opens, minutes = _MORNING if rng.random() < 0.6 else _AFTERNOON
        start = datetime.combine(day, opens, calendar.OFFICE_ZONE)
        return start + timedelta(minutes=rng.randrange(minutes), seconds=rng.randrange(60))
