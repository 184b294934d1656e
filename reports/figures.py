"""Bộ số liệu: unit + period → every indicator, in one grouped query a source; and the records behind each.

The same condition counts a figure and lists its records, so a figure and its list can never disagree.
"""

from collections import Counter
from collections.abc import Hashable, Iterable
from dataclasses import dataclass, field, replace
from datetime import date
from decimal import Decimal
from enum import StrEnum
from functools import cached_property, reduce
from operator import or_
from typing import Any, Self

from django.db.models import Q, QuerySet
from django.utils import timezone

from dossiers.models import Field, Procedure, ProcedureCaseType
from portal.errors import DomainError
from portal.models import Unit, UnitTree
from reports import community, counting, sources
from reports.indicators import (
    ADVANCE_INDICATORS,
    CATALOGUE_INDICATORS,
    DOCUMENT_INDICATORS,
    DOCUMENT_TASK_INDICATORS,
    DOSSIER_INDICATORS,
    FEEDBACK_INDICATORS,
    INDICATORS,
    RATES,
    Indicator,
    Records,
)
from reports.periods import Period


class By(StrEnum):
    """What a figure set is broken down by."""

    FIELD = "field"
    UNIT = "unit"
    PROCEDURE = "procedure"
    OFFICER = "officer"
    CASE_TYPE = "case_type"


_COLUMNS = {
    By.FIELD: "procedure__field_id",
    By.UNIT: "counted_unit",
    By.PROCEDURE: "procedure_id",
    By.OFFICER: "officer_name",
    By.CASE_TYPE: "case_type_id",
}
_COUNTED = tuple(indicator for indicator in DOSSIER_INDICATORS if not indicator.terms)
_SUMMED = [indicator for indicator in DOSSIER_INDICATORS if indicator.terms]


@dataclass(frozen=True)
class Beside:
    """A source of figures that are no dossiers: what is counted, and the column that each breakdown asks."""

    source: counting.Source
    indicators: tuple[Indicator, ...]
    columns: dict[By, str]


BESIDE = {
    Records.FEEDBACK: Beside(sources.feedback, FEEDBACK_INDICATORS, {By.UNIT: "unit__in"}),
    Records.ADVANCE: Beside(sources.advance, ADVANCE_INDICATORS, {By.PROCEDURE: "procedure__code"}),
    Records.DOCUMENTS: Beside(
        sources.documents, DOCUMENT_INDICATORS, {By.UNIT: "unit__in", By.OFFICER: "author__username"}
    ),
    Records.DOCUMENT_TASKS: Beside(
        sources.document_tasks,
        DOCUMENT_TASK_INDICATORS,
        {By.UNIT: "document__unit__in", By.OFFICER: "lead__username"},
    ),
}


@dataclass(frozen=True)
class Scope:
    """The units whose dossiers are counted for a unit in a period: its subtree and what that was before.

    `on` is the day whose tree is meant: the period's last, or the unit's first where that is later. So a
    successor has figures of the time before it, those of the units that it came from. A comparison with an
    earlier period keeps the later day, for the same reason.
    """

    unit: Unit
    period: Period
    tree: UnitTree = field(repr=False)
    on: date

    @classmethod
    def of(cls, unit: Unit, period: Period, tree: UnitTree | None = None, *, on: date | None = None) -> Self:
        on = on or max(period.last, unit.valid_from or period.last)
        return cls(unit, period, tree or UnitTree.load(), on)

    @property
    def counted(self) -> Period:
        """The period as far as it has come: a running one ends today, as nobody knows its last day yet."""
        today = timezone.localdate()
        if not self.period.first <= today < self.period.last:
            return self.period
        return replace(self.period, last=today)

    @property
    def unit_ids(self) -> set[int]:
        return self.tree.scope(self.unit.pk, on=self.on)

    @cached_property
    def is_handed_over(self) -> bool:
        """Whether dossiers of these units changed hands after the period's last day."""
        return self.tree.is_handed_over_after(self.counted.last, self.unit_ids)

    @property
    def holders(self) -> dict[int, int]:
        """Each counted unit → the unit directly below (or the unit itself) in whose line it is counted."""
        return self.tree.holders(self.unit.pk, on=self.on)

    @property
    def children(self) -> list[Unit]:
        return self.tree.children(self.unit.pk, on=self.on)


