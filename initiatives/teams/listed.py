"""Tổ công nghệ số cho người dân: where and when help is to be had, and whom to ask where they agreed."""

from dataclasses import dataclass
from datetime import date

from django.db.models import Prefetch

from initiatives.models import CommunityTeam, TeamMember, TeamRules
from portal.models import Unit, UnitTree


@dataclass(frozen=True)
class Listed:
    """One team as anybody reads it; `people` are those who agreed to be named with their phone."""

    where: str
    place: str
    hours: str
    people: list[TeamMember]


def listed(commune: Unit, today: date) -> list[Listed]:
    """The standing teams of a commune that makes its list public; none of one that does not."""
    if not TeamRules.of(commune).is_public:
        return []
    agreed = TeamMember.objects.on(today).filter(is_listed=True)
    teams = CommunityTeam.objects.valid_on(today).filter(unit__in=UnitTree.load().scope(commune.pk))
    found = teams.select_related("unit").prefetch_related(Prefetch("members", agreed, to_attr="agreed"))
    return [
        Listed(
            team.unit.name,
            team.duty_place,
            team.duty_hours,
            sorted(team.agreed, key=lambda one: one.rank),
        )
        for team in found
    ]
