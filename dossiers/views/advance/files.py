"""Ảnh và dự thảo của yêu cầu hỗ trợ: each look is logged, nothing is kept by a browser on the way."""

from django.http import FileResponse, Http404
from django.shortcuts import get_object_or_404
from django.views.decorators.http import require_GET

from dossiers.advance import people
from dossiers.models import AdvanceDraft, AdvancePhoto
from dossiers.moves import MOVING_ROLES
from dossiers.views.word_templates import WORD
from portal import audit
from portal.access import OfficerRequest, role_required

_KINDS = {"pdf": "application/pdf", "docx": WORD}


@role_required(*MOVING_ROLES)
@require_GET
def photo(request: OfficerRequest, pk: int) -> FileResponse:
    """Ảnh giấy tờ."""
    found = get_object_or_404(AdvancePhoto.objects.select_related("paper__request__unit"), pk=pk)
    if found.paper is None or not people.may_handle(request.user, found.paper.request):
        raise Http404
    its = found.paper.request
    audit.record("advance.photo_opened", by=request.user, target=its, unit=its.unit, picture=pk)
    answer = FileResponse(found.file.open("rb"), content_type="image/jpeg")
    answer["Cache-Control"] = "private, no-store"
    return answer


@role_required(*MOVING_ROLES)
@require_GET
def draft(request: OfficerRequest, pk: int) -> FileResponse:
    """Tệp dự thảo."""
    found = get_object_or_404(AdvanceDraft.objects.select_related("request__unit"), pk=pk)
    if not people.may_handle(request.user, found.request):
        raise Http404
    its = found.request
    audit.record("advance.draft_opened", by=request.user, target=its, unit=its.unit, draft=pk)
    return answer_file(found)


def answer_file(found: AdvanceDraft) -> FileResponse:
    """The file, saved and never shown in the page's own place."""
    answer = FileResponse(
        found.file.open("rb"),
        content_type=_KINDS[found.extension],
        as_attachment=True,
        filename=f"du-thao-{found.pk}.{found.extension}",
    )
    answer["Cache-Control"] = "private, no-store"
    return answer