@dataclass(frozen=True)
class Group:
    """One line of a breakdown."""

    key: str
    label: str
    figures: dict[str, int]

    @property
    def rates(self) -> dict[str, Decimal | None]:
        return rates(self.figures)


@dataclass(frozen=True)
class FigureSet:
    """Bộ số liệu of a unit and a period; `figures` of the whole, `groups` of its parts."""

    unit: Unit
    period: Period
    figures: dict[str, int]
    groups: tuple[Group, ...] = ()

    @property
    def rates(self) -> dict[str, Decimal | None]:
        return rates(self.figures)

    def as_json(self) -> dict[str, Any]:
        """The shape of `figures --format json`; rates are percentages to two decimals, or null."""
        return {
            "unit": self.unit.code,
            "unit_name": self.unit.name,
            "period": {"from": self.period.first.isoformat(), "to": self.period.last.isoformat()},
            "figures": self.figures,
            "rates": _plain(self.rates),
            "groups": [
                {
                    "key": group.key,
                    "label": group.label,
                    "figures": group.figures,
                    "rates": _plain(group.rates),
                }
                for group in self.groups
            ],
        }


def rates(figures: dict[str, int]) -> dict[str, Decimal | None]:
    """Of the parts of a whole only those that are counted by parts."""
    return {code: rate.of(figures) for code, rate in RATES.items() if rate.whole in figures}


def _plain(values: dict[str, Decimal | None]) -> dict[str, float | None]:
    return {code: None if value is None else float(value) for code, value in values.items()}


def figure_set(
    unit: Unit,
    period: Period,
    *,
    by: By | None = None,
    tree: UnitTree | None = None,
    on: date | None = None,
) -> FigureSet:
    """Every figure of a unit's subtree in a period, and of its parts by `by`; `on` as in `Scope`."""
    scope = Scope.of(unit, period, tree, on=on)
    counts = tally(scope, *([by] if by else []))
    total = complete(sum(counts.values(), Counter()))
    groups = tuple(_groups(scope, by, {key[0]: counter for key, counter in counts.items()})) if by else ()
    return FigureSet(unit, period, total | catalogue_figures(scope) | figures_beside(scope), groups)


def tally(scope: Scope, *by: By) -> dict[tuple[Hashable, ...], Counter[str]]:
    """Counts of the elementary indicators by the columns of `by` (raw keys), in one grouped query."""
    columns = tuple(_COLUMNS[one] for one in by)
    source = sources.dossiers_then if scope.is_handed_over else sources.dossiers
    rows = counting.count(source, _COUNTED, scope.counted, scope.unit_ids, by=columns)
    return {key: Counter(counts) for key, counts in rows}


def complete(counts: Counter[str]) -> dict[str, int]:
    """Add the sums to the elementary counts, in the catalogue's order."""
    values = {one.code: counts[one.code] for one in _COUNTED}
    waiting = list(_SUMMED)
    while waiting:
        for one in list(waiting):
            if all(code in values for _, code in one.terms):
                values[one.code] = sum(sign * values[code] for sign, code in one.terms)
                waiting.remove(one)
    return {one.code: values[one.code] for one in DOSSIER_INDICATORS}


def catalogue_figures(scope: Scope) -> dict[str, int]:
    """Counts over the catalogue, in one query."""
    source = sources.procedures_then if scope.is_handed_over else sources.procedures
    [(_, counts)] = counting.count(source, CATALOGUE_INDICATORS, scope.counted, scope.unit_ids)
    return counts


