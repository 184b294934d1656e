"""Lập phiếu: a legal form gets its number and keeps the words it was issued with."""

from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils import timezone

from dossiers.models import Bundle, Dossier, Slip, SlipCounter, SlipKind, SlipPrint
from portal.models import Unit, User


@transaction.atomic
def issue(
    kind: SlipKind,
    *,
    unit: Unit,
    by: User | None,
    dossier: Dossier | None = None,
    bundle: Bundle | None = None,
    at: datetime | None = None,
    content: dict[str, Any] | None = None,
) -> Slip:
    """The next slip of this form in the unit and year; `content` is what only this slip says.

    Called inside the transaction of the move that it documents: one that is rolled back leaves no gap.
    """
    at = at or timezone.now()
    year = timezone.localtime(at).year
    return Slip.objects.create(
        kind=kind,
        unit=unit,
        year=year,
        number=_allot(unit, kind, year),
        dossier=dossier,
        bundle=bundle,
        issued_at=at,
        issued_by=by,
        content=content or {},
    )


@transaction.atomic
def revise(slip: Slip, *, by: User | None, content: dict[str, Any]) -> Slip:
    """Sửa phiếu: the same number with the next revision mark; the former one is kept."""
    last = (
        Slip.objects.select_for_update()
        .filter(unit=slip.unit, kind=slip.kind, year=slip.year, number=slip.number)
        .order_by("-revision")[:1]
        .get()
    )
    return Slip.objects.create(
        kind=last.kind,
        unit=last.unit,
        year=last.year,
        number=last.number,
        revision=last.revision + 1,
        dossier=last.dossier,
        bundle=last.bundle,
        issued_at=timezone.now(),
        issued_by=by,
        content=content,
    )


def record_print(slip: Slip, *, by: User | None) -> int:
    """Count a print; 1 is the original, anything above a reprint."""
    SlipPrint.objects.create(slip=slip, by=by)
    return slip.prints.count()


def _allot(unit: Unit, kind: str, year: int) -> int:
    counter, _ = SlipCounter.objects.select_for_update().get_or_create(unit=unit, kind=kind, year=year)
    counter.last += 1
    counter.save(update_fields=["last"])
    return counter.last
