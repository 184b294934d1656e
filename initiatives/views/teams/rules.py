"""Quy định của xã về tổ công nghệ số."""

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_GET, require_http_methods

from initiatives.forms.teams import RulesForm
from initiatives.models import TeamRules
from initiatives.models.team import KEEPERS
from initiatives.teams import places, ruling
from portal.access import OfficerRequest, role_required


@role_required(*KEEPERS)
@require_GET
def own(request: OfficerRequest) -> HttpResponse:
    """To the rules of the keeper's own commune."""
    communes = places.communes(request.user, KEEPERS, on=timezone.localdate())
    if not communes:
        return render(request, "initiatives/teams/hamlets_none.html")
    home = request.user.unit
    return redirect("initiatives:team-rules", (home if home in communes else communes[0]).pk)


@role_required(*KEEPERS)
@require_http_methods(["GET", "POST"])
def rules(request: OfficerRequest, unit_pk: int) -> HttpResponse:
    """Đặt quy định."""
    communes = places.communes(request.user, KEEPERS, on=timezone.localdate())
    commune = next((unit for unit in communes if unit.pk == unit_pk), None)
    if commune is None:
        raise Http404
    form = RulesForm.of(TeamRules.of(commune), request.POST or None)
    if form.is_valid():
        ruling.set_rules(commune, by=request.user, **form.cleaned_data)
        messages.success(request, f"Đã ghi quy định của {commune.name}.")
        return redirect("initiatives:teams")
    context = {"form": form, "commune": commune, "communes": communes}
    return render(request, "initiatives/teams/rules.html", context)
