"""Quầy của đơn vị: set up by its administrator; one that is no longer used is closed, never deleted."""

from collections.abc import Collection

from django.db import transaction

from dossiers.models import Desk, Field, Ticket
from dossiers.models.queue import AT_DESK
from portal import audit
from portal.administration import Reach
from portal.errors import DomainError
from portal.models import Unit, User


@transaction.atomic
def set_up(
    unit: Unit,
    *,
    name: str,
    fields: Collection[Field] = (),
    is_open: bool = True,
    by: User,
    desk: Desk | None = None,
) -> Desk:
    """Lập quầy, or change one: its name, the fields that it serves (none: all), whether it is used."""
    if unit.pk not in Reach(by).unit_ids:
        raise DomainError(f"{unit.name} ngoài phạm vi quản trị của bạn.")
    Unit.objects.select_for_update(of=("self",)).get(pk=unit.pk)
    others = Desk.objects.filter(unit=unit)
    others = others.exclude(pk=desk.pk) if desk else others
    if others.filter(name=name).exists():
        raise DomainError(f"Đơn vị đã có {name}: đặt tên khác.")
    if desk is not None and not is_open and _is_busy(desk):
        raise DomainError(f"{desk} đang có người: bấm Xong ở quầy rồi thôi dùng.")
    standing = desk or Desk(unit=unit, position=others.count() + 1)
    standing.name, standing.is_open = name, is_open
    standing.save()
    standing.fields.set(fields)
    audit.record(
        "queue.desk_set", by=by, target=standing, unit=unit, open=is_open,
        fields=sorted(field.code for field in fields),
    )  # fmt: skip
    return standing


def _is_busy(desk: Desk) -> bool:
    return Ticket.objects.filter(desk=desk, state__in=AT_DESK).exists()
