"""Tập huấn: a meeting with the members who came; each member's first one is kept with the member."""

from collections.abc import Collection
from datetime import date

from django.db import transaction

from initiatives.models import TeamAction, TeamMember, TeamTraining
from initiatives.teams import history
from portal.errors import DomainError
from portal.models import Unit, User


@transaction.atomic
def hold(
    commune: Unit, *, held_on: date, subject: str, given_by: str, members: Collection[TeamMember], by: User
) -> TeamTraining:
    """Ghi một buổi tập huấn của các tổ trong xã."""
    _check(members, held_on)
    made = TeamTraining.objects.create(unit=commune, held_on=held_on, subject=subject, given_by=given_by)
    made.members.set(members)
    _follow(members)
    _tell(members, TeamAction.TRAIN, made, by)
    return made


@transaction.atomic
def change(
    training: TeamTraining,
    *,
    held_on: date,
    subject: str,
    given_by: str,
    members: Collection[TeamMember],
    by: User,
) -> TeamTraining:
    """Sửa: day, subject, and who was there."""
    _check(members, held_on)
    current = TeamTraining.objects.select_for_update().get(pk=training.pk)
    before = list(current.members.select_related("team"))
    current.held_on, current.subject, current.given_by = held_on, subject, given_by
    current.save()
    current.members.set(members)
    touched = {member.pk: member for member in [*before, *members]}.values()
    _follow(touched)
    _tell(touched, TeamAction.CHANGE_TRAINING, current, by)
    return current


def first_day(member: TeamMember) -> date | None:
    """The first training of a member, also of their time in the team before."""
    days = [held.held_on for held in member.trainings.all()]
    if member.former is not None and member.former.trained_on is not None:
        days.append(member.former.trained_on)
    return min(days, default=None)


def _check(members: Collection[TeamMember], held_on: date) -> None:
    if not members:
        raise DomainError("Chọn ít nhất một thành viên đã dự.")
    for member in members:
        if not member.was_in_on(held_on):
            raise DomainError(f"{member.name} không ở trong tổ ngày {held_on:%d/%m/%Y}. Bỏ chọn người này.")


def _follow(members: Collection[TeamMember]) -> None:
    """Bring the kept first days up to date, also of who is the same person in a later team."""
    waiting = list(TeamMember.objects.filter(pk__in=[one.pk for one in members]).select_related("former"))
    while waiting:
        member = waiting.pop()
        first = first_day(member)
        if first != member.trained_on:
            TeamMember.objects.filter(pk=member.pk).update(trained_on=first)
            waiting += TeamMember.objects.filter(former=member.pk).select_related("former")


def _tell(members: Collection[TeamMember], action: TeamAction, training: TeamTraining, by: User) -> None:
    """One event in each team."""
    for team in {member.team_id: member.team for member in members}.values():
        history.tell(team, action, by=by, words=str(training))
