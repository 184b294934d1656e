"""Một hồ sơ: its page, made of panels, and the page of each step."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_GET, require_http_methods

from dossiers import privacy
from dossiers.forms.moves import MoveForm
from dossiers.models import Dossier
from dossiers.moves import MOVES, MOVING_ROLES, Move, may_move, usual_next
from dossiers.privacy import Veil
from dossiers.process import line
from dossiers.standing import standing
from dossiers.views import disclosure
from dossiers.views.panels import MAIN, PANELS, SIDE, Viewer
from portal.access import OfficerRequest, role_required
from portal.errors import DomainError
from portal.models.user import FIGURE_ROLES


@role_required(*FIGURE_ROLES)
@require_GET
def detail(request: OfficerRequest, code: str) -> HttpResponse:
    """Hồ sơ. Opening a person's record in clear is logged."""
    dossier = _visible(request, code)
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
        "main": usual_next(dossier) if viewer.may_move else None,
        "main_panels": [panel for panel in panels if panel.column == MAIN],
        "side_panels": [panel for panel in panels if panel.column == SIDE],
    }
    return render(request, "dossiers/detail.html", context)


@role_required(*MOVING_ROLES)
@require_http_methods(["GET", "POST"])
def move(request: OfficerRequest, code: str, verb: str) -> HttpResponse:
    """One step of the lifecycle on a page of its own: what it means, what it needs, the button."""
    dossier, chosen = _visible(request, code), MOVES[verb]
    if not may_move(request.user, dossier):
        raise PermissionDenied
    refusal = chosen.refusal(dossier)
    form = MoveForm(request.POST if request.method == "POST" else None, move=chosen)
    if request.method == "POST" and form.is_valid():
        try:
            _act(chosen, dossier, form, request)
        except DomainError as error:
            form.add_error(None, error.message)
        else:
            messages.success(request, f"{chosen.done} hồ sơ {dossier.code}.")
            return redirect(dossier)
    context = {
        "dossier": dossier,
        "move": chosen,
        "refusal": refusal,
        "form": form,
        "owner": Veil(request.user).owner(dossier),
    }
    return render(request, "dossiers/move.html", context)


def _act(chosen: Move, dossier: Dossier, form: MoveForm, request: OfficerRequest) -> None:
    if refusal := chosen.refusal(dossier):
        raise DomainError(refusal)
    chosen.act(dossier, by=request.user, **form.cleaned_data)


def _visible(request: OfficerRequest, code: str) -> Dossier:
    visible = Dossier.objects.visible_to(request.user)
    return get_object_or_404(
        visible.select_related(
            "procedure", "case_type", "receiving_unit", "resolving_unit", "assignee", "current_step"
        ),
        code=code,
    )
