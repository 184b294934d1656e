"""Đã trả, còn nợ phí, lệ phí: results in the citizen's hands whose charges were not all paid."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Count, F, IntegerField, OuterRef, Subquery, Sum, Value
from django.db.models.functions import Coalesce

from dossiers.models import Charge, Dossier, DossierQuerySet, Payment, Source
from dossiers.status import DossierStatus


@dataclass(frozen=True)
class Total:
    """How many dossiers owe how much together."""

    count: int
    owed: int


def owing(units: frozenset[int], *, first: date | None = None, last: date | None = None) -> DossierQuerySet:
    """Annotate `due`, `paid`, `owed`: of what these units received and returned in some days, the newest
    first. What a sheet brought has its account in the provincial software."""
    found = Dossier.objects.filter(
        receiving_unit__in=units, status=DossierStatus.RETURNED, source=Source.DESK, fee__gt=0
    )
    if first:
        found = found.filter(returned_on__gte=first)
    if last:
        found = found.filter(returned_on__lte=last)
    charges = Charge.objects.standing().filter(dossier=OuterRef("pk")).order_by().values("dossier")
    payments = Payment.objects.filter(dossier=OuterRef("pk")).order_by().values("dossier")
    summed = found.annotate(
        due=_sum(charges.annotate(sum=Sum(F("amount") - F("exempted")))),
        paid=_sum(payments.annotate(sum=Sum("amount"))),
    )
    owing = summed.annotate(owed=F("due") - F("paid")).filter(owed__gt=0)
    return owing.order_by("-returned_at", "-pk")


def total(found: DossierQuerySet) -> Total:
    sums = found.order_by().aggregate(count=Count("pk"), owed_in_all=Sum("owed"))
    return Total(sums["count"], sums["owed_in_all"] or 0)


def _sum(rows: Any) -> Coalesce:
    return Coalesce(Subquery(rows.values("sum"), output_field=IntegerField()), Value(0))
