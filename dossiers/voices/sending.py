"""Người gửi phản ánh: by a code of their own they follow it, add, judge the answer, ask once more."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils import timezone

from dossiers.models import Feedback
from dossiers.voices import codes, limits, moving, pictures
from dossiers.voices.status import Move, Satisfaction
from portal.files.storing import shelf


def followed(code: str) -> Feedback | None:
    """The feedback of a code, however it is typed."""
    return Feedback.objects.select_related("unit").filter(follow_digest=codes.digest(code)).first()


def add(
    feedback: Feedback, *, text: str, photos: Sequence[bytes] = (), at: datetime | None = None
) -> Feedback:
    """Bổ sung what the office asked for: the clock runs again."""
    at = at or timezone.now()
    with shelf() as put_down, transaction.atomic():
        current = moving.move(
            feedback, Move.ADD, by=None, at=at, reason=text, details={"pictures": len(photos)},
            **resumed(moving.locked(feedback), at),
        )  # fmt: skip
        pictures.keep(current, photos, shelf=put_down, at=at)
    return current


def resumed(feedback: Feedback, at: datetime) -> dict[str, Any]:
    """The columns of a feedback whose waiting ends now."""
    today = timezone.localdate(at)
    if feedback.asked_on is None:
        return {}
    due_on = limits.after_waiting(feedback.due_on, feedback.asked_on, today, feedback.unit)
    return {"resumed_on": today, "due_on": due_on}


@transaction.atomic
def judge(feedback: Feedback, satisfaction: Satisfaction, *, at: datetime | None = None) -> Feedback:
    """Hài lòng hay không, once."""
    at = at or timezone.now()
    return moving.move(
        feedback, Move.JUDGE, by=None, at=at, details={"satisfaction": satisfaction.value},
        satisfaction=satisfaction, satisfied_on=timezone.localdate(at),
    )  # fmt: skip


@transaction.atomic
def reopen(feedback: Feedback, *, reason: str, at: datetime | None = None) -> Feedback:
    """Phản ánh tiếp, once, with what the answer left out; a new limit runs and nothing stays public."""
    at = at or timezone.now()
    return moving.move(
        feedback, Move.REOPEN, by=None, at=at, reason=reason,
        reopened_on=timezone.localdate(at),
        second_due_on=limits.day_due(at, limits.ANSWER, feedback.unit),
        publish_due_on=None, published_on=None,
    )  # fmt: skip
