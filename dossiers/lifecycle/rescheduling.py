"""Tính lại ngày hẹn: due dates of running dossiers follow a changed calendar, each with an event that tells.

The date that the citizen was first told stays (`original_due_at`), and the figures of past days read the due
date as it was known then (`DueChange`). The limit of the step where a dossier lies follows with it.
"""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils import timezone

from dossiers import former_values
from dossiers.lifecycle.moving import tell_of_many
from dossiers.models import Dossier, DueChange, Handover
from dossiers.models.dossier import day_of
from dossiers.rescheduling import DueMove, Plan, StepMove
from portal import formats
from portal.models import User

BATCH = 500


@dataclass(frozen=True)
class Moved:
    """How many due dates, and how many limits of steps."""

    dossiers: int = 0
    steps: int = 0

    def __add__(self, other: "Moved") -> "Moved":
        return Moved(self.dossiers + other.dossiers, self.steps + other.steps)


@transaction.atomic
def reschedule(plan: Plan, *, reason: str, by: User | None) -> Moved:
    """Move what the plan moves; what was moved, settled or handed on meanwhile is left alone."""
    done = Moved()
    for part in plan.parts(BATCH):
        done += _reschedule(part, reason, by)
    return done


def _reschedule(part: Plan, reason: str, by: User | None) -> Moved:
    now = timezone.now()
    moves = {move.dossier.pk: move for move in part.moves}
    steps = {move.stay.dossier_id: move for move in part.steps}
    rows = Dossier.objects.select_for_update(of=("self",)).in_hand().order_by("pk")
    rows = rows.select_related("procedure", "receiving_unit")
    standing = list(rows.filter(pk__in=moves.keys() | steps.keys()))
    moving = [one for one in standing if one.pk in moves and one.due_at == moves[one.pk].before]
    left = moves.keys() - {one.pk for one in moving}
    stepping = _move_steps({one.pk: steps[one.pk] for one in standing if one.pk in steps.keys() - left})
    _move_dues(moving, moves, reason, now)
    told = {one.pk: _Told(moves.get(one.pk), stepping.get(one.pk), reason) for one in standing}
    for action, found in (
        ("reschedule", moving),
        ("reschedule_step", [one for one in standing if one.pk in stepping and one.pk not in moves]),
    ):
        tell_of_many(
            found,
            action,
            at=now,
            by=by,
            reason=lambda dossier: told[dossier.pk].words,
            details=lambda dossier: told[dossier.pk].details,
        )
    return Moved(len(moving), len(stepping))


@dataclass(frozen=True)
class _Told:
    """What the event of one dossier says."""

    due: DueMove | None
    step: StepMove | None
    why: str

    @property
    def words(self) -> str:
        parts = [_days(self.due.before, self.due.after)] if self.due else []
        if self.step:
            parts.append(f"hạn bước “{self.step.stay.step_name}” {_days(self.step.before, self.step.after)}")
        return f"{'; '.join(parts)}: {self.why}"

    @property
    def details(self) -> dict[str, Any]:
        told: dict[str, Any] = {"why": self.why}
        if self.due:
            told |= _moments(self.due) | {"due_at": former_values.written(self.due.after)}
        if self.step:
            told["step"] = {"name": self.step.stay.step_name, **_moments(self.step)}
        return told


def _moments(move: DueMove | StepMove) -> dict[str, str]:
    return {"before": former_values.written(move.before), "after": former_values.written(move.after)}


def _days(before: datetime, after: datetime) -> str:
    first, last = timezone.localtime(before), timezone.localtime(after)
    if first.date() == last.date():
        return f"{first:%H:%M} → {last:%H:%M} {formats.day_on_screen(last)}"
    return f"{formats.day_on_screen(first)} → {formats.day_on_screen(last)}"


def _move_dues(dossiers: list[Dossier], moves: dict[int, DueMove], reason: str, now: datetime) -> None:
    today = day_of(now)
    assert today is not None
    changes = []
    for dossier in dossiers:
        move = moves[dossier.pk]
        dossier.due_at, dossier.was_rescheduled = move.after, True
        before, after = day_of(move.before), day_of(move.after)
        assert before is not None
        assert after is not None
        dossier.derive()
        changes.append(
            DueChange(
                dossier=dossier, at=now, on=today, reason=reason, paused_on=dossier.paused_on,
                due_at_before=move.before, due_at_after=move.after, due_on_before=before, due_on_after=after,
            )
        )  # fmt: skip
    Dossier.objects.bulk_update(dossiers, ["due_at", "due_on", "was_rescheduled"])
    DueChange.objects.bulk_create(changes)


def _move_steps(steps: dict[int, StepMove]) -> dict[int, StepMove]:
    """Which were moved: the stay that the plan saw still lasts, with the limit that it had."""
    rows = Handover.objects.select_for_update(of=("self",)).open()
    stays = [
        stay
        for stay in rows.filter(pk__in=[move.stay.pk for move in steps.values()])
        if stay.due_at == steps[stay.dossier_id].before
    ]
    for stay in stays:
        stay.due_at = steps[stay.dossier_id].after
    Handover.objects.bulk_update(stays, ["due_at"])
    return {stay.dossier_id: steps[stay.dossier_id] for stay in stays}