def figures_beside(scope: Scope) -> dict[str, int]:
    """Counts of what is no dossier, in one query a source."""
    found: dict[str, int] = {}
    for one in BESIDE.values():
        rows = counting.count(one.source, one.indicators, scope.counted, scope.unit_ids)
        found |= rows[0][1] if rows else dict.fromkeys((each.code for each in one.indicators), 0)
    return found | community.figures(scope.counted, scope.unit_ids, then=scope.is_handed_over)


def feedback_by_unit(scope: Scope) -> list[Group]:
    """Counts of feedback of the units directly below, each with its subtree, in one query.

    A local government stands there with its zeros; what only the unit itself has comes last.
    """
    rows = counting.count(
        sources.feedback, FEEDBACK_INDICATORS, scope.counted, scope.unit_ids, by=("unit_id",)
    )
    held: dict[int, Counter[str]] = {}
    for (unit_id, *_), counts in rows:
        held.setdefault(scope.holders[unit_id], Counter()).update(counts)  # type: ignore[index]
    codes = [one.code for one in FEEDBACK_INDICATORS]
    lines = [(unit, unit.name) for unit in scope.children if unit.pk in held or unit.is_local_government]
    if scope.unit.pk in held or not lines:
        lines.append((scope.unit, f"{scope.unit.name} (trực tiếp)" if lines else scope.unit.name))
    return [
        Group(unit.code, name, {code: held.get(unit.pk, Counter())[code] for code in codes})
        for unit, name in lines
    ]


def advance_by_procedure(scope: Scope) -> tuple[Group, list[Group]]:
    """Counts of requests for help before coming, of all procedures and of each, in the catalogue's order."""
    rows = counting.count(
        sources.advance, ADVANCE_INDICATORS, scope.counted, scope.unit_ids, by=("procedure_id",)
    )
    counts = {key[0]: found for key, found in rows}
    names = Procedure.objects.filter(pk__in=list(counts)).values_list("pk", "code", "name")
    groups = [Group(code, name, counts[pk]) for pk, code, name in names]
    total = {one.code: sum(group.figures[one.code] for group in groups) for one in ADVANCE_INDICATORS}
    return Group("", "Cộng", total), groups


def records(scope: Scope, code: str, *, by: By | None = None, key: str = "") -> QuerySet[Any]:
    """Exactly the dossiers (or procedures) that a figure counts, of one group where `by` and `key` say so."""
    indicator = named(code)
    if indicator.records is Records.PROCEDURES:
        procedures = sources.procedures_then if scope.is_handed_over else sources.procedures
        return procedures(scope.counted, scope.unit_ids).filter(indicator.condition(scope.counted))
    if indicator.records in BESIDE:
        beside = BESIDE[indicator.records]
        found = beside.source(scope.counted, scope.unit_ids).filter(indicator.condition(scope.counted))
        column = beside.columns.get(by) if by else None
        if column is None:
            return found
        return found.filter(**{column: units_of(scope, key) if by is By.UNIT else key})
    if community.part_of(indicator):
        units = units_of(scope, key) if by is By.UNIT else None
        return community.records(indicator, scope.counted, scope.unit_ids, units, then=scope.is_handed_over)
    dossiers = sources.dossiers_then if scope.is_handed_over else sources.dossiers
    found = dossiers(scope.counted, scope.unit_ids).filter(indicator.condition(scope.counted))
    return found.filter(_within(scope, by, key)) if by else found


def named(code: str) -> Indicator:
    """The indicator of a code; of `a+b`, for counts of dossiers that share none, their sum."""
    parts = []
    for one in code.split("+"):
        if one not in INDICATORS:
            raise DomainError(f"Không có chỉ tiêu nào mang mã “{one}”.")
        parts.append(INDICATORS[one])
    if len(parts) == 1:
        return parts[0]
    if any(part.records is not Records.DOSSIERS for part in parts):
        raise DomainError(f"Không cộng được các chỉ tiêu “{code}”.")
    return Indicator(
        code,
        label="; ".join(part.label for part in parts),
        measure=parts[0].measure,
        meaning=" ".join(part.meaning for part in parts),
        source="; ".join(dict.fromkeys(part.source for part in parts)),
        condition=lambda period: reduce(or_, (part.condition(period) for part in parts)),
    )


