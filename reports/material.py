"""What a report is made of: the figures of its period, those of the year before, and the kinds of work."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from portal.models import Unit, UnitTree
from portal.snapshot import one_moment
from reports.community_board import board
from reports.figures import By, FigureSet, Group, Scope, figure_set
from reports.indicators import INDICATORS, RATES
from reports.outlines import Section
from reports.periods import Period


@dataclass(frozen=True)
class Material:
    """`figures` has its groups by field; `year_before` is None where nothing was to resolve then."""

    figures: FigureSet
    year_before: FigureSet | None
    case_types: tuple[Group, ...]
    superior: Unit | None
    teams: tuple[Group, ...] = ()

    @property
    def unit(self) -> Unit:
        return self.figures.unit

    @property
    def period(self) -> Period:
        return self.figures.period

    @property
    def written(self) -> tuple[tuple[Section, str], ...]:
        """Texts of officers that the report takes from elsewhere, to be looked over like its own."""
        return ()

    def as_json(self, at: datetime) -> dict[str, Any]:
        """The figures to freeze: as `figures --format json`, with their definitions and the moment."""
        return self.figures.as_json() | {
            "year_before": self.year_before.as_json() if self.year_before else None,
            "case_types": [
                {"key": group.key, "label": group.label, "resolved": group.figures["resolved"]}
                for group in self.case_types
            ],
            "teams": [
                {"key": group.key, "label": group.label, "figures": group.figures} for group in self.teams
            ],
            "computed_at": at.isoformat(),
            "definitions": definitions(),
        }


def gather(unit: Unit, period: Period) -> Material:
    """Số liệu của một báo cáo, computed now, all from one state of the records."""
    with one_moment():
        tree = UnitTree.load()
        figures = figure_set(unit, period, by=By.FIELD, tree=tree)
        year_before = figure_set(unit, period.year_before(), tree=tree, on=period.last)
        kinds_of_work = figure_set(unit, period, by=By.CASE_TYPE, tree=tree).groups
        _, teams = board(Scope.of(unit, period, tree)) if figures.figures["teams"] else (None, [])
    return Material(
        figures=figures,
        year_before=year_before if year_before.figures["to_resolve"] else None,
        case_types=tuple(group for group in kinds_of_work if group.key and group.figures["resolved"]),
        superior=tree.units.get(unit.parent_id) if unit.parent_id else None,
        teams=tuple(teams),
    )


def definitions() -> dict[str, dict[str, dict[str, Any]]]:
    """What each figure and rate counts, and by which rule: frozen beside the numbers."""
    return {
        "figures": {
            one.code: {
                "label": one.label,
                "measure": one.measure,
                "meaning": one.meaning,
                "source": one.source,
            }
            for one in INDICATORS.values()
        },
        "rates": {
            one.code: {
                "label": one.label,
                "meaning": one.meaning,
                "part": list(one.part),
                "whole": one.whole,
            }
            for one in RATES.values()
        },
    }


@dataclass(frozen=True)
class Difference:
    """A frozen figure that comes out otherwise today."""

    label: str
    frozen: int
    now: int


def differences(frozen: Mapping[str, Any], now: Material) -> list[Difference]:
    """Số liệu đã thay đổi từ khi chốt: of the whole, then of the fields where only their split moved."""
    whole = [
        Difference(INDICATORS[code].label, before, now.figures.figures[code])
        for code, before in frozen["figures"].items()
        if code in now.figures.figures and before != now.figures.figures[code]
    ]
    if whole:
        return whole
    then = {group["key"]: group for group in frozen["groups"]}
    today = {group.key: group for group in now.figures.groups}
    labels = {key: group["label"] for key, group in then.items()} | {
        key: group.label for key, group in today.items()
    }
    found = []
    for key, label in labels.items():
        before = then[key]["figures"] if key in then else {}
        after = today[key].figures if key in today else {}
        found += [
            Difference(f"{label}: {INDICATORS[code].label}", before.get(code, 0), after.get(code, 0))
            for code in INDICATORS
            if before.get(code, 0) != after.get(code, 0)
        ]
    return found
