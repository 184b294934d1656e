"""Đồng hồ: for how many working days the office, the citizen and other agencies held a dossier.

A working day belongs to whoever had the dossier as the day's last change left it, counted like a pause that
moves a due date: the day on which a stretch begins counts, the one on which it ends does not.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

from django.utils import timezone

from dossiers import calendar, schedule
from dossiers.models import Dossier
from dossiers.receipt import LONGEST_STRIP, SHORT_WEEKDAYS, StripDay
from dossiers.status import PAUSED, RUNNING
from portal import formats


class Holder(StrEnum):
    OFFICE = "office"
    CITIZEN = "citizen"
    ELSEWHERE = "elsewhere"

    @property
    def label(self) -> str:
        return {
            Holder.OFFICE: "Cơ quan giải quyết",
            Holder.CITIZEN: "Người dân",
            Holder.ELSEWHERE: "Cơ quan khác",
        }[self]


_KINDS = {None: "off", Holder.OFFICE: "work", Holder.CITIZEN: "citizen", Holder.ELSEWHERE: "elsewhere"}


@dataclass(frozen=True)
class Stretch:
    """A time in which the dossier was with somebody else than the office."""

    holder: Holder
    from_at: datetime
    to_at: datetime | None


@dataclass(frozen=True)
class Clock:
    """The working days of each holder up to now or to the end, and the strip that shows them."""

    held: dict[Holder, int]
    days: list[StripDay]
    is_cut: bool
    """The strip shows only the last days."""
    now: str
    """Whose it is now, since when; empty once it is over."""

    @property
    def in_words(self) -> list[tuple[str, str]]:
        """Pairs of holder and days; who never had it is left out, but for the office."""
        return [
            (holder.label, f"{formats.integer(days)} ngày làm việc")
            for holder, days in self.held.items()
            if days or holder is Holder.OFFICE
        ]


def clock(dossier: Dossier, at: datetime | None = None) -> Clock | None:
    """None for what was never received."""
    if dossier.received_at is None:
        return None
    office = schedule.office_calendar(dossier.resolving_unit)
    now = at or timezone.now()
    until = max(dossier.finished_at or now, dossier.received_at)
    away = stretches(dossier)
    first, last = _day(dossier.received_at, office), _day(until, office)
    spans = [(one.holder, _day(one.from_at, office), _day(one.to_at or until, office)) for one in away]
    held = dict.fromkeys(Holder, 0)
    strip = []
    begins, ends = (calendar.in_office_time(moment).date() for moment in (dossier.received_at, until))
    for day in calendar.days_from(begins, ends):
        working = calendar.is_working_day(day, office)
        holder = _holder(day, spans)
        if working and first <= day < last:
            held[holder] += 1
        strip.append(_strip_day(dossier, day, holder if working else None))
    return Clock(
        held=held,
        days=strip[-LONGEST_STRIP:],
        is_cut=len(strip) > LONGEST_STRIP,
        now=_now(dossier, away) if dossier.status in RUNNING else "",
    )


def stretches(dossier: Dossier) -> list[Stretch]:
    """Người dân before cơ quan khác: while the clock stands for papers, nobody else is waited for."""
    waits = [Stretch(Holder.CITIZEN, pause.from_at, pause.to_at) for pause in dossier.pauses.all()]
    asked = [
        Stretch(Holder.ELSEWHERE, transfer.sent_at, transfer.answered_at)
        for transfer in dossier.transfers.all()
    ]
    return [*waits, *asked]


def _day(moment: datetime, office: calendar.WorkingCalendar) -> date:
    return calendar.next_office_moment(moment, office).date()


def _holder(day: date, spans: Iterable[tuple[Holder, date, date]]) -> Holder:
    return next((holder for holder, begins, ends in spans if begins <= day < ends), Holder.OFFICE)


def _strip_day(dossier: Dossier, day: date, holder: Holder | None) -> StripDay:
    kind = {None: "off", Holder.OFFICE: "work", Holder.CITIZEN: "citizen", Holder.ELSEWHERE: "elsewhere"}[
        holder
    ]
    if day == dossier.due_on:
        kind = "due"
    return StripDay(SHORT_WEEKDAYS[day.weekday()], day.day, kind)


def _now(dossier: Dossier, away: Iterable[Stretch]) -> str:
    if dossier.status in PAUSED and dossier.paused_on is not None:
        return f"Người dân, từ {formats.day_on_screen(dossier.paused_on)}; thời hạn đang dừng"
    open_ones = [one for one in away if one.holder is Holder.ELSEWHERE and one.to_at is None]
    if open_ones:
        since = calendar.in_office_time(min(one.from_at for one in open_ones)).date()
        return f"Cơ quan khác, từ {formats.day_on_screen(since)}; thời hạn vẫn chạy"
    return "Cơ quan giải quyết; thời hạn đang chạy"
