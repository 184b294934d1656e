"""Một văn bản: what it is, its files, instructions, tasks, links and history, and the page of each move."""

from datetime import date

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import FileResponse, Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from dossiers.documents import links, offers, people
from dossiers.documents.signing import panel
from dossiers.documents.status import Move
from dossiers.forms.document_moves import FORMS, VERBS
from dossiers.models import DocumentEvent, DocumentFile, DocumentLink, OfficialDocument
from portal import audit, formats
from portal.access import OfficerRequest, role_required
from portal.errors import DomainError
from portal.models.user import DESK_ROLES, FIGURE_ROLES

CONTENT_TYPES = {
    "pdf": "application/pdf",
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
}


@role_required(*FIGURE_ROLES)
@require_GET
def document(request: OfficerRequest, pk: int) -> HttpResponse:
    """Một văn bản. Opening it is logged."""
    found = _visible(request, pk)
    user, today = request.user, timezone.localdate()
    audit.record("document.opened", by=user, target=found, unit=found.unit)
    tasks = found.tasks.select_related("lead", "division", "reply", "document__unit").prefetch_related(
        "co_workers"
    )
    opens_files = people.may_open_files(user, found)
    context = {
        "document": found,
        "rows": _rows(found),
        "offers": offers.offers(user, found),
        "files": list(found.files.select_related("added_by")) if opens_files else [],
        "opens_files": opens_files,
        "instructions": found.instructions.all(),
        "tasks": [(task, task.is_late_on(today), offers.offers_of_task(user, task)) for task in tasks],
        "files_it": people.works_at(user, found) and not found.is_confidential,
        "work_files": found.work_file_papers.select_related("work_file"),
        "signatures": panel.signatures(found),
        "signing": panel.offers(user, found),
        "links": links.outward(found, user),
        "linked_from": links.inward(found, user),
        "may_link": offers.may_make(user, found, Move.LINK),
        "history": [(event, _words(event)) for event in reversed(found.events.select_related("task"))],
    }
    return render(request, "dossiers/documents/document.html", context)


@role_required(*DESK_ROLES)
@require_http_methods(["GET", "POST"])
def move(request: OfficerRequest, pk: int, word: str) -> HttpResponse:
    """Một bước: the page that asks for what it needs, and what does it."""
    found = _visible(request, pk)
    made = offers.MOVES.get(word)
    if made is None:
        raise Http404
    if found.is_confidential or not offers.may_make(request.user, found, made):
        raise PermissionDenied
    is_sent = request.method == "POST"
    form = FORMS[made](
        request.POST if is_sent else None, request.FILES if is_sent else None,
        document=found, user=request.user,
    )  # fmt: skip
    if is_sent and form.is_valid():
        try:
            VERBS[made](found, by=request.user, **form.arguments())
        except DomainError as error:
            form.add_error(None, error.message)
        else:
            messages.success(request, f"{made.sentence}: đã ghi.")
            return redirect(found)
    context = {"document": found, "form": form, "move": made, "rows": _rows(found)}
    return render(request, "dossiers/documents/move.html", context)


@role_required(*DESK_ROLES)
@require_GET
def file(request: OfficerRequest, pk: int) -> FileResponse:
    """Tệp của văn bản, for those who work on it; each opening is logged."""
    found = get_object_or_404(DocumentFile.objects.select_related("document__unit"), pk=pk)
    its = get_object_or_404(OfficialDocument.objects.visible_to(request.user), pk=found.document_id)
    if not people.may_open_files(request.user, its):
        raise Http404
    audit.record("document.file_opened", by=request.user, target=its, unit=its.unit, file=pk)
    answer = FileResponse(
        found.file.open("rb"),
        content_type=CONTENT_TYPES[found.extension],
        as_attachment=not found.is_pdf,
        filename=f"{its.direction}-{its.pk}-{found.kind}-{found.version}.{found.extension}",
    )
    answer["Cache-Control"] = "private, no-store"
    return answer


@role_required(*DESK_ROLES)
@require_POST
def unlink(request: OfficerRequest, pk: int) -> HttpResponse:
    """Bỏ một liên kết."""
    visible = OfficialDocument.objects.visible_to(request.user)
    found = get_object_or_404(
        DocumentLink.objects.select_related("document__unit"), pk=pk, document__in=visible
    )
    try:
        its = links.unlink(found, by=request.user)
    except DomainError as error:
        messages.error(request, error.message)
        return redirect(found.document)
    messages.success(request, "Đã bỏ liên kết.")
    return redirect(its)


def _visible(request: OfficerRequest, pk: int) -> OfficialDocument:
    found = OfficialDocument.objects.visible_to(request.user)
    return get_object_or_404(
        found.select_related("unit", "kind", "book", "author", "signer", "approved_by", "division"), pk=pk
    )


def _rows(found: OfficialDocument) -> list[tuple[str, str]]:
    """What is known of it, in the words of the register; a line without a word is left out."""
    rows = _incoming_rows(found) if found.is_incoming else _outgoing_rows(found)
    return [(label, value) for label, value in rows if value]


def _incoming_rows(found: OfficialDocument) -> list[tuple[str, str]]:
    return [
        ("Số đến", f"{found.number:02d}, {found.book}, năm {found.year}"),
        ("Ngày đến", _day(found.received_on)),
        ("Số, ký hiệu", found.sender_number),
        ("Ngày ban hành", _day(found.issued_on)),
        ("Cơ quan ban hành", found.sender),
        ("Loại", str(found.kind or "")),
        ("Người ký", _signer(found)),
        ("Độ khẩn", found.get_urgency_display()),
        ("Độ mật", found.get_security_display()),
        ("Hình thức", found.get_medium_display()),
        ("Số trang", str(found.pages or "")),
        ("Hạn giải quyết", _day(found.due_on)),
        ("Giải quyết xong", _day(found.done_on)),
        ("Người vào sổ", str(found.author)),
    ]


def _outgoing_rows(found: OfficialDocument) -> list[tuple[str, str]]:
    return [
        ("Số, ký hiệu", found.symbol or f"chưa có số, ký hiệu {found.mark}"),
        ("Ngày ban hành", _day(found.issued_on)),
        ("Sổ", f"{found.book}, năm {found.year}" if found.book else ""),
        ("Loại", str(found.kind or "")),
        ("Người ký", _signer(found)),
        ("Đơn vị soạn thảo", str(found.division or "")),
        ("Người soạn", str(found.author)),
        ("Người duyệt", str(found.approved_by or "")),
        ("Độ khẩn", found.get_urgency_display()),
        ("Hình thức", found.get_medium_display()),
        ("Số trang", str(found.pages or "")),
        ("Ký số", found.get_signature_state_display()),
        ("Nơi nhận", "; ".join(found.recipients.splitlines())),
    ]


def _signer(found: OfficialDocument) -> str:
    return ", ".join(part for part in (found.signer_name, found.signer_post) if part)


def _day(day: date | None) -> str:
    return formats.day_on_screen(day) if day else ""


def _words(event: DocumentEvent) -> str:
    """What a line of the history adds to its sentence."""
    details = event.details
    said = [event.reason] if event.reason else []
    match event.action:
        case Move.ASSIGN:
            said = [f"{details['who']}: {event.reason}"]
        case Move.NUMBER | Move.RENUMBER:
            said.insert(0, f"số {details['number']:02d}")
        case Move.REGISTER | Move.DRAFT | Move.ATTACH if details.get("files"):
            said.append(f"{details['files']} tệp")
    return ". ".join(said)
