"""Ai làm gì với sáng kiến: its authors, who confirms for the unit, who checks and decides."""

from collections.abc import Iterable
from datetime import date

from django.utils import timezone

from initiatives import sight
from initiatives.models import Initiative
from portal.models import Role, RoleAssignment, Unit, UnitKind, User
from portal.models.unit import UnitTree

COMMUNES_DECIDE_SINCE = date(2025, 7, 1)
"""No districts any more (Luật Tổ chức chính quyền địa phương 2025)."""
CONFIRMING_ROLES = (Role.LEADER,)
CHECKING_ROLES = (Role.REFORM, Role.LEADER, Role.SUPERVISOR)
"""Who checks the form of what was sent to the unit and answers the authors."""


def is_author(user: User, initiative: Initiative) -> bool:
    return initiative.authors.filter(user=user).exists()


def may_confirm(user: User, initiative: Initiative) -> bool:
    """A leader of the unit itself, or of what it became; not of a government above, nor an author."""
    return initiative.unit_id in sight.own_units(user, CONFIRMING_ROLES)


def may_check(user: User, initiative: Initiative) -> bool:
    """Somebody of the deciding unit who did not write it."""
    return initiative.deciding_unit_id in sight.own_units(user, CHECKING_ROLES) and not is_author(
        user, initiative
    )


def sees_secrets(user: User, initiative: Initiative) -> bool:
    """Những thông tin cần được bảo mật: for the authors and for those who handle the request."""
    return is_author(user, initiative) or may_confirm(user, initiative) or may_check(user, initiative)


def leaders(unit_id: int) -> list[User]:
    return holders(unit_id, CONFIRMING_ROLES)


def checkers(unit_id: int) -> list[User]:
    """Who hears of what was sent to the unit to be decided."""
    return holders(unit_id, (Role.REFORM, Role.SUPERVISOR))


def authors(initiative: Initiative) -> list[User]:
    return list(
        User.objects.filter(is_active=True, pk__in=initiative.authors.values("user")).order_by("full_name")
    )


def holders(unit_id: int, roles: Iterable[Role]) -> list[User]:
    """Active users who hold one of the roles in the unit itself."""
    held = RoleAssignment.objects.filter(unit=unit_id, role__in=list(roles))
    return list(User.objects.filter(is_active=True, assignments__in=held).distinct().order_by("pk"))


def deciding_units(unit: Unit, tree: UnitTree, *, on: date | None = None) -> list[Unit]:
    """Nơi có thể xét công nhận on a day, the usual one first: the unit as it stood then and the governments
    above it. Since 01/7/2025 the commune is the “cơ sở” that recognises; until then the district was.
    """
    on = on or timezone.localdate()
    found: list[Unit] = []
    step: Unit | None = sight.government_of(living(unit, tree, on=on), tree)
    while step is not None:
        if step.is_local_government and step.is_valid_on(on):
            found.append(step)
        step = tree.units.get(step.parent_id) if step.parent_id else None
    if on < COMMUNES_DECIDE_SINCE:
        found.sort(key=lambda one: one.kind != UnitKind.DISTRICT)
    return found or [unit]


def living(unit: Unit, tree: UnitTree, *, on: date | None = None) -> Unit:
    """The unit, or what it had become by a day."""
    on = on or timezone.localdate()
    while unit.successor_id and unit.valid_to and unit.valid_to < on:
        unit = tree.units[unit.successor_id]
    return unit
