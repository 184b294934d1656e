"""Việc khác: every step beside the usual next one; what is not allowed now is greyed with the reason."""

from dossiers.models import Dossier
from dossiers.moves import MOVES, usual_next
from dossiers.standing import is_over
from dossiers.views.panels.model import Panel, Viewer


def panel(dossier: Dossier, viewer: Viewer) -> Panel | None:
    if not viewer.may_move or is_over(dossier):
        return None
    main = usual_next(dossier)
    others = [move for move in MOVES.values() if move != main]
    return Panel(
        "dossiers/panels/moves.html",
        {
            "dossier": dossier,
            "moves": [move for move in others if not move.refusal(dossier)],
            "refused": [move for move in others if move.refusal(dossier)],
        },
    )
