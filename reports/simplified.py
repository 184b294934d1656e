"""Hiệu quả đơn giản hóa: dossiers received since a procedure was cut, and the days that citizens were spared.

The dossiers are those of the indicator `received` from the day on, of the unit's whole scope: the list behind
the number opens by the same definition.
"""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from urllib.parse import urlencode

from django.db.models import Count, F, Q
from django.urls import reverse

from dossiers.models import Simplification
from portal.models import UnitTree
from reports.figures import By
from reports.periods import Period


@dataclass(frozen=True)
class Effect:
    """One proposal and what came of it; None before it is in force."""

    simplification: Simplification
    dossiers: int | None
    url: str = ""

    @property
    def days_saved(self) -> int | None:
        return None if self.dossiers is None else self.dossiers * self.simplification.days_cut

    @property
    def money_saved(self) -> int | None:
        return None if self.dossiers is None else self.dossiers * self.simplification.fee_cut


def effects(found: Iterable[Simplification], *, today: date, tree: UnitTree) -> list[Effect]:
    """Each with its dossiers so far, all in one grouped query."""
    listed = list(found)
    running = Simplification.objects.filter(pk__in=[one.pk for one in listed]).in_force(today)
    since = Q(procedure__dossiers__received_on__gte=F("from_on")) & Q(
        procedure__dossiers__received_on__lte=today
    )
    rows = running.order_by().values_list("pk", "unit", "procedure__dossiers__resolving_unit")
    counts: Counter[int] = Counter()
    scopes: dict[int, set[int]] = {}
    for pk, unit, resolving, size in rows.annotate(size=Count("procedure__dossiers", filter=since)):
        if unit not in scopes:
            scopes[unit] = tree.scope(unit, on=today)
        counts[pk] += size if resolving in scopes[unit] else 0
    return [
        Effect(one, counts[one.pk], _list_of(one, today)) if one.pk in counts else Effect(one, None)
        for one in listed
    ]


def _list_of(one: Simplification, today: date) -> str:
    """The list behind the number."""
    assert one.from_on is not None
    words = {
        "chi-tieu": "received",
        "don-vi": one.unit.code,
        "ky": Period.between(one.from_on, today).code,
        "theo": By.PROCEDURE.value,
        "nhom": one.procedure.code,
    }
    return f"{reverse('reports:records')}?{urlencode(words, safe='.@')}"
