"""Giấy tờ: what was handed in, as what, digitised or not, with its first pages."""

from dossiers.models import Dossier
from dossiers.papers import shelves
from dossiers.views.panels.model import Panel, Viewer


def panel(dossier: Dossier, viewer: Viewer) -> Panel:
    """Those who only supervise see that a paper is digitised, not the paper."""
    shown = shelves.of(dossier)
    return Panel(
        "dossiers/panels/papers.html",
        {
            "dossier": dossier,
            "lines": shown.lines,
            "is_moving": shown.is_moving,
            "version": shown.version,
            "is_clear": viewer.is_clear,
            "may_move": viewer.may_move,
            "to_compare": [
                line.paper for line in shown.lines if viewer.may_move and line.has_photo_to_compare
            ],
        },
    )
