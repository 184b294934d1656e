"""Sau khi ghi: the receipt goes to the printer, the next step is one key away; or guidance."""

from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods

from dossiers import intake
from dossiers.models import Dossier, Slip, SlipKind
from dossiers.moves import MOVING_ROLES, may_move
from dossiers.papers import comparing
from dossiers.receipt import in_words
from dossiers.status import DossierStatus
from dossiers.views.slips import printed
from portal.access import OfficerRequest, role_required


@role_required(*MOVING_ROLES)
@require_http_methods(["GET", "POST"])
def received(request: OfficerRequest, code: str) -> HttpResponse:
    """Đã tiếp nhận. The page tells (POST) how long it took from the first key to the printer."""
    visible = Dossier.objects.visible_to(request.user)
    dossier = get_object_or_404(
        visible.select_related("procedure", "receiving_unit", "resolving_unit", "bundle"), code=code
    )
    if not may_move(request.user, dossier):
        raise PermissionDenied
    if request.method == "POST":
        seconds = request.POST.get("seconds", "")
        if seconds.isdecimal() and len(seconds) < 9:
            intake.note_printed(dossier, seconds=int(seconds), by=request.user)
        return HttpResponse(status=204)
    context = {
        "dossier": dossier,
        "due_in_words": in_words(dossier.due_at) if dossier.due_at else "",
        "slip": intake.receipt_of(dossier),
        "to_compare": comparing.waiting(dossier),
        "is_returned": dossier.status == DossierStatus.RETURNED,
        "together": list(dossier.bundle.dossiers.select_related("procedure").order_by("pk"))
        if dossier.bundle
        else [],
    }
    return render(request, "dossiers/received.html", context)


@role_required(*MOVING_ROLES)
@require_GET
def guidance(request: OfficerRequest, pk: int) -> HttpResponse:
    """Phiếu hướng dẫn bổ sung for somebody whose papers were not enough to be received."""
    slip = _guidance(request, pk)
    context = {"slip": slip, "said": slip.content, "wanted": slip.content.get("items", [])}
    return render(request, "dossiers/guidance.html", context)


@role_required(*MOVING_ROLES)
@require_GET
@never_cache
def guidance_print(request: OfficerRequest, pk: int) -> HttpResponse:
    """In phiếu hướng dẫn."""
    return printed(request, _guidance(request, pk))


def _guidance(request: OfficerRequest, pk: int) -> Slip:
    units = request.user.unit_ids(MOVING_ROLES)
    found = Slip.objects.filter(kind=SlipKind.SUPPLEMENT, dossier=None, unit__in=units)
    return get_object_or_404(found.select_related("unit", "issued_by"), pk=pk)
