"""Danh sách hồ sơ: what a filter means, and pages that stay quick on millions of rows."""

from datetime import date
from functools import cached_property
from typing import Any

from django.core.paginator import Paginator

from dossiers.models import Dossier, DossierQuerySet, Procedure
from dossiers.status import ONLINE
from portal.models import Unit, UnitKind, User

PAGE = 50
COUNTED = 10_000
"""Beyond it nobody turns pages; the count says “hơn 10.000”."""
DEADLINES = {"tre": "Trễ hạn", "hom-nay": "Hẹn trả hôm nay", "sap-den": "Sắp đến hạn"}


class CappedPaginator(Paginator):
    """Pages of a list whose count stops at a limit, so that counting never costs more than the page."""

    object_list: DossierQuerySet

    @cached_property
    def _counted(self) -> int:
        return self.object_list.order_by().values("pk")[: COUNTED + 1].count()

    @cached_property
    def count(self) -> int:
        return min(self._counted, COUNTED)

    @property
    def is_capped(self) -> bool:
        return self._counted > COUNTED


def narrowed(user: User, chosen: dict[str, Any], *, today: date) -> DossierQuerySet:
    """The dossiers the user may see that meet every filter."""
    found = Dossier.objects.visible_to(user)
    if text := chosen.get("q"):
        # To find somebody by name is to learn that there is a dossier: not for those who only supervise.
        found = found.matching(text) if user.sees_personal_data else found.coded(text)
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


def units_to_choose(user: User) -> list[Unit]:
    """The units a user may narrow the list to; hamlets and stations receive nothing."""
    kinds = {UnitKind.PROVINCE, UnitKind.DISTRICT, UnitKind.COMMUNE, UnitKind.DIVISION}
    units = user.tree.pick(user.readable_unit_ids)
    return sorted(
        (unit for unit in units if unit.kind in kinds),
        key=lambda unit: (unit.valid_to is not None, unit.folded_name, unit.code),
    )
