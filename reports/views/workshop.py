"""Xưởng báo cáo: figures → words → thể thức → the page as it will print → the files."""

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.safestring import mark_safe
from django.views.decorators.http import require_GET, require_http_methods

from portal import formats
from portal.access import OfficerRequest, role_required
from portal.errors import DomainError
from reports import building, checker, document_links, drafting, kinds, links
from reports.forms import DocumentForm, LetterheadForm, TextsForm
from reports.indicators import INDICATORS, RATES
from reports.material import Material, differences
from reports.models import READERS, WRITERS, FileFormat, Report
from reports.outlines import LISTS, WORDS
from reports.references import refer
from reports.releasing import RELEASERS
from reports.renderers import html

_STEPS = (
    ("reports:workshop", "Số liệu và tệp", READERS),
    ("reports:texts", "Lời văn", WRITERS),
    ("reports:letterhead", "Thể thức", WRITERS),
    ("reports:preview", "Xem trước", READERS),
)


@dataclass(frozen=True)
class Line:
    """One indicator or rate of the period, beside the same period of the year before."""

    label: str
    meaning: str
    measure: str
    now: str
    url: str
    before: str
    change: str


@dataclass(frozen=True)
class Step:
    number: int
    label: str
    url: str
    current: bool


@role_required(*READERS)
@require_GET
def workshop(request: OfficerRequest, pk: int) -> HttpResponse:
    """Một báo cáo: its figures as of now, what is still to do, its files."""
    report = _visible(request, pk)
    kind = kinds.kind(report.kind)
    material = kind.gather(report.unit, report.period)
    context = _frame(request, report, "reports:workshop") | {
        "at": timezone.now(),
        "figures": _figure_lines(material),
        "rates": _rate_lines(material),
        "year_before": report.period.year_before(),
        "check": _check(kind, report, material),
        "differences": differences(report.figures, material) if report.figures else [],
        "files": [file for file in report.files.all() if file.is_download],
        "documents": document_links.of(report, request.user),
        "document_form": DocumentForm(),
        "may_release": report.unit_id in request.user.unit_ids(RELEASERS),
    }
    return render(request, "reports/workshop.html", context)


@role_required(*WRITERS)
@require_http_methods(["GET", "POST"])
def texts(request: OfficerRequest, pk: int) -> HttpResponse:
    """Lời văn: what the office writes itself."""
    report = _writable(request, pk)
    kind = kinds.kind(report.kind)
    form = TextsForm(request.POST or None, kind=kind, initial=report.texts)
    if form.is_valid():
        drafting.write(report, form.cleaned_data, by=request.user)
        messages.success(request, "Đã ghi lời văn.")
        return redirect("reports:preview" if "preview" in request.POST else "reports:texts", report.pk)
    material = kind.gather(report.unit, report.period)
    context = _frame(request, report, "reports:texts") | {
        "form": form,
        "check": _check(kind, report, material),
        "tokens": _tokens(material),
        "words": [*WORDS.items(), *((f"list: {code}", label) for code, label in LISTS.items())],
    }
    return render(request, "reports/texts.html", context)


@role_required(*WRITERS)
@require_http_methods(["GET", "POST"])
def letterhead(request: OfficerRequest, pk: int) -> HttpResponse:
    """Thể thức: number, date, signature, receivers."""
    report = _writable(request, pk)
    superior = report.unit.parent
    form = LetterheadForm(
        request.POST or None, head=building.usual_letterhead(report.unit, superior, report.header)
    )
    if form.is_valid():
        drafting.set_letterhead(report, form.letterhead(), by=request.user)
        messages.success(request, "Đã ghi thể thức.")
        return redirect("reports:letterhead", report.pk)
    context = _frame(request, report, "reports:letterhead") | {"form": form}
    return render(request, "reports/letterhead.html", context)


