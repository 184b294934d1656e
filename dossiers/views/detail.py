"""Một hồ sơ: its page, made of panels, and the page of each step."""

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.views.decorators.http import require_GET

from dossiers import privacy
from dossiers.models import Dossier
from dossiers.moves import usual_next
from dossiers.process import edit_locks, line
from dossiers.standing import standing
from dossiers.views import disclosure
from dossiers.views.panels import MAIN, PANELS, SIDE, Viewer
from portal.access import OfficerRequest, role_required
from portal.models.user import FIGURE_ROLES


@role_required(*FIGURE_ROLES)
@require_GET
def detail(request: OfficerRequest, code: str) -> HttpResponse:
    """Hồ sơ. Opening a person's record in clear is logged."""
    dossier = _opened(request, code)
    purpose = disclosure.purpose_given(request, dossier)
    viewer = Viewer.of(request.user, dossier, asked_for_numbers=bool(purpose))
    if viewer.is_clear:
        privacy.record_opening(dossier, by=request.user, purpose=purpose)
    panels = [panel for make in PANELS if (panel := make(dossier, viewer)) is not None]
    context = {
        "dossier": dossier,
        "owner": viewer.veil.owner(dossier),
        "standing": standing(dossier, timezone.localdate()),
        "steps": line.steps(dossier),
        "lock": edit_locks.other(dossier, by=request.user),
        "main": usual_next(dossier) if viewer.may_move else None,
        "main_panels": [panel for panel in panels if panel.column == MAIN],
        "side_panels": [panel for panel in panels if panel.column == SIDE],
    }
    return render(request, "dossiers/detail.html", context)


def _opened(request: OfficerRequest, code: str) -> Dossier:
    found = Dossier.objects.open_to(request.user)
    return get_object_or_404(
        found.select_related(
            "procedure", "case_type", "receiving_unit", "resolving_unit", "assignee", "current_step"
        ),
        code=code,
    )
