"""Tệp số hóa: served to those who may see the person, each opening logged; pages turned, moved, taken out."""

from collections.abc import Callable
from uuid import UUID

from django.contrib import messages
from django.core.cache import cache
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from dossiers.forms.papers import RemoveForm
from dossiers.models import DossierComponent, Scan, ScanPage, ScanState
from dossiers.moves import MOVING_ROLES, may_move
from dossiers.papers import pictures, reading, scanning
from dossiers.papers.sight import seen_by_name
from portal import audit
from portal.access import OfficerRequest, role_required
from portal.errors import DomainError
from portal.files import pdfs
from portal.files.storing import read
from portal.models import User
from portal.models.user import DESK_ROLES
from portal.text import one_line

LOGGED_ONCE_IN = 600
"""Seconds in which turning the pages of a paper is one opening."""
_DONE: dict[str, Callable[[ScanPage, User], ScanPage]] = {
    "left": lambda page, by: scanning.turn(page, quarter=270, by=by),
    "right": lambda page, by: scanning.turn(page, quarter=90, by=by),
    "earlier": lambda page, by: scanning.shift(page, later=False, by=by),
    "later": lambda page, by: scanning.shift(page, later=True, by=by),
    "out": lambda page, by: scanning.leave_out(page, left_out=True, by=by),
    "back": lambda page, by: scanning.leave_out(page, left_out=False, by=by),
}


@role_required(*DESK_ROLES)
@require_GET
def paper_file(request: OfficerRequest, code: str, pk: int) -> HttpResponse:
    """Cả giấy tờ as one PDF: the pages that stand, in their order, turned as they are read."""
    papers = DossierComponent.objects.filter(dossier__in=seen_by_name(request.user), dossier__code=code)
    component = get_object_or_404(papers.select_related("dossier__resolving_unit"), pk=pk)
    pages = ScanPage.objects.filter(
        scan__component=component, scan__state=ScanState.READY, is_left_out=False
    ).select_related("scan")
    if not pages:
        raise Http404
    contents = {page.scan_id: read(page.scan.file) for page in pages}
    whole = pdfs.assemble([pdfs.Piece(contents[page.scan_id], page.number, page.rotation) for page in pages])
    _log(request, component, "scan.opened")
    return _answer(whole, "application/pdf", f"{code}-giay-to-{pk}.pdf")


@role_required(*DESK_ROLES)
@require_GET
def scan_file(request: OfficerRequest, key: UUID) -> HttpResponse:
    """Một tệp, also one that was replaced or taken out."""
    scan = _scan(request, key)
    if not scan.file:
        raise Http404
    _log(request, scan.component, "scan.opened", scan=scan.pk)
    return _answer(read(scan.file), "application/pdf", f"{scan.component.dossier.code}-{scan.pk}.pdf")


@role_required(*DESK_ROLES)
@require_GET
def scan_original(request: OfficerRequest, key: UUID) -> HttpResponse:
    """Tệp gốc có chữ ký số, as it came: to be saved, never shown in the browser."""
    scan = _scan(request, key)
    if not (scan.is_signed and scan.received_file):
        raise Http404
    _log(request, scan.component, "scan.original_taken", scan=scan.pk)
    name = f"{scan.component.dossier.code}-{scan.pk}-goc.pdf"
    return _answer(read(scan.received_file), "application/pdf", name, to_save=True)


@role_required(*DESK_ROLES)
@require_GET
def page_image(request: OfficerRequest, pk: int) -> HttpResponse:
    """Ảnh một trang; the pages of a paper looked at in one sitting are one line of the trail."""
    page = _page(request, pk)
    component = page.scan.component
    if cache.add(f"looked-{request.user.pk}-{component.pk}", 1, LOGGED_ONCE_IN):
        _log(request, component, "scan.pages_looked_at")
    return _answer(pictures.turned(read(page.preview), page.rotation), "image/jpeg", f"trang-{pk}.jpg")


