"""Ngày hẹn nào đổi: what open dossiers' due dates would be under another calendar. Nothing is written here.

Only a due date that the calendar itself reckoned moves with it. One that was promised by hand or came with an
import stays as the citizen was told.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from datetime import date, datetime

from django.db.models import F

from dossiers import calendar, schedule
from dossiers.calendar import WorkingCalendar
from dossiers.models import CalendarDay, Dossier, DossierQuerySet, OfferedProcedure, Office, Pause, Source
from portal.models import Unit

Days = dict[date, bool]
"""Day → whether it is worked, as decisions of the unit or for all have it."""


@dataclass(frozen=True)
class DueMove:
    """One dossier whose due date moves."""

    dossier: Dossier
    before: datetime
    after: datetime


@dataclass
class Plan:
    """What a change of the calendar does: the dossiers that move, and how many keep a date set by hand."""

    moves: list[DueMove] = field(default_factory=list)
    kept: int = 0


@dataclass(frozen=True)
class DayChange:
    """A day becomes a day off or a day worked; `works` None: what the law and the week make of it."""

    unit: Unit | None
    day: date
    works: bool | None

    def concerned(self) -> DossierQuerySet:
        """Only a limit that runs over the day is touched by it."""
        found = _running().filter(received_on__lte=self.day, due_on__gte=self.day)
        return found.filter(resolving_unit=self.unit) if self.unit else found

    def calendars(self, unit: Unit) -> tuple[WorkingCalendar, WorkingCalendar]:
        office, days = Office.of(unit), _days(unit)
        own, common = _days_apart(unit)
        changed = own if self.unit else common
        if self.works is None:
            changed.pop(self.day, None)
        else:
            changed[self.day] = self.works
        return schedule.calendar_of(office, days), schedule.calendar_of(office, common | own)


@dataclass(frozen=True)
class HoursChange:
    """Giờ làm việc of one office become those of `office`, which is not saved yet."""

    office: Office

    def concerned(self) -> DossierQuerySet:
        return _running().filter(resolving_unit=self.office.unit)

    def calendars(self, unit: Unit) -> tuple[WorkingCalendar, WorkingCalendar]:
        days = _days(unit)
        return schedule.calendar_of(Office.of(unit), days), schedule.calendar_of(self.office, days)


Change = DayChange | HoursChange


def plan(change: Change) -> Plan:
    """The due dates that would move, soonest first."""
    found = Plan()
    reckoners: dict[int, Callable[[Dossier], tuple[datetime | None, datetime | None]]] = {}
    rows = change.concerned().select_related("procedure", "resolving_unit").prefetch_related("pauses")
    for dossier in rows.defer("notes", "procedure__steps", "procedure__legal_basis").order_by("due_at", "pk"):
        unit = dossier.resolving_unit
        if unit.pk not in reckoners:
            reckoners[unit.pk] = _reckoner(unit, *change.calendars(unit))
        before, after = reckoners[unit.pk](dossier)
        if after is None or before == after:
            continue
        if before is None or before != dossier.due_at or dossier.source != Source.DESK:
            found.kept += 1
            continue
        found.moves.append(DueMove(dossier, before, after))
    return found


def _running() -> DossierQuerySet:
    return Dossier.objects.in_hand().filter(due_at__isnull=False, received_at__isnull=False)


def _days(unit: Unit) -> Days:
    own, common = _days_apart(unit)
    return common | own


def _days_apart(unit: Unit) -> tuple[Days, Days]:
    own: Days = {}
    common: Days = {}
    for of_unit, day, works in CalendarDay.objects.of(unit).values_list("unit_id", "day", "works"):
        (common if of_unit is None else own)[day] = works
    return own, common


def _reckoner(
    unit: Unit, old: WorkingCalendar, new: WorkingCalendar
) -> Callable[[Dossier], tuple[datetime | None, datetime | None]]:
    """The due date of a dossier by both calendars, from its reception through all its ended pauses."""
    rule = Office.of(unit).pause_rule
    own_limits = dict(
        OfferedProcedure.objects.filter(unit=unit)
        .exclude(time_value=None)
        .values_list("procedure_id", F("time_value"))
    )

    def reckon(dossier: Dossier, days: WorkingCalendar) -> datetime | None:
        assert dossier.received_at is not None
        procedure = dossier.procedure
        limit = schedule.limit_within(procedure, own_limits.get(procedure.pk))
        due_at = calendar.due_at(dossier.received_at, limit, days)
        for pause in _ended(dossier):
            assert pause.to_at is not None
            due_at = calendar.due_after_pause(
                due_at,
                pause.from_at,
                pause.to_at,
                days,
                rule=calendar.PauseRule(procedure.pause_rule or rule),
                limit=limit,
            )
        return due_at

    return lambda dossier: (reckon(dossier, old), reckon(dossier, new))


def _ended(dossier: Dossier) -> Iterable[Pause]:
    return sorted((pause for pause in dossier.pauses.all() if pause.to_at), key=lambda pause: pause.pk)
