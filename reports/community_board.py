"""Bảng tổ công nghệ số cộng đồng: hamlets of a commune, or communes of a superior, each with its figures."""

from collections import Counter

from portal.models import UnitKind
from reports import community
from reports.figures import Group, Scope

TABLE_COLUMNS = (
    "hamlets",
    "hamlets_with_team",
    "teams",
    "team_members",
    "team_members_trained",
    "team_sessions",
    "team_helped",
)
"""What a report's table has of each unit."""


def board(scope: Scope) -> tuple[Group, list[Group]]:
    """The whole, and the units directly below, each with its subtree; what only the unit itself has is last.

    Local governments and hamlets stand there with their zeros.
    """
    counts = community.by_unit(scope.counted, scope.unit_ids, then=scope.is_handed_over)
    holders = scope.holders
    held: dict[int, Counter[str]] = {}
    for unit_id, counter in counts.items():
        held.setdefault(holders[unit_id], Counter()).update(counter)
    lines = [
        (unit, unit.name)
        for unit in scope.children
        if unit.pk in held or unit.is_local_government or unit.kind == UnitKind.HAMLET
    ]
    if scope.unit.pk in held or not lines:
        what = "tổ của xã" if scope.unit.kind == UnitKind.COMMUNE else "trực tiếp"
        lines.append((scope.unit, f"{scope.unit.name} ({what})" if lines else scope.unit.name))
    groups = [
        Group(unit.code, name, {code: held.get(unit.pk, Counter())[code] for code in community.CODES})
        for unit, name in lines
    ]
    total = {code: sum(group.figures[code] for group in groups) for code in community.CODES}
    return Group("", "Cộng", total), groups
