"""Sổ văn bản: the books of a unit, each number of one, reserved numbers, kinds."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.db.models import Max
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_GET, require_http_methods

from dossiers.documents import books, people, registers
from dossiers.documents.status import Direction
from dossiers.forms.documents import BookForm, KindForm, ReasonForm, ReserveForm
from dossiers.models import BookOfKind, DocumentBook, DocumentKind, DocumentNumber
from portal.access import OfficerRequest, role_required
from portal.errors import DomainError
from portal.models import Role, Unit
from portal.models.user import DESK_ROLES, FIGURE_ROLES

PAGE = 50


@role_required(*FIGURE_ROLES)
@require_GET
def book_list(request: OfficerRequest) -> HttpResponse:
    """Các sổ, and the kinds of the office."""
    found = DocumentBook.objects.filter(unit__in=request.user.readable_unit_ids)
    kept = people.units_kept(request.user)
    context = {
        "books": found.select_related("unit")
        .annotate(year=Max("counters__year"))
        .order_by("direction", "name"),
        "kinds": DocumentKind.objects.of(kept[0]) if kept else DocumentKind.objects.filter(unit=None),
        "gathered": BookOfKind.objects.filter(book__in=found).select_related("kind", "book", "unit"),
        "keeps": bool(kept),
    }
    return render(request, "dossiers/documents/books.html", context)


@role_required(*FIGURE_ROLES)
@require_GET
def book(request: OfficerRequest, pk: int) -> HttpResponse:
    """Một quyển sổ; `?nam=` says which year. Reserved and void numbers stand in it with their reason."""
    found = _visible(request, pk)
    years = sorted(found.counters.values_list("year", flat=True), reverse=True)
    asked = request.GET.get("nam", "")
    year = (
        int(asked) if asked.isdecimal() and int(asked) in years else (years or [timezone.localdate().year])[0]
    )
    lines = found.numbers.filter(year=year).select_related("document", "document__kind", "given_by")
    context = {
        "volumes": range(1, registers.volumes(found, year) + 1) if _prints(request, found) else [],
        "book": found,
        "year": year,
        "years": years,
        "page_obj": Paginator(lines.order_by("-number"), PAGE).get_page(request.GET.get("page")),
        "keeps": people.may_keep(request.user, found.unit_id),
        "may_reserve": people.may_keep(request.user, found.unit_id) and found.direction == Direction.OUT,
    }
    return render(request, "dossiers/documents/book.html", context)


@role_required(Role.RECORDS)
@require_http_methods(["GET", "POST"])
def reserve(request: OfficerRequest, pk: int) -> HttpResponse:
    """Giữ số trước."""
    found = _visible(request, pk)
    form = ReserveForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            lines = books.reserve(found, by=request.user, **form.cleaned_data)
        except DomainError as error:
            form.add_error(None, error.message)
        else:
            numbers = ", ".join(f"{line.number:02d}" for line in lines)
            messages.success(request, f"Đã giữ số {numbers}.")
            return redirect("dossiers:document-book", found.pk)
    context = {"book": found, "form": form, "title": "Giữ số trước", "save": "Giữ số"}
    return render(request, "dossiers/documents/book_form.html", context)


@role_required(Role.RECORDS)
@require_http_methods(["GET", "POST"])
def drop(request: OfficerRequest, pk: int) -> HttpResponse:
    """Hủy một số giữ trước."""
    readable = request.user.readable_unit_ids
    line = get_object_or_404(
        DocumentNumber.objects.select_related("book__unit"), pk=pk, book__unit__in=readable
    )
    form = ReasonForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            books.drop_reserved(line, by=request.user, **form.cleaned_data)
        except DomainError as error:
            form.add_error(None, error.message)
        else:
            messages.success(request, f"Đã hủy số {line}.")
            return redirect("dossiers:document-book", line.book_id)
    context = {"book": line.book, "form": form, "title": f"Hủy số {line}", "save": "Hủy số"}
    return render(request, "dossiers/documents/book_form.html", context)


@role_required(Role.RECORDS)
@require_http_methods(["GET", "POST"])
def add_kind(request: OfficerRequest) -> HttpResponse:
    """Thêm loại văn bản của đơn vị."""
    unit = _own_unit(request)
    form = KindForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            kind = books.add_kind(unit, by=request.user, **form.cleaned_data)
        except DomainError as error:
            form.add_error(None, error.message)
        else:
            messages.success(request, f"Đã thêm loại “{kind}”.")
            return redirect("dossiers:document-books")
    context = {"book": None, "form": form, "title": "Thêm loại văn bản", "save": "Thêm loại"}
    return render(request, "dossiers/documents/book_form.html", context)


@role_required(Role.RECORDS)
@require_http_methods(["GET", "POST"])
def gather(request: OfficerRequest) -> HttpResponse:
    """Đánh số nhiều loại trong một sổ."""
    unit = _own_unit(request)
    form = BookForm(request.POST or None, unit=unit)
    if request.method == "POST" and form.is_valid():
        values = form.cleaned_data
        try:
            made = books.gather(
                unit, direction=Direction(values["direction"]), name=values["name"],
                kinds=list(values["kinds"]), by=request.user,
            )  # fmt: skip
        except DomainError as error:
            form.add_error(None, error.message)
        else:
            messages.success(request, f"Từ nay các loại đã chọn lấy số ở {made}.")
            return redirect("dossiers:document-books")
    context = {"book": None, "form": form, "title": "Đánh số chung trong một sổ", "save": "Ghi sổ"}
    return render(request, "dossiers/documents/book_form.html", context)


def _prints(request: OfficerRequest, found: DocumentBook) -> bool:
    return found.unit_id in request.user.unit_ids(DESK_ROLES)


def _own_unit(request: OfficerRequest) -> Unit:
    kept = people.units_kept(request.user)
    if not kept:
        raise PermissionDenied
    return kept[0]


def _visible(request: OfficerRequest, pk: int) -> DocumentBook:
    found = DocumentBook.objects.select_related("unit")
    return get_object_or_404(found, pk=pk, unit__in=request.user.readable_unit_ids)
