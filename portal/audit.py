"""Ghi nhật ký: the one way to write an audit line, inside the transaction of what it tells."""

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
    return AuditEvent.objects.create(
        actor=by,
        actor_name=str(by) if by else "Hệ thống",
        unit=unit or (by.unit if by else None),
        action=action,
        target_type=target._meta.label if target else "",
        target_id=str(target.pk) if target else "",
        target_label=str(target)[:200] if target else "",
        details=details,
    )
