"""Danh sách hồ sơ: find again by code, name, number or phone; narrow by what stands in the address."""

from dataclasses import dataclass

from django.http import HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_GET

from dossiers import listing
from dossiers.forms.filters import DossierFilters
from dossiers.models import Dossier
from dossiers.moves import MOVING_ROLES
from dossiers.privacy import Veil
from dossiers.standing import Standing, standing
from portal.access import OfficerRequest, role_required
from portal.models.user import FIGURE_ROLES
from portal.paging import CappedPaginator


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
@require_GET
def dossier_list(request: OfficerRequest) -> HttpResponse:
    """Hồ sơ, newest first. A code that is exactly one dossier's opens it at once."""
    user, today = request.user, timezone.localdate()
    if exact := _exact(request):
        return redirect(exact)
    units = listing.units_to_choose(user)
    filters = DossierFilters(request.GET, units=units, by_name=user.sees_personal_data)
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
        "is_filtered": any(request.GET.get(name) for name in filters.fields),
        "shows_unit": len([unit for unit in units if unit.valid_to is None] or units) > 1,
    }
    return render(request, "dossiers/list.html", context)


def _exact(request: OfficerRequest) -> Dossier | None:
    """The dossier whose whole code was scanned or typed."""
    text = request.GET.get("q", "").strip()
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
