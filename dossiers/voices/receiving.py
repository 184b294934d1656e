"""Nhận phản ánh, kiến nghị: once for each form that was opened, with a number and a code to follow it."""

import uuid
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from datetime import datetime, timedelta

from django.db import transaction
from django.utils import timezone

from dossiers.models import Feedback, FeedbackCounter
from dossiers.voices import codes, limits, moving, pictures
from dossiers.voices.status import Move
from portal.errors import DomainError
from portal.files.storing import shelf
from portal.models import Unit

SAME_WORDS = timedelta(minutes=30)
"""The same words sent again within this time are taken for a second tap."""


@dataclass(frozen=True)
class Words:
    """What the sender wrote; the contact only if they wished."""

    topic: str
    what: str
    where: str = ""
    when: str = ""
    contact_name: str = ""
    phone: str = ""
    email: str = ""


@dataclass(frozen=True)
class Receipt:
    """What the sender is told, once."""

    feedback: Feedback
    code: str


def receive(
    unit: Unit,
    words: Words,
    *,
    form_key: uuid.UUID,
    photos: Sequence[bytes] = (),
    at: datetime | None = None,
) -> Receipt:
    """Nhận một phản ánh. The same form sent twice is one feedback, answered with the same code.

    The counter's row stays locked until the end: numbers have no gaps, and of two taps the second waits and
    finds the first. Files of what is refused in the end are taken away again.
    """
    at, code = at or timezone.now(), codes.of_form(form_key)
    with shelf() as put_down, transaction.atomic():
        counter = _counter(unit, timezone.localdate(at).year)
        known = Feedback.objects.filter(follow_digest=codes.digest(code)).first()
        if known is not None:
            return Receipt(known, code)
        _refuse_same_words(unit, words, at)
        counter.last += 1
        counter.save(update_fields=["last"])
        feedback = _write(unit, words, counter, codes.digest(code), at)
        pictures.keep(feedback, photos, shelf=put_down, at=at)
        moving.tell(feedback, Move.RECEIVE, "", by=None, at=at, details={"pictures": len(photos)})
    return Receipt(feedback, code)


def _counter(unit: Unit, year: int) -> FeedbackCounter:
    counter, _ = FeedbackCounter.objects.select_for_update().get_or_create(unit=unit, year=year)
    return counter


def _refuse_same_words(unit: Unit, words: Words, at: datetime) -> None:
    if Feedback.objects.filter(unit=unit, received_at__gt=at - SAME_WORDS, what=words.what).exists():
        raise DomainError(
            "Nội dung này vừa được gửi đến đơn vị. Nếu bạn đã gửi, hãy dùng mã theo dõi đã nhận để xem; "
            "nếu muốn nói thêm, hãy ghi rõ điều khác với lần trước."
        )


def _write(unit: Unit, words: Words, counter: FeedbackCounter, digest: str, at: datetime) -> Feedback:
    decide_due = limits.day_due(at, limits.REFUSE, unit)
    due = limits.day_due(at, limits.ANSWER, unit)
    return Feedback.objects.create(
        code=f"{unit.code_prefix}-PA-{counter.year}-{counter.last:04d}",
        received_unit=unit,
        unit=unit,
        year=counter.year,
        number=counter.last,
        follow_digest=digest,
        received_at=at,
        received_on=timezone.localdate(at),
        decide_due_on=decide_due,
        ask_due_on=limits.day_due(at, limits.ASK, unit),
        original_due_on=due,
        due_on=due,
        next_due_on=decide_due,
        **asdict(words),
    )
