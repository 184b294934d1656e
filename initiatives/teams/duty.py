"""Buổi trực: logged by the team's own link or by an officer, set right, taken back.

“Mỗi buổi làm việc đều có ít nhất 02 thành viên của tổ”: how many, and whether fewer may be logged with a
reason, is the commune's setting.
"""

import re
from collections.abc import Collection, Sequence
from dataclasses import dataclass, field
from datetime import date, time, timedelta
from uuid import UUID

from django.db import transaction
from django.utils import timezone

from initiatives.models import (
    CommunityTeam,
    DutySession,
    HelpedDossier,
    TeamAction,
    TeamMember,
    TeamRules,
)
from initiatives.models.team import HELP_COLUMNS
from initiatives.teams import history
from initiatives.teams.places import commune_of
from portal.errors import DomainError
from portal.models import UnitTree, User

MOST_A_DAY = 8
"""Sessions of one team on one day: more are a slip or a joke."""
MOST_HELPED = 500
MOST_CODES = 100
CODE = re.compile(r"[0-9A-Z][0-9A-Z.\-/]{2,39}")


@dataclass(frozen=True)
class Duty:
    """What somebody wrote of a session."""

    held_on: date
    from_time: time
    to_time: time
    place: str
    members: Sequence[TeamMember]
    place_note: str = ""
    helped: dict[str, int] = field(default_factory=dict)
    codes: Sequence[str] = ()
    shortage: str = ""
    note: str = ""


def rules_of(team: CommunityTeam, tree: UnitTree | None = None) -> TeamRules:
    """The rules of the commune that the team belongs to today."""
    return TeamRules.of(commune_of(team.unit, tree or UnitTree.load(), on=timezone.localdate()))


@transaction.atomic
def log(team: CommunityTeam, duty: Duty, *, key: UUID, by: User | None) -> DutySession:
    """Ghi một buổi; the same form sent twice is the same session."""
    current = history.locked(team)
    if (made := current.sessions.filter(key=key).first()) is not None:
        return made
    rules = rules_of(current)
    _check(current, duty, rules, by=by)
    if current.sessions.standing().filter(held_on=duty.held_on).count() >= MOST_A_DAY:
        raise DomainError(
            f"Ngày {duty.held_on:%d/%m/%Y} đã ghi {MOST_A_DAY} buổi. Sửa hoặc rút buổi ghi nhầm."
        )
    session = DutySession(
        team=current, key=key, required=rules.at_least, logged_at=timezone.now(), logged_by=by
    )
    _write(session, duty)
    history.tell(current, TeamAction.LOG, by=by, session=session, words=_words(session))
    return session


@transaction.atomic
def correct(session: DutySession, duty: Duty, *, by: User | None) -> DutySession:
    """Sửa: on the team's own page until the end of the day on which it was logged."""
    team, current = _held(session, by)
    _check(team, duty, rules_of(team), by=by, but=current)
    _write(current, duty)
    history.tell(team, TeamAction.CORRECT, by=by, session=current, words=_words(current))
    return current


@transaction.atomic
def take_back(session: DutySession, *, by: User | None) -> DutySession:
    """Rút: it is counted no more, and stays in the history."""
    team, current = _held(session, by)
    current.withdrawn_at = timezone.now()
    current.save(update_fields=["withdrawn_at"])
    history.tell(team, TeamAction.TAKE_BACK, by=by, session=current, words=_words(current))
    return current


def is_open_to_team(session: DutySession) -> bool:
    """Whether the team itself may still set it right: the same day."""
    return session.withdrawn_at is None and timezone.localdate(session.logged_at) == timezone.localdate()


def codes_in(text: str) -> list[str]:
    """Codes typed or scanned, one a line or with commas and spaces between them, each once."""
    return list(dict.fromkeys(part for part in re.split(r"[\s,;]+", text.upper()) if part))


