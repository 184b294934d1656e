"""Số lần người dân đến: each dossier's number against what tells of the days."""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from datetime import date
from itertools import islice

from dossiers import visits
from dossiers.models import Dossier, DossierEvent, ReturnRecord, VisitNote
from dossiers.visits import Step
from reports.integrity.model import Problem, Span

CHUNK = 1000
_READ = (
    "code", "visits", "source", "channel", "received_at", "received_on", "returned_on", "result_delivery",
)  # fmt: skip


def problems(_: Span) -> Iterator[Problem]:
    rows = Dossier.objects.order_by("pk").only(*_READ).iterator(chunk_size=CHUNK)
    while chunk := list(islice(rows, CHUNK)):
        for dossier, count in _counted(chunk):
            if dossier.visits != count:
                message = f"số lần đến ghi {_said(dossier.visits)}, theo diễn biến là {_said(count)}."
                yield Problem("dossier.visits", f"Hồ sơ {dossier.code}", message)


def _counted(chunk: Sequence[Dossier]) -> Iterator[tuple[Dossier, int | None]]:
    ids = [dossier.pk for dossier in chunk]
    told = DossierEvent.objects.filter(dossier__in=ids, action__in=[visits.UNDO, *visits.BROUGHT])
    steps: dict[int, list[Step]] = defaultdict(list)
    for dossier_id, *step in told.order_by("pk").values_list("dossier_id", "pk", "action", "at", "details"):
        steps[dossier_id].append(Step(*step))
    ways = dict(ReturnRecord.objects.filter(dossier__in=ids).values_list("dossier_id", "way"))
    noted: dict[int, set[date]] = defaultdict(set)
    for dossier_id, on in VisitNote.objects.filter(dossier__in=ids).values_list("dossier_id", "on"):
        noted[dossier_id].add(on)
    for dossier in chunk:
        found = visits.days(dossier, steps[dossier.pk], way=ways.get(dossier.pk), noted=noted[dossier.pk])
        yield dossier, len(found) if visits.is_known(dossier) else None


def _said(count: int | None) -> str:
    return "trống" if count is None else str(count)
