"""Sổ và danh sách: the registers of the years, and the lists that are signed when papers change hands."""

from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.db.models import Count, QuerySet
from django.http import FileResponse, Http404, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_GET, require_http_methods, require_POST
from django_htmx.http import HttpResponseClientRefresh

from dossiers.forms.books import ResultsForm
from dossiers.models import RegisterPrint, Slip, SlipKind
from dossiers.printing import registers, results
from portal import audit
from portal.access import OfficerRequest, role_required
from portal.chips import Chip
from portal.errors import DomainError
from portal.models import Unit
from portal.models.user import DESK_ROLES

SHOWN = 50
LISTS = (SlipKind.HANDOVER_LIST, SlipKind.RESULT_HANDOVER)
PRINTS = "so"
KINDS = {
    "": "Mọi danh sách",
    SlipKind.HANDOVER_LIST.value: "Bàn giao hồ sơ",
    SlipKind.RESULT_HANDOVER.value: "Bàn giao kết quả",
    PRINTS: "Bản in sổ",
}
"""What the page lists below the books."""


@role_required(*DESK_ROLES)
@require_http_methods(["GET", "POST"])
def books(request: OfficerRequest) -> HttpResponse:
    """Sổ theo dõi hồ sơ of each year, the lists issued, and a new list of a day's results."""
    reach = request.user.unit_ids(DESK_ROLES)
    units = Unit.objects.filter(pk__in=reach, kind__in=["province", "district", "commune", "division"])
    initial = {"unit": request.user.unit_id, "day": timezone.localdate()}
    form = ResultsForm(request.POST or None, units=units.order_by("valid_to", "code"), initial=initial)
    if request.method == "POST" and form.is_valid():
        try:
            made = results.hand_over_results(by=request.user, **form.cleaned_data)
        except DomainError as error:
            form.add_error(None, error.message)
        else:
            numbers = ", ".join(f"{one.number:02d}/{one.year}" for one in made)
            messages.success(request, f"Đã lập phiếu bàn giao kết quả số {numbers}.")
            return redirect("dossiers:books")
    chosen = request.GET.get("loai", "")
    chosen = chosen if chosen in KINDS else ""
    found: QuerySet[Any]
    if chosen == PRINTS:
        found = RegisterPrint.objects.filter(unit__in=reach).select_related("unit", "job")
    else:
        lists = Slip.objects.filter(kind__in=[chosen] if chosen else LISTS, unit__in=reach)
        found = lists.select_related("unit").annotate(times=Count("prints")).order_by("-issued_at", "-pk")
    context = {
        "shelves": registers.shelves(reach),
        "chips": [
            Chip(words, f"?loai={kind}" if kind else "?", kind == chosen) for kind, words in KINDS.items()
        ],
        "shows_prints": chosen == PRINTS,
        "page_obj": Paginator(found, SHOWN).get_page(request.GET.get("page")),
        "form": form,
    }
    return render(request, "dossiers/books.html", context)


@role_required(*DESK_ROLES)
@require_POST
def order_register(request: OfficerRequest, unit_pk: int, year: int, volume: int) -> HttpResponse:
    """Dựng sổ: pressing twice makes one."""
    if unit_pk not in request.user.unit_ids(DESK_ROLES):
        raise Http404
    try:
        made = registers.order(Unit.objects.get(pk=unit_pk), year=year, volume=volume, by=request.user)
    except DomainError as error:
        messages.error(request, error.message)
        return redirect("dossiers:books")
    return redirect(made)


@role_required(*DESK_ROLES)
@require_GET
def register_print(request: OfficerRequest, pk: int) -> HttpResponse:
    """Một bản in sổ: how far it is, then its file."""
    made = _visible(request, pk)
    if request.htmx and made.job and not made.job.is_over:  # type: ignore[attr-defined]
        return render(
            request, "components/progress.html", {"job": made.job, "poll_url": made.get_absolute_url()}
        )
    if request.htmx:  # type: ignore[attr-defined]
        return HttpResponseClientRefresh()
    return render(
        request, "dossiers/register_print.html", {"made": made, "poll_url": made.get_absolute_url()}
    )


@role_required(*DESK_ROLES)
@require_GET
def register_file(request: OfficerRequest, pk: int) -> HttpResponseBase:
    """Mở tệp của sổ: it holds everybody's names, so each opening is logged."""
    made = _visible(request, pk)
    if not made.file:
        return redirect(made)
    audit.record("register.opened", by=request.user, target=made, unit=made.unit, lines=made.lines)
    return FileResponse(made.file.open("rb"), filename=made.file_name, content_type="application/pdf")


def _visible(request: OfficerRequest, pk: int) -> RegisterPrint:
    reach = request.user.unit_ids(DESK_ROLES)
    return get_object_or_404(RegisterPrint.objects.select_related("unit", "job"), pk=pk, unit__in=reach)
