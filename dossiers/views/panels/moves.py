"""Việc khác: every step beside the usual next one; what is not allowed now is greyed with its refusal."""

from dossiers import lifecycle
from dossiers.limits import may_override
from dossiers.models import Dossier
from dossiers.moves import MOVES, may_take, usual_next
from dossiers.standing import is_over
from dossiers.status import DossierStatus
from dossiers.views.panels.model import Panel, Viewer

_AT_THE_DOOR = {"accept", "not-accept"}
"""Moves of a dossier that was only registered: nobody needs to read later that they are over."""


def panel(dossier: Dossier, viewer: Viewer) -> Panel | None:
    if not (viewer.may_move or may_override(viewer.user, dossier)):
        return None
    undo_refusal = lifecycle.undo_refusal(dossier, by=viewer.user)
    if is_over(dossier) and undo_refusal:
        return None
    main = usual_next(dossier) if viewer.may_move else None
    fitting = [
        move
        for move in MOVES.values()
        if move.verb not in _AT_THE_DOOR or dossier.status == DossierStatus.REGISTERED
    ]
    offers = [
        move.offer(dossier, viewer.user)
        for move in fitting
        if move != main and may_take(viewer.user, dossier, move)
    ]
    return Panel(
        "dossiers/panels/moves.html",
        {
            "dossier": dossier,
            "moves": [offer for offer in offers if not offer.refusal],
            "refused": [offer for offer in offers if offer.refusal],
            "undo_refusal": undo_refusal,
        },
    )
