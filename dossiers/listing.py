"""Danh sách hồ sơ: what each filter of the address means."""

from datetime import date
from typing import Any

from dossiers.models import Dossier, DossierQuerySet, Procedure
from dossiers.status import ONLINE
from portal.models import Unit, UnitKind, User
from portal.models.user import DESK_ROLES

PAGE = 50
DEADLINES = {"tre": "Trễ hạn", "hom-nay": "Hẹn trả hôm nay", "sap-den": "Sắp đến hạn"}


def narrowed(user: User, chosen: dict[str, Any], *, today: date) -> DossierQuerySet:
    """The dossiers the user may see that meet every filter."""
    found = Dossier.objects.visible_to(user)
    if text := chosen.get("q"):
        found = _matching(found, text, user)
    if status := chosen.get("trang-thai"):
        found = found.filter(status=status)
    if field := chosen.get("linh-vuc"):
        found = found.filter(procedure__field__code=field)
    if procedure := chosen.get("thu-tuc"):
        found = found.filter(procedure__in=Procedure.objects.matching(procedure))
    if channel := chosen.get("kenh"):
        found = found.filter(channel__in=ONLINE if channel == "truc-tuyen" else [channel])
    if unit := chosen.get("don-vi"):
        found = found.filter(resolving_unit__in=user.tree.scope(int(unit)))
    if first := chosen.get("tu"):
        found = found.filter(received_on__gte=first)
    if last := chosen.get("den"):
        found = found.filter(received_on__lte=last)
    match chosen.get("han"):
        case "tre":
            found = found.overdue(today)
        case "hom-nay":
            found = found.due_on_day(today)
        case "sap-den":
            found = found.due_soon(today)
    return found


def _matching(found: DossierQuerySet, text: str, user: User) -> DossierQuerySet:
    """To find somebody by name is to learn that there is a dossier: not where the user only supervises."""
    clear = user.unit_ids(DESK_ROLES)
    if clear >= user.readable_unit_ids:
        return found.matching(text)
    return found.of_units(clear).matching(text) | found.coded(text)


def units_to_choose(user: User) -> list[Unit]:
    """The units a user may narrow the list to; hamlets and stations receive nothing."""
    kinds = {UnitKind.PROVINCE, UnitKind.DISTRICT, UnitKind.COMMUNE, UnitKind.DIVISION}
    units = user.tree.pick(user.readable_unit_ids)
    return sorted(
        (unit for unit in units if unit.kind in kinds),
        key=lambda unit: (unit.valid_to is not None, unit.folded_name, unit.code),
    )
