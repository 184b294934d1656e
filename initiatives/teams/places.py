"""Thôn và xã: whose commune a team is, the hamlets below a commune, as the tree of units has them."""

from collections.abc import Iterable
from datetime import date

from portal.models import Role, Unit, UnitKind, UnitTree, User


def commune_of(unit: Unit, tree: UnitTree, *, on: date) -> Unit:
    """The office that a team belongs to on a day: of a hamlet the one above, of what is no more its heir."""
    while unit.kind == UnitKind.HAMLET and unit.parent_id:
        unit = tree.units[unit.parent_id]
    while not unit.is_valid_on(on) and unit.successor_id:
        unit = tree.units[unit.successor_id]
    return unit


def communes(user: User, roles: Iterable[Role], *, on: date | None = None) -> list[Unit]:
    """Communes that these roles of the user reach, those that are no more last; with a day, of that day."""
    found = [unit for unit in user.tree.pick(user.unit_ids(roles)) if unit.kind == UnitKind.COMMUNE]
    if on is not None:
        found = [unit for unit in found if unit.is_valid_on(on)]
    return sorted(found, key=lambda unit: (unit.valid_to is not None, unit.code))


def hamlets(commune: Unit, tree: UnitTree) -> list[Unit]:
    """Every hamlet that hangs below a commune, of all times, in the order of their codes."""
    below = [tree.units[pk] for pk in tree.below[commune.pk]]
    return sorted((unit for unit in below if unit.kind == UnitKind.HAMLET), key=lambda unit: unit.code)


def places(user: User, roles: Iterable[Role], *, on: date) -> list[Unit]:
    """Where a team may stand: communes and hamlets in reach that are valid on a day."""
    kinds = {UnitKind.COMMUNE, UnitKind.HAMLET}
    found = [unit for unit in user.tree.pick(user.unit_ids(roles)) if unit.kind in kinds]
    return sorted((unit for unit in found if unit.is_valid_on(on)), key=lambda unit: unit.code)
