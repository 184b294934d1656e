"""Số liệu về tổ công nghệ số cộng đồng: one grouped query a source, of the whole and of each unit."""

from collections import Counter
from collections.abc import Collection
from dataclasses import dataclass
from typing import Any

from django.db.models import QuerySet

from reports import counting, sources
from reports.counting import Source
from reports.indicators import Indicator
from reports.indicators.teams import (
    COMMUNITY_INDICATORS,
    HAMLET_INDICATORS,
    HELPED_DOSSIER_INDICATORS,
    MEMBER_INDICATORS,
    SESSION_INDICATORS,
    TEAM_INDICATORS,
)
from reports.periods import Period


@dataclass(frozen=True)
class Part:
    """The indicators over one source, and the column by which a record belongs to a unit.

    `before` is the source as it was, where records may have changed hands since.
    """

    indicators: tuple[Indicator, ...]
    now: Source
    unit: str
    before: Source | None = None

    def source(self, *, then: bool) -> Source:
        return self.before if then and self.before else self.now


PARTS = (
    Part(HAMLET_INDICATORS, sources.hamlets, "pk"),
    Part(TEAM_INDICATORS, sources.teams, "unit_id"),
    Part(MEMBER_INDICATORS, sources.team_members, "team__unit_id"),
    Part(SESSION_INDICATORS, sources.team_sessions, "team__unit_id"),
    Part(
        HELPED_DOSSIER_INDICATORS,
        sources.helped_dossiers,
        "counted_unit",
        before=sources.helped_dossiers_then,
    ),
)
CODES = tuple(one.code for one in COMMUNITY_INDICATORS)


def part_of(indicator: Indicator) -> Part | None:
    """Where an indicator is counted; None of one that tells nothing of teams."""
    return next((part for part in PARTS if indicator in part.indicators), None)


def figures(period: Period, units: Collection[int], *, then: bool) -> dict[str, int]:
    """Every indicator of units taken together; `then`: dossiers as the units had them on the last day."""
    found = dict.fromkeys(CODES, 0)
    for part in PARTS:
        for _, counts in counting.count(part.source(then=then), part.indicators, period, units):
            found |= counts
    return found


def records(
    indicator: Indicator, period: Period, units: Collection[int], only: Collection[int] | None, *, then: bool
) -> QuerySet[Any]:
    """Exactly what a figure counts; `only` those of some of the units."""
    part = part_of(indicator)
    assert part is not None, f"{indicator.code} tells nothing of teams"
    found = part.source(then=then)(period, units).filter(indicator.condition(period))
    return found if only is None else found.filter(**{f"{part.unit}__in": only})


def by_unit(period: Period, units: Collection[int], *, then: bool) -> dict[int, Counter[str]]:
    """The same of each unit that has anything."""
    found: dict[int, Counter[str]] = {}
    for part in PARTS:
        rows = counting.count(part.source(then=then), part.indicators, period, units, by=(part.unit,))
        for (unit_id, *_), counts in rows:
            found.setdefault(unit_id, Counter()).update(counts)  # type: ignore[arg-type]
    return found
