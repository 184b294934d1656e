"""Tin đã báo: what the citizen was told of this dossier, by whom, how, and whether it left."""

from dossiers.models import Dossier
from dossiers.views.messages import line
from dossiers.views.panels.model import SIDE, Panel, Viewer

SHOWN = 20


def panel(dossier: Dossier, viewer: Viewer) -> Panel | None:
    """Texts name people: those who only supervise read that something was sent, not what."""
    found = list(dossier.messages.select_related("by").order_by("-created_at", "-pk")[:SHOWN])
    if not found:
        return None
    return Panel(
        "dossiers/panels/messages.html",
        {
            "dossier": dossier,
            "lines": [line(message, may_act=viewer.may_move) for message in found],
            "is_clear": viewer.is_clear,
        },
        SIDE,
    )
