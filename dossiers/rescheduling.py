"""Ngày hẹn nào đổi: what open dossiers' due dates would be under another calendar. Nothing is written here.

Only a due date that the calendar itself reckoned moves with it. One that was promised by hand or came with an
import stays as the citizen was told. The limit of the internal step (hạn của bước) moves by the same rule.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date, datetime, time
from typing import Any, Self

from django.db.models import F
from django.utils import timezone

from dossiers import calendar, schedule
from dossiers.calendar import WorkingCalendar
from dossiers.models import (
    CalendarDay,
    Dossier,
    DossierQuerySet,
    Handover,
    HandoverKind,
    OfferedProcedure,
    Office,
    Pause,
    Procedure,
    Source,
)
from dossiers.models.handover import HandoverQuerySet
from dossiers.process import ways
from dossiers.status import RUNNING
from portal.models import Unit

Days = dict[date, bool]
"""Day → whether it is worked, as decisions of the unit or for all have it."""
_HOURS = ("shifts", "saturday_works", "saturday_receives", "cutoff")
_BEGIN = frozenset({HandoverKind.FORWARD, HandoverKind.BACK})
"""With these a step begins; who takes it over later goes on within its limit."""


@dataclass(frozen=True)
class DueMove:
    """One dossier whose due date moves."""

    dossier: Dossier
    before: datetime
    after: datetime


@dataclass(frozen=True)
class StepMove:
    """One stay at an internal step whose limit moves, with its dossier's due date or alone."""

    stay: Handover
    before: datetime
    after: datetime


@dataclass
class Plan:
    """What a change of the calendar does: what moves, and how many dossiers keep a date set by hand."""

    moves: list[DueMove] = field(default_factory=list)
    steps: list[StepMove] = field(default_factory=list)
    kept: int = 0

    @property
    def is_empty(self) -> bool:
        return not (self.moves or self.steps)

    @property
    def rows(self) -> int:
        return len(self.moves) + len(self.steps)

    def parts(self, size: int) -> Iterator[Self]:
        """The same in plans of so many dossiers; a dossier and its step stay together."""
        moves = {move.dossier.pk: move for move in self.moves}
        steps = {move.stay.dossier_id: move for move in self.steps}
        pks = sorted(moves.keys() | steps.keys())
        for start in range(0, len(pks), size):
            part = pks[start : start + size]
            yield type(self)(
                [moves[pk] for pk in part if pk in moves], [steps[pk] for pk in part if pk in steps]
            )


@dataclass(frozen=True)
class DayChange:
    """A day becomes a day off or a day worked; `works` None: what the law and the week make of it.

    `was` is what the decision said before. So both calendars are told apart whether or not the change is
    written already.
    """

    unit: Unit | None
    day: date
    works: bool | None
    was: bool | None = None

    def concerned(self) -> DossierQuerySet:
        """Only a limit that runs over the day is touched by it."""
        found = _running().filter(received_on__lte=self.day, due_on__gte=self.day)
        return found.filter(resolving_unit=self.unit) if self.unit else found

    def stays(self) -> HandoverQuerySet:
        """Also of dossiers that are late already, whose step has time left."""
        begins = timezone.make_aware(datetime.combine(self.day, time.min))
        found = _open_stays().filter(dossier__received_on__lte=self.day, due_at__gte=begins)
        return found.filter(dossier__resolving_unit=self.unit) if self.unit else found

    def calendars(self, unit: Unit) -> tuple[WorkingCalendar, WorkingCalendar]:
        office = Office.of(unit)
        return (
            schedule.calendar_of(office, self._days(unit, self.was)),
            schedule.calendar_of(office, self._days(unit, self.works)),
        )

    def _days(self, unit: Unit, works: bool | None) -> Days:
        own, common = _days_apart(unit)
        decided = own if self.unit else common
        decided.pop(self.day, None)
        if works is not None:
            decided[self.day] = works
        return common | own

    def as_payload(self) -> dict[str, Any]:
        unit = self.unit.pk if self.unit else None
        return {"day": self.day.isoformat(), "unit": unit, "works": self.works, "was": self.was}

    @classmethod
    def from_payload(cls, told: dict[str, Any]) -> Self:
        unit = Unit.objects.get(pk=told["unit"]) if told["unit"] else None
        return cls(unit, date.fromisoformat(told["day"]), told["works"], told["was"])


