"""Hạn phản ánh đi theo lịch: days that still run move with a day off decided later, as those of dossiers do.

Only a day that the calendar itself reckoned moves, and only where neither it nor the new one has passed: no
figure of a past period changes. What was done already keeps the limit under which it was done.
"""

from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.utils import timezone

from dossiers.calendar import WorkingCalendar
from dossiers.models import Feedback
from dossiers.models.feedback import FeedbackQuerySet
from dossiers.rescheduling import Change
from dossiers.voices import limits, moving
from dossiers.voices.status import TRANSITIONS, Move
from portal.models import User

Days = dict[str, date]
"""Column → its day."""


def concerned(change: Change) -> FeedbackQuerySet:
    """Those whose limits run, of the unit or of all."""
    found = Feedback.objects.filter(status__in=TRANSITIONS[Move.RESCHEDULE])
    return found.filter(unit=change.unit) if change.unit else found


def plan(change: Change) -> list[tuple[Feedback, Days]]:
    """Which limits would move, and to which days; nothing is written."""
    today = timezone.localdate()
    calendars: dict[int, tuple[WorkingCalendar, WorkingCalendar]] = {}
    found = []
    for feedback in concerned(change).select_related("unit").prefetch_related("events").order_by("pk"):
        if feedback.unit_id not in calendars:
            calendars[feedback.unit_id] = change.calendars(feedback.unit)
        before, after = (_days(feedback, days) for days in calendars[feedback.unit_id])
        moved = {
            name: day
            for name, day in after.items()
            if day != before[name] == getattr(feedback, name) and min(day, before[name]) >= today
        }
        if moved:
            found.append((feedback, moved))
    return found


@transaction.atomic
def follow(change: Change, *, reason: str, by: User | None) -> int:
    """Tính lại hạn; a second run finds nothing more. How many moved."""
    moves = plan(change)
    for feedback, days in moves:
        reschedule(feedback, days=days, reason=reason, by=by)
    return len(moves)


def reschedule(
    feedback: Feedback, *, days: Days, reason: str, by: User | None, at: datetime | None = None
) -> Feedback:
    """Ghi hạn mới, with what it was."""
    was = {name: str(getattr(feedback, name)) for name in days}
    details: dict[str, Any] = {"was": was, "became": {name: str(day) for name, day in days.items()}}
    fields: dict[str, Any] = dict(days)
    return moving.move(feedback, Move.RESCHEDULE, by=by, at=at, reason=reason, details=details, **fields)


def _days(feedback: Feedback, days: WorkingCalendar) -> Days:
    """The limits that still run, as this calendar reckons them."""
    began = {event.action: event.at for event in feedback.events.all()}
    found: Days = {}
    if feedback.decided_on is None:
        begins = began.get(Move.FORWARD, feedback.received_at)
        found["decide_due_on"] = limits.day_by(begins, limits.REFUSE, days)
    if feedback.answered_on is None:
        due = limits.day_by(feedback.received_at, limits.ANSWER, days)
        if feedback.asked_on is None:
            found["ask_due_on"] = limits.day_by(feedback.received_at, limits.ASK, days)
        elif feedback.resumed_on is not None:
            due = limits.waited(due, feedback.asked_on, feedback.resumed_on, days)
        found["due_on"] = due
    elif feedback.second_due_on is not None and feedback.second_answered_on is None:
        found["second_due_on"] = limits.day_by(began[Move.REOPEN], limits.ANSWER, days)
    if feedback.publish_due_on is not None and feedback.published_on is None:
        found["publish_due_on"] = limits.day_by(began[Move.APPROVE], limits.PUBLISH, days)
    return found
