"""Một bước của sáng kiến: locked, checked against the table, one event, one audit line, one notice."""

from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils import timezone

from initiatives import limits, telling
from initiatives.models import Initiative, InitiativeEvent
from initiatives.status import TRANSITIONS, InitiativeStatus, Move
from portal import audit
from portal.errors import DomainError
from portal.models import User


def locked(initiative: Initiative) -> Initiative:
    """The row as it is now, nobody else's until the transaction ends."""
    return Initiative.objects.select_for_update(of=("self",)).get(pk=initiative.pk)


@transaction.atomic
def move(
    initiative: Initiative, made: Move, *,
    by: User | None, at: datetime | None = None, reason: str = "", details: dict[str, Any] | None = None,
    **fields: Any,
) -> Initiative:  # fmt: skip
    """Take one step, the only way there is. `fields` are columns that it sets; the next limit follows from
    the state. Who may take it is the caller's to ask (`people`)."""
    at = at or timezone.now()
    current = locked(initiative)
    if not current.allows(made):
        raise _refusal(current, made)
    before = InitiativeStatus(current.status)
    after = TRANSITIONS[made][before]
    if made is not Move.PUT_BACK:  # the months run on from the acceptance
        current.next_due_on = limits.next_due(after, timezone.localdate(at), current.next_due_on)
    current.status = after
    for name, value in fields.items():
        setattr(current, name, value)
    current.changed_at = at
    current.version += 1
    current.fold()
    current.save()
    tell(current, made, before, by=by, at=at, reason=reason, details=details)
    return current


def tell(
    initiative: Initiative, made: Move, before: str, *,
    by: User | None, at: datetime, reason: str = "", details: dict[str, Any] | None = None,
) -> InitiativeEvent:  # fmt: skip
    """Ghi diễn biến, in one transaction with what it tells; whose turn it is reads it under the bell."""
    event = InitiativeEvent.objects.create(
        initiative=initiative,
        at=at,
        actor=by,
        actor_name=str(by) if by else "",
        action=made,
        from_status=before,
        to_status=initiative.status,
        reason=reason,
        details=details or {},
    )
    audit.record(f"initiative.{made}", by=by, target=initiative, unit=initiative.unit)
    telling.tell(initiative, event)
    return event


def _refusal(initiative: Initiative, made: Move) -> DomainError:
    if made is Move.ASK and initiative.asked_on is not None:
        return DomainError(
            "Đơn này đã được yêu cầu chỉnh sửa một lần. Nay chấp nhận đơn, hoặc từ chối và nêu lý do."
        )
    return DomainError(
        f"Sáng kiến “{initiative.title}” đang “{initiative.get_status_display()}”, "
        f"chưa làm được việc “{made.sentence}”."
    )
