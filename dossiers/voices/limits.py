"""Thời hạn của phản ánh, kiến nghị, in working days of the office that has it (QĐ 766/QĐ-TTg, chỉ số 5.2).

The day of receipt is not counted; what comes outside office hours counts from the next time the office works.
Days are fixed when they begin to run. A day off decided later moves those that still run, where whoever
decides lets what is running follow (`rescheduling`).
"""

from dataclasses import dataclass
from datetime import date, datetime

from dossiers import calendar, schedule
from dossiers.models import Feedback
from dossiers.voices.status import FeedbackStatus
from portal.models import Unit

REFUSE, ASK, ANSWER, PUBLISH = 2, 5, 15, 2


@dataclass(frozen=True)
class Limit:
    """One line of the clock: what is to be done by when, and the day it was done."""

    label: str
    due_on: date
    done_on: date | None
    runs: bool

    def is_late(self, today: date) -> bool:
        """Done after its day, or still to be done after it."""
        if self.done_on is None:
            return self.runs and self.due_on < today
        return self.done_on > self.due_on


def day_due(moment: datetime, working_days: int, unit: Unit) -> date:
    """The last day of a limit that begins at a moment."""
    return day_by(moment, working_days, schedule.office_calendar(unit))


def day_by(moment: datetime, working_days: int, days: calendar.WorkingCalendar) -> date:
    """The same by a given calendar."""
    limit = calendar.TimeLimit(working_days, calendar.TimeUnit.WORKING_DAY)
    due = calendar.due_at(moment, limit, days)
    assert due is not None, "a limit always leads to a day"
    return due.date()


def after_waiting(due_on: date, asked_on: date, resumed_on: date, unit: Unit) -> date:
    """The sender's time is not the office's: the day moves by the working days that were waited.

    A limit that had run out before the sender was asked stays as it was.
    """
    return waited(due_on, asked_on, resumed_on, schedule.office_calendar(unit))


def waited(due_on: date, asked_on: date, resumed_on: date, days: calendar.WorkingCalendar) -> date:
    """The same by a given calendar."""
    if asked_on > due_on:
        return due_on
    count = calendar.working_days_between(asked_on, resumed_on, days)
    return calendar.next_working_day(due_on, days, count) if count else due_on


def next_due(feedback: Feedback) -> date | None:
    """Hạn của bước mà cơ quan phải làm tiếp; none where nothing waits for the office."""
    match FeedbackStatus(feedback.status):
        case FeedbackStatus.RECEIVED:
            return feedback.decide_due_on
        case FeedbackStatus.ACCEPTED | FeedbackStatus.DRAFTED:
            return feedback.answer_due_on
        case FeedbackStatus.ANSWERED:
            return feedback.publish_due_on
        case _:
            return None


def clock(feedback: Feedback) -> list[Limit]:
    """The limits of a feedback in the order they run."""
    status = FeedbackStatus(feedback.status)
    lines = [
        Limit(
            "Tiếp nhận hoặc từ chối",
            feedback.decide_due_on,
            feedback.decided_on,
            runs=status is FeedbackStatus.RECEIVED,
        )
    ]
    if feedback.asked_on:
        lines.append(Limit("Yêu cầu bổ sung", feedback.ask_due_on, feedback.asked_on, runs=False))
    if status is not FeedbackStatus.REFUSED:
        is_waiting = status is FeedbackStatus.AWAITING
        lines.append(Limit("Trả lời", feedback.due_on, feedback.answered_on, runs=not is_waiting))
    if feedback.second_due_on:
        lines.append(
            Limit("Trả lời phản ánh tiếp", feedback.second_due_on, feedback.second_answered_on, runs=True)
        )
    if feedback.publish_due_on:
        lines.append(
            Limit("Công khai câu trả lời", feedback.publish_due_on, feedback.published_on, runs=True)
        )
    return lines
