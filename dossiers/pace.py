"""Nhịp tiếp nhận: how long the desk takes from the first key to the printed receipt, by procedure."""

from dataclasses import dataclass
from datetime import date, timedelta
from statistics import median, quantiles

from dossiers.models import Dossier, Procedure
from portal.models import User

LOOKS_BACK = timedelta(days=90)
MOST_READ = 2000


@dataclass(frozen=True)
class Pace:
    """Of the measured intakes of three months: how many, the middle one, and what 95 of 100 kept within."""

    count: int
    median: int
    slow: int

    @property
    def median_in_words(self) -> str:
        return in_words(self.median)

    @property
    def slow_in_words(self) -> str:
        return in_words(self.slow)


def of(procedure: Procedure, *, user: User, today: date) -> Pace | None:
    """The pace at the desks whose dossiers the user sees; none where nothing was measured."""
    measured = (
        Dossier.objects.visible_to(user)
        .filter(procedure=procedure, received_on__gte=today - LOOKS_BACK, intake_seconds__isnull=False)
        .order_by("-received_at")
    )
    times = [seconds for seconds in measured.values_list("intake_seconds", flat=True)[:MOST_READ] if seconds]
    if not times:
        return None
    slow = quantiles(times, n=20, method="inclusive")[-1] if len(times) > 1 else times[0]
    return Pace(len(times), round(median(times)), round(slow))


def in_words(seconds: int) -> str:
    """`18 giây`, `2 phút 5 giây`."""
    minutes, rest = divmod(seconds, 60)
    if not minutes:
        return f"{rest} giây"
    return f"{minutes} phút {rest} giây" if rest else f"{minutes} phút"
