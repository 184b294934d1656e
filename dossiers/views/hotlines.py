"""Đường dây nóng của đơn vị: set on one page, printed as a poster."""

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_GET, require_http_methods

from dossiers.forms.voices import hotline_forms
from dossiers.models import Hotline
from dossiers.voices import hotlines
from portal.access import OfficerRequest, role_required
from portal.errors import DomainError
from portal.models import Role, Unit
from portal.models.user import DESK_ROLES


@role_required(Role.UNIT_ADMIN)
@require_GET
def own(request: OfficerRequest) -> HttpResponse:
    """To the lines of the administrator's own unit."""
    units = _units(request, Role.UNIT_ADMIN)
    home = request.user.unit
    return redirect("dossiers:hotlines", (home if home in units else units[0]).pk)


@role_required(Role.UNIT_ADMIN)
@require_http_methods(["GET", "POST"])
def hotline_list(request: OfficerRequest, unit_pk: int) -> HttpResponse:
    """Đặt đường dây nóng: name, number, hours; an emptied line is taken down."""
    units = _units(request, Role.UNIT_ADMIN)
    unit = _unit(units, unit_pk)
    lines = list(Hotline.objects.filter(unit=unit))
    forms = hotline_forms(request.POST if request.method == "POST" else None, lines)
    if request.method == "POST" and forms.is_valid():
        wanted = [hotlines.Line(**form.cleaned_data) for form in forms if form.cleaned_data.get("name")]
        hotlines.put_up(unit, wanted, by=request.user)
        messages.success(request, f"Đã niêm yết {len(wanted)} đường dây nóng của {unit.name}.")
        return redirect("dossiers:hotlines", unit.pk)
    context = {
        "unit": unit,
        "units": units,
        "forms": forms,
        "has_lines": bool(lines),
        "may_print": bool(hotlines.posted(unit)),
    }
    return render(request, "dossiers/hotlines.html", context)


@role_required(*DESK_ROLES)
@require_GET
def poster(request: OfficerRequest, unit_pk: int) -> HttpResponse:
    """Áp phích A4."""
    unit = _unit(_units(request, *DESK_ROLES), unit_pk)
    try:
        content = hotlines.poster(unit)
    except DomainError as error:
        messages.error(request, error.message)
        may_set = unit in _units(request, Role.UNIT_ADMIN)
        return redirect("dossiers:hotlines", unit.pk) if may_set else redirect("dossiers:feedback-list")
    answer = HttpResponse(content, content_type="application/pdf")
    answer["Content-Disposition"] = f'inline; filename="duong-day-nong-{unit.code}.pdf"'
    return answer


def _units(request: OfficerRequest, *roles: Role) -> list[Unit]:
    """Living units that these roles of the user reach; local governments where there are any."""
    today = timezone.localdate()
    reached = request.user.tree.pick(request.user.unit_ids(roles))
    living = [unit for unit in reached if unit.is_valid_on(today)]
    governments = [unit for unit in living if unit.is_local_government]
    return sorted(governments or living, key=lambda unit: unit.code)


def _unit(units: list[Unit], pk: int) -> Unit:
    found = next((unit for unit in units if unit.pk == pk), None)
    if found is None:
        raise Http404
    return found
