"""Tổ công nghệ số cộng đồng của dữ liệu dùng thử: the district's 149 hamlets and 18 communes with their
teams, and what the reform of 01/7/2025 made of them; written as rows, as most of the demo is.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from itertools import product
from random import Random
from typing import Any

from dossiers import calendar
from dossiers.models import Dossier
from dossiers.status import ONLINE
from initiatives.models import (
    CommunityTeam,
    DutySession,
    HelpedDossier,
    TeamAction,
    TeamEvent,
    TeamMember,
    TeamRole,
    TeamRules,
    TeamTraining,
)
from initiatives.models.team import HELP_COLUMNS
from initiatives.teams.succession import name_of
from portal.models import Unit, UnitKind, UnitTree
from portal.text import fold
from reports.demo import people
from reports.demo.accounts import LAST_DISTRICT_DAY, REFORM_DAY
from reports.demo.offices import OPENING_DAY

HAMLETS = {4: 1, 9: 9, 8: 8}
"""Hamlets of a commune → so many communes: 149 in the 18 of Vĩnh Linh; the first is Vĩnh Lâm with its 4."""
FIRST = "19405"
BEGUN, DECIDED, TRAINED = date(2022, 4, 1), date(2022, 3, 25), date(2022, 5, 12)
_ONE, _OTHER = (
    ("Tiên", "Thủy", "Đức", "Linh", "Hiền", "Lâm", "Sơn", "Hòa", "Nam", "Trung", "Thái", "Quảng"),
    ("An", "Bình", "Đông", "Tây", "Thượng", "Hạ", "Phú", "Lộc", "Mỹ", "Trường", "Xá", "Hải", "Cao", "Cát"),
)
_ROLES = (TeamRole.LEAD, TeamRole.DEPUTY, TeamRole.MEMBER, TeamRole.MEMBER)
_POSTS = ("Trưởng thôn", "Bí thư chi đoàn", "Chi hội trưởng phụ nữ", "Giáo viên")


@dataclass
class Book:
    """Rows on their way into the tables."""

    rng: Random
    today: date
    codes: dict[tuple[int, date], list[str]]
    sessions: list[DutySession] = field(default_factory=list)
    present: list[tuple[DutySession, list[TeamMember]]] = field(default_factory=list)
    helped: list[tuple[DutySession, str]] = field(default_factory=list)
    events: list[TeamEvent] = field(default_factory=list)

    def tell(self, team: CommunityTeam, action: TeamAction, on: date, **more: Any) -> None:
        at = datetime.combine(on, time(16), calendar.OFFICE_ZONE)
        self.events.append(TeamEvent(team=team, action=action, at=at, actor_name="Phụ trách tổ", **more))


def set_up(tree: UnitTree, home: Unit, rng: Random, today: date) -> None:
    """Hamlets, teams, members, trainings, and duty sessions up to yesterday."""
    district = tree.named("464", on=LAST_DISTRICT_DAY)
    old = [unit for unit in tree.children(district.pk, on=LAST_DISTRICT_DAY) if unit.kind == UnitKind.COMMUNE]
    living = {unit.successor_id: tree.units[unit.successor_id] for unit in old if unit.successor_id}
    before, after = _hamlets(sorted(old, key=lambda unit: unit.code != FIRST), living, rng)
    book = Book(rng, today, _codes([*living, *(unit.pk for unit in old)]))
    teams = [_team(unit, BEGUN, DECIDED, ends_on=LAST_DISTRICT_DAY) for unit in [*before, *old]]
    CommunityTeam.objects.bulk_create(teams)
    of_hamlet = {team.unit_id: team for team in teams}
    heirs = [
        _team(unit, REFORM_DAY, DECIDED, predecessor=of_hamlet[former.pk])
        for former, unit in zip(before, after, strict=True)
    ] + [_team(unit, REFORM_DAY, REFORM_DAY) for unit in living.values()]  # fmt: skip
    CommunityTeam.objects.bulk_create(heirs)
    members = _members(teams, heirs, rng)
    _train(teams, members, tree)
    for team in teams:
        book.tell(team, TeamAction.FOUND, BEGUN, words=team.decision)
        book.tell(team, TeamAction.END, LAST_DISTRICT_DAY, words=f"Đến hết {LAST_DISTRICT_DAY:%d/%m/%Y}")
        _serve(book, team, members[team.pk], OPENING_DAY, LAST_DISTRICT_DAY, every=182)
    idle = next(team for team in heirs if team.unit.parent_id == home.pk)
    for team in heirs:
        book.tell(team, TeamAction.SUCCEED if team.predecessor else TeamAction.FOUND, REFORM_DAY)
        if team is not idle:
            is_home = home.pk in {team.unit_id, team.unit.parent_id}
            yesterday = today - timedelta(days=1)
            _serve(book, team, members[team.pk], REFORM_DAY, yesterday, every=14 if is_home else 63)
    TeamRules.objects.create(unit=home, allows_fewer=True, is_public=True)
    _write(book)


def _hamlets(old: list[Unit], living: dict[int, Unit], rng: Random) -> tuple[list[Unit], list[Unit]]:
    """Those below the former communes, and what each became below its heir."""
    names = [f"Thôn {one} {other}" for one, other in product(_ONE, _OTHER)]
    rng.shuffle(names)
    counts = [count for count, communes in HAMLETS.items() for _ in range(communes)]
    numbers = dict.fromkeys(living, 0)
    before, after = [], []
    for commune, count in zip(old, counts, strict=True):
        assert commune.successor_id is not None, "every commune of the district has its heir"
        for number in range(1, count + 1):
            name = names.pop()
            numbers[commune.successor_id] += 1
            heir = living[commune.successor_id]
            after.append(_hamlet(heir, numbers[heir.pk], name, REFORM_DAY, None))
            before.append(_hamlet(commune, number, name, None, LAST_DISTRICT_DAY))
    Unit.objects.bulk_create(after)
    for former, unit in zip(before, after, strict=True):
        former.successor = unit
    Unit.objects.bulk_create(before)
    return before, after


def _hamlet(parent: Unit, number: int, name: str, since: date | None, until: date | None) -> Unit:
    return Unit(
        code=f"{parent.code}.T{number:02d}", name=name, short_name=name.removeprefix("Thôn "),
        folded_name=fold(name), kind=UnitKind.HAMLET, subkind="thôn", parent=parent,
        valid_from=since or parent.valid_from, valid_to=until,
    )  # fmt: skip


def _team(unit: Unit, begins_on: date, decided_on: date, **more: Any) -> CommunityTeam:
    name = name_of(unit)
    place = f"Nhà văn hóa {unit.name[:1].lower()}{unit.name[1:]}" if unit.kind == UnitKind.HAMLET else ""
    return CommunityTeam(
        unit=unit, name=name, folded_name=fold(name), decision_number="45/QĐ-UBND", decision_on=decided_on,
        begins_on=begins_on, duty_place=place or "Bộ phận Một cửa", duty_hours="Tối thứ Ba, 19–21 giờ",
        **more,
    )  # fmt: skip


def _members(
    teams: list[CommunityTeam], heirs: list[CommunityTeam], rng: Random
) -> dict[int, list[TeamMember]]:
    """Four a team, three of them trained; who was in a team is in the one that follows it."""
    found: dict[int, list[TeamMember]] = {}
    for team in teams:
        found[team.pk] = [
            TeamMember(
                team=team, name=people.name(rng, is_female=rng.random() < 0.5), role=role, post=post,
                joined_on=BEGUN, left_on=LAST_DISTRICT_DAY,
                trained_on=TRAINED if number < 3 else None,
            )
            for number, (role, post) in enumerate(zip(_ROLES, _POSTS, strict=True))
        ]  # fmt: skip
    TeamMember.objects.bulk_create(one for team in teams for one in found[team.pk])
    for team in heirs:
        former: list[TeamMember | None] = (
            list(found[team.predecessor_id]) if team.predecessor_id else [None] * 4
        )
        found[team.pk] = [
            TeamMember(
                team=team, name=one.name if one else people.name(rng, is_female=rng.random() < 0.5),
                role=role, post=post, joined_on=REFORM_DAY, former=one,
                trained_on=one.trained_on if one else None,
            )
            for one, role, post in zip(former, _ROLES, _POSTS, strict=True)
        ]  # fmt: skip
    TeamMember.objects.bulk_create(one for team in heirs for one in found[team.pk])
    return found


def _train(teams: list[CommunityTeam], members: dict[int, list[TeamMember]], tree: UnitTree) -> None:
    """One meeting in each former commune, for the members of all its teams."""
    held: dict[int, TeamTraining] = {}
    for team in teams:
        commune = _commune(team)
        held.setdefault(
            commune,
            TeamTraining(
                unit=tree.units[commune], held_on=TRAINED, given_by="Phòng Văn hóa và Thông tin huyện",
                subject="Dịch vụ công trực tuyến, thanh toán trực tuyến, số hóa hồ sơ",
            ),
        )  # fmt: skip
    TeamTraining.objects.bulk_create(held.values())
    through = TeamTraining.members.through
    through.objects.bulk_create(
        through(teamtraining=held[_commune(team)], teammember=one)
        for team in teams
        for one in members[team.pk]
        if one.trained_on
    )


def _commune(team: CommunityTeam) -> int:
    if team.unit.kind == UnitKind.COMMUNE:
        return team.unit_id
    assert team.unit.parent_id is not None, "a hamlet hangs below its commune"
    return team.unit.parent_id


def _serve(
    book: Book, team: CommunityTeam, members: list[TeamMember], first: date, last: date, *, every: int
) -> None:
    """A session about every so many days, mostly of two or three members."""
    day = first + timedelta(days=book.rng.randrange(every))
    commune = _commune(team)
    while day <= last:
        is_short = every < 63 and book.rng.random() < 0.05
        there = book.rng.sample(members, 1 if is_short else book.rng.choice((2, 2, 3)))
        session = DutySession(
            team=team, held_on=day, from_time=time(19), to_time=time(21), required=2,
            place="hall" if team.is_of_hamlet else "desk",
            shortage="Thành viên kia đi họp xã" if is_short else "",
            logged_at=datetime.combine(day, time(21, 5), calendar.OFFICE_ZONE),
            **dict(zip(HELP_COLUMNS, _helped(book.rng), strict=True)),
        )  # fmt: skip
        book.sessions.append(session)
        book.present.append((session, there))
        week = (day - timedelta(days=back) for back in range(7))
        near = [code for received in week for code in book.codes.get((commune, received), [])]
        book.helped += [(session, code) for code in book.rng.sample(near, min(len(near), 2))]
        book.tell(team, TeamAction.LOG, day, session=session)
        day += timedelta(days=every + book.rng.randrange(-3, 4))


def _helped(rng: Random) -> Iterator[int]:
    """Mostly accounts and submitting."""
    yield from (rng.randrange(most) for most in (6, 5, 3, 3, 2))


def _codes(communes: list[int]) -> dict[tuple[int, date], list[str]]:
    """Commune and day → the dossiers that came online, as its teams may have helped with."""
    found: dict[tuple[int, date], list[str]] = {}
    rows = Dossier.objects.filter(resolving_unit__in=communes, channel__in=ONLINE)
    for unit, received_on, code in rows.values_list("resolving_unit_id", "received_on", "code"):
        if received_on is not None:
            found.setdefault((unit, received_on), []).append(code)
    return found


def _write(book: Book) -> None:
    DutySession.objects.bulk_create(book.sessions)
    through = DutySession.members.through
    through.objects.bulk_create(
        through(dutysession=session, teammember=member) for session, there in book.present for member in there
    )
    HelpedDossier.objects.bulk_create(
        HelpedDossier(session=session, code=code) for session, code in book.helped
    )
    TeamEvent.objects.bulk_create(book.events)
