"""Nhắc hạn trả lời: 7 and 1 days before, on the day and on the morning after."""

from datetime import date

from initiatives.models import Reply, ReplyStatus, RoundState
from initiatives.models.replication import REMINDED_AT
from initiatives.replication import rounds
from portal.models.unit import UnitTree


def remind(today: date) -> int:
    """Told again on the same day it is one notice; how many replies were reminded of."""
    due = [today + before for before in REMINDED_AT]
    found = (
        Reply.objects.filter(round__state=RoundState.OPEN, round__due_on__in=due)
        .exclude(status=ReplyStatus.HANDED_IN)
        .select_related("round", "unit")
    )
    tree = UnitTree.load()
    for reply in found:
        days = (reply.round.due_on - today).days
        rounds.tell([reply], f"{reply.round}: {_words(days)}", f"replication-due-{today:%Y%m%d}", tree)
    return len(found)


def _words(days: int) -> str:
    if days < 0:
        return "đã quá hạn trả lời về sáng kiến được nhân rộng."
    if days == 0:
        return "hôm nay là hạn trả lời về sáng kiến được nhân rộng."
    return f"còn {days} ngày đến hạn trả lời về sáng kiến được nhân rộng."
