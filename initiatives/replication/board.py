"""Bảng theo dõi: who has answered for which initiative, and who is late."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from django.utils import timezone

from initiatives.models import Adoption, ReplicationRound, Reply, ReplyStatus, RoundInitiative
from portal import formats


@dataclass(frozen=True)
class Line:
    reply: Reply
    answers: list[Adoption | None]
    """In the order of the chosen initiatives; None before the round is sent."""
    is_late: bool


@dataclass(frozen=True)
class Board:
    chosen: list[RoundInitiative]
    lines: list[Line]

    @property
    def handed_in(self) -> int:
        return sum(line.reply.status == ReplyStatus.HANDED_IN for line in self.lines)

    @property
    def late(self) -> int:
        return sum(line.is_late and line.reply.status != ReplyStatus.HANDED_IN for line in self.lines)

    @property
    def applied(self) -> list[int]:
        """Of each initiative, how many units that handed in apply it."""
        done = [line for line in self.lines if line.reply.status == ReplyStatus.HANDED_IN]
        return [
            sum(bool(one and one.is_applied) for one in (line.answers[place] for line in done))
            for place in range(len(self.chosen))
        ]


def board(made: ReplicationRound, today: date) -> Board:
    chosen = list(made.chosen.select_related("initiative").prefetch_related("initiative__authors"))
    replies = list(made.replies.select_related("unit", "round"))
    answers = {(one.reply_id, one.chosen_id): one for one in Adoption.objects.filter(reply__round=made)}
    return Board(
        chosen,
        [
            Line(reply, [answers.get((reply.pk, one.pk)) for one in chosen], reply.is_late(today))
            for reply in replies
        ],
    )


def head(found: Board) -> list[str]:
    names = [f"{one.position}. {one.initiative.title}" for one in found.chosen]
    return ["Mã đơn vị", "Đơn vị", *names, "Trạng thái", "Nộp ngày", "Trễ hạn"]


def lines(found: Board) -> Iterator[list[str]]:
    """The rows of the Excel file: what is not handed in yet is not told."""
    for line in found.lines:
        reply = line.reply
        is_in = reply.status == ReplyStatus.HANDED_IN
        day = formats.day_on_screen(timezone.localdate(reply.handed_in_at)) if reply.handed_in_at else ""
        yield [
            reply.unit.code,
            reply.unit.name,
            *(_said(one) if is_in else "" for one in line.answers),
            ReplyStatus(reply.status).label,
            day if is_in else "",
            "Trễ" if line.is_late else "",
        ]


def _said(one: Adoption | None) -> str:
    if one is None or one.is_applied is None:
        return ""
    if not one.is_applied:
        return f"Chưa áp dụng: {one.why_not}"
    return f"Áp dụng từ {formats.day_on_screen(one.since)}" if one.since else "Đã áp dụng"
