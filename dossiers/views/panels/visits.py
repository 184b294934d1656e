"""Số lần đến, hỗ trợ trước khi đến: how often somebody came for the dossier, and what was done before."""

from django.utils import timezone

from dossiers.forms.visits import VisitForm
from dossiers.models import AdvanceRequest, Dossier
from dossiers.status import DossierStatus
from dossiers.views.panels.model import SIDE, Panel, Viewer

FEW = 2
"""Đến hai lần là xong: what help before coming aims at."""


def panel(dossier: Dossier, viewer: Viewer) -> Panel:
    may_note = viewer.may_move and dossier.visits is not None and dossier.status != DossierStatus.RETURNED
    return Panel(
        "dossiers/panels/visits.html",
        {
            "dossier": dossier,
            "noted": list(dossier.visit_notes.select_related("noted_by")) if dossier.visits else [],
            "is_few": dossier.visits is not None and dossier.visits <= FEW,
            "request": AdvanceRequest.objects.filter(dossier=dossier).first(),
            "form": VisitForm(initial={"on": timezone.localdate()}) if may_note else None,
        },
        SIDE,
    )
