"""Thành viên của tổ: who is in it from when to when, with which role."""

from datetime import date
from typing import Any

from django.db import transaction

from initiatives.models import CommunityTeam, TeamAction, TeamMember, TeamRole
from initiatives.teams import history
from portal.errors import DomainError
from portal.models import User


@transaction.atomic
def join(
    team: CommunityTeam, *, name: str, role: str, joined_on: date, by: User, **fields: Any
) -> TeamMember:
    """Thêm thành viên; a team has one leader at a time."""
    current = history.locked(team)
    member = TeamMember(team=current, name=name, role=role, joined_on=joined_on, **fields)
    if current.ends_on is not None:
        member.left_on = current.ends_on
    _check(member, current)
    member.save()
    history.tell(current, TeamAction.JOIN, by=by, words=f"{member.name}, {member.get_role_display()}")
    return member


@transaction.atomic
def change(member: TeamMember, *, by: User, **fields: Any) -> TeamMember:
    """Sửa thông tin của thành viên."""
    team = history.locked(member.team)
    current = TeamMember.objects.get(pk=member.pk)
    for name, value in fields.items():
        setattr(current, name, value)
    _check(current, team)
    early = current.sessions.standing().filter(held_on__lt=current.joined_on).first()
    if early is not None:
        raise DomainError(f"{current.name} đã có mặt ở {early}, trước ngày tham gia vừa ghi.")
    current.save()
    history.tell(team, TeamAction.CHANGE_MEMBER, by=by, words=f"{current.name}, {current.get_role_display()}")
    return current


@transaction.atomic
def leave(member: TeamMember, *, last_day: date, by: User) -> TeamMember:
    """Thôi tham gia sau một ngày; what they did before stays theirs."""
    team = history.locked(member.team)
    current = TeamMember.objects.get(pk=member.pk)
    if current.left_on is not None:
        raise DomainError(f"{current.name} đã thôi tham gia từ {current.left_on:%d/%m/%Y}.")
    if last_day < current.joined_on:
        raise DomainError(
            f"{current.name} tham gia từ {current.joined_on:%d/%m/%Y}; ngày thôi phải sau ngày đó."
        )
    later = current.sessions.standing().filter(held_on__gt=last_day).first()
    if later is not None:
        raise DomainError(f"{current.name} còn có mặt ở {later}; chọn ngày thôi sau buổi đó.")
    current.left_on = last_day
    current.save(update_fields=["left_on"])
    history.tell(team, TeamAction.LEAVE, by=by, words=f"{current.name}, sau {last_day:%d/%m/%Y}")
    return current


def _check(member: TeamMember, team: CommunityTeam) -> None:
    if member.joined_on < team.begins_on:
        raise DomainError(f"Tổ hoạt động từ {team.begins_on:%d/%m/%Y}; ngày tham gia phải từ ngày đó.")
    if member.left_on is not None and member.left_on < member.joined_on:
        raise DomainError(f"{member.name} không thể tham gia sau ngày {member.left_on:%d/%m/%Y}.")
    if member.role != TeamRole.LEAD:
        return
    others = team.members.filter(role=TeamRole.LEAD).exclude(pk=member.pk)
    others = others.exclude(left_on__lt=member.joined_on)
    if member.left_on is not None:
        others = others.exclude(joined_on__gt=member.left_on)
    if other := others.first():
        raise DomainError(f"Tổ đã có tổ trưởng {other.name}. Đổi vai trò của người ấy trước.")
