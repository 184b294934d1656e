"""Tính lại ngày hẹn: due dates of running dossiers follow a changed calendar, each with an event that tells.

The date that the citizen was first told stays (`original_due_at`), and the figures of past days read the due
date as it was known then (`DueChange`).
"""

from collections.abc import Sequence

from django.db import transaction
from django.utils import timezone

from dossiers import former_values
from dossiers.lifecycle.moving import tell_of_many
from dossiers.models import Dossier, DueChange
from dossiers.models.dossier import day_of
from dossiers.rescheduling import DueMove
from portal import formats
from portal.models import User

BATCH = 500


@transaction.atomic
def reschedule(moves: Sequence[DueMove], *, reason: str, by: User | None) -> int:
    """Move these due dates; one that was moved or settled meanwhile is left alone. How many were moved."""
    moved = 0
    for start in range(0, len(moves), BATCH):
        moved += _reschedule({move.dossier.pk: move for move in moves[start : start + BATCH]}, reason, by)
    return moved


def _reschedule(moves: dict[int, DueMove], reason: str, by: User | None) -> int:
    now = timezone.now()
    today = day_of(now)
    assert today is not None
    standing = Dossier.objects.select_for_update(of=("self",)).in_hand().filter(pk__in=moves)
    dossiers = [dossier for dossier in standing if dossier.due_at == moves[dossier.pk].before]
    changes, words = [], {}
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
        words[dossier.pk] = f"{formats.day_on_screen(before)} → {formats.day_on_screen(after)}: {reason}"
    Dossier.objects.bulk_update(dossiers, ["due_at", "due_on", "was_rescheduled"])
    DueChange.objects.bulk_create(changes)
    tell_of_many(
        dossiers,
        "reschedule",
        at=now,
        by=by,
        reason=lambda dossier: words[dossier.pk],
        details=lambda dossier: {
            "before": former_values.written(moves[dossier.pk].before),
            "after": former_values.written(moves[dossier.pk].after),
            "due_at": former_values.written(moves[dossier.pk].after),
            "why": reason,
        },
    )
    return len(dossiers)
