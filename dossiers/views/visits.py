"""Ghi thêm một lần người dân đến về hồ sơ."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.views.decorators.http import require_POST

from dossiers import visiting
from dossiers.forms.visits import VisitForm
from dossiers.models import Dossier
from dossiers.moves import MOVING_ROLES, may_move
from portal.access import OfficerRequest, role_required
from portal.errors import DomainError


@role_required(*MOVING_ROLES)
@require_POST
def note(request: OfficerRequest, code: str) -> HttpResponse:
    """Ghi một lần đến; what is wrong with it is said on the dossier's page."""
    dossier = get_object_or_404(Dossier.objects.visible_to(request.user), code=code)
    if not may_move(request.user, dossier):
        raise PermissionDenied
    form = VisitForm(request.POST)
    if not form.is_valid():
        for errors in form.errors.values():
            messages.error(request, f"Chưa ghi lần đến: {errors[0]}")
        return redirect(dossier)
    try:
        visiting.note(dossier, by=request.user, **form.cleaned_data)
    except DomainError as error:
        messages.error(request, error.message)
    else:
        messages.success(request, "Đã ghi lần đến.")
    return redirect(dossier)
