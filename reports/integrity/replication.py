"""Nhân rộng: replies as their events lead to them, with an answer for each chosen initiative."""

from collections.abc import Iterator
from itertools import pairwise

from initiatives.models import EarlierRecognition, Reply, ReplyStatus, RoundInitiative, RoundState
from initiatives.status import InitiativeStatus
from reports.integrity.model import Problem, Span

_KNOWN = (InitiativeStatus.RECOGNISED, InitiativeStatus.REVOKED)


def problems(_: Span) -> Iterator[Problem]:
    replies = Reply.objects.exclude(round__state=RoundState.DRAFT).select_related("round", "unit")
    for reply in replies.prefetch_related("events", "adoptions", "round__chosen").iterator(chunk_size=500):
        for message in _wrong(reply):
            yield Problem("replication.reply", f"Trả lời của {reply.unit.name}, {reply.round}", message)
    for chosen in RoundInitiative.objects.select_related("initiative", "round"):
        if chosen.initiative.status not in _KNOWN:
            yield Problem(
                "replication.initiative",
                str(chosen.round),
                f"“{chosen.initiative.title}” chưa được công nhận.",
            )
    for one in EarlierRecognition.objects.select_related("initiative"):
        if one.initiative.decided_on != one.decided_on:
            yield Problem(
                "replication.decision", f"Sáng kiến {one.initiative.code}",
                f"ngày quyết định trên sáng kiến khác ngày của Quyết định số {one.number}.",
            )  # fmt: skip


def _wrong(reply: Reply) -> Iterator[str]:
    events = list(reply.events.all())
    reached = ReplyStatus(events[-1].to_status) if events else ReplyStatus.DRAFT
    if reply.status != reached:
        yield f"trạng thái là {reply.status}, diễn biến đưa đến {reached.value}."
    if any(after.from_status != before.to_status for before, after in pairwise(events)):
        yield "diễn biến không nối nhau."
    answered = {one.chosen_id for one in reply.adoptions.all()}
    if answered != {one.pk for one in reply.round.chosen.all()}:
        yield "phần trả lời không khớp với các sáng kiến được chọn."
    if reply.status == ReplyStatus.HANDED_IN and any(one.is_applied is None for one in reply.adoptions.all()):
        yield "đã nộp mà còn sáng kiến chưa trả lời."
