"""What a panel of a dossier's page is, and for whom it is made."""

from dataclasses import dataclass, field
from typing import Any

from dossiers.models import Dossier
from dossiers.moves import may_move
from dossiers.privacy import Veil, needs_numbers
from portal.models import User

MAIN, SIDE = "main", "side"


@dataclass(frozen=True)
class Panel:
    """One part of the page: its template, which reads everything from `panel.shown`, and its column."""

    template: str
    shown: dict[str, Any] = field(default_factory=dict)
    column: str = MAIN


@dataclass(frozen=True)
class Viewer:
    """Who looks at the dossier: whether people are shown in clear, and whether the desk reaches it."""

    user: User
    veil: Veil
    is_clear: bool
    may_move: bool
    sees_numbers: bool

    @classmethod
    def of(cls, user: User, dossier: Dossier, *, asked_for_numbers: bool = False) -> "Viewer":
        veil = Veil(user)
        return cls(
            user,
            veil,
            veil.is_lifted_for(dossier),
            may_move(user, dossier),
            needs_numbers(dossier) or asked_for_numbers,
        )
