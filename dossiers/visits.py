"""Số lần đến: the days on which the person came in person for a dossier, each counted once.

In person came who handed the dossier in at the counter, brought what was missing of such a dossier, or took
the result at the counter; and whoever an officer noted. Of what a spreadsheet brought nobody knows.
"""

from collections.abc import Collection, Iterable
from datetime import date, datetime
from typing import Any, NamedTuple

from dossiers.models import Dossier, DossierEvent, ResultDelivery, ReturnRecord, Source, VisitNote
from dossiers.models.dossier import day_of
from dossiers.status import Channel

BROUGHT = frozenset({"receive_part", "receive_supplement"})
UNDO = "undo"
COUNTED_AFTER = frozenset({"accept", "return_result", UNDO, *BROUGHT})
"""Steps after which the days are counted anew."""


class Step(NamedTuple):
    """What is read of an event."""

    pk: int
    action: str
    at: datetime
    details: dict[str, Any]


def is_known(dossier: Dossier) -> bool:
    return dossier.source == Source.DESK and dossier.received_on is not None


def days(dossier: Dossier, steps: Iterable[Step], *, way: str | None, noted: Collection[date]) -> set[date]:
    """`way`: how the result was handed over, none where no record says it: then as it was agreed."""
    found = set(noted)
    if dossier.channel == Channel.DIRECT:
        found |= {day_of(dossier.received_at), *_brought(steps)} - {None}  # type: ignore[arg-type]
    if dossier.returned_on and (way or dossier.result_delivery) == ResultDelivery.COUNTER:
        found.add(dossier.returned_on)
    return found


def _brought(steps: Iterable[Step]) -> set[date | None]:
    """Days of what was handed in later; a reception that was undone did not happen."""
    came: dict[int, date | None] = {}
    for step in steps:
        if step.action == UNDO:
            came.pop(step.details.get("event", 0), None)
        elif step.action in BROUGHT:
            came[step.pk] = day_of(step.at)
    return set(came.values())


def recount(dossier: Dossier) -> None:
    """Bring the dossier's own count up to date; in the transaction of whatever changed it."""
    count = None
    if is_known(dossier):
        told = DossierEvent.objects.filter(dossier=dossier, action__in=[UNDO, *BROUGHT]).order_by("pk")
        steps = [Step(*row) for row in told.values_list("pk", "action", "at", "details")]
        way = ReturnRecord.objects.filter(dossier=dossier).values_list("way", flat=True).first()
        noted = set(VisitNote.objects.filter(dossier=dossier).values_list("on", flat=True))
        count = len(days(dossier, steps, way=way, noted=noted))
    if dossier.visits != count:
        dossier.visits = count
        Dossier.objects.filter(pk=dossier.pk).update(visits=count)
