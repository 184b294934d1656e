"""Sáng kiến: shares of 100 %, states as the events lead to them, codes without gaps, files as they came."""

import hashlib
from collections.abc import Iterator
from decimal import Decimal
from itertools import pairwise

from django.core.files.storage import default_storage
from django.db.models import Count, Max, Min

from initiatives.models import Attachment, Initiative, InitiativeCounter, InitiativeEvent
from initiatives.numbering import code_of
from initiatives.status import TRANSITIONS, InitiativeStatus, Move
from portal.files import storing
from portal.models import Unit
from reports.integrity.model import Problem, Span


def problems(_: Span) -> Iterator[Problem]:
    yield from _numbers()
    found = Initiative.objects.prefetch_related("events", "authors").order_by("pk")
    for initiative in found.iterator(chunk_size=500):
        name = f"Sáng kiến {initiative.code or initiative.pk}"
        for message in _wrong(initiative):
            yield Problem("initiative.state", name, message)
    for file in Attachment.objects.select_related("initiative").order_by("pk").iterator():
        name = f"Sáng kiến {file.initiative.code or file.initiative_id}"
        if not default_storage.exists(str(file.file)):
            yield Problem("initiative.file", name, f"mất tệp kèm “{file.caption}”.")
        elif hashlib.sha256(storing.read(file.file)).hexdigest() != file.sha256:
            yield Problem("initiative.file", name, f"tệp kèm “{file.caption}” đã bị đổi nội dung.")


def _numbers() -> Iterator[Problem]:
    counters = {(one.unit_id, one.year): one.last for one in InitiativeCounter.objects.all()}
    names = dict(Unit.objects.values_list("pk", "name"))
    given = (
        Initiative.objects.exclude(number=None)
        .order_by()
        .values("deciding_unit", "year")
        .annotate(lines=Count("pk"), first=Min("number"), last=Max("number"))
    )
    for row in given:
        key = (row["deciding_unit"], row["year"])
        counter = counters.pop(key, 0)
        if row["first"] != 1 or row["last"] != row["lines"] or row["last"] != counter:
            message = f"có {row['lines']} mã, từ {row['first']} đến {row['last']}, bộ đếm là {counter}."
            yield Problem("initiative.number", f"Mã sáng kiến {key[1]} của {names[key[0]]}", message)
    for (unit, year), last in counters.items():
        if last:
            message = f"bộ đếm là {last} mà không có sáng kiến nào."
            yield Problem("initiative.number", f"Mã sáng kiến {year} của {names[unit]}", message)


def _wrong(initiative: Initiative) -> Iterator[str]:
    events = list(initiative.events.all())
    if not events or events[0].action != Move.BEGIN:
        yield "không có diễn biến bắt đầu viết."
        return
    yield from _broken_chain(initiative, events)
    if initiative.number is not None and initiative.code != code_of(initiative.year, initiative.number):
        yield f"mã ghi {initiative.code}, số là {initiative.number} năm {initiative.year}."
    is_submitted = initiative.status not in (InitiativeStatus.DRAFT, InitiativeStatus.RETURNED)
    if any(event.action == Move.ENTER for event in events):
        return  # recognised before the portal: the decision names no shares
    total = sum((one.share or Decimal(0) for one in initiative.authors.all()), Decimal(0))
    if is_submitted and total != 100:
        yield f"tỷ lệ đóng góp của các tác giả cộng lại là {total}%, không phải 100%."


def _broken_chain(initiative: Initiative, events: list[InitiativeEvent]) -> Iterator[str]:
    """Each event begins where the one before ended and goes where the table leads, up to the row."""
    for before, event in pairwise(events):
        leads = TRANSITIONS.get(Move(event.action), {})
        reached = InitiativeStatus(before.to_status)
        if event.from_status != reached or leads.get(reached) != event.to_status:
            yield f"diễn biến “{event.sentence}” không nối với diễn biến trước."
    if events[-1].to_status != initiative.status:
        yield f"trạng thái là {initiative.status}, diễn biến đưa đến {events[-1].to_status}."
