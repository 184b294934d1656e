"""Ghi diễn biến của tổ: one event and one audit line, in one transaction with what they tell."""

from django.utils import timezone

from initiatives.models import CommunityTeam, DutySession, TeamAction, TeamEvent
from portal import audit
from portal.models import User


def locked(team: CommunityTeam) -> CommunityTeam:
    """The row as it is now, nobody else's until the transaction ends."""
    return CommunityTeam.objects.select_for_update(of=("self",)).select_related("unit").get(pk=team.pk)


def tell(
    team: CommunityTeam,
    action: TeamAction,
    *,
    by: User | None,
    session: DutySession | None = None,
    words: str = "",
) -> TeamEvent:
    """`words` stand in the team's history; the audit line holds none of them."""
    event = TeamEvent.objects.create(
        team=team,
        at=timezone.now(),
        actor=by,
        actor_name=str(by) if by else "",
        action=action,
        session=session,
        words=words[:300],
    )
    audit.record(f"team.{action}", by=by, target=team, unit=team.unit)
    return event
