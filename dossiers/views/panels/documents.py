"""Văn bản liên quan: official documents linked with the dossier, as far as the officer sees them."""

from dossiers.models import Dossier, OfficialDocument
from dossiers.views.panels.model import SIDE, Panel, Viewer


def panel(dossier: Dossier, viewer: Viewer) -> Panel | None:
    visible = OfficialDocument.objects.visible_to(viewer.user)
    found = list(visible.filter(links__dossier=dossier).distinct())
    return Panel("dossiers/panels/documents.html", {"documents": found}, SIDE) if found else None
