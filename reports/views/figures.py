"""Số liệu: a unit's indicators beside earlier periods, and their parts; every number opens its records."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_GET

from portal.access import OfficerRequest, role_required
from portal.errors import DomainError
from portal.models import Unit, UnitKind
from portal.models.user import FIGURE_ROLES
from reports.figures import By, FigureSet, Group, feedback_by_unit, figure_set
from reports.forms.days import DaysForm
from reports.indicators import INDICATORS, RATES, RATINGS_SHOWN_FROM, Indicator, Rate, Records
from reports.periods import Period
from reports.views.asking import Question, ask, home_unit

BREAKDOWNS = (
    (By.UNIT, "Đơn vị"),
    (By.FIELD, "Lĩnh vực"),
    (By.PROCEDURE, "Thủ tục"),
    (By.OFFICER, "Cán bộ tiếp nhận"),
)
BREAKDOWN_COLUMNS = (
    "carried_over",
    "received",
    "received_online",
    "to_resolve",
    "resolved",
    "resolved_early",
    "resolved_on_time",
    "resolved_late",
    "pending",
    "pending_overdue",
)
FEEDBACK_COLUMNS = {
    "feedback_carried_over": "Kỳ trước chuyển sang",
    "feedback_received": "Tiếp nhận",
    "feedback_done_in_time": "Đã xử lý đúng hạn",
    "feedback_done_late": "Đã xử lý quá hạn",
    "feedback_pending_in_time": "Đang xử lý, trong hạn",
    "feedback_pending_late": "Đang xử lý, quá hạn",
    "feedback_satisfied": "Hài lòng",
    "feedback_unsatisfied": "Không hài lòng",
}
LATE_CODES = frozenset(
    {
        "resolved_late",
        "pending_overdue",
        "feedback_done_late",
        "feedback_pending_late",
        "feedback_unsatisfied",
    }
)


@dataclass(frozen=True)
class Figure:
    """A number on a screen and the address of the records behind it; none where it may not be opened."""

    value: int
    label: str = ""
    url: str = ""
    is_late: bool = False


@dataclass(frozen=True)
class IndicatorLine:
    indicator: Indicator
    now: Figure
    before: Figure
    year_before: Figure

    @property
    def change(self) -> int:
        return self.now.value - self.year_before.value


@dataclass(frozen=True)
class RateLine:
    rate: Rate
    now: Decimal | None
    year_before: Decimal | None

    @property
    def change(self) -> Decimal | None:
        """In percentage points; None without both."""
        if self.now is None or self.year_before is None:
            return None
        return self.now - self.year_before

    @property
    def is_worse(self) -> bool:
        return bool(self.change) and (self.change < 0) == self.rate.higher_is_better  # type: ignore[operator]


@dataclass(frozen=True)
class GroupLine:
    group: Group
    figures: list[Figure]
    shares: list[tuple[str, int, str]]


@dataclass(frozen=True)
class Chip:
    label: str
    url: str
    current: bool
    count: int | None = None


@role_required(*FIGURE_ROLES)
@require_GET
def figures(request: OfficerRequest) -> HttpResponse:
    """Số liệu giải quyết hồ sơ."""
    try:
        question = ask(request)
        previous, a_year_ago = question.period.previous(), question.period.year_before()
    except DomainError as error:
        home = home_unit(request.user)
        refusal = {"error": error.message, "periods": presets(None, home.code, home)}
        return render(request, "reports/figures_error.html", refusal, status=400)
    unit, period, tree = question.unit, question.period, request.user.tree
    now = figure_set(unit, period, by=question.by, tree=tree)
    before = figure_set(unit, previous, tree=tree, on=period.last)
    year_before = figure_set(unit, a_year_ago, tree=tree, on=period.last)
    groups = [_group_line(question, group) for group in now.groups]
    voices = feedback_by_unit(question.scope) if question.by is By.UNIT else []
    context: dict[str, Any] = {
        "voice_headings": FEEDBACK_COLUMNS.values(),
        "voices": [(group.label, group_figures(question, group, FEEDBACK_COLUMNS)) for group in voices],
        "question": question,
        "at": timezone.now(),
        "indicators": [_indicator_line(question, code, now, before, year_before) for code in now.figures],
        "rates": [RateLine(rate, now.rates[code], year_before.rates[code]) for code, rate in RATES.items()],
        "columns": [INDICATORS[code] for code in BREAKDOWN_COLUMNS],
        "groups": groups,
        "total": _group_line(question, Group("", "Tổng cộng", now.figures), whole=True)
        if len(groups) > 1
        else None,
        "group_heading": dict(BREAKDOWNS).get(question.by, ""),
        "is_running": question.scope.counted != period,
        "periods": presets(period, unit.code, home_unit(request.user)),
        "breakdowns": [
            Chip(f"Theo {label.lower()}", question.address(theo=by.value), question.by == by)
            for by, label in BREAKDOWNS
        ],
        "units": unit_choices(question, home_unit(request.user)),
        "days": DaysForm(initial={"tu": period.first, "den": period.last}),
        "previous": previous,
        "year_before": a_year_ago,
    }
    return render(request, "reports/figures.html", context)


def records_url(question: Question, code: str, *, key: str | None = None) -> str:
    """Where the records behind a figure are listed."""
    words = {"theo": question.by.value, "nhom": key} if key is not None else {"theo": ""}
    return reverse("reports:records") + question.address(**{"chi-tieu": code, **words})


def figure(question: Question, code: str, value: int, *, key: str | None = None) -> Figure:
    indicator = INDICATORS[code]
    may_open = indicator.records is not Records.RATINGS or value >= RATINGS_SHOWN_FROM
    url = records_url(question, code, key=key) if may_open else ""
    return Figure(value, indicator.label, url, is_late=code in LATE_CODES and value > 0)


def group_figures(
    question: Question, group: Group, columns: Iterable[str], *, whole: bool = False
) -> list[Figure]:
    key = None if whole else group.key
    return [figure(question, code, group.figures[code], key=key) for code in columns]


def _group_line(question: Question, group: Group, *, whole: bool = False) -> GroupLine:
    shares = [
        ("trước hạn", group.figures["resolved_early"], "good"),
        ("đúng hạn", group.figures["resolved_on_time"], "fair"),
        ("quá hạn", group.figures["resolved_late"], "late"),
    ]
    return GroupLine(group, group_figures(question, group, BREAKDOWN_COLUMNS, whole=whole), shares)


def _indicator_line(
    question: Question, code: str, now: FigureSet, before: FigureSet, year_before: FigureSet
) -> IndicatorLine:
    return IndicatorLine(
        INDICATORS[code],
        figure(question, code, now.figures[code]),
        Figure(before.figures[code]),
        Figure(year_before.figures[code]),
    )


def presets(chosen: Period | None, unit_code: str, home: Unit) -> list[Chip]:
    """Periods to pick; of a home that is no more, those that it saw the end of."""
    end = home.valid_to or date.max
    presets = [preset for preset in Period.presets(min(timezone.localdate(), end)) if preset.last <= end]
    return [
        Chip(
            preset.label,
            f"?don-vi={unit_code}&ky={preset.code}",
            chosen is not None and preset.code == chosen.code,
        )
        for preset in presets
    ]


def unit_choices(question: Question, home: Unit) -> list[Unit]:
    """The units that may be chosen: the user's own and those below it on the period's last day."""
    tree, day = question.scope.tree, question.period.last
    root = question.unit if not home.is_valid_on(day) else home
    below = [child for child in tree.children(root.pk, on=day) if child.kind != UnitKind.HAMLET]
    return [root, *below] if below else []
