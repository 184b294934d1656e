"""Quản trị quy trình nội bộ: what a unit has set, its steps, and the way back to what ships."""

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from dossiers import listing
from dossiers.forms.processes import ProcedureChoiceForm, steps_formset
from dossiers.models import Procedure
from dossiers.process import configuring
from portal.access import OfficerRequest, role_required
from portal.administration import ADMIN_ROLES, Reach
from portal.errors import DomainError
from portal.models import Unit, User
from portal.models.user import WORKING_ROLES

USUAL = "chung"
"""The word of the address for the process of every procedure without one of its own."""


@role_required(*ADMIN_ROLES)
@require_GET
def processes(request: OfficerRequest) -> HttpResponse:
    """Quy trình nội bộ của đơn vị."""
    reach = Reach(request.user)
    units = [unit for unit in reach.units if unit.valid_to is None and unit.kind in listing.KINDS]
    chosen = request.GET.get("don-vi", str(request.user.unit_id))
    unit = next((one for one in units if str(one.pk) == chosen), units[0] if units else None)
    if unit is None:
        raise Http404
    form = ProcedureChoiceForm(request.GET if "procedure" in request.GET else None)
    if form.is_valid():
        return redirect("dossiers:process", unit.pk, form.cleaned_data["procedure"].code)
    mine = configuring.own(unit)
    context = {
        "unit": unit,
        "units": [(str(one.pk), one.name, one == unit) for one in units],
        "unit_key": str(unit.pk),
        "usual": configuring.applying(unit, None),
        "has_usual": any(one.procedure is None for one in mine),
        "own": [one for one in mine if one.procedure is not None],
        "usual_url": reverse("dossiers:process", args=[unit.pk, USUAL]),
        "form": form,
    }
    return render(request, "dossiers/processes.html", context)


@role_required(*ADMIN_ROLES)
@require_http_methods(["GET", "POST"])
def process(request: OfficerRequest, pk: int, procedure: str) -> HttpResponse:
    """Các bước của một quy trình; saved, they hold for dossiers received from now on."""
    unit, chosen = _unit(request, pk), _procedure(procedure)
    steps = configuring.applying(unit, chosen)
    data = request.POST if request.method == "POST" else None
    formset = steps_formset(data, steps=steps, people=_people(unit))
    if request.method == "POST" and formset.is_valid():
        try:
            configuring.define(unit=unit, procedure=chosen, steps=formset.drafts, by=request.user)
        except DomainError as error:
            messages.error(request, error.message)
        else:
            messages.success(
                request,
                "Đã đặt quy trình. Hồ sơ tiếp nhận từ lúc này theo các bước mới.",
            )
            return redirect(f"{reverse('dossiers:processes')}?don-vi={unit.pk}")
    context = {
        "unit": unit,
        "procedure": chosen,
        "word": procedure,
        "formset": formset,
        "is_own": any(one.procedure == chosen for one in configuring.own(unit)),
        "back": f"{reverse('dossiers:processes')}?don-vi={unit.pk}",
    }
    return render(request, "dossiers/process.html", context)


@role_required(*ADMIN_ROLES)
@require_POST
def restore(request: OfficerRequest, pk: int, procedure: str) -> HttpResponse:
    """Về quy trình mặc định."""
    unit, chosen = _unit(request, pk), _procedure(procedure)
    configuring.restore(unit=unit, procedure=chosen, by=request.user)
    messages.success(request, "Đã về quy trình mặc định. Hồ sơ đang giải quyết giữ bước cũ.")
    return redirect(f"{reverse('dossiers:processes')}?don-vi={unit.pk}")


def _unit(request: OfficerRequest, pk: int) -> Unit:
    return get_object_or_404(Reach(request.user).units, pk=pk)


def _procedure(word: str) -> Procedure | None:
    return None if word == USUAL else get_object_or_404(Procedure, code=word)


def _people(unit: Unit) -> list[User]:
    """Who may be named for a step: the working roles of the unit, and of the offices below it."""
    found = User.objects.filter(
        is_active=True, assignments__role__in=WORKING_ROLES, assignments__unit__in=[unit.pk, *_offices(unit)]
    )
    return list(found.distinct().order_by("full_name", "pk"))


def _offices(unit: Unit) -> list[int]:
    return list(unit.children.filter(kind="division", valid_to=None).values_list("pk", flat=True))
