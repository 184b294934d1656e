"""The rows of one dossier's life, written as `dossiers.lifecycle` would write them, but for bulk."""

from dataclasses import dataclass, field
from datetime import datetime

from dossiers import calendar, schedule, visits
from dossiers.models import Dossier, DossierComponent, DossierEvent, Pause
from dossiers.models.dossier import day_of
from dossiers.status import PAUSED, DossierStatus, Outcome
from portal.models import User


@dataclass(frozen=True)
class Move:
    """One verb of the lifecycle at a moment."""

    at: datetime
    action: str
    to: DossierStatus
    by: User | None = None
    reason: str = ""
    outcome: Outcome | None = None
    electronic: bool = False
    rating: int | None = None


@dataclass
class Life:
    dossier: Dossier
    papers: list[DossierComponent]
    events: list[DossierEvent] = field(default_factory=list)
    pauses: list[Pause] = field(default_factory=list)

    def play(self, move: Move, days: calendar.WorkingCalendar) -> None:
        dossier = self.dossier
        before = dossier.status if self.events else ""
        moves_due = not self.events or (dossier.paused_since is not None and move.to not in PAUSED)
        if dossier.paused_since is not None and move.to not in PAUSED:
            self._end_pause(move.at, days)
        if move.to in PAUSED:
            self._begin_pause(move)
        if move.outcome is not None:
            dossier.finished_at, dossier.outcome = move.at, move.outcome
            dossier.has_electronic_result = move.electronic
        if move.to == DossierStatus.RETURNED:
            dossier.returned_at, dossier.rating = move.at, move.rating
        dossier.status = move.to
        self.events.append(
            DossierEvent(
                dossier=dossier,
                at=move.at,
                actor=move.by,
                actor_name=str(move.by) if move.by else dossier.officer_name,
                action=move.action,
                from_status=before,
                to_status=move.to,
                reason=move.reason,
                details={"due_at": _iso(dossier.due_at)} if moves_due else {},
            )
        )

    def end(self) -> None:
        """Nothing more happens: the columns that follow from others, and how often somebody came."""
        dossier = self.dossier
        dossier.derive()
        steps = [
            visits.Step(number, event.action, event.at, event.details)
            for number, event in enumerate(self.events)
        ]
        dossier.visits = len(visits.days(dossier, steps, way=None, noted=()))

    def take_key(self) -> None:
        """The dossier has its key by now: what belongs to it points there."""
        rows: list[DossierComponent | Pause | DossierEvent] = [*self.papers, *self.pauses, *self.events]
        for row in rows:
            row.dossier = self.dossier

    def _begin_pause(self, move: Move) -> None:
        self.dossier.paused_since, self.dossier.was_paused = move.at, True
        since, due_on = day_of(move.at), day_of(self.dossier.due_at)
        assert since is not None
        self.pauses.append(
            Pause(
                dossier=self.dossier, reason=move.reason, from_at=move.at, from_on=since, due_on_before=due_on
            )
        )

    def _end_pause(self, at: datetime, days: calendar.WorkingCalendar) -> None:
        pause = self.pauses[-1]
        self.dossier.due_at = due_after_pause(self.dossier, pause.from_at, at, days)
        self.dossier.paused_since = None
        pause.to_at, pause.to_on, pause.due_on_after = at, day_of(at), day_of(self.dossier.due_at)


def due_after_pause(
    dossier: Dossier, since: datetime, until: datetime, days: calendar.WorkingCalendar
) -> datetime | None:
    return calendar.due_after_pause(
        dossier.due_at, since, until, days,
        rule=calendar.PauseRule.SHIFT, limit=schedule.limit_of(dossier.procedure),
    )  # fmt: skip


def _iso(moment: datetime | None) -> str | None:
    return moment.isoformat() if moment else None
