"""In giấy tờ của hội đồng sáng kiến: minutes, table of points, sheet, decision, in Word and PDF."""

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404
from django.views.decorators.http import require_GET

from initiatives import sight
from initiatives.appraisal import board, seats
from initiatives.models import Decision, Seat
from initiatives.models.appraisal import KEEPING_ROLES
from portal import audit
from portal.access import OfficerRequest, role_required
from portal.models import Role
from reports.initiative_papers import appraisal
from reports.views import paper_files

_ROUND = {"bien-ban": appraisal.minutes, "bang-tong-hop": appraisal.totals}


@role_required(*Role)
@require_GET
def round_paper(request: OfficerRequest, pk: int, name: str, extension: str) -> HttpResponse:
    """Biên bản, bảng tổng hợp điểm: of what was voted on and its reader may see, never of their own."""
    held = get_object_or_404(board.rounds_open_to(request.user).select_related("criteria"), pk=pk)
    if not seats.runs(request.user, held.council):
        raise PermissionDenied
    if name not in _ROUND:
        raise Http404
    found = board.candidates().filter(round=held, taken_out_at=None, closed_at__isnull=False)
    seen = [one for one in found if seats.sees_marks(request.user, one)]
    audit.record("initiative.printed", by=request.user, target=held, unit=held.council.unit, paper=name)
    return paper_files.answer(_ROUND[name](held, seen), f"{name}-{pk}", extension)


@role_required(*Role)
@require_GET
def sheet_paper(request: OfficerRequest, pk: int, extension: str) -> HttpResponse:
    """Phiếu chấm: one's own, and anybody's once all are in."""
    rounds = board.rounds_open_to(request.user)
    seat = get_object_or_404(Seat.objects.filter(candidate__round__in=rounds).select_related("member"), pk=pk)
    candidate = board.candidates().get(pk=seat.candidate_id)
    if seat.member.user_id != request.user.pk and not seats.sees_marks(request.user, candidate):
        raise PermissionDenied
    unit = candidate.round.council.unit
    audit.record("initiative.printed", by=request.user, target=candidate, unit=unit, paper="phieu-cham")
    return paper_files.answer(appraisal.sheet(seat, candidate), f"phieu-cham-{pk}", extension)


@role_required(*KEEPING_ROLES)
@require_GET
def decision_paper(request: OfficerRequest, pk: int, extension: str) -> HttpResponse:
    """Quyết định công nhận với danh sách, to be signed."""
    units = sight.own_units(request.user, KEEPING_ROLES)
    found = get_object_or_404(Decision.objects.filter(unit__in=units).select_related("unit"), pk=pk)
    audit.record("initiative.printed", by=request.user, target=found, unit=found.unit, paper="quyet-dinh")
    return paper_files.answer(appraisal.decision(found), f"quyet-dinh-{pk}", extension)
