"""Một bước của phản ánh: locked, checked against the table, one event, one audit line."""

from datetime import datetime
from typing import Any

from django.utils import timezone

from dossiers.models import Feedback, FeedbackEvent
from dossiers.voices import limits, telling
from dossiers.voices.status import TRANSITIONS, FeedbackStatus, Move
from portal import audit
from portal.errors import DomainError
from portal.models import User

_ONCE = {
    Move.ASK: "Chỉ yêu cầu bổ sung một lần. Cần hỏi thêm, hãy gọi cho người gửi nếu họ để lại điện thoại.",
    Move.JUDGE: "Câu trả lời này đã được đánh giá. Xin cảm ơn.",
    Move.REOPEN: "Phản ánh này đã được gửi tiếp một lần. Nếu chưa đồng ý, xin gửi phản ánh mới.",
    Move.WITHHOLD: "Phản ánh này đã ghi là không công khai.",
}


def locked(feedback: Feedback) -> Feedback:
    """The row as it is now, nobody else's until the transaction ends."""
    return Feedback.objects.select_for_update(of=("self",)).get(pk=feedback.pk)


def move(
    feedback: Feedback, made: Move, *,
    by: User | None, at: datetime | None = None, reason: str = "", details: dict[str, Any] | None = None,
    **fields: Any,
) -> Feedback:  # fmt: skip
    """Take one step. `fields` are columns that it sets; the next limit follows from the state."""
    current = locked(feedback)
    if not current.allows(made):
        raise _refusal(current, made)
    before = FeedbackStatus(current.status)
    current.status = TRANSITIONS[made][before]
    for name, value in fields.items():
        setattr(current, name, value)
    current.next_due_on = limits.next_due(current)
    current.save()
    tell(current, made, before, by=by, at=at or timezone.now(), reason=reason, details=details)
    return current


def tell(
    feedback: Feedback, made: Move, before: str, *,
    by: User | None, at: datetime, reason: str = "", details: dict[str, Any] | None = None,
) -> FeedbackEvent:  # fmt: skip
    """Ghi diễn biến, in one transaction with what it tells; the sender is told where that is news."""
    event = FeedbackEvent.objects.create(
        feedback=feedback,
        at=at,
        actor=by,
        actor_name=str(by) if by else "",
        action=made,
        from_status=before,
        to_status=feedback.status,
        reason=reason,
        details=details or {},
    )
    audit.record(f"feedback.{made}", by=by, target=feedback, unit=feedback.unit)
    telling.tell_sender(feedback, event)
    telling.tell_officers(feedback, event)
    return event


def _refusal(feedback: Feedback, made: Move) -> DomainError:
    if FeedbackStatus(feedback.status) in TRANSITIONS[made]:
        return DomainError(_ONCE[made])
    return DomainError(
        f"Phản ánh {feedback.code} đang “{feedback.get_status_display()}”, "
        f"chưa làm được việc “{made.sentence}”."
    )
