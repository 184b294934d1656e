"""Đồng hồ: who holds the dossier, for how many working days each did, and the day promised instead."""

from django.utils import timezone

from dossiers import limits
from dossiers.clock import clock
from dossiers.models import Dossier
from dossiers.standing import standing
from dossiers.views.panels.model import SIDE, Panel, Viewer


def panel(dossier: Dossier, viewer: Viewer) -> Panel | None:
    shown = clock(dossier)
    if shown is None:
        return None
    apology = getattr(dossier, "apology", None)
    wants_apology = (
        dossier.is_running
        and dossier.due_on is not None
        and standing(dossier, timezone.localdate()).kind in {"late", "soon"}
        and not (apology and apology.is_issued)
    )
    may = viewer.may_move or limits.may_override(viewer.user, dossier)
    return Panel(
        "dossiers/panels/clock.html",
        {
            "dossier": dossier,
            "clock": shown,
            "apology": apology,
            "may_apologise": wants_apology and may,
            "supplements": limits.supplements_asked(dossier),
        },
        SIDE,
    )
