"""Ghi nhật ký: the one way to write audit lines, inside the transaction of what they tell."""

from collections.abc import Iterable
from typing import Any

from django.db import models

from portal.models import AuditEvent, Unit, User


def record(
    action: str,
    *,
    by: User | None,
    target: models.Model | None = None,
    unit: Unit | None = None,
    **details: Any,
) -> AuditEvent:
    """`action` is `thing.verb_in_past`; details hold codes and counts, never personal data."""
    line = _line(action, by, target, unit.pk if unit else None, details)
    line.save()
    return line


def record_many(action: str, *, by: User | None, targets: Iterable[tuple[models.Model, int]]) -> None:
    """A line for each record that one act touched, with the id of its unit, in one write."""
    AuditEvent.objects.bulk_create([_line(action, by, target, unit_id, {}) for target, unit_id in targets])


def _line(
    action: str, by: User | None, target: models.Model | None, unit_id: int | None, details: dict[str, Any]
) -> AuditEvent:
    return AuditEvent(
        actor=by,
        actor_name=str(by) if by else "Hệ thống",
        unit_id=unit_id or (by.unit_id if by else None),
        action=action,
        target_type=target._meta.label if target else "",
        target_id=str(target.pk) if target else "",
        target_label=str(target)[:200] if target else "",
        details=details,
    )
