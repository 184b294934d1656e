"""Danh sách hồ sơ: find again by code, name, number or phone; narrow by what stands in the address.

What is looked for may be somebody's name or number, so it never stands in an address: it is sent as a form
and kept in the session, and the address holds a word that leads to it (`?tim=…`).
"""

import secrets
from dataclasses import dataclass

from django.http import HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from dossiers import listing
from dossiers.forms.filters import IN_ADDRESS, SEARCH_LENGTH, DossierFilters
from dossiers.models import Dossier
from dossiers.moves import MOVING_ROLES
from dossiers.privacy import Veil
from dossiers.standing import Standing, standing
from portal.access import OfficerRequest, role_required
from portal.models.user import FIGURE_ROLES
from portal.paging import CappedPaginator
from portal.text import one_line

SEARCHES = "searches"
SEARCHES_KEPT = 20
"""As many as somebody goes back to within a session."""


@dataclass(frozen=True)
class Row:
    """One line of the list: the dossier, its owner as this officer may see them, its due day in words."""

    dossier: Dossier
    owner: str
    standing: Standing


@dataclass(frozen=True)
class Chip:
    label: str
    url: str
    current: bool
    count: int | None = None


@role_required(*FIGURE_ROLES)
@require_http_methods(["GET", "POST"])
def dossier_list(request: OfficerRequest) -> HttpResponse:
    """Hồ sơ, newest first. A code that is exactly one dossier's opens it at once."""
    if request.method == "POST":
        return _search(request)
    user, today = request.user, timezone.localdate()
    units = listing.units_to_choose(user)
    asked = request.GET.copy()
    asked["q"] = dict(request.session.get(SEARCHES, ())).get(asked.get("tim", ""), "")
    filters = DossierFilters(asked, units=units, by_name=user.sees_personal_data)
    found = listing.narrowed(user, filters.chosen(), today=today)
    rows = found.select_related("procedure", "resolving_unit").defer("notes", "procedure__steps")
    paginator = CappedPaginator(rows, listing.PAGE)
    page = paginator.get_page(request.GET.get("page"))
    veil = Veil(user)
    context = {
        "filters": filters,
        "chips": _deadline_chips(request.GET),
        "page_obj": page,
        "rows": [Row(dossier, veil.owner(dossier), standing(dossier, today)) for dossier in page],
        "may_receive": user.has_role(*MOVING_ROLES),
        "is_filtered": any(asked.get(name) for name in filters.fields),
        "shows_unit": len([unit for unit in units if unit.valid_to is None] or units) > 1,
    }
    return render(request, "dossiers/list.html", context)


def _search(request: OfficerRequest) -> HttpResponse:
    """Straight to the dossier whose whole code was scanned or typed, else to the list of what matches."""
    text = one_line(request.POST.get("q", ""))[:SEARCH_LENGTH]
    if exact := _exact(request, text):
        return redirect(exact)
    wanted = QueryDict(mutable=True)
    wanted.update({name: request.POST[name] for name in IN_ADDRESS if request.POST.get(name)})
    if text:
        wanted["tim"] = secrets.token_urlsafe(6)
        earlier = request.session.get(SEARCHES, [])
        request.session[SEARCHES] = [*earlier, (wanted["tim"], text)][-SEARCHES_KEPT:]
    return redirect(f"{reverse('dossiers:list')}?{wanted.urlencode()}")


def _exact(request: OfficerRequest, text: str) -> Dossier | None:
    if not text or " " in text:
        return None
    return Dossier.objects.visible_to(request.user).filter(code__iexact=text).first()


def _deadline_chips(query: QueryDict) -> list[Chip]:
    """Each chip changes one word of the address and keeps the others."""
    chips = []
    for value, label in [("", "Tất cả"), *listing.DEADLINES.items()]:
        wanted = query.copy()
        wanted.pop("page", None)
        wanted.pop("han", None)
        if value:
            wanted["han"] = value
        chips.append(Chip(label, f"?{wanted.urlencode()}", query.get("han", "") == value))
    return chips
