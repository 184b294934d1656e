"""Đơn vị chưa cập nhật: for the superior unit a table, for each unit what it has to confirm."""

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET, require_http_methods

from dossiers import offering
from dossiers.revisions import behind as units_behind
from dossiers.revisions import keeping
from dossiers.views.keeping.revisions import hold_to_keepers
from portal.access import OfficerRequest, role_required
from portal.errors import DomainError
from portal.models import Role, Unit, User


@role_required(*keeping.KEEPER_ROLES)
@require_GET
def behind(request: OfficerRequest) -> HttpResponse:
    """Đơn vị × thủ tục chưa xác nhận."""
    hold_to_keepers(request.user)
    units = units_behind.units_under(request.user)
    rows = units_behind.table(units)
    context = {"rows": rows, "unit_count": len(units), "behind_count": len(rows)}
    return render(request, "dossiers/keeping/behind.html", context)


@role_required(Role.UNIT_ADMIN)
@require_http_methods(["GET", "POST"])
def confirm(request: OfficerRequest) -> HttpResponse:
    """Xác nhận đã cập nhật, for one's own unit."""
    unit = _own(request.user)
    if request.method == "POST":
        ticked = {int(pk) for pk in request.POST.getlist("procedure") if pk.isdecimal()}
        try:
            count = units_behind.confirm(unit, procedures=ticked, by=request.user)
        except DomainError as refusal:
            messages.error(request, refusal.message)
        else:
            said = f"Đã xác nhận {count} thủ tục." if count else "Chưa chọn thủ tục nào."
            messages.success(request, said)
        return redirect("dossiers:revisions-confirm")
    context = {"unit": unit, "procedures": units_behind.of_unit(unit)}
    return render(request, "dossiers/keeping/confirm.html", context)


def _own(user: User) -> Unit:
    unit = offering.own_office(user)
    if unit is None:
        raise Http404
    return unit
