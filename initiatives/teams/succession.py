"""Kết thúc, kế tục: a team ends with its members; the one that follows it takes them over."""

from datetime import date, timedelta

from django.db import transaction
from django.db.models import Q

from initiatives.models import CommunityTeam, TeamAction, TeamMember
from initiatives.teams import history
from portal.errors import DomainError
from portal.models import Unit, User

_ONE_DAY = timedelta(days=1)


@transaction.atomic
def end(team: CommunityTeam, *, last_day: date, reason: str, by: User) -> CommunityTeam:
    """Kết thúc hoạt động của tổ."""
    current = history.locked(team)
    if current.ends_on is not None:
        raise DomainError(f"{current.name} đã kết thúc ngày {current.ends_on:%d/%m/%Y}.")
    close(current, last_day=last_day)
    history.tell(current, TeamAction.END, by=by, words=f"Đến hết {last_day:%d/%m/%Y}. {reason}")
    return current


@transaction.atomic
def follow(
    team: CommunityTeam, *, unit: Unit, decision_number: str, decision_on: date, begins_on: date, by: User
) -> CommunityTeam:
    """Kế tục: the former team ends the day before; whoever is in it then is in the new one."""
    former = history.locked(team)
    if former.ends_on is not None and former.ends_on >= begins_on:
        raise DomainError(
            f"{former.name} hoạt động đến {former.ends_on:%d/%m/%Y}; tổ kế tục phải bắt đầu sau đó."
        )
    if CommunityTeam.objects.filter(predecessor=former).exists():
        raise DomainError(f"{former.name} đã có tổ kế tục.")
    last_day = former.ends_on or begins_on - _ONE_DAY
    stayed = list(former.members.on(last_day))
    if former.ends_on is None:
        close(former, last_day=last_day)
        history.tell(former, TeamAction.END, by=by, words=f"Đến hết {last_day:%d/%m/%Y}, có tổ kế tục")
    if CommunityTeam.objects.filter(unit=unit, ends_on=None).exists():
        raise DomainError(f"{unit.name} đã có tổ công nghệ số đang hoạt động.")
    heir = CommunityTeam.objects.create(
        unit=unit,
        name=former.name if former.unit.name == unit.name else name_of(unit),
        decision_number=decision_number,
        decision_on=decision_on,
        begins_on=begins_on,
        predecessor=former,
        duty_place=former.duty_place,
        duty_hours=former.duty_hours,
    )
    for member in sorted(stayed, key=lambda member: member.rank):
        TeamMember.objects.create(
            team=heir, name=member.name, role=member.role, post=member.post, phone=member.phone,
            gender=member.gender, user=member.user, joined_on=begins_on, is_listed=member.is_listed,
            trained_on=member.trained_on, former=member,
        )  # fmt: skip
    history.tell(heir, TeamAction.SUCCEED, by=by, words=f"Kế tục {former.name}, {heir.decision}")
    return heir


def close(team: CommunityTeam, *, last_day: date) -> None:
    """Write the last day of a locked team and of everybody in it; its link is worth nothing any more."""
    if last_day < team.begins_on:
        raise DomainError(
            f"{team.name} bắt đầu ngày {team.begins_on:%d/%m/%Y}; ngày cuối phải từ ngày đó trở đi."
        )
    later = team.sessions.standing().filter(held_on__gt=last_day).first()
    if later is not None:
        raise DomainError(f"{team.name} còn {later} sau ngày cuối; rút buổi đó hoặc chọn ngày khác.")
    new = team.members.filter(joined_on__gt=last_day).first()
    if new is not None:
        raise DomainError(
            f"Thành viên {new.name} tham gia từ {new.joined_on:%d/%m/%Y}, sau ngày cuối của tổ."
        )
    team.members.filter(Q(left_on=None) | Q(left_on__gt=last_day)).update(left_on=last_day)
    team.ends_on, team.has_link = last_day, False
    team.save(update_fields=["ends_on", "has_link"])


def name_of(unit: Unit) -> str:
    """What a team is usually called."""
    return f"Tổ công nghệ số cộng đồng {unit.name[:1].lower()}{unit.name[1:]}"
