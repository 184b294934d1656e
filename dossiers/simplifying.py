"""Đơn giản hóa: proposing what is cut of a procedure, and recording the decision about it."""

from typing import Any

from django.db import transaction

from dossiers.models import Simplification
from dossiers.models.simplification import PROPOSERS
from portal import audit
from portal.errors import DomainError
from portal.models import Unit, User


@transaction.atomic
def propose(unit: Unit, *, by: User, **values: Any) -> Simplification:
    """Đề xuất phương án; the same one sent twice is kept once."""
    _check(unit, by)
    Unit.objects.select_for_update().get(pk=unit.pk)
    made, is_new = Simplification.objects.get_or_create(
        unit=unit,
        procedure=values["procedure"],
        summary=values["summary"],
        defaults={"proposed_by": by, **values},
    )
    if is_new:
        audit.record("procedure.simplification_proposed", by=by, target=made, unit=unit)
    return made


@transaction.atomic
def change(simplification: Simplification, *, by: User, **values: Any) -> Simplification:
    """Ghi quyết định, sửa phương án."""
    current = Simplification.objects.select_for_update(of=("self",)).get(pk=simplification.pk)
    _check(current.unit, by)
    changed = [name for name, value in values.items() if getattr(current, name) != value]
    for name in changed:
        setattr(current, name, values[name])
    if changed:
        current.save()
        audit.record(
            "procedure.simplification_changed", by=by, target=current, unit=current.unit, columns=changed
        )
    return current


@transaction.atomic
def drop(simplification: Simplification, *, by: User) -> None:
    """Bỏ một phương án chưa có quyết định; what was decided stays."""
    current = Simplification.objects.select_for_update(of=("self",)).get(pk=simplification.pk)
    _check(current.unit, by)
    if current.decision_number:
        raise DomainError(f"Phương án đã có quyết định {current.decision}, không bỏ được.")
    audit.record("procedure.simplification_dropped", by=by, target=current, unit=current.unit)
    current.delete()


def _check(unit: Unit, by: User) -> None:
    if unit.pk not in by.unit_ids(PROPOSERS):
        raise DomainError(f"{unit.name} ngoài phạm vi của bạn.")
