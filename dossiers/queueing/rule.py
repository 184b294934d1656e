"""Ai được gọi tiếp: the rule of the queue, as pure functions over who waits.

1. Whoever has waited longer than the office allows, first come first.
2. Whoever has an appointment whose time has come.
3. Those of the priority groups; after so many of them in a row, one of the others.

Within each, first come, first served. Who was called, was away and came back lets a few calls pass, once,
and then stands where they stood. Nothing here makes anybody wait longer for having an appointment or a group.
"""

from collections.abc import Collection, Iterator
from dataclasses import dataclass, replace
from datetime import datetime, timedelta


@dataclass(frozen=True)
class Waiting:
    """One number as the rule sees it."""

    number: int
    came_at: datetime
    is_priority: bool = False
    field: int | None = None
    """What it is for; none where that was not said, which any desk may find out."""
    desk: int | None = None
    """The one desk that it was sent on to."""
    promised_at: datetime | None = None
    lets_pass: int = 0
    """So many calls are still to be made before it stands in the line again."""


@dataclass(frozen=True)
class Place:
    """A desk as the rule sees it; without fields it serves all."""

    pk: int
    fields: frozenset[int] = frozenset()

    def may_serve(self, one: Waiting) -> bool:
        if one.desk is not None:
            return one.desk == self.pk
        return not self.fields or one.field is None or one.field in self.fields


@dataclass(frozen=True)
class Rules:
    """How one office weighs priority against waiting."""

    priority_run: int = 2
    longest_wait: timedelta = timedelta(minutes=60)


_OVERDUE, _PROMISED, _WHOSE_TURN, _OTHERS = range(4)


def next_of(
    waiting: Collection[Waiting], desks: Collection[Place], now: datetime, *, run: int, rules: Rules
) -> Waiting | None:
    """Whom one of these desks calls now; `run` of its last calls in a row were priority."""
    served = [one for one in waiting if any(desk.may_serve(one) for desk in desks)]
    ready = [one for one in served if not one.lets_pass] or served
    takes_priority = run < rules.priority_run

    def rank(one: Waiting) -> tuple[int, datetime, int]:
        if now - one.came_at >= rules.longest_wait:
            return _OVERDUE, one.came_at, one.number
        if one.promised_at is not None and one.promised_at <= now:
            return _PROMISED, one.promised_at, one.number
        turn = _WHOSE_TURN if one.is_priority == takes_priority else _OTHERS
        return turn, one.came_at, one.number

    return min(ready, key=rank, default=None)


def in_order(
    waiting: Collection[Waiting], desks: Collection[Place], now: datetime, *, run: int, rules: Rules
) -> Iterator[Waiting]:
    """All of them as they would be called from now on, if nobody else came."""
    left = list(waiting)
    while chosen := next_of(left, desks, now, run=run, rules=rules):
        yield chosen
        run = run + 1 if chosen.is_priority else 0
        left = [replace(one, lets_pass=max(0, one.lets_pass - 1)) for one in left if one != chosen]
