"""Sửa hồ sơ sau khi tiếp nhận."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods

from dossiers import corrections
from dossiers.forms.correction import CorrectionForm
from dossiers.models import Dossier
from dossiers.moves import MOVING_ROLES, may_move
from dossiers.process import edit_locks
from dossiers.views.edit_locks import lock_of
from portal.access import OfficerRequest, role_required
from portal.errors import DomainError


@role_required(*MOVING_ROLES)
@require_http_methods(["GET", "POST"])
def correct(request: OfficerRequest, code: str) -> HttpResponse:
    """Sửa giấy tiếp nhận: what was typed stays where something is refused."""
    visible = Dossier.objects.visible_to(request.user).select_related("procedure", "resolving_unit")
    dossier = get_object_or_404(visible, code=code)
    if not may_move(request.user, dossier):
        raise PermissionDenied
    form = CorrectionForm(request.POST if request.method == "POST" else None, dossier=dossier)
    if request.method == "POST" and form.is_valid():
        try:
            edit_locks.check(dossier, by=request.user)
            made = corrections.correct(
                dossier,
                values=form.values,
                papers=form.papers,
                reason=form.cleaned_data["reason"],
                seen=form.cleaned_data["seen"],
                by=request.user,
            )
        except DomainError as error:
            form.add_error(None, error.message)
        else:
            edit_locks.release(dossier, by=request.user)
            messages.success(
                request,
                f"Đã sửa hồ sơ {dossier.code} lần {made.number}. In lại giấy tiếp nhận cho người nộp: "
                "cùng số, có ghi lần sửa.",
            )
            return redirect(dossier)
    refusal = corrections.refusal(dossier)
    context = {
        "dossier": dossier,
        "form": form,
        "refusal": refusal,
        "lock": None if refusal else lock_of(request, dossier),
    }
    return render(request, "dossiers/correction.html", context)
