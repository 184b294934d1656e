"""Tổ im lặng: no session for so many days; whoever keeps the commune's teams is told."""

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
    """Nhắc: the reform officer of the commune, else its administrator, once for each stretch of silence."""
    tree = UnitTree.load()
    keepers: dict[int, dict[Role, list[User]]] = {}
    held = RoleAssignment.objects.filter(role__in=KEEPERS, user__is_active=True).select_related("user")
    for given in held:
        if given.unit_id is not None:
            keepers.setdefault(given.unit_id, {}).setdefault(Role(given.role), []).append(given.user)
    told = []
    for one in silent(None, tree, on=today):
        roles = keepers.get(one.commune.pk, {})
        since = one.last_on or one.team.begins_on
        text = f"{one.team.name} không có buổi trực nào {one.days} ngày nay, từ {since:%d/%m/%Y}."
        url = reverse("initiatives:team", args=[one.team.pk])
        key = f"team-silent-{one.team.pk}-{since:%Y%m%d}-{one.days // max(one.limit, 1)}"
        told += [
            (user, text, url, key) for user in roles.get(Role.REFORM) or roles.get(Role.UNIT_ADMIN) or []
        ]
    notices.tell_many(told, kind=NoticeKind.DEADLINE)
    return len(told)
