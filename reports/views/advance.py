"""Hỗ trợ trước khi đến: by procedure what came in, was answered, became a dossier, was done in two visits."""

from dataclasses import dataclass
from decimal import Decimal

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_GET

from portal.access import OfficerRequest, role_required
from portal.errors import DomainError
from portal.models.user import FIGURE_ROLES
from reports.figures import Group, advance_by_procedure, rates
from reports.indicators import ADVANCE_INDICATORS
from reports.views.asking import Question, ask, home_unit
from reports.views.figures import Figure, presets


@dataclass(frozen=True)
class Line:
    """One procedure, or all of them: each count opens its records."""

    label: str
    figures: list[Figure]
    in_time: Decimal | None
    two_visits: Decimal | None


@role_required(*FIGURE_ROLES)
@require_GET
def table(request: OfficerRequest) -> HttpResponse:
    """Bảng hỗ trợ trước khi đến của một kỳ."""
    try:
        question = ask(request)
    except DomainError as error:
        raise Http404(error.message) from error
    whole, groups = advance_by_procedure(question.scope)
    context = {
        "question": question,
        "at": timezone.now(),
        "periods": presets(question.period, question.unit.code, home_unit(request.user)),
        "columns": ADVANCE_INDICATORS,
        "lines": [_line(question, group) for group in groups],
        "total": _line(question, whole) if groups else None,
    }
    return render(request, "reports/advance.html", context)


def _line(question: Question, group: Group) -> Line:
    shares = rates(group.figures)
    words = {"theo": "procedure", "nhom": group.key} if group.key else {}
    page = reverse("reports:records")
    figures = [
        Figure(
            group.figures[one.code],
            label=one.short_label,
            url=f"{page}{question.address(**words, **{'chi-tieu': one.code})}",
        )
        for one in ADVANCE_INDICATORS
    ]
    return Line(group.label, figures, shares["advance_in_time"], shares["advance_two_visits"])
