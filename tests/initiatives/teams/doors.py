"""Ai mở được trang nào của tổ công nghệ số: this part of the permission table."""

from datetime import date

from django.core.files.base import ContentFile

from initiatives.models import CommunityTeam, TeamMember
from initiatives.teams import training
from portal.models import Role
from portal.models.user import FIGURE_ROLES
from tests.initiatives.teams.making import Commune
from tests.rows import PUBLIC, Row

KEEPERS = (Role.REFORM, Role.UNIT_ADMIN)
LOGGERS = (*KEEPERS, Role.INTAKE, Role.PROCESSING)


def unit(world):
    return [world.home.pk]


def hamlet(world):
    return [Commune(world.home).hamlets()[0].pk]


def team(world):
    return [Commune(world.home).team().pk]


def team_with_file(world):
    [pk] = team(world)
    CommunityTeam.objects.get(pk=pk).decision_file.save("x.pdf", ContentFile(b"%PDF-"), save=True)
    return [pk]


def member(world):
    [pk] = team(world)
    return [pk, TeamMember.objects.filter(team=pk).first().pk]


def held_training(world):
    teams = Commune(world.home)
    held = training.hold(
        world.home, held_on=date(2022, 4, 1), subject="Số hóa", given_by="VNPT",
        members=list(teams.team().members.all()), by=teams.officer,
    )  # fmt: skip
    return [held.pk]


def session(world):
    teams = Commune(world.home)
    made = teams.session(teams.team())
    return [made.team_id, made.pk]


def link(world):
    teams = Commune(world.home)
    return [teams.link(teams.team()).split("/")[-2]]


def session_of_link(world):
    teams = Commune(world.home)
    made = teams.team()
    return [teams.link(made).split("/")[-2], teams.session(made).pk]


TABLE: dict[str, Row] = {
    "initiatives:teams": Row(FIGURE_ROLES),
    "initiatives:teams-excel": Row(FIGURE_ROLES),
    "initiatives:team-trainings": Row(FIGURE_ROLES),
    "initiatives:team": Row(FIGURE_ROLES, team, of_home=True),
    "initiatives:team-decision": Row(FIGURE_ROLES, team_with_file, of_home=True),
    "initiatives:team-new": Row(KEEPERS),
    "initiatives:team-hamlets": Row(KEEPERS),
    "initiatives:team-hamlet": Row(KEEPERS, hamlet, of_home=True),
    "initiatives:team-hamlets-carry": Row(KEEPERS, unit, "post", of_home=True),
    "initiatives:team-rules-own": Row(KEEPERS),
    "initiatives:team-rules": Row(KEEPERS, unit, of_home=True),
    "initiatives:team-training-new": Row(KEEPERS, unit, of_home=True),
    "initiatives:team-training": Row(KEEPERS, held_training, of_home=True),
    "initiatives:team-change": Row(KEEPERS, team, of_home=True),
    "initiatives:team-end": Row(KEEPERS, team, of_home=True),
    "initiatives:team-follow": Row(KEEPERS, team, of_home=True),
    "initiatives:team-link": Row(KEEPERS, team, "post", of_home=True),
    "initiatives:team-member-new": Row(KEEPERS, team, of_home=True),
    "initiatives:team-member": Row(KEEPERS, member, of_home=True),
    "initiatives:team-member-leave": Row(KEEPERS, member, of_home=True),
    "initiatives:team-duty-new": Row(LOGGERS, team, of_home=True),
    "initiatives:team-duty": Row(LOGGERS, session, of_home=True),
    "initiatives:team-duty-back": Row(LOGGERS, session, "post", of_home=True),
    "initiatives:team-log": Row(PUBLIC, link),
    "initiatives:team-log-session": Row(PUBLIC, session_of_link),
    "reports:teams": Row(FIGURE_ROLES),
}
