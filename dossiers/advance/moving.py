"""Một bước của yêu cầu hỗ trợ: locked, checked against the table, one event, one audit line."""

from datetime import date, datetime
from typing import Any

from django.utils import timezone

from dossiers import calendar, schedule
from dossiers.advance import telling
from dossiers.advance.status import ANSWERS, TRANSITIONS, WITH_OFFICE, AdvanceStatus, Move
from dossiers.models import AdvanceEvent, AdvanceRequest, Office
from portal import audit
from portal.errors import DomainError
from portal.models import Unit, User

_ENDED = (AdvanceStatus.RECEIVED, AdvanceStatus.CLOSED)
_ONCE = {
    Move.ASK: "Đã yêu cầu bổ sung một lần. Cần hỏi thêm, hãy gọi điện rồi ghi cuộc gọi.",
    Move.TELL_RESULT: "Chưa có kết quả để báo, hoặc đã gọi báo rồi.",
}


def locked(request: AdvanceRequest) -> AdvanceRequest:
    """The row as it is now, nobody else's until the transaction ends."""
    return AdvanceRequest.objects.select_for_update(of=("self",)).get(pk=request.pk)


def day_due(moment: datetime, unit: Unit) -> date:
    """The last day on which the office takes its next step, by its own setting in working days."""
    limit = calendar.TimeLimit(Office.of(unit).advance_days, calendar.TimeUnit.WORKING_DAY)
    due = calendar.due_at(moment, limit, schedule.office_calendar(unit))
    assert due is not None, "a limit always leads to a day"
    return due.date()


def move(
    request: AdvanceRequest, made: Move, *,
    by: User | None, at: datetime | None = None, words: str = "", **fields: Any,
) -> AdvanceRequest:  # fmt: skip
    """Take one step. `fields` are columns that it sets; whose turn it is and until when follows.

    A citizen's second tap on the same button changes nothing.
    """
    at = at or timezone.now()
    current = locked(request)
    if not current.allows(made):
        last = current.events.last()
        if by is None and last is not None and (last.action, last.actor_id) == (made, None):
            return current
        raise _refusal(current, made)
    before = AdvanceStatus(current.status)
    current.status = TRANSITIONS[made][before]
    for name, value in fields.items():
        setattr(current, name, value)
    if made in ANSWERS and current.answered_on is None:
        current.answered_on = timezone.localdate(at)
    if current.status in _ENDED and before not in _ENDED:
        current.ended_on = timezone.localdate(at)
        current.call_on = None
    current.due_on = _next_due(current, before, at)
    current.save()
    tell(current, made, before, by=by, at=at, words=words)
    return current


def tell(
    request: AdvanceRequest, made: Move, before: str, *, by: User | None, at: datetime, words: str = ""
) -> AdvanceEvent:
    """Ghi diễn biến, in one transaction with what it tells; whoever it concerns is told."""
    event = AdvanceEvent.objects.create(
        request=request,
        at=at,
        actor=by,
        actor_name=str(by) if by else "",
        action=made,
        from_status=before,
        to_status=request.status,
        words=words,
    )
    audit.record(f"advance.{made}", by=by, target=request, unit=request.unit)
    telling.tell_citizen(request, event)
    telling.tell_officers(request, event)
    return event


def _next_due(request: AdvanceRequest, before: AdvanceStatus, at: datetime) -> date | None:
    """A limit of the office's goes on while the office has the step, and begins anew when it comes back."""
    if request.status not in WITH_OFFICE:
        return None
    if before in WITH_OFFICE:
        return request.due_on
    return day_due(at, request.unit)


def _refusal(request: AdvanceRequest, made: Move) -> DomainError:
    if AdvanceStatus(request.status) in TRANSITIONS[made]:
        return DomainError(_ONCE[made])
    return DomainError(
        f"Yêu cầu {request.code} đang “{request.get_status_display()}”, chưa làm được việc “{made.sentence}”."
    )
