"""Ai thấy sáng kiến nào: which units are somebody's own, whatever hangs below them as other governments.

A role in a superior unit reaches its subtree; but an initiative that a commune decides on itself is the
commune's, and the superior reads it only once it was sent up or is recognised.
"""

from collections.abc import Iterable

from portal.models import Role, Unit, User
from portal.models.unit import UnitTree

KEEPING_ROLES = (Role.REFORM, Role.LEADER, Role.RECORDS)
"""Who reads what the unit's people submitted."""
DECIDING_ROLES = (Role.REFORM, Role.LEADER, Role.SUPERVISOR)
"""Who reads what was sent to the unit to be decided on."""


def own_units(user: User, roles: Iterable[Role]) -> set[int]:
    """The units where these roles are held, their offices and hamlets, and what these were before."""
    if not user.is_active:
        return set()
    return around(user.tree, {unit for role in roles for unit in user.roles.get(role, ()) if unit})


def around(tree: UnitTree, roots: Iterable[int]) -> set[int]:
    """Units with their offices and hamlets and their predecessors, without the governments below."""
    found: set[int] = set()
    waiting = list(roots)
    while waiting:
        pk = waiting.pop()
        if pk in found:
            continue
        found.add(pk)
        waiting += tree.before[pk]
        waiting += [child for child in tree.below[pk] if not tree.units[child].is_local_government]
    return found


def workplace_of(unit: Unit) -> str:
    """Nơi công tác: of a government its committee, `UBND xã Vĩnh Lâm`."""
    if not unit.is_local_government:
        return unit.name
    return f"UBND {unit.name[:1].lower()}{unit.name[1:]}"


def government_of(unit: Unit, tree: UnitTree) -> Unit:
    """The commune, district or province that a division, station or hamlet belongs to; itself where none."""
    found: Unit | None = unit
    while found is not None and not found.is_local_government:
        found = tree.units.get(found.parent_id) if found.parent_id else None
    return found or unit