def _within(scope: Scope, by: By, key: str) -> Q:
    """The condition of one group of a breakdown."""
    match by:
        case By.FIELD:
            return Q(procedure__field__code=key)
        case By.PROCEDURE:
            return Q(procedure__code=key)
        case By.OFFICER:
            return Q(officer_name=key)
        case By.CASE_TYPE:
            return Q(case_type=int(key)) if key.isdecimal() else Q(case_type=None)
        case By.UNIT:
            return Q(counted_unit__in=units_of(scope, key))


def units_of(scope: Scope, key: str) -> list[int]:
    """The units that are counted in one line of a breakdown by unit."""
    return [pk for pk, holder in scope.holders.items() if scope.tree.units[holder].code == key]


# Breakdowns: raw keys of the query → lines with a key, a label and an order


def _groups(scope: Scope, by: By, counts: dict[Hashable, Counter[str]]) -> Iterable[Group]:
    match by:
        case By.UNIT:
            return _by_unit(scope, counts)
        case By.FIELD:
            return _labelled(counts, Field.objects.values_list("pk", "code", "name"))
        case By.PROCEDURE:
            return _labelled(counts, Procedure.objects.values_list("pk", "code", "name"))
        case By.CASE_TYPE:
            return _labelled(
                counts,
                ((pk, str(pk), name) for pk, name in ProcedureCaseType.objects.values_list("pk", "name")),
            )
        case By.OFFICER:
            return [
                Group(str(name), str(name) or "Không ghi cán bộ", complete(counter))
                for name, counter in sorted(counts.items(), key=lambda item: str(item[0]))
            ]


def _by_unit(scope: Scope, counts: dict[Hashable, Counter[str]]) -> list[Group]:
    """The units directly below, each with its whole subtree; what only the unit itself holds comes last.

    A local government stands there with its zeros; a division without dossiers is left out.
    """
    holders = scope.holders
    held: dict[int, Counter[str]] = {}
    for unit_id, counter in counts.items():
        held.setdefault(holders[unit_id], Counter()).update(counter)  # type: ignore[index]
    groups = [
        Group(child.code, child.name, complete(held.pop(child.pk, Counter())))
        for child in scope.children
        if child.pk in held or child.is_local_government
    ]
    own = held.pop(scope.unit.pk, None)
    if own is not None or not groups:
        label = f"{scope.unit.name} (trực tiếp)" if groups else scope.unit.name
        groups.append(Group(scope.unit.code, label, complete(own or Counter())))
    return groups


def _labelled(
    counts: dict[Hashable, Counter[str]], labels: Iterable[tuple[Hashable, str, str]]
) -> list[Group]:
    """Lines in the catalogue's own order; records without a key come last."""
    groups = [
        Group(code, label, complete(counts.pop(pk))) for pk, code, label in list(labels) if pk in counts
    ]
    groups += [Group("", "Không ghi", complete(counter)) for counter in counts.values()]
    return groups


def label(scope: Scope, by: By, key: str) -> str:
    """What a group is called on the page of its records."""
    match by:
        case By.FIELD:
            return Field.objects.filter(code=key).values_list("name", flat=True).first() or key
        case By.PROCEDURE:
            return Procedure.objects.filter(code=key).values_list("name", flat=True).first() or key
        case By.CASE_TYPE:
            kinds = ProcedureCaseType.objects.filter(pk=int(key) if key.isdecimal() else 0)
            return kinds.values_list("name", flat=True).first() or "Không ghi"
        case By.OFFICER:
            return key or "Không ghi cán bộ"
        case By.UNIT:
            return next((child.name for child in scope.children if child.code == key), scope.unit.name)
