"""Giấy hẹn xem trước: the due date of a case not yet received, day by day, with its reckoning."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import NamedTuple

from django.utils import timezone

from dossiers import calendar, schedule
from dossiers.models import Procedure, ProcedureFee
from dossiers.office_hours import WEEKDAYS
from portal.models import Unit

LONGEST_STRIP = 28
"""Longer spans are told in words alone: nobody counts two months on a strip."""
SHORT_WEEKDAYS = ("T2", "T3", "T4", "T5", "T6", "T7", "CN")


class StripDay(NamedTuple):
    """One day as the day strip shows it: `start`, `work`, `off`, `due`, `citizen`, `elsewhere` or plain."""

    weekday: str
    number: int
    kind: str


@dataclass(frozen=True)
class Receipt:
    """What the applicant would be told now."""

    procedure: Procedure
    fees: list[ProcedureFee]
    due: calendar.Due | None
    office: calendar.WorkingCalendar
    set_by_hand: datetime | None = None

    @property
    def due_at(self) -> datetime | None:
        return self.set_by_hand or (self.due.at if self.due else None)

    @property
    def due_in_words(self) -> str:
        """`09:12, thứ Tư 25/11/2026`."""
        return in_words(self.due_at) if self.due_at else ""

    @property
    def computed_in_words(self) -> str:
        return in_words(self.due.at) if self.due else ""

    @property
    def explanation(self) -> str:
        return f"{self.due.explanation[:1].upper()}{self.due.explanation[1:]}." if self.due else ""

    @property
    def days(self) -> list[StripDay]:
        if self.due is None or self.set_by_hand or len(self.due.days) > LONGEST_STRIP:
            return []
        return [
            StripDay(SHORT_WEEKDAYS[day.weekday()], day.day, self._kind(day, counted))
            for day, counted, _ in self.due.days
        ]

    def _kind(self, day: date, counted: bool) -> str:
        """A day that is worked but not counted, as the one on which a Sunday's dossier begins, is plain."""
        assert self.due is not None
        if day == self.due.days[-1].day:
            return "due"
        if day == self.due.days[0].day:
            return "start"
        if counted:
            return "work"
        return "" if self.office.day_kind(day).working else "off"


def preview(procedure: Procedure, *, unit: Unit, at: datetime, due_at: datetime | None = None) -> Receipt:
    office = schedule.office_calendar(unit)
    due = schedule.due(procedure, at, unit=unit, days=office)
    return Receipt(procedure, list(procedure.fees.all()), due, office, due_at)


def in_words(moment: datetime) -> str:
    local = timezone.localtime(moment)
    return f"{local:%H:%M}, {weekday(local.date())} {local:%d/%m/%Y}"


def weekday(day: date) -> str:
    name = WEEKDAYS[day.weekday()]
    return f"{name[:1].lower()}{name[1:]}"
