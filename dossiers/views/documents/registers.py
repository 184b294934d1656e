"""In sổ đăng ký văn bản: PDF of one quyển, Excel of the year."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.views.decorators.http import require_GET

from dossiers.documents import registers, sheets
from dossiers.documents.sheets import Sheet
from dossiers.models import DocumentBook
from portal.access import OfficerRequest, role_required
from portal.errors import DomainError
from portal.models.user import DESK_ROLES


@role_required(*DESK_ROLES)
@require_GET
def print_pdf(request: OfficerRequest, pk: int, year: int, volume: int) -> HttpResponse:
    """Một quyển as PDF."""
    return _printed(request, pk, year, volume, "pdf")


@role_required(*DESK_ROLES)
@require_GET
def print_excel(request: OfficerRequest, pk: int, year: int) -> HttpResponse:
    """The year as Excel."""
    return _printed(request, pk, year, None, "xlsx")


def on_paper(sheet: Sheet, kind: str, name: str) -> HttpResponse:
    """The sheet as `pdf` or `xlsx`."""
    is_pdf = kind == "pdf"
    content = sheets.pdf(sheet) if is_pdf else sheets.excel(sheet)
    answer = HttpResponse(content, content_type="application/pdf" if is_pdf else sheets.CONTENT_TYPE)
    place = "inline" if is_pdf else "attachment"
    answer["Content-Disposition"] = f'{place}; filename="{name}.{"pdf" if is_pdf else "xlsx"}"'
    answer["Cache-Control"] = "private, no-store"
    return answer


def _printed(request: OfficerRequest, pk: int, year: int, volume: int | None, kind: str) -> HttpResponse:
    found = DocumentBook.objects.select_related("unit__parent")
    book = get_object_or_404(found, pk=pk, unit__in=request.user.unit_ids(DESK_ROLES))
    try:
        sheet = registers.sheet(book, year, volume=volume, by=request.user)
    except DomainError as refusal:
        messages.error(request, refusal.message)
        return redirect("dossiers:document-book", book.pk)
    part = f"-{volume:02d}" if volume else ""
    return on_paper(sheet, kind, f"so-van-ban-{book.direction}-{year}{part}")
