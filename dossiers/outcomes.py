"""Kết quả so với hạn: early, on time or late, by the day and never by the minute, in one place for every figure.

The due date is the one in force, moved by recorded pauses; an apology with a new date never moves it.
"""

from datetime import date
from enum import StrEnum


class Outcome(StrEnum):
    """Đã giải quyết."""

    EARLY = "early"
    ON_TIME = "on_time"
    LATE = "late"

    @property
    def label(self) -> str:
        return {Outcome.EARLY: "trước hạn", Outcome.ON_TIME: "đúng hạn", Outcome.LATE: "quá hạn"}[self]


class Pending(StrEnum):
    """Đang giải quyết."""

    IN_TIME = "in_time"
    OVERDUE = "overdue"

    @property
    def label(self) -> str:
        return {Pending.IN_TIME: "trong hạn", Pending.OVERDUE: "quá hạn"}[self]


def outcome_class(finished_on: date, due_on: date | None) -> Outcome:
    """A dossier without a due date (trả ngay) is on time."""
    if due_on is None or finished_on == due_on:
        return Outcome.ON_TIME
    return Outcome.EARLY if finished_on < due_on else Outcome.LATE


def pending_class(due_on: date | None, last_day: date) -> Pending:
    """As of the last day of a period: due on that day is still in time."""
    return Pending.OVERDUE if due_on is not None and due_on < last_day else Pending.IN_TIME
