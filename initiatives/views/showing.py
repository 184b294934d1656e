"""Một sáng kiến: what was written, where it stands, what happened."""

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_GET

from initiatives.models import Initiative
from portal.access import OfficerRequest, role_required
from portal.models import Role


@role_required(*Role)
@require_GET
def initiative(request: OfficerRequest, pk: int) -> HttpResponse:
    """Trang của một sáng kiến."""
    found = get_object_or_404(Initiative.objects.visible_to(request.user), pk=pk)
    context = {"initiative": found, "history": reversed(found.events.all())}
    return render(request, "initiatives/initiative.html", context)
