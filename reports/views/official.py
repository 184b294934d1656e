"""Số liệu văn bản đi, đến và việc giao: by unit and by officer, each number opens its records."""

from dataclasses import dataclass
from decimal import Decimal

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_GET, require_POST

from portal.access import OfficerRequest, role_required
from portal.errors import DomainError
from portal.models.user import FIGURE_ROLES
from reports import document_links, official_figures
from reports.figures import By, Group, rates
from reports.forms import DocumentForm
from reports.indicators import INDICATORS, RATES
from reports.indicators.official import OFFICIAL_RATES
from reports.models import READERS, Report
from reports.views.asking import Question, ask, home_unit
from reports.views.figures import Chip, Figure, group_figures, presets

BREAKDOWNS = ((By.UNIT, "Đơn vị"), (By.OFFICER, "Cán bộ"))


@dataclass(frozen=True)
class Line:
    """One unit, one officer, or all of them."""

    label: str
    figures: list[Figure]
    rates: list[Decimal | None]


@role_required(*FIGURE_ROLES)
@require_GET
def table(request: OfficerRequest) -> HttpResponse:
    """Bảng văn bản và việc giao của một kỳ."""
    try:
        question = ask(request)
    except DomainError as error:
        raise Http404(error.message) from error
    is_by_officer = question.by is By.OFFICER
    scope = question.scope
    groups = official_figures.by_officer(scope) if is_by_officer else official_figures.by_unit(scope)
    context = {
        "question": question,
        "at": timezone.now(),
        "periods": presets(question.period, question.unit.code, home_unit(request.user)),
        "breakdowns": [
            Chip(
                f"Theo {label.lower()}", question.address(theo=by.value), (by is By.OFFICER) == is_by_officer
            )
            for by, label in BREAKDOWNS
        ],
        "group_heading": "Cán bộ" if is_by_officer else "Đơn vị",
        "columns": [INDICATORS[code] for code in official_figures.CODES],
        "rates": [RATES[one.code] for one in OFFICIAL_RATES],
        "lines": [_line(question, group) for group in groups],
        "total": _line(question, official_figures.total(groups), whole=True) if len(groups) > 1 else None,
    }
    return render(request, "reports/official.html", context)


@role_required(*READERS)
@require_POST
def link(request: OfficerRequest, pk: int) -> HttpResponse:
    """Liên kết một văn bản với báo cáo, by its number."""
    report = get_object_or_404(Report.objects.visible_to(request.user), pk=pk)
    form = DocumentForm(request.POST)
    try:
        if not form.is_valid():
            raise DomainError("Ghi số, ký hiệu của văn bản.")
        found = document_links.link(report, form.cleaned_data["number"], by=request.user)
    except DomainError as error:
        messages.error(request, error.message)
    else:
        messages.success(request, f"Đã liên kết {found.label} với báo cáo.")
    return redirect(report)


def _line(question: Question, group: Group, *, whole: bool = False) -> Line:
    shares = rates(group.figures)
    return Line(
        group.label,
        group_figures(question, group, official_figures.CODES, whole=whole),
        [shares[one.code] for one in OFFICIAL_RATES],
    )
