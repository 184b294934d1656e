"""Việc hàng loạt: one step for many dossiers, looked at before it is done; each is a move of its own."""

from collections.abc import Iterable
from dataclasses import dataclass

from dossiers.models import Dossier
from dossiers.moves import MOVES, Move, may_move
from portal.errors import DomainError
from portal.models import User

VERBS = ("start-processing", "conclude")
"""Steps that need nothing said of the single dossier."""
MOST = 50
"""As many as one page of a list shows."""


@dataclass(frozen=True)
class Effect:
    """What the step would do to one dossier; `refusal` says why it would not."""

    dossier: Dossier
    refusal: str


def foresee(move: Move, dossiers: Iterable[Dossier], *, by: User) -> list[Effect]:
    return [Effect(dossier, _refusal(move, dossier, by)) for dossier in dossiers]


def carry_out(move: Move, dossiers: Iterable[Dossier], *, by: User) -> tuple[list[Dossier], list[Effect]]:
    """Those that moved, and those that did not, with the reason. One refusal holds up no other."""
    moved, held = [], []
    for dossier in dossiers:
        try:
            if refusal := _refusal(move, dossier, by):
                raise DomainError(refusal)
            moved.append(move.act(dossier, by=by))
        except DomainError as error:
            held.append(Effect(dossier, error.message))
    return moved, held


def _refusal(move: Move, dossier: Dossier, by: User) -> str:
    if not may_move(by, dossier):
        return f"Hồ sơ {dossier.code} thuộc đơn vị khác, bạn chỉ được xem."
    return move.refusal(dossier)


def moves() -> list[Move]:
    return [MOVES[verb] for verb in VERBS]
