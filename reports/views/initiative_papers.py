"""In hồ sơ sáng kiến: the description and the request, in Word and PDF."""

from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404
from django.views.decorators.http import require_GET

from initiatives import people
from initiatives.models import Initiative
from portal import audit
from portal.access import OfficerRequest, role_required
from portal.models import Role
from reports.document import Document
from reports.initiative_papers.description import describe
from reports.initiative_papers.request import request as request_paper
from reports.views import paper_files

DESCRIPTION, REQUEST = "bao-cao-mo-ta", "don-yeu-cau"


@role_required(*Role)
@require_GET
def paper(request: OfficerRequest, pk: int, name: str, extension: str) -> HttpResponse:
    """Một tờ của hồ sơ, as it would be handed in today."""
    visible = Initiative.objects.visible_to(request.user)
    found = get_object_or_404(visible.select_related("unit", "deciding_unit", "confirmed_by"), pk=pk)
    document = _document(request, found, name)
    answer = paper_files.answer(document, f"sang-kien-{pk}-{name}", extension)
    audit.record(
        "initiative.printed", by=request.user, target=found, unit=found.unit, paper=f"{name}.{extension}"
    )
    return answer


def _document(request: OfficerRequest, found: Initiative, name: str) -> Document:
    user = request.user
    if name == DESCRIPTION:
        return describe(found, user.tree)
    if name == REQUEST:
        return request_paper(found, user.tree, with_secrets=people.sees_secrets(user, found))
    raise Http404
