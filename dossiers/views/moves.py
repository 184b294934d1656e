"""Các bước của hồ sơ: one page for each, with what it means, what it needs, and why not."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods

from dossiers import lifecycle
from dossiers.forms.moves import form_of
from dossiers.forms.undo import UndoForm
from dossiers.limits import may_override
from dossiers.models import Dossier
from dossiers.moves import MOVES, MOVING_ROLES, Move, may_move, may_take
from dossiers.privacy import Veil
from dossiers.process import edit_locks
from dossiers.status import PAUSED
from dossiers.views.edit_locks import lock_of
from portal.access import OfficerRequest, role_required
from portal.errors import DomainError
from portal.models import Role

DECIDING_ROLES = (*MOVING_ROLES, Role.LEADER)


@role_required(*DECIDING_ROLES)
@require_http_methods(["GET", "POST"])
def move(request: OfficerRequest, code: str, verb: str) -> HttpResponse:
    """One step of the lifecycle on a page of its own: what it means, what it needs, the button."""
    dossier, chosen = reached(request, code), MOVES[verb]
    if not may_take(request.user, dossier, chosen):
        raise PermissionDenied
    offer = chosen.offer(dossier, request.user)
    sent = request.POST if request.method == "POST" else None
    form = form_of(verb)(sent, offer=offer, dossier=dossier)
    if sent is not None and not offer.refusal and form.is_valid():
        try:
            edit_locks.check(dossier, by=request.user)
            moved = chosen.act(dossier, by=request.user, **form.arguments)
        except DomainError as error:
            form.add_error(None, error.message)
        else:
            edit_locks.release(dossier, by=request.user)
            _tell(request, chosen, moved)
            return redirect(dossier)
    context = {
        "dossier": dossier,
        "move": chosen,
        "offer": offer,
        "lock": None if offer.refusal else lock_of(request, dossier),
        "form": form,
        "owner": Veil(request.user).owner(dossier),
    }
    return render(request, "dossiers/move.html", context)


def _tell(request: OfficerRequest, chosen: Move, moved: Dossier) -> None:
    request_left = lifecycle.open_request(moved) if moved.status in PAUSED else None
    if chosen.verb == "receive-supplement" and request_left is not None:
        left = "; ".join(item.name for item in request_left.items.filter(came_at=None))
        messages.warning(
            request, f"Đã nhận một phần giấy tờ của hồ sơ {moved.code}. Còn thiếu: {left}. Thời hạn vẫn dừng."
        )
        return
    messages.success(request, f"{chosen.done} hồ sơ {moved.code}.")


@role_required(*DECIDING_ROLES)
@require_http_methods(["GET", "POST"])
def undo(request: OfficerRequest, code: str) -> HttpResponse:
    """Hoàn tác bước vừa làm: which one it is, and what it puts back."""
    dossier = reached(request, code)
    if not (may_move(request.user, dossier) or may_override(request.user, dossier)):
        raise PermissionDenied
    refusal = lifecycle.undo_refusal(dossier, by=request.user)
    form = UndoForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and not refusal and form.is_valid():
        try:
            lifecycle.undo(dossier, by=request.user, **form.cleaned_data)
        except DomainError as error:
            form.add_error(None, error.message)
        else:
            messages.success(request, f"Đã hoàn tác bước vừa làm của hồ sơ {dossier.code}.")
            return redirect(dossier)
    step = lifecycle.last_step(dossier)
    context = {
        "dossier": dossier,
        "step": step,
        "step_name": lifecycle.ACTION_SENTENCES.get(step.action, step.action) if step else "",
        "back_to": step.get_from_status_display() if step else "",
        "refusal": refusal,
        "form": form,
        "owner": Veil(request.user).owner(dossier),
    }
    return render(request, "dossiers/undo.html", context)


def reached(request: OfficerRequest, code: str) -> Dossier:
    """The dossier, if the officer may see it."""
    visible = Dossier.objects.visible_to(request.user)
    return get_object_or_404(
        visible.select_related("procedure", "receiving_unit", "resolving_unit"), code=code
    )
