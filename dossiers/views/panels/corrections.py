"""Đã sửa sau khi tiếp nhận: each correction with both versions."""

from dossiers import corrections
from dossiers.models import Dossier
from dossiers.views.panels.model import Panel, Viewer


def panel(dossier: Dossier, viewer: Viewer) -> Panel | None:
    """What people's data were and are is shown to the desk only."""
    made = list(dossier.corrections.select_related("by")) if viewer.is_clear else []
    may = viewer.may_move and not corrections.refusal(dossier)
    if not made and not may:
        return None
    told = [(correction, corrections.differences(correction)) for correction in made]
    return Panel("dossiers/panels/corrections.html", {"dossier": dossier, "told": told, "may": may})
