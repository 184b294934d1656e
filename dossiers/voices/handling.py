"""Xử lý phản ánh ở cơ quan: accept, refuse, ask, assign, pass on, draft an answer, approve it."""

from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone

from dossiers.models import Feedback, FeedbackAnswer
from dossiers.voices import limits, moving, people
from dossiers.voices.sending import resumed
from dossiers.voices.status import Move
from portal.errors import DomainError
from portal.models import Unit, User


@transaction.atomic
def accept(feedback: Feedback, *, by: User, at: datetime | None = None) -> Feedback:
    """Tiếp nhận: it is the unit's to answer."""
    _check_handler(feedback, by)
    at = at or timezone.now()
    return moving.move(feedback, Move.ACCEPT, by=by, at=at, decided_on=_decided(feedback, at))


@transaction.atomic
def refuse(
    feedback: Feedback, *, reason: str, article: str, by: User, at: datetime | None = None
) -> Feedback:
    """Từ chối tiếp nhận, with the reason and the article it rests on; the sender reads both."""
    _check_handler(feedback, by)
    at = at or timezone.now()
    today = timezone.localdate(at)
    fields: dict[str, Any] = {"refused_on": today, "decided_on": _decided(feedback, at)}
    current = moving.locked(feedback)
    if current.asked_on and not current.resumed_on:
        fields |= resumed(current, at)
    return moving.move(
        feedback, Move.REFUSE, by=by, at=at, reason=reason, details={"article": article}, **fields
    )


@transaction.atomic
def ask(feedback: Feedback, *, question: str, by: User, at: datetime | None = None) -> Feedback:
    """Yêu cầu bổ sung, once and everything at once; the limit for the answer waits with the sender."""
    _check_handler(feedback, by)
    at = at or timezone.now()
    return moving.move(
        feedback, Move.ASK, by=by, at=at, reason=question,
        asked_on=timezone.localdate(at), decided_on=_decided(feedback, at),
    )  # fmt: skip


@transaction.atomic
def resume(feedback: Feedback, *, reason: str = "", by: User, at: datetime | None = None) -> Feedback:
    """Xử lý tiếp without what was asked for: what came by telephone, or what will do."""
    _check_handler(feedback, by)
    at = at or timezone.now()
    current = moving.locked(feedback)
    return moving.move(current, Move.RESUME, by=by, at=at, reason=reason, **resumed(current, at))


@transaction.atomic
def assign(
    feedback: Feedback, *, to: User | None, division: Unit | None, by: User, at: datetime | None = None
) -> Feedback:
    """Giao cho một người, một bộ phận, or both; neither leaves it to the whole unit again."""
    _check_handler(feedback, by)
    if to is not None and to not in people.officers(feedback, by):
        raise DomainError(f"{to} không làm việc ở {feedback.unit}; chọn người khác.")
    if division is not None and division not in people.divisions(feedback, by):
        raise DomainError(f"{division} không thuộc {feedback.unit}; chọn bộ phận khác.")
    details = {"to": str(to) if to else "", "division": str(division) if division else ""}
    return moving.move(feedback, Move.ASSIGN, by=by, at=at, details=details, assignee=to, division=division)


@transaction.atomic
def forward(feedback: Feedback, *, to: Unit, reason: str, by: User, at: datetime | None = None) -> Feedback:
    """Chuyển đơn vị có thẩm quyền. The sender's day of answer stays; the new unit decides within two days."""
    _check_handler(feedback, by)
    at = at or timezone.now()
    if to not in people.units_to_forward_to(feedback, by):
        raise DomainError(f"Không chuyển được đến {to}: chọn đơn vị đang hoạt động, có người xử lý.")
    return moving.move(
        feedback, Move.FORWARD, by=by, at=at, reason=reason,
        details={"from": feedback.unit.name, "to": to.name},
        unit=to, division=None, assignee=None, decided_on=None,
        decide_due_on=limits.day_due(at, limits.REFUSE, to),
    )  # fmt: skip


@transaction.atomic
def note(feedback: Feedback, *, text: str, by: User, at: datetime | None = None) -> Feedback:
    """Ghi chú nội bộ: the sender never reads it."""
    _check_handler(feedback, by)
    return moving.move(feedback, Move.NOTE, by=by, at=at, reason=text)


@transaction.atomic
def draft_answer(feedback: Feedback, *, text: str, by: User, at: datetime | None = None) -> FeedbackAnswer:
    """Dự thảo trả lời, trình lãnh đạo."""
    _check_handler(feedback, by)
    at = at or timezone.now()
    current = moving.move(feedback, Move.DRAFT, by=by, at=at)
    return current.answers.create(text=text, drafted_by=by, drafted_at=at)


@transaction.atomic
def send_back(feedback: Feedback, *, reason: str, by: User, at: datetime | None = None) -> Feedback:
    """Trả lại dự thảo: the leader says what is to be changed."""
    _check_leader(feedback, by)
    at = at or timezone.now()
    current = moving.move(feedback, Move.SEND_BACK, by=by, at=at, reason=reason)
    waiting_answer(current).update(sent_back_at=at)
    return current


@transaction.atomic
def approve(feedback: Feedback, *, text: str = "", by: User, at: datetime | None = None) -> Feedback:
    """Duyệt trả lời, with the leader's last changes in its text: now the sender reads it."""
    _check_leader(feedback, by)
    at = at or timezone.now()
    today = timezone.localdate(at)
    is_second = moving.locked(feedback).reopened_on is not None
    answered: dict[str, Any] = {"second_answered_on" if is_second else "answered_on": today}
    current = moving.move(
        feedback, Move.APPROVE, by=by, at=at,
        **answered, publish_due_on=limits.day_due(at, limits.PUBLISH, feedback.unit),
    )  # fmt: skip
    answer = waiting_answer(current).get()
    answer.text, answer.approved_by, answer.approved_at = text or answer.text, by, at
    answer.save()
    return current


def waiting_answer(feedback: Feedback) -> QuerySet[FeedbackAnswer]:
    """The draft that waits for the leader, if one does."""
    return feedback.answers.filter(approved_at=None, sent_back_at=None)


def _decided(feedback: Feedback, at: datetime) -> date:
    return feedback.decided_on or timezone.localdate(at)


def _check_handler(feedback: Feedback, by: User) -> None:
    if not people.may_handle(by, feedback):
        raise DomainError(f"Phản ánh {feedback.code} do người của {feedback.unit} xử lý.")


def _check_leader(feedback: Feedback, by: User) -> None:
    if not people.may_approve(by, feedback):
        raise DomainError(f"Câu trả lời phản ánh {feedback.code} do lãnh đạo {feedback.unit} duyệt.")
