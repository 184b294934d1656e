"""Báo cáo: the list, beginning one, giving one up."""

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_GET, require_http_methods

from portal.access import OfficerRequest, role_required
from portal.errors import DomainError
from portal.models import Unit, User
from reports import drafting, kinds
from reports.forms import NewReportForm
from reports.letterhead import REPORTING_KINDS
from reports.models import READERS, WRITERS, Report

PER_PAGE = 50


@role_required(*READERS)
@require_GET
def shelf(request: OfficerRequest) -> HttpResponse:
    """Danh sách báo cáo."""
    found = Report.objects.visible_to(request.user).select_related("unit", "job").prefetch_related("files")
    page = Paginator(found.defer("figures", "texts"), PER_PAGE).get_page(request.GET.get("page"))
    context = {
        "page_obj": page,
        "rows": [(report, kinds.kind(report.kind).label) for report in page],
        "may_write": request.user.has_role(*WRITERS),
    }
    return render(request, "reports/list.html", context)


@role_required(*WRITERS)
@require_http_methods(["GET", "POST"])
def new(request: OfficerRequest) -> HttpResponse:
    """Lập báo cáo."""
    form = NewReportForm(
        request.POST or None, units=reporting_units(request.user), today=timezone.localdate()
    )
    if form.is_valid():
        data = form.cleaned_data
        report, is_new = drafting.begin(
            kinds.kind(data["kind"]), data["unit"], data["period"], by=request.user
        )
        if not is_new:
            messages.info(request, "Báo cáo của đơn vị trong kỳ này đã có, mở tiếp bản đó.")
        return redirect(report)
    return render(request, "reports/new.html", {"form": form})


@role_required(*WRITERS)
@require_http_methods(["GET", "POST"])
def give_up(request: OfficerRequest, pk: int) -> HttpResponse:
    """Bỏ bản đang soạn."""
    report = get_object_or_404(Report.objects.writable_by(request.user).select_related("unit", "job"), pk=pk)
    if request.method == "POST":
        try:
            drafting.give_up(report, by=request.user)
        except DomainError as refusal:
            messages.error(request, refusal.message)
            return redirect(report)
        messages.success(request, f"Đã bỏ bản soạn báo cáo của {report.unit.name}, {report.period.label}.")
        return redirect("reports:list")
    return render(request, "reports/give_up.html", {"report": report, "kind": kinds.kind(report.kind)})


def reporting_units(user: User) -> list[Unit]:
    """The bodies that the user writes reports for, those of today first."""
    today = timezone.localdate()
    units = [unit for unit in user.tree.pick(sorted(user.unit_ids(WRITERS))) if unit.kind in REPORTING_KINDS]
    return sorted(units, key=lambda unit: (not unit.is_valid_on(today), unit.code))
