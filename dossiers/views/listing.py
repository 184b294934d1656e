"""Danh sách hồ sơ: find again by code, name, number or phone; narrow by what stands in the address.

What is looked for may be somebody's name or number, so it never stands in an address: it is sent as a form
and kept in the session, and the address holds a word that leads to it (`?tim=…`).
"""

from dataclasses import dataclass

from django.contrib import messages
from django.http import HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST

from dossiers import bulk, columns, exporting, listing
from dossiers.columns import Cell, Column
from dossiers.forms.filters import (
    IN_ADDRESS,
    SEARCH_LENGTH,
    ColumnsForm,
    DossierFilters,
    ExportForm,
    SaveSearchForm,
)
from dossiers.models import Dossier, DossierQuerySet, ListColumns, Purpose, Scan
from dossiers.moves import MOVING_ROLES
from dossiers.papers import reading
from dossiers.papers.sight import seen_by_name
from dossiers.privacy import Veil
from portal import audit
from portal.access import OfficerRequest, role_required
from portal.chips import Chip
from portal.errors import DomainError
from portal.models import User
from portal.models.user import FIGURE_ROLES
from portal.paging import CappedPaginator
from portal.searches import remember, remembered
from portal.text import one_line

SCANS_SHOWN = 5
"""Beside the dossiers; a page of its own shows more."""


@dataclass(frozen=True)
class Row:
    """One line of the list: the dossier, and its cells as this officer may see them."""

    dossier: Dossier
    cells: list[Cell]


class Asked:
    """What a list's address asks of an officer: the filters, and the dossiers that meet them."""

    def __init__(self, request: OfficerRequest, address: str) -> None:
        self.query = QueryDict(address)
        self.units = listing.units_to_choose(request.user)
        asked = self.query.copy()
        asked["q"] = self.text = remembered(request, asked.get("tim", ""))
        self.today = timezone.localdate()
        self.filters = DossierFilters(asked, units=self.units, by_name=request.user.sees_personal_data)
        self.found: DossierQuerySet = listing.narrowed(request.user, self.filters.chosen(), today=self.today)
        self.is_filtered = any(asked.get(name) for name in self.filters.fields)

    @property
    def chips(self) -> list[Chip]:
        """The deadlines, each on or off, and every other filter in force, which a click takes away."""
        chips = [Chip("Tất cả", self._without("han"), not self.query.getlist("han"))]
        for value, label in listing.DEADLINES.items():
            on = value in self.query.getlist("han")
            url = self._without("han", value) if on else self._with("han", value)
            chips.append(Chip(label, url, on))
        for name, value, words in self.filters.words():
            chips.append(Chip(f"{words} ×", self._without(name, value), current=True))
        return chips

    def _with(self, name: str, value: str) -> str:
        wanted = self.query.copy()
        wanted.pop("page", None)
        wanted.appendlist(name, value)
        return f"?{wanted.urlencode()}"

    def _without(self, name: str, value: str = "") -> str:
        wanted = self.query.copy()
        wanted.pop("page", None)
        wanted.setlist(name, [one for one in wanted.getlist(name) if value and one != value])
        return f"?{wanted.urlencode()}"


@role_required(*FIGURE_ROLES)
@require_http_methods(["GET", "POST"])
def dossier_list(request: OfficerRequest) -> HttpResponse:
    """Hồ sơ, newest first. A code that is exactly one dossier's opens it at once."""
    if request.method == "POST":
        return _search(request)
    user, asked = request.user, Asked(request, request.GET.urlencode())
    rows = asked.found.select_related("procedure__field", "resolving_unit").defer("notes", "procedure__steps")
    page = CappedPaginator(rows, listing.PAGE).get_page(request.GET.get("page"))
    shown, veil = _columns(user, asked), Veil(user)
    context = {
        "asked": asked,
        "filters": asked.filters,
        "chips": asked.chips,
        "page_obj": page,
        "columns": shown,
        "scans": _in_scans(user, asked.text) if page.number == 1 else [],
        "rows": [
            Row(dossier, [columns.cell(column, dossier, veil, asked.today) for column in shown])
            for dossier in page
        ],
        "may_receive": user.has_role(*MOVING_ROLES),
        "bulk_moves": bulk.moves() if user.has_role(*MOVING_ROLES) else [],
        "columns_form": ColumnsForm(initial={"keys": [column.key for column in shown]}),
        "save_form": SaveSearchForm(),
        "export_form": ExportForm(),
        "saved": list(user.saved_searches.all()),
        "address": request.GET.urlencode(),
    }
    return render(request, "dossiers/list.html", context)


