"""Một việc của quầy: a planned life and the dossier that the verbs of the domain make of it."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from random import Random
from uuid import UUID

from dossiers.models import Dossier, Procedure
from dossiers.status import Channel
from reports.demo.fitting import Staff
from reports.demo.lives import Life


@dataclass
class Case:
    """`turn` numbers the cases in the order of their reception: what a plan leaves open falls to each by its
    turn, so that every panel has something to show, whatever chance brought."""

    life: Life
    turn: int
    rng: Random
    staff: Staff
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
    def is_scanned(self) -> bool:
        """Whose papers lie on the scanner; the other plans say only that somebody scanned them."""
        return self.came_in_person and self.turn % 8 == 2

    @property
    def has_more(self) -> bool:
        """Who brings a second matter along: both on one receipt."""
        return self.came_in_person and self.turn % 9 == 4

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
