"""Lập phiếu: a legal form gets its number and keeps what it said when it was issued.

`content` is what only this slip says; the keys that the printed forms read:
- every form: `codes` (the dossiers of a list, or of a receipt for many), `voided` (why it no longer holds);
  without a dossier: `applicant_name`, `personal_number`, `phone`, `address`, `procedure`, `procedure_code`;
- SUPPLEMENT `items` (or `papers`), `reason`, `contact`, `contact_phone`; REFUSAL `reason`; STOP `reason`;
- APOLOGY `reason`, `new_due_at` (ISO moment);
- RETURN_RECEIPT `result_kind`, `result_number`, `result_title`, `giver`, `giver_phone`, `receiver`,
  `receiver_phone`, `returned_at` (ISO moment), `rating_url` (where the citizen rates);
- HANDOVER_LIST, RESULT_HANDOVER `from`, `to`.
"""

from datetime import datetime, timedelta
from typing import Any

from django.db import transaction
from django.utils import timezone

from dossiers.models import Bundle, Dossier, Slip, SlipCounter, SlipKind, SlipPrint
from dossiers.printing import facts
from dossiers.printing.rendering import FACTS, OTHERS
from portal.models import Unit, User

ONE_PRINT = timedelta(seconds=30)
"""A browser fetches a document again to show, save and print it: within so long it is one print."""


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
        content=_with_facts(content or {}, unit, dossier, at),
    )


@transaction.atomic
def revise(slip: Slip, *, by: User | None, content: dict[str, Any]) -> Slip:
    """Sửa phiếu: the same number with the next revision mark and the dossier as it is now; the former one is
    kept."""
    last = (
        Slip.objects.select_for_update(of=("self",))
        .filter(unit=slip.unit, kind=slip.kind, year=slip.year, number=slip.number)
        .order_by("-revision")[:1]
        .get()
    )
    now = timezone.now()
    content = _with_facts(content, last.unit, last.dossier, now)
    return Slip.objects.create(
        kind=last.kind,
        unit=last.unit,
        year=last.year,
        number=last.number,
        revision=last.revision + 1,
        dossier=last.dossier,
        bundle=last.bundle,
        issued_at=now,
        issued_by=by,
        content=content,
    )


@transaction.atomic
def record_print(slip: Slip, *, by: User | None) -> int:
    """Count a print; 1 is the original, anything above a reprint."""
    Slip.objects.select_for_update(of=("self",)).get(pk=slip.pk)
    last = slip.prints.order_by("-pk").first()
    if last is None or last.by_id != (by.pk if by else None) or timezone.now() - last.at > ONE_PRINT:
        SlipPrint.objects.create(slip=slip, by=by)
    return slip.prints.count()


def _with_facts(content: dict[str, Any], unit: Unit, dossier: Dossier | None, at: datetime) -> dict[str, Any]:
    """What the slip says of its dossier and of those it lists, as they are now; else of the office."""
    own = facts.of(dossier, unit=unit, at=at) if dossier else facts.of_office(unit, at=at)
    kept = {**content, FACTS: own.as_json()}
    if codes := content.get("codes"):
        listed = facts.to_be_listed(codes)
        kept[OTHERS] = [facts.of(one, unit=unit, at=at).as_json() for one in listed]
    return kept


def _allot(unit: Unit, kind: str, year: int) -> int:
    counter, _ = SlipCounter.objects.select_for_update().get_or_create(unit=unit, kind=kind, year=year)
    counter.last += 1
    counter.save(update_fields=["last"])
    return counter.last
