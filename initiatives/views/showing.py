"""Một sáng kiến: what was written, where it stands, what happened, and the page of each step."""

from collections.abc import Iterator

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import FileResponse, Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_GET, require_http_methods

from initiatives import limits, offers, people, readiness
from initiatives.appraisal import board
from initiatives.errors import Incomplete
from initiatives.forms.moves import FORMS, VERBS
from initiatives.models import Attachment, AttachmentKind, Initiative
from initiatives.status import Move
from portal import audit
from portal.access import OfficerRequest, role_required
from portal.errors import DomainError
from portal.models import Role

_PARTS = (
    ("problem", "Vấn đề sáng kiến giải quyết"),
    ("reason", "1. Lý do chọn đề tài, sáng kiến"),
    ("situation", "2. Thực trạng của vấn đề cần nghiên cứu"),
    ("solution", "3. Giải pháp"),
    ("applicability", "Khả năng áp dụng"),
    ("effect_money", "Chi phí về tiền"),
    ("effect_time", "Chi phí về thời gian"),
    ("effect_people", "Chi phí về nhân lực"),
    ("effect_other", "Hiệu quả khác"),
    ("opinions", "Ý kiến của nơi đã áp dụng"),
    ("conclusion", "4. Kết luận"),
    ("conditions", "Các điều kiện cần thiết để áp dụng"),
)


@role_required(*Role)
@require_GET
def initiative(request: OfficerRequest, pk: int) -> HttpResponse:
    """Trang của một sáng kiến. Opening somebody else's is logged."""
    found = _visible(request, pk)
    user = request.user
    writes = people.is_author(user, found)
    if not writes:
        audit.record("initiative.opened", by=user, target=found, unit=found.unit)
    context = {
        "initiative": found,
        "parts": list(_parts(found)),
        "authors": found.authors.all(),
        "effects": found.effects.all(),
        "participants": found.participants.all(),
        "attachments": found.attachments.all(),
        "offers": offers.offers(user, found),
        "is_late": found.is_late(timezone.localdate()),
        "writes": writes,
        "sees_secrets": people.sees_secrets(user, found),
        "missing": readiness.missing(found) if writes and found.is_writable else {},
        "sets_feature": people.may_check(user, found),
        "filed_late": _filed_late(found),
        "appraised": board.of_initiative(found, user),
        "history": reversed(found.events.all()),
    }
    return render(request, "initiatives/initiative.html", context)


@role_required(*Role)
@require_http_methods(["GET", "POST"])
def move(request: OfficerRequest, pk: int, word: str) -> HttpResponse:
    """Một bước: the page that says what will happen and asks for what it needs, and what does it."""
    found = _visible(request, pk)
    made = offers.MOVES.get(word)
    if made is None:
        raise Http404
    if not offers.may_make(request.user, found, made):
        raise PermissionDenied
    form = FORMS[made](
        request.POST if request.method == "POST" else None, initiative=found, user=request.user
    )
    if request.method == "POST" and form.is_valid():
        try:
            moved = VERBS[made](found, by=request.user, **form.cleaned_data)
        except Incomplete as error:
            messages.error(request, error.message)
            return redirect("initiatives:write", pk)
        except DomainError as error:
            form.add_error(None, error.message)
        else:
            messages.success(request, _done(made, moved))
            return redirect(moved)
    context = {"initiative": found, "form": form, "move": made, "told": offers.told(made)}
    return render(request, "initiatives/move.html", context)


@role_required(*Role)
@require_GET
def attachment(request: OfficerRequest, pk: int) -> FileResponse:
    """Tệp kèm, for those who may read the initiative; each look of another's is logged."""
    found = get_object_or_404(Attachment.objects.select_related("initiative__unit"), pk=pk)
    its = _visible(request, found.initiative_id)
    audit.record("initiative.file_opened", by=request.user, target=its, unit=its.unit, file=pk)
    is_picture = found.kind == AttachmentKind.PICTURE
    answer = FileResponse(
        found.file.open("rb"),
        content_type="image/jpeg" if is_picture else "application/pdf",
        as_attachment=not is_picture,
        filename=f"tep-kem-{pk}.{'jpg' if is_picture else 'pdf'}",
    )
    answer["Cache-Control"] = "private, no-store"
    return answer


def _visible(request: OfficerRequest, pk: int) -> Initiative:
    found = Initiative.objects.visible_to(request.user)
    return get_object_or_404(found.select_related("unit", "deciding_unit", "confirmed_by"), pk=pk)


def _parts(found: Initiative) -> Iterator[tuple[str, list[str]]]:
    """What was written, each part with its paragraphs."""
    for name, label in _PARTS:
        if paragraphs := [line for line in getattr(found, name).splitlines() if line.strip()]:
            own_heading = name == "solution" and found.solution_heading
            yield f"3. {own_heading}" if own_heading else label, paragraphs


def _filed_late(found: Initiative) -> bool:
    """Nộp quá 01 năm kể từ ngày áp dụng lần đầu: shown to whoever checks, who decides."""
    if found.first_applied_on is None:
        return False
    filed = timezone.localdate(found.submitted_at) if found.submitted_at else timezone.localdate()
    return not limits.is_submitted_in_time(found.first_applied_on, filed)


def _done(made: Move, moved: Initiative) -> str:
    if made is Move.CONFIRM:
        return f"Đã xác nhận, sáng kiến mang mã {moved.code}, gửi đến {moved.deciding_unit}."
    return f"{made.sentence}: đã ghi."
