"""Kết quả: what the dossier led to, its signature, its code of checking, and how it was handed over."""

from dossiers.models import Dossier, ReturnRecord
from dossiers.results import filing
from dossiers.views.panels.model import Panel, Viewer


def panel(dossier: Dossier, viewer: Viewer) -> Panel | None:
    """A supervisor sees that there is a result, not whose hands it went into."""
    results = list(dossier.results.all())
    record = ReturnRecord.objects.filter(dossier=dossier).select_related("handed_over_by").first()
    may_file = filing.may_file(viewer.user, dossier) and dossier.status in filing.TAKES_RESULTS
    if not results and record is None and not may_file:
        return None
    return Panel(
        "dossiers/panels/results.html",
        {
            "dossier": dossier,
            "results": results,
            "record": record,
            "may_file": may_file,
            "is_clear": viewer.is_clear,
            "may_move": viewer.may_move,
        },
    )
