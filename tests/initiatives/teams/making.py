"""A commune with hamlets, teams and what these do, for tests."""

from datetime import date, time, timedelta
from uuid import uuid4

from django.utils import timezone

from initiatives.models import CommunityTeam, DutySession, TeamMember
from initiatives.teams import duty, founding, hamlets, links, members
from portal.models import Role, Unit
from tests.dossiers.factories import UnitFactory, UserFactory

SINCE = date(2022, 3, 1)


class Commune:
    """Xã with its reform officer, who keeps the teams."""

    def __init__(self, unit: Unit | None = None, **fields) -> None:
        self.unit = unit or UnitFactory(**fields)
        self.officer = UserFactory(unit=self.unit, roles=[Role.REFORM])

    def hamlets(self, *names: str) -> list[Unit]:
        return hamlets.add(
            self.unit, names=names or ["Tiên Mỹ 1"], subkind="thôn", since=None, by=self.fresh()
        )

    def fresh(self):
        """The officer as a new request sees them: the tree as it is now."""
        return type(self.officer).objects.get(pk=self.officer.pk)

    def team(self, unit: Unit | None = None, *, people: int = 3, **fields) -> CommunityTeam:
        where = unit or self.hamlets(f"Số {Unit.objects.count()}")[0]
        values = {"decision_number": "45/QĐ-UBND", "decision_on": SINCE, "begins_on": SINCE} | fields
        team = founding.found(where, by=self.fresh(), **values)
        for number in range(people):
            self.member(team, name=f"Thành viên {number + 1}", role="member" if number else "lead")
        return team

    def member(self, team: CommunityTeam, **fields) -> TeamMember:
        values = {"name": "Lê Văn Mẫu", "role": "member", "joined_on": team.begins_on} | fields
        return members.join(team, by=self.officer, **values)

    def session(self, team: CommunityTeam, held_on: date | None = None, **fields) -> DutySession:
        return duty.log(team, said(team, held_on, **fields), key=uuid4(), by=self.officer)

    def link(self, team: CommunityTeam) -> str:
        return f"/so-to/{links.token_of(links.open_link(team, by=self.officer))}/"


def said(team: CommunityTeam, held_on: date | None = None, **fields) -> duty.Duty:
    values = {
        "held_on": held_on or timezone.localdate(),
        "from_time": time(19),
        "to_time": time(21),
        "place": "hall",
        "members": list(team.members.all()[:2]),
    }
    return duty.Duty(**(values | fields))


def typed(team: CommunityTeam, **fields) -> dict:
    """What a browser sends of a session."""
    return {
        "key": str(uuid4()),
        "held_on": timezone.localdate().isoformat(),
        "from_time": "19:00",
        "to_time": "21:00",
        "place": "hall",
        "members": [str(pk) for pk in team.members.values_list("pk", flat=True)[:2]],
        "helped_account": "4",
        "helped_submission": "3",
    } | fields


def days_ago(count: int) -> date:
    return timezone.localdate() - timedelta(days=count)
