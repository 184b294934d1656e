"""Cơ quan công khai: who works there, when, where, how it does this month, what it reports."""

from urllib.parse import quote

from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.http import FileResponse, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from dossiers import assigning, offices, openings
from dossiers.models import Office
from initiatives.teams.listed import listed
from portal.access import OfficerRequest, role_required
from portal.errors import DomainError
from reports import kinds, public_figures, releasing
from reports.models import FileFormat, Report, ReportFile

REPORTS_SHOWN = 20


@login_not_required
@require_safe
def office(request: HttpRequest) -> HttpResponse:
    """Trang của một cơ quan; without one in the address and with several to choose from, their list."""
    found = offices.meant(request.GET.get("don-vi", ""))
    if found is None:
        return render(request, "public/offices.html", {"units": offices.receiving()})
    today = timezone.localdate()
    released = Report.objects.released().filter(unit=found.unit).defer("figures", "texts")
    context = {
        "office": found,
        "hours": openings.of(_settled(found), today),
        "map_url": found.settings.map_url or _map_of(found),
        "staff": assigning.listed_staff(found.unit, today),
        "teams": listed(found.unit, today),
        "month": public_figures.of(found.unit, today),
        "reports": [(report, kinds.kind(report.kind).label) for report in released[:REPORTS_SHOWN]],
    }
    return render(request, "public/office.html", context)


@login_not_required
@require_safe
def released(request: HttpRequest, pk: int) -> HttpResponseBase:
    """Tệp PDF của báo cáo đã công bố."""
    report = get_object_or_404(Report.objects.released(), pk=pk)
    file = get_object_or_404(
        ReportFile.objects.select_related("report__unit"), report=report, format=FileFormat.PDF
    )
    return FileResponse(file.file.open("rb"), filename=file.name, content_type=file.content_type)


@role_required(*releasing.RELEASERS)
@require_POST
def release(request: OfficerRequest, pk: int) -> HttpResponse:
    """Công bố, thôi công bố."""
    found = Report.objects.filter(unit__in=request.user.unit_ids(releasing.RELEASERS))
    report = get_object_or_404(found.select_related("unit"), pk=pk)
    try:
        if request.POST.get("act") == "withdraw":
            releasing.withdraw(report, by=request.user)
            messages.success(request, "Đã thôi công bố báo cáo.")
        else:
            releasing.release(report, by=request.user)
            messages.success(request, "Đã công bố tệp PDF trên trang của cơ quan.")
    except DomainError as refusal:
        messages.error(request, refusal.message)
    return redirect(report)


def _settled(found: offices.PublicOffice) -> Office:
    """The settings with their unit, also where nothing was set."""
    found.settings.unit = found.unit
    return found.settings


def _map_of(found: offices.PublicOffice) -> str:
    """A search for the address on a public map: followed only by who presses it, nothing is embedded."""
    address = found.settings.address
    return f"https://www.openstreetmap.org/search?query={quote(address)}" if address else ""
