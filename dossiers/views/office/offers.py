"""Thủ tục đơn vị tiếp nhận: ticked many at once, and one procedure's own terms."""

from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from dossiers import offering
from dossiers.forms.offering import OfferFilters, TermsForm
from dossiers.models import OfferedProcedure, Procedure
from dossiers.models.procedure import ProcedureQuerySet
from dossiers.views.office.settings import reached
from portal.access import OfficerRequest, role_required
from portal.administration import ADMIN_ROLES
from portal.errors import DomainError
from portal.models import Unit

PAGE = 50


@role_required(*ADMIN_ROLES)
@require_http_methods(["GET", "POST"])
def offers(request: OfficerRequest, pk: int) -> HttpResponse:
    """Danh sách thủ tục của một đơn vị; ticks count for the lines on the page, the buttons for all found."""
    unit = reached(request, pk).unit
    filters = OfferFilters(request.GET)
    offered = Procedure.objects.offered_by(unit)
    found = filters.narrow(Procedure.objects.published(), offered)
    if request.method == "POST":
        return _save(request, unit, found)
    rows = found.select_related("field").defer("steps", "conditions", "legal_basis", "subjects")
    page = Paginator(rows, PAGE).get_page(request.GET.get("page"))
    shown = [procedure.pk for procedure in page]
    ticked = set(offered.filter(pk__in=shown).values_list("pk", flat=True))
    own = {
        offer.procedure_id: offer for offer in OfferedProcedure.objects.filter(unit=unit, procedure__in=shown)
    }
    context = {
        "unit": unit,
        "filters": filters,
        "is_filtered": any(filters.chosen.values()),
        "page_obj": page,
        "rows": [(procedure, procedure.pk in ticked, own.get(procedure.pk)) for procedure in page],
        "offered_count": offered.count(),
        "all_count": Procedure.objects.published().count(),
        "chooses": OfferedProcedure.objects.filter(unit=unit, is_offered=True).exists(),
    }
    return render(request, "dossiers/office/offers.html", context)


def _save(request: OfficerRequest, unit: Unit, found: ProcedureQuerySet) -> HttpResponse:
    sent: Any = request.POST
    every = set(found.values_list("pk", flat=True))
    shown = {int(pk) for pk in sent.getlist("shown") if pk.isdecimal()} & set(
        Procedure.objects.published().values_list("pk", flat=True)
    )
    ticked = {int(pk) for pk in sent.getlist("offered") if pk.isdecimal()} & shown
    match sent.get("act"):
        case "all":
            chosen, dropped = every, set()
        case "none":
            chosen, dropped = set(), every
        case _:
            chosen, dropped = ticked, shown - ticked
    try:
        changed = offering.choose(unit, chosen=chosen, dropped=dropped, by=request.user)
    except DomainError as error:
        messages.error(request, error.message)
    else:
        messages.success(
            request, f"Đã ghi: {changed} thủ tục thay đổi." if changed else "Không có gì thay đổi."
        )
    return redirect(f"{reverse('dossiers:office-offers', args=[unit.pk])}?{request.GET.urlencode()}")


@role_required(*ADMIN_ROLES)
@require_http_methods(["GET", "POST"])
def offer_terms(request: OfficerRequest, pk: int, code: str) -> HttpResponse:
    """Riêng của đơn vị với một thủ tục."""
    unit = reached(request, pk).unit
    procedure = get_object_or_404(Procedure.objects.published(), code=code)
    form = TermsForm(request.POST or None, procedure=procedure, offer=offering.terms_of(unit, procedure))
    if request.method == "POST" and form.is_valid():
        try:
            offering.set_terms(unit, procedure, by=request.user, **form.cleaned_data)
        except DomainError as error:
            form.add_error(None, error.message)
        else:
            messages.success(request, f"Đã ghi riêng của {unit.name} cho thủ tục {procedure.code}.")
            return redirect("dossiers:office-offers", pk=pk)
    context = {"unit": unit, "procedure": procedure, "form": form}
    return render(request, "dossiers/office/offer_terms.html", context)
