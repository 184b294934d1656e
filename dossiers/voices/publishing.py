"""Công khai câu trả lời: a text cleared of personal data, for everybody to read; or the reason why not.

Within two working days of the answer (bộ chỉ số theo QĐ 766/QĐ-TTg, chỉ số 5.2).
"""

import re
from datetime import datetime

from django.db import transaction
from django.utils import timezone

from dossiers.models import Feedback, PublishedAnswer
from dossiers.voices import limits, moving, people
from dossiers.voices.status import Move
from portal.errors import DomainError
from portal.models import User
from portal.text import fold

_FOUND = (
    ("số định danh hoặc căn cước", re.compile(r"(?<!\d)\d{3}[ .]?\d{3}[ .]?\d{3}[ .]?\d{3}(?!\d)")),
    ("số điện thoại", re.compile(r"(?<!\d)(?:\+?84|0)(?:[ .-]?\d){8,10}(?!\d)")),
    ("số chứng minh nhân dân", re.compile(r"(?<!\d)\d{9}(?!\d)")),
    ("địa chỉ thư điện tử", re.compile(r"[\w.+-]+@[\w-]+\.[\w.-]*\w")),
)
_LEAST_NAME = 5
"""Letters of a name so short that it stands in other words is not looked for."""


def personal_data(text: str, feedback: Feedback) -> list[str]:
    """What in a text looks like somebody's number or address, or is the sender's name."""
    found: list[str] = []
    left = text
    for what, pattern in _FOUND:
        for match in pattern.findall(left):
            found.append(f"{what} “{match.strip()}”")
        left = pattern.sub(" ", left)
    name = fold(feedback.contact_name)
    if len(name) >= _LEAST_NAME and name in fold(text):
        found.append(f"họ tên người gửi “{feedback.contact_name}”")
    return list(dict.fromkeys(found))


@transaction.atomic
def publish(
    feedback: Feedback,
    *,
    title: str,
    question: str,
    answer: str,
    by: User,
    was_warned: bool = False,
    at: datetime | None = None,
) -> Feedback:
    """Công khai. What looks like personal data stops it, until the officer says that it is none."""
    _check(feedback, by)
    at = at or timezone.now()
    found = personal_data(f"{title}\n{question}\n{answer}", feedback)
    if found and not was_warned:
        raise DomainError(
            f"Còn {', '.join(found)}. Bỏ khỏi nội dung công khai; nếu đây không phải dữ liệu cá nhân (số "
            "của cơ quan), đánh dấu xác nhận bên dưới rồi công khai."
        )
    current = moving.move(feedback, Move.PUBLISH, by=by, at=at, published_on=timezone.localdate(at))
    text = PublishedAnswer.objects.filter(feedback=current).first() or PublishedAnswer(feedback=current)
    text.title, text.question, text.answer = title, question, answer
    text.save()
    return current


@transaction.atomic
def withhold(feedback: Feedback, *, reason: str, by: User, at: datetime | None = None) -> Feedback:
    """Không công khai, with the reason: the answer is the sender's affair alone."""
    _check(feedback, by)
    return moving.move(feedback, Move.WITHHOLD, by=by, at=at, reason=reason, publish_due_on=None)


@transaction.atomic
def unpublish(feedback: Feedback, *, reason: str, by: User, at: datetime | None = None) -> Feedback:
    """Thôi công khai: nobody reads it from now on; its text waits to be corrected."""
    _check(feedback, by)
    at = at or timezone.now()
    return moving.move(
        feedback, Move.UNPUBLISH, by=by, at=at, reason=reason,
        published_on=None, publish_due_on=limits.day_due(at, limits.PUBLISH, feedback.unit),
    )  # fmt: skip


def _check(feedback: Feedback, by: User) -> None:
    if not people.may_handle(by, feedback):
        raise DomainError(f"Phản ánh {feedback.code} do người của {feedback.unit} xử lý.")
