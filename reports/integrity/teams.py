"""Tổ công nghệ số cộng đồng: members and sessions within the team's time, kept days as trainings tell."""

from collections.abc import Iterator

from django.core.files.storage import default_storage

from initiatives.models import CommunityTeam, DutySession, TeamAction, TeamMember, TeamRole
from initiatives.teams import training
from portal.models import Unit, UnitKind
from reports.integrity.model import Problem, Span


def problems(_: Span) -> Iterator[Problem]:
    for hamlet in Unit.objects.filter(kind=UnitKind.HAMLET).select_related("parent"):
        if hamlet.parent is None or hamlet.parent.kind != UnitKind.COMMUNE:
            yield Problem("team.hamlet", f"Thôn {hamlet.code} {hamlet.name}", "không nằm dưới một xã.")
    teams = CommunityTeam.objects.select_related("unit", "predecessor").prefetch_related("members", "events")
    for team in teams.order_by("pk").iterator(chunk_size=200):
        for message in _wrong_team(team):
            yield Problem("team.state", team.name, message)
    for member in (
        TeamMember.objects.select_related("former")
        .prefetch_related("trainings")
        .order_by("pk")
        .iterator(chunk_size=500)
    ):
        if member.trained_on != (first := training.first_day(member)):
            message = f"ngày tập huấn lần đầu ghi {member.trained_on}, các buổi tập huấn cho thấy {first}."
            yield Problem("team.trained", f"Thành viên {member.pk}", message)
    sessions = DutySession.objects.select_related("team__unit").prefetch_related("members", "events")
    for session in sessions.order_by("pk").iterator(chunk_size=500):
        for message in _wrong_session(session):
            yield Problem("team.session", f"{session.team.name}, {session}", message)


def _wrong_team(team: CommunityTeam) -> Iterator[str]:
    actions = {event.action for event in team.events.all()}
    if not actions & {TeamAction.FOUND, TeamAction.SUCCEED}:
        yield "không có diễn biến lập tổ."
    if team.decision_file and not default_storage.exists(str(team.decision_file)):
        yield "mất tệp quyết định."
    before = team.predecessor
    if before is not None and (before.ends_on is None or before.ends_on >= team.begins_on):
        yield f"kế tục {before.name} khi tổ ấy còn hoạt động."
    leaders = []
    for member in team.members.all():
        if member.joined_on < team.begins_on or (
            team.ends_on and (member.left_on or team.ends_on) > team.ends_on
        ):
            yield f"thành viên {member.pk} ở trong tổ ngoài thời gian hoạt động của tổ."
        if team.ends_on and member.left_on is None:
            yield f"thành viên {member.pk} còn ở trong tổ đã kết thúc."
        if member.role == TeamRole.LEAD:
            leaders.append(member)
    for one in leaders:
        if any(other.pk < one.pk and other.was_in_on(one.joined_on) for other in leaders):
            yield "có hai tổ trưởng cùng lúc."


def _wrong_session(session: DutySession) -> Iterator[str]:
    people = list(session.members.all())
    is_withdrawn = session.withdrawn_at is not None
    actions = [event.action for event in session.events.all()]
    if TeamAction.LOG not in actions:
        yield "không có diễn biến ghi buổi."
    if (TeamAction.TAKE_BACK in actions) != is_withdrawn:
        yield "diễn biến và việc rút buổi không khớp nhau."
    if is_withdrawn:
        return
    if not session.team.is_valid_on(session.held_on):
        yield "ngoài thời gian hoạt động của tổ."
    for member in people:
        if member.team_id != session.team_id or not member.was_in_on(session.held_on):
            yield f"có mặt thành viên {member.pk} không ở trong tổ ngày đó."
    if len(people) < session.required and not session.shortage:
        yield f"có {len(people)} thành viên, phải có {session.required}, không ghi lý do."
