"""Một việc của quầy: a planned life and the dossier that the verbs of the domain make of it."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime
from random import Random
from uuid import UUID

from dossiers.models import Dossier, Procedure
from dossiers.status import Channel
from reports.demo.fitting import Staff
from reports.demo.lives import Life


@dataclass
class Case:
    """`turn` numbers the cases in the order of their reception. `lot` is what falls to this one beside its
    plan (`turns.deal`): by turns among those whom it suits, so that every panel has something to show,
    whatever chance brought."""

    life: Life
    turn: int
    rng: Random
    staff: Staff
    lot: set[str] = field(default_factory=set)
    made: Dossier | None = None

    @property
    def dossier(self) -> Dossier:
        """As it stands now."""
        assert self.made is not None
        return Dossier.objects.get(pk=self.made.pk)

    @property
    def procedure(self) -> Procedure:
        return self.life.dossier.procedure

    @property
    def came_in_person(self) -> bool:
        return self.life.dossier.channel == Channel.DIRECT

    @property
    def owes(self) -> bool:
        """Who pays at the desk."""
        plan = self.life.dossier
        return bool(plan.fee) and not plan.is_paid_online

    @property
    def has_paper_to_scan(self) -> bool:
        return any(paper.must_digitise for paper in self.life.papers)

    @property
    def is_late(self) -> bool:
        """Whose result comes after the due day, or not at all."""
        plan = self.life.dossier
        return plan.due_on is not None and (plan.finished_on is None or plan.finished_on > plan.due_on)

    @property
    def is_processed(self) -> bool:
        """Whose way goes through the home specialist's hands."""
        return self.is_resolved_at_home and any(
            event.action == "start_processing" for event in self.life.events
        )

    def falls(self, what: str) -> bool:
        return what in self.lot

    @property
    def is_resolved_at_home(self) -> bool:
        return self.life.dossier.resolving_unit == self.staff.home

    def key(self) -> UUID:
        return new_key(self.rng)


def new_key(rng: Random) -> UUID:
    """The one-use key of a form, the same in every installation of a day."""
    return UUID(int=rng.getrandbits(128), version=4)


Act = Callable[[Case, datetime], None]
"""Something done for a case at a moment, which the clock then shows."""
