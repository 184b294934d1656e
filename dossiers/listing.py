"""Danh sách hồ sơ: what each filter of the address means."""

from datetime import date, datetime, time
from functools import reduce
from operator import or_
from typing import Any

from django.utils import timezone

from dossiers.models import Dossier, DossierQuerySet, Procedure
from dossiers.status import ONLINE
from portal.models import Unit, UnitKind, User
from portal.models.user import DESK_ROLES

PAGE = 50
_LONG_AGO = date(1900, 1, 1)
KINDS = frozenset({UnitKind.PROVINCE, UnitKind.DISTRICT, UnitKind.COMMUNE, UnitKind.DIVISION})
"""Units that receive and resolve; hamlets and stations do not."""
EVERY_ONLINE = "truc-tuyen"
DEADLINES = {"tre": "Trễ hạn", "hom-nay": "Hẹn trả hôm nay", "sap-den": "Sắp đến hạn"}


def narrowed(user: User, chosen: dict[str, Any], *, today: date) -> DossierQuerySet:
    """The dossiers the user may see that meet every filter; of the values of one filter any is enough."""
    found = Dossier.objects.under(user)
    if text := chosen.get("q"):
        found = _matching(found, text, user)
    if states := chosen.get("trang-thai"):
        found = found.filter(status__in=states)
    if fields := chosen.get("linh-vuc"):
        found = found.filter(procedure__field__code__in=fields)
    if procedure := chosen.get("thu-tuc"):
        # Their numbers, not a query in the query: so PostgreSQL knows how many dossiers each of them has.
        found = found.filter(
            procedure__in=list(Procedure.objects.matching(procedure).values_list("pk", flat=True))
        )
    if channels := chosen.get("kenh"):
        online = ONLINE if EVERY_ONLINE in channels else ()
        found = found.filter(channel__in={*channels, *online})
    if units := chosen.get("don-vi"):
        found = found.filter(resolving_unit__in=user.tree.scope(*map(int, units)))
    if first := chosen.get("tu"):
        found = found.filter(received_at__gte=_beginning(first))
    if last := _earliest(chosen.get("den"), chosen.get("xong-den")):
        # Nothing is finished before it came: so the list, newest first, is entered where the range ends.
        found = found.filter(received_at__lte=_end(last))
    for name, column in (("hen-", "due_on"), ("xong-", "finished_on")):
        if first := chosen.get(f"{name}tu"):
            found = found.filter(**{f"{column}__gte": first})
        if last := chosen.get(f"{name}den"):
            found = found.filter(**{f"{column}__lte": last})
    if names := chosen.get("han"):
        found = reduce(or_, (_DEADLINES[name](found, today) for name in names))
    return found


def _beginning(day: date) -> datetime:
    return timezone.make_aware(datetime.combine(max(day, _LONG_AGO), time.min))


def _end(day: date) -> datetime:
    return timezone.make_aware(datetime.combine(max(day, _LONG_AGO), time.max))


def _earliest(*days: date | None) -> date | None:
    return min(filter(None, days), default=None)


_DEADLINES = {
    "tre": DossierQuerySet.overdue,
    "hom-nay": DossierQuerySet.due_on_day,
    "sap-den": DossierQuerySet.due_soon,
}


def _matching(found: DossierQuerySet, text: str, user: User) -> DossierQuerySet:
    """To find somebody by name is to learn that there is a dossier: not where the user only supervises."""
    clear = user.unit_ids(DESK_ROLES)
    if clear >= user.readable_unit_ids:
        return found.matching(text)
    return found.of_units(clear).matching(text) | found.coded(text)


def units_to_choose(user: User) -> list[Unit]:
    """The units a user may narrow the list to; hamlets and stations receive nothing."""
    units = user.tree.pick(user.readable_unit_ids)
    return sorted(
        (unit for unit in units if unit.kind in KINDS),
        key=lambda unit: (unit.valid_to is not None, unit.folded_name, unit.code),
    )
