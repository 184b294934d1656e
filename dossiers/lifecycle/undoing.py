"""Hoàn tác bước vừa làm: a compensating event puts the record back exactly; nothing is erased.

Only on the day of the step, so that no figure of a past day changes; by whoever took it, or a leader; and
only while nothing of it is in the citizen's hands.
"""

from collections.abc import Callable, Iterator
from datetime import datetime
from typing import Any

from django.db import transaction
from django.db.models import Q
from django.utils import timezone

from dossiers import former_values, limits, replay, slips
from dossiers.lifecycle.moving import ACTION_SENTENCES, locked, tell
from dossiers.lifecycle.supplementing import take_back_reception, take_back_request
from dossiers.models import Dossier, DossierEvent, Slip
from dossiers.models.dossier import day_of
from dossiers.process import restoring
from dossiers.status import HANDED_OVER, UNDO, DossierStatus
from portal import formats
from portal.errors import DomainError
from portal.models import User

TAKES_BACK: dict[str, Callable[..., None]] = {
    "request_supplement": take_back_request,
    "receive_supplement": take_back_reception,
    "start_processing": take_back_reception,
}
"""Action → what else it wrote is put back: `f(dossier, details, at=)`. The dossier's columns, its clock and
the slip of the step are put back for every step."""


def last_step(dossier: Dossier) -> DossierEvent | None:
    """The last step that holds: not undone, and one that changed the state."""
    return replay.standing(dossier.events.order_by("pk"))[-1].event


def undo_refusal(dossier: Dossier, *, by: User | None, at: datetime | None = None) -> str:
    """Why the last step cannot be undone now; empty if it can."""
    return _refusal(dossier, last_step(dossier), by=by, at=at or timezone.now())


def _refusal(dossier: Dossier, step: DossierEvent | None, *, by: User | None, at: datetime) -> str:
    if step is None or not step.from_status:
        return "Hoàn tác: hồ sơ chưa qua bước nào sau khi tiếp nhận."
    return next(_objections(dossier, step, by=by, at=at), "")


def _objections(dossier: Dossier, step: DossierEvent, *, by: User | None, at: datetime) -> Iterator[str]:
    words = f"“{ACTION_SENTENCES.get(step.action, step.action)}”"
    if step.to_status in HANDED_OVER:
        yield f"Hoàn tác: {words} đã đến tay người dân, không hoàn tác được."
    if (
        DossierStatus(step.from_status) not in UNDO[DossierStatus(step.to_status)]
        or "was" not in step.details
    ):
        yield f"Hoàn tác: {words} không phải là bước làm tại đây, không hoàn tác được."
    on = day_of(step.at)
    assert on is not None
    if on != day_of(at):
        yield f"Hoàn tác: chỉ trong ngày làm bước đó; {words} làm ngày {formats.day_on_screen(on)}."
    if at < step.at:
        yield f"Hoàn tác: thời điểm này trước khi làm bước {words}."
    is_actor = by is None or step.actor_id == by.pk
    if not is_actor and not (by and limits.may_override(by, dossier)):
        yield f"Hoàn tác: chỉ {step.actor_name or 'người đã làm'} hoặc lãnh đạo đơn vị được hoàn tác {words}."
    if restoring.has_gone_on(dossier, step.details["held"], step.action):
        yield f"Hoàn tác: hồ sơ đã được giao tiếp cho người khác sau bước {words}."
    slip = _slip(step)
    if slip is not None and _is_printed(slip):
        yield f"Hoàn tác: {slip} đã in để giao cho người dân, không hoàn tác được {words}."
    filed = dossier.events.filter(pk__gt=step.pk, action="add_result")
    result = dossier.results.standing().filter(pk__in=[event.details["result"] for event in filed]).first()
    if step.to_status == DossierStatus.CONCLUDED and result is not None:
        yield f"Hoàn tác: sau bước {words} đã ghi kết quả “{result}”. Thu hồi kết quả đó trước."
    moved = Q(details__has_key="due_at") | Q(action="reschedule_step")
    if dossier.events.filter(moved, pk__gt=step.pk).exclude(action="undo").exists():
        yield f"Hoàn tác: ngày hẹn trả hoặc hạn của bước đã đổi sau bước {words}."


@transaction.atomic
def undo(dossier: Dossier, *, reason: str, by: User | None, at: datetime | None = None) -> Dossier:
    """Hoàn tác: state, dates and clock as they were before the step."""
    at = at or timezone.now()
    current = locked(dossier)
    step = last_step(current)
    if refusal := _refusal(current, step, by=by, at=at):
        raise DomainError(refusal)
    assert step is not None
    was: dict[str, Any] = step.details["was"]
    if "paused_since" in was:
        _put_clock_back(current, began=was["paused_since"] is None)
    if (take_back := TAKES_BACK.get(step.action)) is not None:
        take_back(current, step.details, at=at)
    former_values.put_back(current, was)
    restoring.put_back(current, step.details["held"])
    before, current.status = current.status, step.from_status
    current.save()
    if (slip := _slip(step)) is not None:
        slips.revise(slip, by=by, content={**slip.content, "voided": reason})
    details: dict[str, Any] = {"undoes": step.action, "event": step.pk}
    if "due_at" in was:
        details["due_at"] = was["due_at"]
    tell(current, "undo", before, at=at, by=by, reason=reason, details=details)
    return current


def _put_clock_back(dossier: Dossier, *, began: bool) -> None:
    """The stretch that the step began is gone, or the one that it ended goes on."""
    pause = dossier.pauses.order_by("-pk")[0]
    if began:
        pause.delete()
        return
    pause.to_at = pause.due_on_after = None
    pause.save()


def _slip(step: DossierEvent) -> Slip | None:
    return Slip.objects.filter(pk=step.details.get("slip")).first()


def _is_printed(slip: Slip) -> bool:
    """Printed in any of its revisions."""
    same = Slip.objects.filter(unit=slip.unit, kind=slip.kind, year=slip.year, number=slip.number)
    return same.filter(prints__isnull=False).exists()