def _held(session: DutySession, by: User | None) -> tuple[CommunityTeam, DutySession]:
    team = history.locked(session.team)
    current = DutySession.objects.select_related("team").get(pk=session.pk)
    if current.withdrawn_at is not None:
        raise DomainError("Buổi này đã rút. Ghi lại thành buổi mới nếu cần.")
    if by is None and not is_open_to_team(current):
        raise DomainError("Chỉ sửa, rút được trong ngày ghi. Nhờ cán bộ xã sửa giúp.")
    return team, current


def _check(
    team: CommunityTeam,
    duty: Duty,
    rules: TeamRules,
    *,
    by: User | None,
    but: DutySession | None = None,
) -> None:
    today = timezone.localdate()
    if duty.held_on > today:
        raise DomainError("Ngày trực còn ở tương lai; ghi sau khi đã trực.")
    if not team.is_valid_on(duty.held_on):
        raise DomainError(f"Tổ không hoạt động ngày {duty.held_on:%d/%m/%Y}.")
    if by is None and but is None and duty.held_on < today - timedelta(days=rules.days_back):
        raise DomainError(f"Chỉ ghi được buổi của {rules.days_back} ngày gần đây. Nhờ cán bộ xã ghi giúp.")
    if duty.to_time <= duty.from_time:
        raise DomainError("Giờ kết thúc phải sau giờ bắt đầu.")
    _check_members(team, duty, but.required if but else rules.at_least, rules)
    if set(duty.helped) - set(HELP_COLUMNS):
        raise ValueError(f"no such help: {sorted(duty.helped)}")
    if sum(duty.helped.values()) > MOST_HELPED:
        raise DomainError(f"Một buổi giúp hơn {MOST_HELPED} lượt người là không thể; xem lại các số.")
    _check_codes(duty.codes)
    same = team.sessions.standing().filter(
        held_on=duty.held_on, from_time__lt=duty.to_time, to_time__gt=duty.from_time, place=duty.place
    )
    if other := (same.exclude(pk=but.pk) if but else same).first():
        raise DomainError(f"Đã có {other} ở cùng nơi, trùng giờ. Sửa buổi đó thay vì ghi thêm.")


def _check_members(team: CommunityTeam, duty: Duty, required: int, rules: TeamRules) -> None:
    inside = set(team.members.on(duty.held_on).values_list("pk", flat=True))
    for member in duty.members:
        if member.pk not in inside:
            raise DomainError(f"{member.name} không ở trong tổ ngày {duty.held_on:%d/%m/%Y}.")
    if not duty.members:
        raise DomainError("Chọn thành viên có mặt.")
    if len(duty.members) >= required:
        return
    rule = f"Mỗi buổi làm việc phải có ít nhất {required:02d} thành viên của tổ"
    if not rules.allows_fewer:
        raise DomainError(f"{rule}; buổi này mới có {len(duty.members):02d}.")
    if not duty.shortage:
        raise DomainError(f"{rule}; buổi này mới có {len(duty.members):02d}. Ghi lý do thiếu người.")


def _check_codes(codes: Collection[str]) -> None:
    if len(codes) > MOST_CODES:
        raise DomainError(f"Một buổi ghi nhiều nhất {MOST_CODES} mã hồ sơ.")
    for code in codes:
        if not CODE.fullmatch(code):
            raise DomainError(
                f"“{code}” không phải mã hồ sơ: mã gồm chữ, số, dấu chấm và gạch, như trên giấy hẹn."
            )


def _write(session: DutySession, duty: Duty) -> None:
    session.held_on, session.from_time, session.to_time = duty.held_on, duty.from_time, duty.to_time
    session.place, session.place_note, session.note = duty.place, duty.place_note, duty.note
    session.shortage = duty.shortage if len(duty.members) < session.required else ""
    for column in HELP_COLUMNS:
        setattr(session, column, duty.helped.get(column, 0))
    session.save()
    session.members.set(duty.members)
    session.dossiers.exclude(code__in=duty.codes).delete()
    had = set(session.dossiers.values_list("code", flat=True))
    HelpedDossier.objects.bulk_create(
        HelpedDossier(session=session, code=code) for code in dict.fromkeys(duty.codes) if code not in had
    )


def _words(session: DutySession) -> str:
    return f"{session}, giúp {session.helped} lượt người"
