"""Dựng lại từ diễn biến: what the events of a dossier say it is, was on a day, or was before its last step.

Pure: events in, a state out. An event knows its moment, the states before and after it, and, in its details,
the due date as it became. A spreadsheet's line says where a dossier stood and not how it came there; of such
a dossier, and of lines written before events told the due date, less is known, and the state says so.
"""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date, datetime

from dossiers.models import DossierEvent
from dossiers.models.dossier import day_of
from dossiers.status import BY_SHEET, FINISHED, PAUSED, RUNNING, UNCOUNTED, DossierStatus, Outcome

UNDO = "undo"


@dataclass(frozen=True)
class Stand:
    """A stretch in which the clock stood, with the due date before and after it."""

    from_at: datetime
    to_at: datetime | None
    due_before: datetime | None
    due_after: datetime | None


@dataclass(frozen=True)
class Replayed:
    """A dossier as its history tells it."""

    status: str = ""
    received_at: datetime | None = None
    original_due_at: datetime | None = None
    due_at: datetime | None = None
    finished_at: datetime | None = None
    returned_at: datetime | None = None
    outcome: str = ""
    stands: tuple[Stand, ...] = ()
    knows_moments: bool = True
    """False once a spreadsheet told where it is."""
    knows_due: bool = True
    """False once the due date may have moved and no event said where to."""

    @property
    def paused_since(self) -> datetime | None:
        last = self.stands[-1] if self.stands else None
        return last.from_at if last and last.to_at is None else None


@dataclass(frozen=True)
class Told:
    """A state, and the event that led to it."""

    state: Replayed
    event: DossierEvent | None


def replay(events: Iterable[DossierEvent], until: date | None = None) -> Replayed:
    """The state that the events lead to, in the order in which they were recorded; `until` a day's end."""
    return standing(events, until)[-1].state


def standing(events: Iterable[DossierEvent], until: date | None = None) -> list[Told]:
    """Every state on the way that still holds, each with its event; a step that was undone is not there."""
    way = [Told(Replayed(), None)]
    for event in events:
        day = day_of(event.at)
        assert day is not None
        if until is not None and day > until:
            continue
        if event.action == UNDO:
            del way[max(1, len(way) - 1) :]
        elif event.from_status == event.to_status:
            way[-1] = replace(way[-1], state=_beside(way[-1].state, event))
        else:
            way.append(Told(_after(way[-1].state, event), event))
    return way


def _beside(state: Replayed, event: DossierEvent) -> Replayed:
    """No step, but perhaps a due date that moved: a changed calendar, a corrected record."""
    if event.action in BY_SHEET:
        return _by_sheet(state)
    return replace(state, due_at=_due(event, state)) if "due_at" in event.details else state


def _after(state: Replayed, event: DossierEvent) -> Replayed:
    status = DossierStatus(event.to_status)
    now = replace(state, status=status)
    if event.action in BY_SHEET:
        return _by_sheet(now)
    if state.received_at is None and status in RUNNING:
        due = _due(event, state)
        now = replace(
            now, received_at=event.at, original_due_at=due, due_at=due, knows_due="due_at" in event.details
        )
    now = _with_clock(now, event)
    if status in FINISHED and state.status not in FINISHED:
        now = replace(now, finished_at=event.at, outcome=_outcome(event))
    if status is DossierStatus.RETURNED:
        now = replace(now, returned_at=event.at)
    return now


def _by_sheet(state: Replayed) -> Replayed:
    """A dossier that was never received has no moments that a sheet could have told."""
    return replace(state, knows_moments=state.knows_moments and state.status in UNCOUNTED)


def _with_clock(state: Replayed, event: DossierEvent) -> Replayed:
    """The clock as the step left it: begun to stand, run on with the due date moved, or as it was."""
    if state.paused_since is not None and state.status not in PAUSED:
        due = _due(event, state)
        last = replace(state.stands[-1], to_at=event.at, due_after=due)
        # An event from before `was` was kept, and without a due date, does not tell whether it moved.
        known = state.knows_due and (state.due_at is None or not {"was", "due_at"}.isdisjoint(event.details))
        return replace(state, due_at=due, stands=(*state.stands[:-1], last), knows_due=known)
    if state.paused_since is None and state.status in PAUSED:
        stand = Stand(event.at, None, state.due_at, None)
        return replace(state, stands=(*state.stands, stand))
    return state


def _due(event: DossierEvent, state: Replayed) -> datetime | None:
    told = event.details.get("due_at", ...)
    if told is ...:
        return state.due_at
    return datetime.fromisoformat(told) if told else None


def _outcome(event: DossierEvent) -> Outcome:
    match event.to_status:
        case DossierStatus.WITHDRAWN:
            return Outcome.WITHDRAWN
        case DossierStatus.STOPPED:
            return Outcome.STOPPED
    return Outcome.REFUSED if event.action == "refuse" else Outcome.APPROVED
