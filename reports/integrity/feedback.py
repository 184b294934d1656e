"""Phản ánh, kiến nghị: numbers without gaps, days as the events tell them, limits as the states want."""

from collections.abc import Iterator

from django.core.files.storage import default_storage
from django.db.models import Count, Max, Min
from django.utils import timezone

from dossiers.models import Feedback, FeedbackCounter, FeedbackEvent, FeedbackPicture
from dossiers.voices import limits
from dossiers.voices.status import TRANSITIONS, FeedbackStatus, Move
from portal.models import Unit
from reports.integrity.model import Problem, Span

_DAYS = {
    Move.ASK: "asked_on",
    Move.REFUSE: "refused_on",
    Move.JUDGE: "satisfied_on",
    Move.REOPEN: "reopened_on",
}
"""Moves that are made once → the column of their day."""


def problems(_: Span) -> Iterator[Problem]:
    yield from _numbers()
    found = Feedback.objects.select_related("unit").prefetch_related("events", "answers").order_by("pk")
    for feedback in found.iterator(chunk_size=500):
        name = f"Phản ánh {feedback.code}"
        for message in _wrong(feedback):
            yield Problem("feedback.state", name, message)
    for picture in FeedbackPicture.objects.select_related("feedback").order_by("pk").iterator():
        if not default_storage.exists(str(picture.file)):
            yield Problem(
                "feedback.picture", f"Phản ánh {picture.feedback.code}", "mất tệp ảnh người gửi kèm."
            )


def _numbers() -> Iterator[Problem]:
    counters = {(unit, year): last for unit, year, last in _counters()}
    names = dict(Unit.objects.values_list("pk", "name"))
    given = (
        Feedback.objects.order_by()
        .values("received_unit", "year")
        .annotate(lines=Count("pk"), first=Min("number"), last=Max("number"))
    )
    for row in given:
        unit, year = row["received_unit"], row["year"]
        where = f"Số phản ánh {year} của {names[unit]}"
        counter = counters.pop((unit, year), 0)
        if row["first"] != 1 or row["last"] != row["lines"] or row["last"] != counter:
            message = f"có {row['lines']} số, từ {row['first']} đến {row['last']}, bộ đếm là {counter}."
            yield Problem("feedback.number", where, message)
    for (unit, year), last in counters.items():
        if last:
            where = f"Số phản ánh {year} của {names[unit]}"
            yield Problem("feedback.number", where, f"bộ đếm là {last} mà không có phản ánh nào.")


def _counters() -> Iterator[tuple[int, int, int]]:
    return FeedbackCounter.objects.values_list("unit_id", "year", "last").iterator()


def _wrong(feedback: Feedback) -> Iterator[str]:
    events = list(feedback.events.all())
    if not events or events[0].action != Move.RECEIVE:
        yield "không có diễn biến nhận."
        return
    yield from _broken_chain(feedback, events)
    if feedback.next_due_on != limits.next_due(feedback):
        yield f"hạn của bước đang chờ ghi {feedback.next_due_on}, không như trạng thái."
    for move, column in _DAYS.items():
        told = next((timezone.localdate(event.at) for event in events if event.action == move), None)
        if getattr(feedback, column) != told:
            yield f"{column} ghi {getattr(feedback, column)}, diễn biến là {told}."
    answered = [timezone.localdate(event.at) for event in events if event.action == Move.APPROVE]
    kept = [day for day in (feedback.answered_on, feedback.second_answered_on) if day]
    if kept != answered:
        yield f"ngày trả lời ghi {kept}, diễn biến là {answered}."
    is_waiting = any(one.approved_at is None and one.sent_back_at is None for one in feedback.answers.all())
    if is_waiting != (feedback.status == FeedbackStatus.DRAFTED):
        yield "dự thảo chờ duyệt không khớp với trạng thái."


def _broken_chain(feedback: Feedback, events: list[FeedbackEvent]) -> Iterator[str]:
    """Each event begins where the one before ended and goes where the table leads, up to the row."""
    state = events[0].to_status
    for event in events[1:]:
        leads = TRANSITIONS.get(Move(event.action), {})
        if event.from_status != state or leads.get(FeedbackStatus(state)) != event.to_status:
            yield f"diễn biến “{event.sentence}” không nối với diễn biến trước."
        state = event.to_status
    if state != feedback.status:
        yield f"trạng thái là {feedback.status}, diễn biến đưa đến {state}."
