"""Từ chối tiếp nhận tại quầy: somebody at the desk whose dossier is not taken in gets it in writing."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from dossiers import lifecycle
from dossiers.forms.refusal import WalkInRefusalForm
from dossiers.moves import MOVING_ROLES
from portal.access import OfficerRequest, role_required
from portal.errors import DomainError
from portal.models import Unit


@role_required(*MOVING_ROLES)
@require_http_methods(["GET", "POST"])
def refuse_walk_in(request: OfficerRequest) -> HttpResponse:
    """Phiếu từ chối tiếp nhận giải quyết hồ sơ, for somebody who stands at the desk."""
    held = {unit for role in MOVING_ROLES for unit in request.user.roles.get(role, ())}
    units = list(Unit.objects.filter(pk__in=held).order_by("valid_to", "code"))
    if not units:
        raise PermissionDenied
    form = WalkInRefusalForm(request.POST if request.method == "POST" else None, units=units)
    if request.method == "POST" and form.is_valid():
        try:
            dossier = lifecycle.refuse_walk_in(by=request.user, **form.arguments)
        except DomainError as error:
            form.add_error(None, error.message)
        else:
            messages.success(request, "Đã lập phiếu từ chối tiếp nhận. In phiếu giao cho người nộp.")
            return redirect(dossier)
    offered = form.offered.order_by("name").values_list("code", "name")
    return render(request, "dossiers/refuse_walk_in.html", {"form": form, "procedures": offered})
