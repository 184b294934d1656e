"""Số liệu: the identities of every figure, and the figures of the top units against a recount, by period.

A figure that is a sum is here counted by its own condition, not by adding, at the finest grain: unit,
procedure, officer. What holds there holds for every breakdown that adds these lines up.
"""

from collections import Counter, defaultdict
from collections.abc import Iterator
from datetime import date

from django.db.models import Count, Min

from dossiers.models import Dossier, UnitTransfer
from portal.models import UnitTree
from reports.figures import By, Scope, complete, figure_set
from reports.indicators import DOSSIER_INDICATORS
from reports.indicators.dossiers import pending as pending_after
from reports.indicators.dossiers import touched
from reports.integrity.model import Problem, Span
from reports.periods import Period

SUMS = {one.code: one.terms for one in DOSSIER_INDICATORS if one.terms}
WITHIN = {
    "received_inter_agency": "received", "to_digitise": "received", "with_fee": "received",
    "partly_digitised": "to_digitise", "fully_digitised": "partly_digitised", "paid_online": "with_fee",
    "resolved_refused": "resolved", "resolved_withdrawn": "resolved", "results_due": "resolved",
    "results_digitised": "results_due", "rated": "resolved", "satisfied": "rated",
    "online_alone": "received_online", "online_helped": "received_online",
    "online_entered": "online_told", "online_unknown": "received_online", "papers_reused": "received",
    "resolved_late_apologised": "resolved_late", "overdue_apologised": "pending_overdue",
    "visits_known": "resolved", "two_visits": "visits_known",
    "asked_again": "late_766", "asked_again_in_time": "asked_again",
}  # fmt: skip
"""Each counts some of the records of the other."""
_GRAIN = ("unit_as_of", "procedure_id", "officer_name")
_PARTS = ("", "H1", "H2", "Q1", "Q2", "Q3", "Q4", *(f"{month:02d}" for month in range(1, 13)))
Line = tuple[int, int, str]
"""Unit, procedure, officer."""


def problems(span: Span) -> Iterator[Problem]:
    began = Dossier.objects.aggregate(first=Min("received_on"))["first"]
    if began is None:
        return
    tree = UnitTree.load()
    days = sorted(UnitTransfer.objects.values_list("on", flat=True).distinct())
    pending: dict[Period, dict[Line, int]] = {}
    for period in periods(max(began, span.first), span.last):
        lines = recount(_counted(period, tree))
        where = f"Kỳ {period.code}"
        for (unit, _, _), counts in lines.items():
            for message in broken(counts):
                yield Problem("figures.identity", f"{where}, {tree.units[unit].label}", message)
        left = pending.pop(period, None)
        taken = {line: counts["carried_over"] for line, counts in lines.items() if counts["carried_over"]}
        if left is not None and left != taken:
            message = "số hồ sơ từ kỳ trước chuyển sang khác số đang giải quyết ở cuối kỳ trước."
            yield Problem("figures.carried_over", where, message)
        following = period.next()
        opening = _counted(following, tree).last
        if any(period.last < day <= opening for day in days):
            pending[following] = _pending(period, opening)
        else:
            pending[following] = {
                line: counts["pending"] for line, counts in lines.items() if counts["pending"]
            }
        yield from _roots(period, lines, tree)


def _counted(period: Period, tree: UnitTree) -> Period:
    """The period as far as its figures count it."""
    return Scope.of(next(iter(tree.units.values())), period, tree).counted


def periods(first: date, last: date) -> Iterator[Period]:
    """Every legal preset that has begun by the last day and not ended before the first, year by year."""
    for year in range(first.year, last.year + 2):
        for part in _PARTS:
            period = Period.parse(f"{year}-{part}" if part else f"{year}")
            if period.first <= last and period.last >= first:
                yield period


def recount(period: Period) -> dict[Line, dict[str, int]]:
    """Every indicator by its own condition, sums too, of every unit, procedure and officer."""
    counts = {one.code: Count("pk", filter=one.condition(period)) for one in DOSSIER_INDICATORS}
    rows = (
        Dossier.objects.filter(touched(period))
        .with_due_as_of(period.last)
        .with_unit_as_of(period.last)
        .values(*_GRAIN)
        .order_by()
        .annotate(**counts)
    )
    return {
        (row["unit_as_of"], row["procedure_id"], row["officer_name"]): {code: row[code] for code in counts}
        for row in rows
    }


def _pending(period: Period, day: date) -> dict[Line, int]:
    """What a period leaves, by the unit that had it on a later day: another than before a hand-over."""
    rows = (
        Dossier.objects.filter(touched(period))
        .filter(pending_after(period))
        .with_unit_as_of(day)
        .values_list(*_GRAIN)
        .order_by()
        .annotate(left=Count("pk"))
    )
    return {(unit, procedure, officer): left for unit, procedure, officer, left in rows}


def broken(figures: dict[str, int]) -> Iterator[str]:
    """The identities that a set of figures does not hold; of a frozen set, those that it can tell of."""
    for code, terms in SUMS.items():
        if not figures.keys() >= {code, *(term for _, term in terms)}:
            continue
        added = sum(sign * figures[term] for sign, term in terms)
        if figures[code] != added:
            yield f"{code} là {figures[code]}, cộng các phần thì được {added}."
    if figures["to_resolve"] != figures["resolved"] + figures["pending"]:
        both = figures["resolved"] + figures["pending"]
        yield f"to_resolve là {figures['to_resolve']}, đã và đang giải quyết cộng lại là {both}."
    for part, whole in WITHIN.items():
        if {part, whole} <= figures.keys() and not 0 <= figures[part] <= figures[whole]:
            yield f"{part} là {figures[part]}, lớn hơn {whole} là {figures[whole]}."


def _roots(period: Period, lines: dict[Line, dict[str, int]], tree: UnitTree) -> Iterator[Problem]:
    """Figures of the units at the top, whole and by unit, against the lines of the recount."""
    by_unit: dict[int, Counter[str]] = defaultdict(Counter)
    for (unit_id, _, _), counts in lines.items():
        by_unit[unit_id].update(counts)
    counted: set[int] = set()
    for root in tree.units.values():
        if root.parent_id is not None or not root.is_valid_on(period.last):
            continue
        scope = tree.scope(root.pk, on=period.last)
        counted |= scope
        if scope.isdisjoint(by_unit):
            continue
        found = figure_set(root, period, by=By.UNIT, tree=tree)
        expected = complete(sum((by_unit[pk] for pk in scope if pk in by_unit), Counter()))
        where = f"Kỳ {period.code}, {root.label}"
        for code, value in expected.items():
            if found.figures[code] != value:
                message = f"{code} là {found.figures[code]}, đếm lại được {value}."
                yield Problem("figures.recount", where, message)
            if (parts := sum(group.figures[code] for group in found.groups)) != value:
                yield Problem(
                    "figures.groups", where, f"{code} là {value}, cộng các đơn vị thì được {parts}."
                )
    for unit_id in by_unit.keys() - counted:
        label = tree.units[unit_id].label
        yield Problem(
            "figures.scope", f"Kỳ {period.code}, {label}", "hồ sơ không thuộc số liệu của đơn vị nào."
        )
