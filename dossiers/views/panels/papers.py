"""Giấy tờ: what was handed in, as what, digitised or not."""

from dossiers.models import Dossier
from dossiers.views.panels.model import Panel, Viewer


def panel(dossier: Dossier, viewer: Viewer) -> Panel:
    return Panel(
        "dossiers/panels/papers.html", {"dossier": dossier, "papers": list(dossier.components.all())}
    )
