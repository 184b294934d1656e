"""Dựng tệp: order a build, watch it, fetch what came of it."""

from django.contrib import messages
from django.http import FileResponse, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_GET, require_POST
from django_htmx.http import HttpResponseClientRefresh

from portal.access import OfficerRequest, role_required
from reports import building
from reports.models import READERS, WRITERS, FileFormat, Report, ReportFile, ReportState


@role_required(*WRITERS)
@require_POST
def build(request: OfficerRequest, pk: int) -> HttpResponse:
    """Dựng tệp Word, PDF, Excel; pressing twice builds once."""
    report = get_object_or_404(Report.objects.writable_by(request.user), pk=pk)
    building.start(report, by=request.user)
    return redirect(report)


@role_required(*READERS)
@require_GET
def progress(request: OfficerRequest, pk: int) -> HttpResponse:
    """Tiến độ: the part that asks again until the build is over, then the whole page anew."""
    reports = Report.objects.visible_to(request.user).select_related("job", "unit")
    report = get_object_or_404(reports, pk=pk)
    if not request.htmx:  # type: ignore[attr-defined]
        return redirect(report)
    if not report.is_building:
        if report.state == ReportState.BUILT:
            messages.success(request, "Đã dựng xong các tệp.")
        return HttpResponseClientRefresh()
    context = {"job": report.job, "poll_url": reverse("reports:progress", args=[report.pk])}
    return render(request, "components/progress.html", context)


@role_required(*READERS)
@require_GET
def download(request: OfficerRequest, pk: int, extension: str) -> HttpResponseBase:
    """Tải tệp: only who may read the report gets it, under a name that says what it is."""
    report = get_object_or_404(Report.objects.visible_to(request.user), pk=pk)
    files = ReportFile.objects.exclude(format=FileFormat.HTML).select_related("report__unit")
    file = get_object_or_404(files, report=report, format=extension)
    return FileResponse(
        file.file.open("rb"), as_attachment=True, filename=file.name, content_type=file.content_type
    )