@dataclass(frozen=True)
class HoursChange:
    """Giờ làm việc of one office become those of `office`; they were those of `was`."""

    office: Office
    was: Office

    @property
    def unit(self) -> Unit:
        return self.office.unit

    def concerned(self) -> DossierQuerySet:
        return _running().filter(resolving_unit=self.unit)

    def stays(self) -> HandoverQuerySet:
        return _open_stays().filter(dossier__resolving_unit=self.unit)

    def calendars(self, unit: Unit) -> tuple[WorkingCalendar, WorkingCalendar]:
        own, common = _days_apart(unit)
        days = common | own
        return schedule.calendar_of(self.was, days), schedule.calendar_of(self.office, days)

    def as_payload(self) -> dict[str, Any]:
        return {"unit": self.unit.pk, "hours": _hours(self.office), "was": _hours(self.was)}

    @classmethod
    def from_payload(cls, told: dict[str, Any]) -> Self:
        unit = Unit.objects.get(pk=told["unit"])
        return cls(*(_office(unit, told[name]) for name in ("hours", "was")))


Change = DayChange | HoursChange


def change_of(payload: dict[str, Any]) -> Change:
    """The change that `as_payload` wrote down."""
    return (HoursChange if "hours" in payload else DayChange).from_payload(payload)


def size(change: Change) -> int:
    """How many rows have to be looked at, without looking at them."""
    return change.concerned().count() + change.stays().count()


def plan(change: Change) -> Plan:
    """The due dates and the limits of steps that would move, the soonest first."""
    found, desks = Plan(), _Desks(change)
    rows = change.concerned().select_related("procedure", "resolving_unit").prefetch_related("pauses")
    for dossier in rows.defer("notes", "procedure__steps", "procedure__legal_basis").order_by("due_at", "pk"):
        desk = desks.of(dossier)
        before, after = desk.due(dossier, desk.old), desk.due(dossier, desk.new)
        if after is None or before == after:
            continue
        if before is None or before != dossier.due_at or dossier.source != Source.DESK:
            found.kept += 1
            continue
        found.moves.append(DueMove(dossier, before, after))
    moving = {move.dossier.pk for move in found.moves}
    for stay in _with_their_dossiers(change.stays()):
        before, after = desks.of(stay.dossier).step_dues(stay, follows=stay.dossier_id in moving)
        if before is not None and after is not None and before == stay.due_at and before != after:
            found.steps.append(StepMove(stay, before, after))
    return found


class _Desks:
    """One reckoner a unit, made when the first dossier of the unit is met."""

    def __init__(self, change: Change) -> None:
        self._change = change
        self._made: dict[int, _Desk] = {}

    def of(self, dossier: Dossier) -> "_Desk":
        unit = dossier.resolving_unit
        if unit.pk not in self._made:
            self._made[unit.pk] = _Desk(unit, *self._change.calendars(unit))
        return self._made[unit.pk]