@role_required(*READERS)
@require_GET
def preview(request: OfficerRequest, pk: int) -> HttpResponse:
    """Xem trước: the pages as they will print; each figure opens its records."""
    report = _visible(request, pk)
    stored = report.files.filter(format=FileFormat.HTML).first()
    shows_built = stored is not None and "ban-soan" not in request.GET
    context = _frame(request, report, "reports:preview") | {
        "has_built": stored is not None,
        "built": shows_built,
    }
    if stored is not None and shows_built:
        with stored.file.open("rb") as file:
            context["sheets"] = mark_safe(file.read().decode())  # our renderer escapes
    else:
        try:
            context["sheets"] = _compose(report)
        except DomainError as refusal:
            context["refusal"] = refusal.message
    return render(request, "reports/preview.html", context)


def _compose(report: Report) -> str:
    kind = kinds.kind(report.kind)
    document = building.compose(kind, kind.gather(report.unit, report.period), report.texts, report.header)
    figure_url = links.records_url(report.unit, report.period)
    return mark_safe(html.render(document, figure_url=figure_url))  # our renderer escapes


# What every step shows


def _visible(request: OfficerRequest, pk: int) -> Report:
    reports = Report.objects.visible_to(request.user).select_related("unit__parent", "job")
    return get_object_or_404(reports, pk=pk)


def _writable(request: OfficerRequest, pk: int) -> Report:
    reports = Report.objects.writable_by(request.user).select_related("unit__parent", "job")
    return get_object_or_404(reports, pk=pk)


def _frame(request: OfficerRequest, report: Report, here: str) -> dict[str, Any]:
    user = request.user
    may_write = report.unit_id in user.unit_ids(WRITERS)
    steps = [(name, label) for name, label, roles in _STEPS if may_write or roles is READERS]
    return {
        "report": report,
        "kind": kinds.kind(report.kind),
        "period": report.period,
        "may_write": may_write,
        "steps": [
            Step(number, label, reverse(name, args=[report.pk]), name == here)
            for number, (name, label) in enumerate(steps, 1)
        ],
    }


def _check(kind: kinds.ReportKind, report: Report, material: Material) -> checker.Check:
    earlier = drafting.previous(report.kind, report.unit, report.period)
    texts = earlier.texts if earlier else {}
    return checker.check(kind.outline, report.texts, material.figures, texts, material.written)


def _figure_lines(material: Material) -> list[Line]:
    url = links.records_url(material.unit, material.period)
    before = material.year_before.figures if material.year_before else None
    return [
        Line(
            INDICATORS[code].label,
            f"{INDICATORS[code].meaning} {INDICATORS[code].source}",
            INDICATORS[code].measure,
            formats.integer(value),
            url(reference) if (reference := refer(material.figures.figures, code)) else "",
            formats.integer(before[code]) if before else "–",
            _signed(formats.integer(value - before[code])) if before else "–",
        )
        for code, value in material.figures.figures.items()
    ]


def _rate_lines(material: Material) -> list[Line]:
    before = material.year_before.rates if material.year_before else {}
    return [
        Line(
            RATES[code].label,
            RATES[code].meaning,
            "%",
            _percent(value),
            "",
            _percent(before.get(code)),
            _points(before, code, value),
        )
        for code, value in material.figures.rates.items()
    ]


def _percent(value: Decimal | None) -> str:
    return "–" if value is None else formats.percent(value)


def _points(before: Mapping[str, Decimal | None], code: str, now: Decimal | None) -> str:
    then = before.get(code)
    if now is None or then is None:
        return "–"
    return f"{_signed(formats.decimal(now - then))} điểm"


def _signed(number: str) -> str:
    """With its sign, a true minus as everywhere on screens."""
    if number.startswith("-"):
        return f"−{number[1:]}"
    return f"+{number}" if number.strip("0,") else number


def _tokens(material: Material) -> list[tuple[str, str, str]]:
    """What may be written in square brackets: the token, what it is, and how it reads now."""
    figures = [
        (code, INDICATORS[code].label, formats.integer(value))
        for code, value in material.figures.figures.items()
    ]
    return figures + [
        (f"{code}%", f"Tỷ lệ: {RATES[code].label}", _percent(value))
        for code, value in material.figures.rates.items()
    ]
