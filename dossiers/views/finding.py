"""Một ô trên mọi trang: a scanned or typed text leads to the one dossier, to a list, or to the intake.

The text may be somebody's name or number: it is sent as a form and kept in the session, never in an address.
"""

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_GET, require_http_methods

from dossiers import finding
from dossiers.moves import MOVING_ROLES
from portal.access import OfficerRequest, role_required
from portal.models import Role
from portal.models.user import FIGURE_ROLES
from portal.searches import remember


@role_required(*FIGURE_ROLES)
@require_http_methods(["GET", "POST"])
def find(request: OfficerRequest) -> HttpResponse:
    """Tìm. A card opens the intake with its bearer filled in; who takes nothing in sees their dossiers."""
    reading = finding.read(request.POST.get("q", ""))
    if not reading.text:
        return redirect("dossiers:list")
    if dossier := finding.the_one(reading, request.user):
        return redirect(dossier)
    if (reading.card or reading.is_spoilt_card) and request.user.has_role(*MOVING_ROLES):
        return redirect(f"{reverse('dossiers:intake')}?quet={remember(request, reading.text)}")
    return redirect(f"{reverse('dossiers:list')}?tim={remember(request, reading.sought)}")


@role_required(*Role)
@require_GET
def shortcuts(request: OfficerRequest) -> HttpResponse:
    """Phím tắt, as a page of its own for whoever has no script."""
    return render(request, "dossiers/shortcuts.html")
