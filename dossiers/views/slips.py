"""Phiếu đã lập: printing an issued slip (counted), and issuing one that a dossier still lacks."""

from csp.constants import SELF, UNSAFE_INLINE
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_POST

from dossiers import slips
from dossiers.models import Dossier, Slip, SlipKind
from dossiers.moves import MOVING_ROLES, may_move
from dossiers.printing import rendering, requests
from dossiers.printing.slips.receipt import GIVEN, KEPT
from dossiers.privacy import Veil
from portal import audit
from portal.access import OfficerRequest, role_required
from portal.errors import DomainError
from portal.models.user import DESK_ROLES

COPIES = {"luu": (KEPT,), "giao": (GIVEN,)}
BOTH = (GIVEN, KEPT)
"""Liên: what `?lien=` asks for; a receipt is made in two (TT 01/2018/TT-VPCP, Mẫu số 01)."""


@role_required(*DESK_ROLES)
@require_GET
@never_cache
def slip(request: OfficerRequest, code: str, pk: int) -> HttpResponse:
    """In phiếu: the PDF, for those who see the person in clear. Each print is counted; a reprint says so."""
    dossier = get_object_or_404(Dossier.objects.visible_to(request.user), code=code)
    if not Veil(request.user).is_lifted_for(dossier):
        raise Http404
    found = get_object_or_404(
        requests.of_dossier(dossier).select_related("unit", "issued_by", "dossier__resolving_unit"), pk=pk
    )
    return printed(request, found)


@role_required(*DESK_ROLES)
@require_GET
@never_cache
def unit_slip(request: OfficerRequest, pk: int) -> HttpResponse:
    """In phiếu chung: a list of many dossiers, or a slip for somebody whose papers were not received."""
    units = request.user.unit_ids(DESK_ROLES)
    found = get_object_or_404(
        Slip.objects.filter(dossier=None, bundle=None, unit__in=units).select_related("unit", "issued_by"),
        pk=pk,
    )
    return printed(request, found)


def printed(request: OfficerRequest, found: Slip) -> HttpResponse:
    """Count the print, then show it: `?lien=giao` one liên, `?kho=A4` another paper than the office's."""
    times = slips.record_print(found, by=request.user)
    audit.record(
        "slip.printed", by=request.user, target=found.dossier, unit=found.unit, slip=found.kind, times=times
    )
    body = rendering.pdf(
        found,
        printed=times,
        copies=COPIES.get(request.GET.get("lien", ""), BOTH),
        paper=request.GET.get("kho", ""),
    )
    answer = HttpResponse(
        body,
        content_type="application/pdf",
        headers={"Content-Disposition": f'inline; filename="{found.kind}-{found.year}-{found.number}.pdf"'},
    )
    # The page after an intake sends it to the printer from a frame.
    answer["X-Frame-Options"] = "SAMEORIGIN"
    # Chromium shows a PDF in a document of its own, dressed by an inline style under the PDF's policy.
    answer._csp_replace = {  # type: ignore[attr-defined]
        "frame-ancestors": [SELF],
        "style-src": [SELF, UNSAFE_INLINE],
    }
    return answer


@role_required(*MOVING_ROLES)
@require_POST
def issue_slip(request: OfficerRequest, code: str) -> HttpResponse:
    """Lập phiếu: a receipt, a control slip or a history that the dossier has not got yet."""
    dossier = get_object_or_404(
        Dossier.objects.visible_to(request.user).select_related(
            "procedure", "receiving_unit", "resolving_unit"
        ),
        code=code,
    )
    if not may_move(request.user, dossier):
        raise PermissionDenied
    try:
        made = requests.issue(dossier, request.POST.get("kind", ""), by=request.user)
    except DomainError as error:
        messages.error(request, error.message)
    else:
        messages.success(request, f"Đã lập {SlipKind(made.kind).label}, số {made.number:02d}/{made.year}.")
    return redirect(f"{dossier.get_absolute_url()}#slips")