class _Desk:
    """Reckons for one unit by both calendars, from the reception through all ended pauses."""

    def __init__(self, unit: Unit, old: WorkingCalendar, new: WorkingCalendar) -> None:
        self.old, self.new = old, new
        self._rule = Office.of(unit).pause_rule
        self._then: dict[tuple[int, date], Procedure] = {}
        self._own_limits = dict(
            OfferedProcedure.objects.filter(unit=unit)
            .exclude(time_value=None)
            .values_list("procedure_id", F("time_value"))
        )

    def due(self, dossier: Dossier, days: WorkingCalendar) -> datetime | None:
        procedure, limit = dossier.procedure, self._limit(dossier)
        due_at = self._promise(dossier, days)
        for pause in _ended(dossier):
            assert pause.to_at is not None
            due_at = calendar.due_after_pause(
                due_at,
                pause.from_at,
                pause.to_at,
                days,
                rule=calendar.PauseRule(procedure.pause_rule or self._rule),
                limit=limit,
            )
        return due_at

    def step_dues(self, stay: Handover, *, follows: bool) -> tuple[datetime | None, datetime | None]:
        """The limit of a step by both calendars; `follows`: the dossier's own due date moves along."""
        moved = stay.dossier.was_rescheduled
        return (
            self._step_due(stay, self.old, by_calendar=moved),
            self._step_due(stay, self.new, by_calendar=moved or follows),
        )

    def _step_due(self, stay: Handover, days: WorkingCalendar, *, by_calendar: bool) -> datetime | None:
        dossier = stay.dossier
        begun = _begun(stay)
        promise = self._promise(dossier, days) if by_calendar else dossier.original_due_at
        due_at = ways.share_of(stay.step, dossier, begun, days, promise)
        for pause in _ended(dossier):
            assert pause.to_at is not None
            if due_at is not None and pause.to_at > begun:
                due_at = calendar.subtract(due_at, pause.from_at, pause.to_at, days)
        return due_at

    def _promise(self, dossier: Dossier, days: WorkingCalendar) -> datetime | None:
        assert dossier.received_at is not None
        return calendar.due_at(dossier.received_at, self._limit(dossier), days)

    def _limit(self, dossier: Dossier) -> calendar.TimeLimit | None:
        """As it stood when the dossier was received; looked up once a procedure and day."""
        procedure, day = dossier.procedure, dossier.received_on
        if procedure.revision > 1 and day is not None:
            key = procedure.pk, day
            if key not in self._then:
                self._then[key] = schedule.as_of(procedure, day)
            procedure = self._then[key]
        return schedule.limit_within(procedure, self._own_limits.get(procedure.pk))


def _running() -> DossierQuerySet:
    return Dossier.objects.in_hand().filter(due_at__isnull=False, received_at__isnull=False)


def _open_stays() -> HandoverQuerySet:
    return Handover.objects.open().filter(
        due_at__isnull=False, dossier__status__in=RUNNING, dossier__received_at__isnull=False
    )


def _with_their_dossiers(stays: HandoverQuerySet) -> HandoverQuerySet:
    return (
        stays.select_related("step", "dossier__procedure", "dossier__resolving_unit")
        .defer("dossier__notes", "dossier__procedure__steps", "dossier__procedure__legal_basis")
        .prefetch_related("dossier__handovers", "dossier__pauses")
        .order_by("due_at", "pk")
    )


def _begun(stay: Handover) -> datetime:
    """When the step began, whoever took it over since."""
    earlier = [one for one in stay.dossier.handovers.all() if one.kind in _BEGIN and one.pk <= stay.pk]
    return earlier[-1].at if earlier else stay.at


def _days_apart(unit: Unit) -> tuple[Days, Days]:
    own: Days = {}
    common: Days = {}
    for of_unit, day, works in CalendarDay.objects.of(unit).values_list("unit_id", "day", "works"):
        (common if of_unit is None else own)[day] = works
    return own, common


def _ended(dossier: Dossier) -> Iterable[Pause]:
    return sorted((pause for pause in dossier.pauses.all() if pause.to_at), key=lambda pause: pause.pk)


def _hours(office: Office) -> dict[str, Any]:
    return {name: getattr(office, name) for name in _HOURS} | {"cutoff": office.cutoff.isoformat()}


def _office(unit: Unit, hours: dict[str, Any]) -> Office:
    return Office(unit=unit, **hours | {"cutoff": time.fromisoformat(hours["cutoff"])})
