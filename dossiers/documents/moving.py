"""Một bước của văn bản: locked, checked against the table, one event, one audit line."""

from datetime import datetime
from typing import Any

from django.utils import timezone

from dossiers.documents import telling
from dossiers.documents.status import TASK_TRANSITIONS, TRANSITIONS, DocumentState, Move, TaskState
from dossiers.models import DocumentEvent, OfficialDocument, Task
from portal import audit
from portal.errors import DomainError
from portal.models import User


def locked(document: OfficialDocument) -> OfficialDocument:
    """The row as it is now, nobody else's until the transaction ends."""
    return OfficialDocument.objects.select_for_update(of=("self",)).get(pk=document.pk)


def move(
    document: OfficialDocument, made: Move, *,
    by: User | None, at: datetime | None = None, reason: str = "", details: dict[str, Any] | None = None,
    **fields: Any,
) -> OfficialDocument:  # fmt: skip
    """Take one step. `fields` are columns that it sets."""
    current = locked(document)
    if current.is_confidential:
        raise DomainError("Văn bản mật chỉ ghi số ở đây; mọi việc khác làm trên giấy.")
    if not current.allows(made):
        raise DomainError(
            f"{current.label} đang “{current.get_state_display()}”, chưa làm được việc “{made.sentence}”."
        )
    before = DocumentState(current.state)
    current.state = TRANSITIONS[made][before]
    for name, value in fields.items():
        setattr(current, name, value)
    current.save()
    tell(current, made, before, by=by, at=at, reason=reason, details=details)
    return current


def tell(
    document: OfficialDocument, made: Move, before: str, *,
    by: User | None, at: datetime | None = None, reason: str = "", details: dict[str, Any] | None = None,
) -> DocumentEvent:  # fmt: skip
    """Ghi diễn biến, in one transaction with what it tells."""
    event = DocumentEvent.objects.create(
        document=document,
        at=at or timezone.now(),
        actor=by,
        actor_name=str(by) if by else "",
        action=made,
        from_state=before,
        to_state=document.state,
        reason=reason,
        details=details or {},
    )
    audit.record(f"document.{made}", by=by, target=document, unit=document.unit)
    telling.of_document(document, event)
    return event


def move_task(
    task: Task, made: Move, *,
    by: User, at: datetime | None = None, reason: str = "", details: dict[str, Any] | None = None,
    **fields: Any,
) -> Task:  # fmt: skip
    """One step of a task; its document's row is locked with it."""
    document = locked(task.document)
    current = Task.objects.select_for_update(of=("self",)).get(pk=task.pk)
    if not current.allows(made):
        if made is Move.EXTEND and current.state == TaskState.OPEN:
            raise DomainError("Việc này đã gia hạn một lần. Chưa xong thì báo lãnh đạo giao lại.")
        raise DomainError(
            f"Việc này đang “{current.get_state_display()}”, chưa làm được việc “{made.sentence}”."
        )
    before = TaskState(current.state)
    current.state = TASK_TRANSITIONS[made][before]
    for name, value in fields.items():
        setattr(current, name, value)
    current.save()
    tell_task(document, current, made, before, by=by, at=at, reason=reason, details=details)
    return current


def tell_task(
    document: OfficialDocument, task: Task, made: Move, before: str, *,
    by: User, at: datetime | None = None, reason: str = "", details: dict[str, Any] | None = None,
) -> DocumentEvent:  # fmt: skip
    event = DocumentEvent.objects.create(
        document=document,
        task=task,
        at=at or timezone.now(),
        actor=by,
        actor_name=str(by),
        action=made,
        from_state=before,
        to_state=task.state,
        reason=reason,
        details=details or {},
    )
    audit.record(f"document.{made}", by=by, target=document, unit=document.unit, task=task.pk)
    telling.of_task(task, event)
    return event
