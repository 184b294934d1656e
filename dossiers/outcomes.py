"""Kết quả so với hạn: early, on time or late, by the day and never by the minute, for every figure alike.

The due date is the one in force, moved by recorded pauses; an apology with a new date never moves it.
"""

from datetime import date
from enum import StrEnum


class OutcomeClass(StrEnum):
    """Đã giải quyết."""

    EARLY = "early"
    ON_TIME = "on_time"
    LATE = "late"

    @property
    def label(self) -> str:
        return {
            OutcomeClass.EARLY: "trước hạn",
            OutcomeClass.ON_TIME: "đúng hạn",
            OutcomeClass.LATE: "quá hạn",
        }[self]


class PendingClass(StrEnum):
    """Đang giải quyết."""

    IN_TIME = "in_time"
    OVERDUE = "overdue"

    @property
    def label(self) -> str:
        return {PendingClass.IN_TIME: "trong hạn", PendingClass.OVERDUE: "quá hạn"}[self]


def outcome_class(finished_on: date, due_on: date | None) -> OutcomeClass:
    """A dossier without a due date (trả ngay) is on time."""
    if due_on is None or finished_on == due_on:
        return OutcomeClass.ON_TIME
    return OutcomeClass.EARLY if finished_on < due_on else OutcomeClass.LATE


def pending_class(due_on: date | None, last_day: date) -> PendingClass:
    """As of the last day of a period: due on that day is still in time."""
    return PendingClass.OVERDUE if due_on is not None and due_on < last_day else PendingClass.IN_TIME
