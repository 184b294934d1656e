"""Liên thông: which agencies were asked, what, until when, what they answered."""

from dataclasses import dataclass

from django.utils import timezone

from dossiers.models import Dossier, Transfer
from dossiers.process import handing, people, transfers, ways
from dossiers.views.panels.model import Panel, Viewer


@dataclass(frozen=True)
class Row:
    transfer: Transfer
    late_days: int
    may_answer: bool


def panel(dossier: Dossier, viewer: Viewer) -> Panel | None:
    """Texts may name people: who sees none in clear reads them only where their unit was asked."""
    asked = list(dossier.transfers.select_related("to_unit", "dossier", "sent_by"))
    may_send = (
        dossier.is_running
        and people.may_handle(viewer.user, dossier)
        and not handing.why_not_pass_on(dossier, ways.of(dossier).place(dossier), viewer.user)
    )
    if not asked and not may_send:
        return None
    now = timezone.now()
    rows = [Row(one, transfers.late_days(one, now), transfers.may_answer(one, viewer.user)) for one in asked]
    return Panel(
        "dossiers/panels/transfers.html",
        {"dossier": dossier, "rows": rows, "may_send": may_send, "is_clear": viewer.is_clear},
    )