@role_required(*DESK_ROLES)
@require_GET
def page_thumbnail(request: OfficerRequest, pk: int) -> HttpResponse:
    """Ảnh nhỏ of a page, on which nothing can be read; the dossier's page that shows it is logged itself."""
    page = _page(request, pk)
    return _answer(pictures.turned(read(page.thumbnail), page.rotation), "image/jpeg", f"nho-{pk}.jpg")


@role_required(*DESK_ROLES)
@require_http_methods(["GET", "POST"])
def search(request: OfficerRequest) -> HttpResponse:
    """Tìm trong chữ của bản quét; what is looked for stands in no address and no log."""
    words = one_line(request.POST.get("words", ""))[:100]
    found = reading.find(words, seen_by_name(request.user))
    if words:
        audit.record("scan.searched", by=request.user, unit=request.user.unit, found=len(found))
    context = {"words": words, "found": found, "most": reading.FOUND, "reads": reading.is_installed()}
    return render(request, "dossiers/scan_search.html", context)


@role_required(*MOVING_ROLES)
@require_POST
def change_page(request: OfficerRequest, pk: int) -> HttpResponse:
    """Xoay, đổi chỗ, bỏ hoặc lấy lại một trang."""
    page = _page(request, pk)
    _must_move(request, page.scan.component)
    act = _DONE.get(request.POST.get("do", ""))
    if act is not None:
        try:
            act(page, request.user)
        except DomainError as error:
            messages.error(request, error.message)
    return redirect(f"{_address(page.scan.component)}#page-{pk}")


@role_required(*MOVING_ROLES)
@require_POST
def remove(request: OfficerRequest, key: UUID) -> HttpResponse:
    """Bỏ bản quét, with its reason."""
    scan = _scan(request, key)
    _must_move(request, scan.component)
    form = RemoveForm(request.POST)
    if form.is_valid():
        try:
            scanning.remove(scan, reason=form.cleaned_data["reason"], by=request.user)
            messages.success(request, "Đã bỏ bản quét; tệp còn ở mục “Bản đã thay, đã bỏ”, lấy lại được.")
        except DomainError as error:
            messages.error(request, error.message)
    else:
        messages.error(request, "Ghi lý do bỏ bản quét (đến 300 chữ).")
    return redirect(_address(scan.component))


@role_required(*MOVING_ROLES)
@require_POST
def restore(request: OfficerRequest, key: UUID) -> HttpResponse:
    """Lấy lại bản đã thay, đã bỏ."""
    scan = _scan(request, key)
    _must_move(request, scan.component)
    try:
        scanning.restore(scan, by=request.user)
        messages.success(request, "Đã lấy lại bản quét; các trang của nó đứng sau những trang đang dùng.")
    except DomainError as error:
        messages.error(request, error.message)
    return redirect(_address(scan.component))


def _scan(request: OfficerRequest, key: UUID) -> Scan:
    seen = Scan.objects.filter(component__dossier__in=seen_by_name(request.user))
    return get_object_or_404(seen.select_related("component__dossier__resolving_unit"), key=key)


def _page(request: OfficerRequest, pk: int) -> ScanPage:
    seen = ScanPage.objects.filter(scan__component__dossier__in=seen_by_name(request.user))
    return get_object_or_404(seen.select_related("scan__component__dossier__resolving_unit"), pk=pk)


def _must_move(request: OfficerRequest, component: DossierComponent) -> None:
    if not may_move(request.user, component.dossier):
        raise PermissionDenied


def _log(request: OfficerRequest, component: DossierComponent, action: str, **numbers: int) -> None:
    dossier = component.dossier
    audit.record(
        action, by=request.user, target=dossier, unit=dossier.resolving_unit, paper=component.pk, **numbers
    )


def _answer(content: bytes, kind: str, name: str, *, to_save: bool = False) -> HttpResponse:
    how = "attachment" if to_save else "inline"
    return HttpResponse(
        content,
        content_type=kind,
        headers={"Content-Disposition": f'{how}; filename="{name}"', "X-Content-Type-Options": "nosniff"},
    )


def _address(component: DossierComponent) -> str:
    return reverse("dossiers:paper", args=[component.dossier.code, component.pk])
