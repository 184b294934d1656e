"""Danh sách sáng kiến: mine, the unit's, what was sent here, what is recognised; and out to Excel."""

from dataclasses import dataclass

from django.http import HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_GET, require_http_methods

from initiatives import listing
from initiatives.forms.filters import InitiativeFilters
from initiatives.models import Initiative, InitiativeQuerySet
from initiatives.models.replication import READING_ROLES
from portal import audit
from portal.access import OfficerRequest, role_required
from portal.chips import Chip
from portal.models import Role
from portal.paging import CappedPaginator
from portal.searches import remember, remembered
from portal.text import sought
from portal.workbook import CONTENT_TYPE, workbook


@dataclass(frozen=True)
class Asked:
    """What the address asks for: the shelf, the filters, and the initiatives that meet them."""

    shelf: listing.Shelf
    filters: InitiativeFilters
    text: str
    found: InitiativeQuerySet
    shelves: list[tuple[listing.Shelf, int]]

    @property
    def is_filtered(self) -> bool:
        return bool(self.text) or any(self.filters.cleaned_data.values())


@role_required(*Role)
@require_http_methods(["GET", "POST"])
def initiative_list(request: OfficerRequest) -> HttpResponse:
    """Sáng kiến; `?phia=` says which shelf. What is looked for is sent as a form: it may be a name."""
    if request.method == "POST":
        return _search(request)
    asked = _asked(request)
    page = CappedPaginator(listing.rows(asked.found), listing.PAGE).get_page(request.GET.get("page"))
    context = {
        "asked": asked,
        "chips": _chips(request, asked),
        "page_obj": page,
        "today": timezone.localdate(),
        "sees_rounds": request.user.has_role(*READING_ROLES),
        "address": request.GET.urlencode(),
    }
    return render(request, "initiatives/list.html", context)


@role_required(*Role)
@require_GET
def export(request: OfficerRequest) -> HttpResponse:
    """Xuất Excel what the address of the list asks for."""
    asked = _asked(request)
    lines = list(listing.lines(asked.found))
    audit.record("initiative.exported", by=request.user, unit=request.user.unit, rows=len(lines))
    name = f"sang-kien-{timezone.localdate():%Y%m%d}.xlsx"
    return HttpResponse(
        workbook("Sáng kiến", listing.HEAD, lines),
        content_type=CONTENT_TYPE,
        headers={"Content-Disposition": f'attachment; filename="{name}"'},
    )


def _asked(request: OfficerRequest) -> Asked:
    user, query = request.user, request.GET
    offered = listing.shelves(user)
    counted = [(shelf, shelf.pick(Initiative.objects.all(), user)) for shelf in offered]
    shelf, whole = next(((one, found) for one, found in counted if one.word == query.get("phia")), counted[0])
    filters = InitiativeFilters(query, years=listing.years(whole))
    text = remembered(request, query.get("tim", ""))
    return Asked(
        shelf,
        filters,
        text,
        filters.wanted(text).narrow(whole),
        [(one, found.count()) for one, found in counted],
    )


def _chips(request: OfficerRequest, asked: Asked) -> list[Chip]:
    address = request.GET.copy()
    address.pop("page", None)
    chips = []
    for shelf, count in asked.shelves:
        address["phia"] = shelf.word
        chips.append(Chip(shelf.label, f"?{address.urlencode()}", shelf is asked.shelf, count))
    return chips


def _search(request: OfficerRequest) -> HttpResponse:
    wanted = QueryDict(mutable=True)
    for name in ("phia", "nam", "trang_thai", "linh_vuc"):
        if value := request.POST.get(name):
            wanted[name] = value
    if text := sought(request.POST.get("q", "")):
        wanted["tim"] = remember(request, text)
    return redirect(f"{reverse('initiatives:list')}?{wanted.urlencode()}")
