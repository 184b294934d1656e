"""Tổ im lặng: no session for so many days; whoever keeps the commune's teams is told."""

from collections import defaultdict
from collections.abc import Collection
from dataclasses import dataclass
from datetime import date

from django.db import transaction
from django.db.models import Max, Q
from django.urls import reverse

from initiatives.models import CommunityTeam, TeamRules
from initiatives.models.team import KEEPERS
from initiatives.teams.places import commune_of
from portal import notices
from portal.models import NoticeKind, Role, RoleAssignment, Unit, UnitTree, User

NAMED = 3
"""Teams that a reminder names."""


@dataclass(frozen=True)
class Silent:
    """A standing team, its commune, and since when nothing was logged."""

    team: CommunityTeam
    commune: Unit
    last_on: date | None
    days: int
    limit: int


def silent(unit_ids: Collection[int] | None, tree: UnitTree, *, on: date) -> list[Silent]:
    """Standing teams of the units (of all, with None) without a session for as long as their commune set."""
    teams = CommunityTeam.objects.valid_on(on).select_related("unit")
    if unit_ids is not None:
        teams = teams.filter(unit__in=unit_ids)
    said = Q(sessions__withdrawn_at=None, sessions__held_on__lte=on)
    rules = {one.unit_id: one.silent_days for one in TeamRules.objects.all()}
    usual = TeamRules().silent_days
    found = []
    for team in teams.annotate(last_on=Max("sessions__held_on", filter=said)):
        commune = commune_of(team.unit, tree, on=on)
        limit = rules.get(commune.pk, usual)
        days = (on - (team.last_on or team.begins_on)).days
        if days >= limit:
            found.append(Silent(team, commune, team.last_on, days, limit))
    return sorted(found, key=lambda one: (-one.days, one.team.unit.code))


@transaction.atomic
def remind(today: date) -> int:
    """Nhắc: the reform officer of a commune, else its administrator, once a week while a team is silent."""
    tree = UnitTree.load()
    quiet: dict[int, list[Silent]] = defaultdict(list)
    for one in silent(None, tree, on=today):
        quiet[one.commune.pk].append(one)
    held = RoleAssignment.objects.filter(role__in=KEEPERS, unit__in=list(quiet), user__is_active=True)
    keepers: dict[int, dict[Role, list[User]]] = defaultdict(lambda: defaultdict(list))
    for given in held.select_related("user"):
        if given.unit_id is not None:
            keepers[given.unit_id][Role(given.role)].append(given.user)
    year, week, _ = today.isocalendar()
    url = f"{reverse('initiatives:teams')}?trang-thai=im-lang"
    told = [
        (user, _said(teams), url, f"teams-silent-{commune}-{year}-{week:02d}")
        for commune, teams in quiet.items()
        for user in keepers[commune][Role.REFORM] or keepers[commune][Role.UNIT_ADMIN]
    ]
    notices.tell_many(told, kind=NoticeKind.DEADLINE)
    return len(told)


def _said(teams: list[Silent]) -> str:
    """The longest silent first; the list behind the notice has them all."""
    named = "; ".join(f"{one.team.unit.name} ({one.days} ngày)" for one in teams[:NAMED])
    more = f" và {len(teams) - NAMED} tổ khác" if len(teams) > NAMED else ""
    return f"{len(teams)} tổ công nghệ số lâu không có buổi trực: {named}{more}."