def _in_scans(user: User, text: str) -> list[tuple[Scan, str]]:
    """Trong giấy tờ đã quét: what was read there, for those who may open the papers; each look is logged."""
    if not text or not user.sees_personal_data:
        return []
    found = reading.find(text, seen_by_name(user), most=SCANS_SHOWN)
    if found:
        audit.record("scan.searched", by=user, unit=user.unit, found=len(found))
    return found


@role_required(*FIGURE_ROLES)
@require_POST
def choose_columns(request: OfficerRequest) -> HttpResponse:
    """Chọn cột: kept for the officer, on every machine; the usual ones again by one button."""
    form = ColumnsForm(request.POST)
    if "usual" in request.POST:
        ListColumns.objects.filter(user=request.user).delete()
    elif form.is_valid():
        ListColumns.objects.update_or_create(user=request.user, defaults={"keys": form.cleaned_data["keys"]})
    else:
        messages.error(request, "Chọn ít nhất một cột.")
    return redirect(_back(request))


@role_required(*FIGURE_ROLES)
@require_POST
def export(request: OfficerRequest, form: str) -> HttpResponse:
    """Xuất Excel, in danh sách: all that the address asks for, with a purpose that is kept."""
    asked, why = Asked(request, request.POST.get("address", "")), ExportForm(request.POST)
    if not why.is_valid():
        messages.error(request, "Chọn mục đích xuất dữ liệu trong danh sách.")
        return redirect(_back(request))
    try:
        file = exporting.take_out(
            asked.found,
            _columns(request.user, asked),
            form=form,
            purpose=Purpose(why.cleaned_data["purpose"]),
            by=request.user,
        )
    except DomainError as error:
        messages.error(request, error.message)
        return redirect(_back(request))
    kind = exporting.CONTENT_TYPE if form == "xlsx" else "application/pdf"
    ending = f"ho-so-{asked.today:%Y%m%d}.{form}"
    shown = "attachment" if form == "xlsx" else "inline"
    return HttpResponse(
        file, content_type=kind, headers={"Content-Disposition": f'{shown}; filename="{ending}"'}
    )


def _search(request: OfficerRequest) -> HttpResponse:
    """Straight to the dossier whose whole code was scanned or typed, else to the list of what matches."""
    text = one_line(request.POST.get("q", ""))[:SEARCH_LENGTH]
    if exact := _exact(request, text):
        return redirect(exact)
    wanted = QueryDict(mutable=True)
    for name in IN_ADDRESS:
        wanted.setlist(name, [value for value in request.POST.getlist(name) if value])
    if text:
        wanted["tim"] = remember(request, text)
    return redirect(f"{reverse('dossiers:list')}?{wanted.urlencode()}")


def _exact(request: OfficerRequest, text: str) -> Dossier | None:
    if not text or " " in text:
        return None
    return Dossier.objects.visible_to(request.user).filter(code__iexact=text).first()


def _columns(user: User, asked: Asked) -> list[Column]:
    """The officer's columns. The unit goes without saying to those who see one; people's numbers stay out
    of the lists of those who only watch."""
    kept = ListColumns.objects.filter(user=user).first()
    found = columns.chosen(kept.keys if kept else ())
    if kept is None and len([unit for unit in asked.units if unit.valid_to is None] or asked.units) == 1:
        found = [column for column in found if column.key != "don-vi"]
    if not user.sees_personal_data:
        found = [column for column in found if not column.person or column.is_usual]
    return found


def _back(request: OfficerRequest) -> str:
    """The list as it was: only its own filters are taken from the form."""
    return f"{reverse('dossiers:list')}?{QueryDict(request.POST.get('address', '')).urlencode()}"
