"""Chín chỉ số: the unit's points, each officer's for those who lead them, and the dossiers behind."""

from dataclasses import dataclass
from urllib.parse import urlencode

from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_GET

from dossiers.privacy import Veil
from portal.access import OfficerRequest, role_required
from portal.errors import DomainError
from portal.models import Role
from portal.models.user import FIGURE_ROLES
from reports import nine
from reports.forms.days import DaysForm
from reports.views.asking import Question, ask, home_unit
from reports.views.figures import presets, unit_choices
from reports.views.records import PER_PAGE

JUDGES = (Role.LEADER, Role.UNIT_ADMIN)
"""Who sees the officers one by one."""


@dataclass(frozen=True)
class Line:
    """One index of the unit, with what earns two, one and no points and the address of those dossiers."""

    score: nine.Score
    points: list[tuple[int, str, str]]


@dataclass(frozen=True)
class OfficerLine:
    """An officer's points: each with the address of the dossiers that got none."""

    sheet: nine.Sheet
    scores: list[tuple[nine.Score, str]]


@role_required(*FIGURE_ROLES)
@require_GET
def indices(request: OfficerRequest) -> HttpResponse:
    """Chín chỉ số của một đơn vị trong một kỳ."""
    question = _question(request)
    sheet = nine.unit_sheet(question.scope)
    period, home = question.period, home_unit(request.user)
    context = {
        "question": question,
        "at": timezone.now(),
        "sheet": sheet,
        "lines": [_line(question, score) for score in sheet.scores],
        "officers": _officers(question) if _judges(request, question) else [],
        "personal": [nine.BY_NUMBER[number] for number in nine.PERSONAL],
        "judges": _judges(request, question),
        "periods": presets(period, question.unit.code, home),
        "units": unit_choices(question, home),
        "days": DaysForm(initial={"tu": period.first, "den": period.last}),
    }
    return render(request, "reports/nine.html", context)


@role_required(*FIGURE_ROLES)
@require_GET
def index_records(request: OfficerRequest) -> HttpResponse:
    """Hồ sơ đằng sau điểm của một chỉ số."""
    question = _question(request)
    number, points = request.GET.get("chi-so", ""), request.GET.get("diem", "")
    if not number.isdecimal() or int(number) not in nine.OPENED or points not in {"0", "1", "2"}:
        raise Http404("Không có danh sách này.")
    index = nine.BY_NUMBER[int(number)]
    words = dict(index.points)[int(points)]
    officer = request.GET.get("can-bo")
    if officer is not None and not _judges(request, question):
        raise PermissionDenied("Chỉ lãnh đạo và quản trị đơn vị xem điểm của từng cán bộ.")
    found = nine.dossiers(question.scope, index.number, int(points), officer=officer)
    found = found.select_related("procedure", "resolving_unit").defer("notes", "procedure__steps")
    page = Paginator(found.order_by("-finished_on", "pk"), PER_PAGE).get_page(request.GET.get("page"))
    label, meaning = f"Chỉ số {number}, {points} điểm ({words})", f"{index.label}. {index.note}"
    context = {
        "question": question,
        "indicator": {"label": label, "measure": "hồ sơ", "meaning": meaning, "source": nine.SOURCE},
        "group_label": officer or "",
        "page_obj": page,
        "rows": Veil(request.user).over(page),
    }
    return render(request, "reports/records.html", context)


def _question(request: OfficerRequest) -> Question:
    try:
        return ask(request)
    except DomainError as error:
        raise Http404(error.message) from error


def _judges(request: OfficerRequest, question: Question) -> bool:
    return question.unit.pk in request.user.unit_ids(JUDGES)


def _line(question: Question, score: nine.Score) -> Line:
    points = [
        (points, words, _url(question, score, points) if _is_opened(score) else "")
        for points, words in score.index.points
    ]
    return Line(score, points)


def _officers(question: Question) -> list[OfficerLine]:
    return [
        OfficerLine(
            sheet,
            [
                (score, _url(question, score, 0, officer=sheet.name) if _is_opened(score) else "")
                for score in sheet.scores
            ],
        )
        for sheet in nine.officer_sheets(question.scope)
    ]


def _is_opened(score: nine.Score) -> bool:
    return score.index.number in nine.OPENED and score.value is not None


def _url(question: Question, score: nine.Score, points: int, *, officer: str | None = None) -> str:
    words = {"chi-so": str(score.index.number), "diem": str(points), "theo": ""}
    address = question.address(**words)
    if officer is not None:
        address += f"&{urlencode({'can-bo': officer})}"
    return reverse("reports:nine-records") + address
