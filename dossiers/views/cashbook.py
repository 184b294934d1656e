"""Sổ thu trong ngày, quyết toán theo quý, and the payments behind each of their figures."""

from datetime import timedelta

from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.db.models import Sum
from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_GET

from dossiers.fees import paper
from dossiers.fees import unpaid as unpaid_results
from dossiers.fees.book import BOOK_ROLES, IN, NOBODY, OUT, DayBook, Quarter, Selection, Settlement, units_of
from dossiers.models import FeeKind, PaymentMethod
from dossiers.moves import may_move
from dossiers.privacy import Veil
from dossiers.views.asking import asked_day
from portal.access import OfficerRequest, role_required
from portal.models import Unit

PER_PAGE = 50
SHEET = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@role_required(*BOOK_ROLES)
@require_GET
def cash_book(request: OfficerRequest, form: str = "") -> HttpResponse:
    """Sổ thu trong ngày, on the screen or as PDF."""
    unit, units = _unit(request)
    day = asked_day(request, "ngay") or timezone.localdate()
    book = DayBook(Selection.of(request.user, unit, day, day))
    if form:
        return _file(paper.day_book_pdf(book, by=request.user), f"so-thu-{unit.code}-{day:%Y%m%d}.pdf")
    page = Paginator(book.rows, PER_PAGE).get_page(request.GET.get("page"))
    context = {
        "book": book,
        "page_obj": page,
        "unit": unit,
        "units": units,
        "before": day - timedelta(days=1),
        "after": day + timedelta(days=1),
        "today": timezone.localdate(),
        "sums": [
            ("Theo hình thức", "Hình thức", book.by_method),
            ("Theo người thu", "Người thu", book.by_officer),
        ],
    }
    return render(request, "dossiers/cash_book.html", context)


@role_required(*BOOK_ROLES)
@require_GET
def settlement(request: OfficerRequest, form: str = "") -> HttpResponse:
    """Quyết toán phí, lệ phí theo quý, on the screen, as PDF or as a sheet."""
    unit, units = _unit(request)
    quarter = Quarter.parse(request.GET.get("quy", ""), today=timezone.localdate())
    table = Settlement(Selection.of(request.user, unit, quarter.first, quarter.last), quarter)
    name = f"quyet-toan-{unit.code}-{quarter.code}"
    if form == "pdf":
        return _file(paper.settlement_pdf(table, by=request.user), f"{name}.pdf")
    if form == "xlsx":
        return _file(paper.settlement_sheet(table), f"{name}.xlsx", SHEET)
    context = {"table": table, "unit": unit, "units": units, "headings": paper.HEADINGS}
    return render(request, "dossiers/settlement.html", context)


@role_required(*BOOK_ROLES)
@require_GET
def unpaid(request: OfficerRequest) -> HttpResponse:
    """Đã trả, còn nợ phí, lệ phí."""
    unit, units = _unit(request)
    first, last = asked_day(request, "tu"), asked_day(request, "den")
    found = unpaid_results.owing(frozenset(request.user.tree.scope(unit.pk)), first=first, last=last)
    page = Paginator(
        found.select_related("procedure", "receiving_unit", "resolving_unit"), PER_PAGE
    ).get_page(request.GET.get("page"))
    veil = Veil(request.user)
    context = {
        "unit": unit,
        "units": units,
        "first": first,
        "last": last,
        "page_obj": page,
        "total": unpaid_results.total(found),
        "rows": [(dossier, veil.owner(dossier), may_move(request.user, dossier)) for dossier in page],
    }
    return render(request, "dossiers/unpaid.html", context)


@role_required(*BOOK_ROLES)
@require_GET
def payments(request: OfficerRequest) -> HttpResponse:
    """Các lần thu behind a figure; their sum stands above them."""
    unit, _ = _unit(request)
    today = timezone.localdate()
    last = asked_day(request, "den") or today
    chosen = Selection.of(request.user, unit, asked_day(request, "tu") or last, last, **_narrowed(request))
    found = chosen.payments
    page = Paginator(
        found.select_related("dossier__procedure", "reverses").order_by("paid_at", "pk"), PER_PAGE
    ).get_page(request.GET.get("page"))
    context = {
        "chosen": chosen,
        "unit": unit,
        "page_obj": page,
        "rows": [(payment, getattr(payment, chosen.column)) for payment in page],
        "sum": found.aggregate(sum=Sum(chosen.column))["sum"] or 0,
        "kind": FeeKind(chosen.kind).label if chosen.kind else "",
    }
    return render(request, "dossiers/payments.html", context)


def _unit(request: OfficerRequest) -> tuple[Unit, list[Unit]]:
    """The unit of the address if its book is the user's to open, else the user's first."""
    units = units_of(request.user)
    if not units:
        raise PermissionDenied
    wanted = request.GET.get("don-vi", "")
    own = next((unit for unit in units if unit.pk == request.user.unit_id), units[0])
    return next((unit for unit in units if str(unit.pk) == wanted), own), units


def _narrowed(request: OfficerRequest) -> dict[str, str]:
    """Only words that can be meant; anything else narrows nothing."""
    asked = request.GET
    officer = asked.get("nguoi-thu", "")
    words = {
        "method": asked.get("hinh-thuc", "") if asked.get("hinh-thuc") in PaymentMethod.values else "",
        "officer": officer if officer == NOBODY or officer.isdecimal() else "",
        "procedure": asked.get("thu-tuc", ""),
        "field": asked.get("linh-vuc", ""),
        "kind": asked.get("loai", "") if asked.get("loai") in FeeKind.values else "",
        "way": asked.get("chieu", "") if asked.get("chieu") in {IN, OUT} else "",
    }
    return {name: word.replace("\0", "") for name, word in words.items()}


def _file(content: bytes, name: str, content_type: str = "application/pdf") -> HttpResponse:
    answer = HttpResponse(content, content_type=content_type)
    answer["Content-Disposition"] = f'attachment; filename="{name}"'
    return answer
