"""Danh sách văn bản đi, văn bản đến, and the same as an Excel file."""

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_GET, require_http_methods

from dossiers.documents import exporting, finding, people
from dossiers.documents.finding import Shelf
from dossiers.documents.status import Direction
from dossiers.forms.documents import DocumentFilters
from dossiers.models import OfficialDocument, OfficialQuerySet
from portal.access import OfficerRequest, role_required
from portal.chips import Chip
from portal.errors import DomainError
from portal.models.user import DESK_ROLES, FIGURE_ROLES
from portal.searches import remember, remembered
from portal.text import sought

PAGE = 50
IN_ADDRESS = ("chieu", "loai", "tu", "den")
WORDS = {"den": Direction.IN, "di": Direction.OUT}


@role_required(*FIGURE_ROLES)
@require_http_methods(["GET", "POST"])
def document_list(request: OfficerRequest) -> HttpResponse:
    """Văn bản đến, or with `?chieu=di` văn bản đi; `?loc=` says which shelf.

    What is looked for may be somebody's name: it is posted and kept in the session (`?tim=…`).
    """
    if request.method == "POST":
        return redirect(_address_of_search(request))
    direction, chosen, form, narrowed = _asked(request)
    today = timezone.localdate()
    found = narrowed.filter(chosen.condition(today)).select_related("kind", "author", "unit")
    context = {
        "direction": direction,
        "directions": _directions(request, direction),
        "chips": _shelves(request, direction, chosen, narrowed),
        "form": form,
        "is_narrowed": any(form.chosen.values()),
        "today": today,
        "page_obj": Paginator(found, PAGE).get_page(request.GET.get("page")),
        "keeps": bool(people.units_kept(request.user)),
        "drafts": request.user.has_role(*DESK_ROLES),
    }
    return render(request, "dossiers/documents/list.html", context)


@role_required(*DESK_ROLES)
@require_GET
def export(request: OfficerRequest) -> HttpResponse:
    """Excel of what the list shows."""
    direction, chosen, _, narrowed = _asked(request)
    found = narrowed.filter(chosen.condition(timezone.localdate()))
    try:
        content = exporting.take_out(found, direction=direction, by=request.user)
    except DomainError as refusal:
        messages.error(request, refusal.message)
        return redirect("dossiers:documents")
    answer = HttpResponse(content, content_type=exporting.CONTENT_TYPE)
    name = "van-ban-den" if direction == Direction.IN else "van-ban-di"
    answer["Content-Disposition"] = f'attachment; filename="{name}.xlsx"'
    return answer


def _asked(request: OfficerRequest) -> tuple[Direction, Shelf, DocumentFilters, OfficialQuerySet]:
    """What the address asks for: the direction, the shelf, and the documents that the filters leave."""
    direction = WORDS.get(request.GET.get("chieu", ""), Direction.IN)
    asked = request.GET.copy()
    asked["q"] = remembered(request, asked.get("tim", ""))
    form = DocumentFilters(asked, user=request.user)
    visible = OfficialDocument.objects.visible_to(request.user).filter(direction=direction)
    narrowed = finding.narrowed(visible, form.chosen)
    return direction, finding.shelf(direction, request.GET.get("loc", "")), form, narrowed


def _address_of_search(request: OfficerRequest) -> str:
    wanted = QueryDict(mutable=True)
    for name in IN_ADDRESS:
        if value := request.POST.get(name, ""):
            wanted[name] = value
    if text := sought(request.POST.get("q", "")):
        wanted["tim"] = remember(request, text)
    return f"{reverse('dossiers:documents')}?{wanted.urlencode()}"


def _directions(request: OfficerRequest, direction: Direction) -> list[Chip]:
    address = request.GET.copy()
    chips = []
    for word, one in WORDS.items():
        for name in ("page", "loc"):
            address.pop(name, None)
        address["chieu"] = word
        chips.append(Chip(one.label, f"?{address.urlencode()}", one == direction))
    return chips


def _shelves(
    request: OfficerRequest, direction: Direction, chosen: Shelf, narrowed: OfficialQuerySet
) -> list[Chip]:
    address = request.GET.copy()
    address.pop("page", None)
    chips = []
    counted = finding.counts(narrowed, direction, timezone.localdate())
    for one, count in zip(finding.SHELVES[direction], counted, strict=True):
        address["loc"] = one.word
        chips.append(Chip(one.label, f"?{address.urlencode()}", one is chosen, count))
    return chips
