"""Bảng tổ công nghệ số cộng đồng: coverage, members, what was done; teams that have long been silent."""

from dataclasses import dataclass
from decimal import Decimal

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_GET

from initiatives.teams import silence
from portal.access import OfficerRequest, role_required
from portal.errors import DomainError
from portal.models import UnitKind
from portal.models.user import FIGURE_ROLES
from reports.community_board import board
from reports.figures import Group, rates
from reports.indicators import INDICATORS
from reports.views.asking import Question, ask, home_unit
from reports.views.figures import Figure, group_figures, presets, unit_choices

_WORK = (
    "team_sessions",
    "team_helped",
    "team_helped_account",
    "team_helped_submission",
    "team_helped_digitisation",
    "team_helped_payment",
    "team_helped_other",
)
_HEADINGS = [INDICATORS[code].short_label for code in _WORK]
SHOWN = 50
"""Silent teams on the page; the list of teams has them all."""


@dataclass(frozen=True)
class Line:
    """One hamlet or commune, or all of them: each count opens its records."""

    label: str
    with_team: Figure
    hamlets: Figure
    teams: Figure
    members: Figure
    trained: Figure
    trained_share: Decimal | None
    work: list[tuple[str, Figure]]
    dossiers: Figure | None


@role_required(*FIGURE_ROLES)
@require_GET
def table(request: OfficerRequest) -> HttpResponse:
    """Độ phủ và hoạt động của tổ trong một kỳ; dưới đó các tổ đang im lặng."""
    try:
        question = ask(request)
    except DomainError as error:
        raise Http404(error.message) from error
    user, today = request.user, timezone.localdate()
    whole, groups = board(question.scope)
    reached = user.tree.scope(question.unit.pk) & user.readable_unit_ids
    quiet = silence.silent(reached, user.tree, on=today)
    # A dossier belongs to the commune, not to one of its hamlets.
    by_hamlet = question.unit.kind == UnitKind.COMMUNE
    context = {
        "question": question,
        "at": timezone.now(),
        "periods": presets(question.period, question.unit.code, home_unit(user)),
        "units": unit_choices(question, home_unit(user)),
        "headings": _HEADINGS,
        "lines": [_line(question, group, has_dossiers=not by_hamlet) for group in groups],
        "total": _line(question, whole, whole=True),
        "coverage": rates(whole.figures)["team_coverage"],
        "silent": quiet[:SHOWN],
        "silent_count": len(quiet),
    }
    return render(request, "reports/teams.html", context)


def _line(question: Question, group: Group, *, whole: bool = False, has_dossiers: bool = True) -> Line:
    first = ("hamlets_with_team", "hamlets", "teams", "team_members", "team_members_trained", "team_dossiers")
    with_team, hamlets, teams, members, trained, dossiers = group_figures(question, group, first, whole=whole)
    return Line(
        group.label,
        with_team,
        hamlets,
        teams,
        members,
        trained,
        rates(group.figures)["team_trained"],
        list(zip(_HEADINGS, group_figures(question, group, _WORK, whole=whole), strict=True)),
        dossiers if has_dossiers else None,
    )
