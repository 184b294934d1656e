"""Thiết lập của đơn vị: what an administrator changes of how an office works, old value and new."""

from typing import Any

from django.db import transaction

from dossiers.models import Office
from dossiers.queueing import taking
from portal import audit
from portal.administration import Reach
from portal.errors import DomainError
from portal.models import User


@transaction.atomic
def change(office: Office, *, by: User) -> list[str]:
    """Ghi thiết lập: the columns that differ from what stands; nothing is written where nothing does."""
    unit = office.unit
    if unit.pk not in Reach(by).unit_ids:
        raise DomainError(f"{unit.name} ngoài phạm vi quản trị của bạn.")
    standing = Office.objects.select_for_update().filter(unit=unit).first() or Office(unit=unit)
    changed = {}
    for column in Office._meta.concrete_fields:
        if column.primary_key or column.name == "unit":
            continue
        before, after = getattr(standing, column.name), getattr(office, column.name)
        if before != after:
            setattr(standing, column.name, after)
            changed[column.name] = {"before": _plain(before), "after": _plain(after)}
    if changed:
        standing.save()
        if "has_queue" in changed:
            transaction.on_commit(taking.forget_units)
        audit.record("office.changed", by=by, target=unit, unit=unit, changed=changed)
    return list(changed)


def _plain(value: Any) -> Any:
    return value if value is None or isinstance(value, bool | int | str | list) else str(value)
