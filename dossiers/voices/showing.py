"""Người gửi thấy gì: the state in words, with the day that matters next. Nothing of the sender."""

from dataclasses import dataclass
from datetime import date

from dossiers.models import Feedback, FeedbackAnswer
from dossiers.voices.status import FeedbackStatus, Move
from portal import formats


@dataclass(frozen=True)
class Progress:
    """One feedback as its sender meets it."""

    feedback: Feedback
    sentence: str
    steps: list[tuple[str, date]]
    answers: list[FeedbackAnswer]
    question: str = ""
    refusal: str = ""
    article: str = ""

    @property
    def may_add(self) -> bool:
        return self.feedback.allows(Move.ADD)

    @property
    def may_judge(self) -> bool:
        return self.feedback.allows(Move.JUDGE)

    @property
    def may_reopen(self) -> bool:
        return self.feedback.allows(Move.REOPEN)


def progress(feedback: Feedback) -> Progress:
    """What the sender is shown, in two queries."""
    told = {event.action: event for event in feedback.events.filter(action__in=[Move.ASK, Move.REFUSE])}
    asked, refused = told.get(Move.ASK), told.get(Move.REFUSE)
    is_waiting = feedback.status == FeedbackStatus.AWAITING
    return Progress(
        feedback,
        _sentence(feedback),
        _steps(feedback),
        list(feedback.answers.exclude(approved_at=None)),
        question=asked.reason if asked and is_waiting else "",
        refusal=refused.reason if refused else "",
        article=refused.details["article"] if refused else "",
    )


def _sentence(feedback: Feedback) -> str:
    unit = feedback.unit.name
    match FeedbackStatus(feedback.status):
        case FeedbackStatus.RECEIVED:
            by = formats.day_on_screen(feedback.decide_due_on)
            return f"{unit} đã nhận, trước hết ngày {by} sẽ cho biết có xử lý được không."
        case FeedbackStatus.ACCEPTED | FeedbackStatus.DRAFTED:
            return (
                f"{unit} đang xử lý, trả lời trước hết ngày {formats.day_on_screen(feedback.answer_due_on)}."
            )
        case FeedbackStatus.AWAITING:
            return f"{unit} cần bạn cho biết thêm. Có bổ sung thì mới xử lý tiếp được."
        case FeedbackStatus.REFUSED:
            return f"{unit} không tiếp nhận phản ánh này."
        case _:
            return f"{unit} đã trả lời."


def _steps(feedback: Feedback) -> list[tuple[str, date]]:
    """What has happened, day by day."""
    days = [
        ("Đã nhận", feedback.received_on),
        ("Yêu cầu bạn bổ sung", feedback.asked_on),
        ("Xử lý tiếp", feedback.resumed_on),
        ("Không tiếp nhận", feedback.refused_on),
        ("Đã trả lời", feedback.answered_on),
        ("Bạn phản ánh tiếp", feedback.reopened_on),
        ("Đã trả lời lần hai", feedback.second_answered_on),
    ]
    if feedback.decided_on and not feedback.refused_on and feedback.decided_on != feedback.asked_on:
        days.insert(1, ("Tiếp nhận, xử lý", feedback.decided_on))
    return [(label, day) for label, day in days if day is not None]
