"""Hồ sơ: each row against its own moments, its papers, its pauses, its history and its code's counter.

Rows stream through in chunks, each with a fixed number of queries, so that memory does not grow with them.
"""

import re
from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from itertools import islice, pairwise
from operator import attrgetter
from typing import Any, NamedTuple

from django.db.models import Count, Q

from dossiers.models import CodeCounter, Dossier, DossierComponent, DossierEvent, DueChange, Pause, Source
from dossiers.models.dossier import DERIVED, day_of
from dossiers.replay import replay
from dossiers.status import (
    BY_SHEET,
    FINISHED,
    PAUSED,
    RUNNING,
    TRANSITIONS,
    UNCOUNTED,
    UNDO,
    Channel,
    DossierStatus,
    Outcome,
    Rating,
)
from portal import formats
from reports.integrity.model import Problem, Span

CHUNK = 1000
_NUMBERED = re.compile(r".+-(\d{6})-(\d{4,})")
_OUTCOMES = {
    DossierStatus.CONCLUDED: {Outcome.APPROVED, Outcome.REFUSED},
    DossierStatus.RETURNED: {Outcome.APPROVED, Outcome.REFUSED},
    DossierStatus.WITHDRAWN: {Outcome.WITHDRAWN},
    DossierStatus.STOPPED: {Outcome.STOPPED},
}


class _Step(NamedTuple):
    """A moment at which the due day was looked at or moved."""

    at: datetime
    is_held: bool
    before: date | None
    after: date | None


@dataclass
class _Beside:
    """What is stored beside the dossiers of one chunk."""

    papers: dict[int, tuple[int, int]]
    pauses: dict[int, list[Pause]]
    events: dict[int, list[DossierEvent]]
    changes: dict[int, list[DueChange]]
    counters: dict[tuple[int, date], int]


def problems(_: Span) -> Iterator[Problem]:
    rows = Dossier.objects.order_by("pk").iterator(chunk_size=CHUNK)
    while chunk := list(islice(rows, CHUNK)):
        beside = _read(chunk)
        for dossier in chunk:
            for check in _CHECKS:
                for code, message in check(dossier, beside):
                    yield Problem(f"dossier.{code}", f"Hồ sơ {dossier.code}", message)


def _read(chunk: Sequence[Dossier]) -> _Beside:
    ids = [dossier.pk for dossier in chunk]
    must = Q(must_digitise=True)
    papers = (
        DossierComponent.objects.filter(dossier__in=ids)
        .values("dossier_id")
        .order_by()
        .annotate(due=Count("pk", filter=must), done=Count("pk", filter=must & Q(is_digitised=True)))
    )
    pauses: dict[int, list[Pause]] = defaultdict(list)
    for pause in Pause.objects.filter(dossier__in=ids).order_by("pk"):
        pauses[pause.dossier_id].append(pause)
    changes: dict[int, list[DueChange]] = defaultdict(list)
    for change in DueChange.objects.filter(dossier__in=ids).order_by("at", "pk"):
        changes[change.dossier_id].append(change)
    events: dict[int, list[DossierEvent]] = defaultdict(list)
    told = DossierEvent.objects.filter(dossier__in=ids).order_by("pk")
    for event in told.only("dossier_id", "at", "action", "from_status", "to_status", "details"):
        events[event.dossier_id].append(event)
    days = {dossier.received_on for dossier in chunk if dossier.received_on}
    counters = CodeCounter.objects.filter(day__in=days).values_list("unit_id", "day", "last")
    return _Beside(
        papers={row["dossier_id"]: (row["due"], row["done"]) for row in papers},
        pauses=pauses,
        events=events,
        changes=changes,
        counters={(unit, day): last for unit, day, last in counters},
    )


Found = Iterator[tuple[str, str]]


def _derived(dossier: Dossier, _: _Beside) -> Found:
    stored = {name: getattr(dossier, name) for name in DERIVED}
    dossier.derive()
    for name, value in stored.items():
        if value != (due := getattr(dossier, name)):
            yield "derived", f"cột {name} là {_said(value)}, theo các cột gốc phải là {_said(due)}."


def _values(dossier: Dossier, _: _Beside) -> Found:
    """Words and numbers that the columns may hold."""
    if dossier.channel not in Channel:
        yield "channel", f"kênh tiếp nhận “{dossier.channel}” không có trong danh sách kênh."
    if dossier.rating is not None and dossier.rating not in Rating:
        yield "rating", f"mức đánh giá {dossier.rating} nằm ngoài thang năm mức."
    if dossier.fee < 0:
        yield "fee", f"phí, lệ phí là {dossier.fee} đồng."


def _dates(dossier: Dossier, _: _Beside) -> Found:
    """The state, the outcome and the moments tell one story."""
    status = DossierStatus(dossier.status) if dossier.status in DossierStatus else None
    if status is None:
        yield "status", f"trạng thái “{dossier.status}” không phải là trạng thái nào trong mười trạng thái."
        return
    if status in UNCOUNTED and (dossier.received_at or dossier.finished_at):
        yield "status", f"“{status.label}” nhưng đã có thời điểm tiếp nhận hoặc kết quả."
    if status in RUNNING and not dossier.received_at:
        yield "status", f"“{status.label}” nhưng không có thời điểm tiếp nhận."
    if status in RUNNING and (dossier.finished_at or dossier.returned_at or dossier.outcome):
        yield "status", f"“{status.label}” nhưng đã có kết quả."
    if status in FINISHED and dossier.received_at and not dossier.finished_at:
        yield "status", f"“{status.label}” nhưng không có thời điểm có kết quả."
    if status in FINISHED and dossier.finished_at and dossier.outcome not in _OUTCOMES[status]:
        yield "outcome", f"“{status.label}” nhưng kết quả giải quyết là “{dossier.get_outcome_display()}”."
    if dossier.returned_at and status != DossierStatus.RETURNED:
        yield "status", f"“{status.label}” nhưng đã có thời điểm trả kết quả."
    if status == DossierStatus.RETURNED and not dossier.returned_at and dossier.source == Source.DESK:
        yield "status", "“Đã trả kết quả” nhưng không có thời điểm trả kết quả."
    moments = (dossier.received_at, dossier.finished_at, dossier.returned_at)
    if any(later < earlier for earlier, later in pairwise(filter(None, moments))):
        yield "order", "các thời điểm tiếp nhận, có kết quả, trả kết quả không theo thứ tự."


def _papers(dossier: Dossier, beside: _Beside) -> Found:
    """A desk's dossier counts its own papers; a sheet brings the counts alone."""
    stored = (dossier.papers_to_digitise, dossier.papers_digitised)
    if dossier.papers_digitised > dossier.papers_to_digitise:
        yield "papers", "số giấy tờ đã số hóa lớn hơn số phải số hóa."
    counted = beside.papers.get(dossier.pk)
    if counted is None and dossier.source != Source.DESK:
        return
    due, done = counted or (0, 0)
    if stored != (due, done):
        yield (
            "papers",
            f"ghi {stored[0]} giấy tờ phải số hóa, {stored[1]} đã số hóa; đếm từng tờ là {due} và {done}.",
        )


def _pauses(dossier: Dossier, beside: _Beside) -> Found:
    pauses = beside.pauses.get(dossier.pk, [])
    open_ones = [pause for pause in pauses if pause.to_at is None]
    if dossier.was_paused != bool(pauses):
        yield "pauses", f"dấu “đã từng tạm dừng” không khớp với {len(pauses)} lần tạm dừng đã ghi."
    if [pause.from_at for pause in open_ones] != ([dossier.paused_since] if dossier.paused_since else []):
        yield "pauses", "thời điểm tạm dừng không khớp với lần tạm dừng đang mở."
    if (dossier.paused_since is not None) != (dossier.status in PAUSED):
        yield "pauses", f"đồng hồ {'dừng' if dossier.paused_since else 'chạy'} trái với trạng thái hồ sơ."
    for pause in pauses:
        if (pause.from_on, pause.to_on) != (day_of(pause.from_at), day_of(pause.to_at)):
            yield "pauses", "ngày của lần tạm dừng không khớp với thời điểm của nó."
        if pause.to_at is not None and pause.to_at < pause.from_at:
            yield "pauses", "lần tạm dừng kết thúc trước khi bắt đầu."
    if not _due_day_is_handed_on(dossier, pauses, beside.changes.get(dossier.pk, [])):
        yield "due", "ngày hẹn trả không nối tiếp qua các lần tạm dừng, từ hẹn ban đầu đến hẹn hiện tại."


def _rescheduling(dossier: Dossier, beside: _Beside) -> Found:
    """A due date that followed a changed calendar, moment by moment and day by day."""
    changes = beside.changes.get(dossier.pk, [])
    if dossier.was_rescheduled != bool(changes):
        yield "rescheduled", f"dấu “đã tính lại ngày hẹn” không khớp với {len(changes)} lần tính lại đã ghi."
    for change in changes:
        days = (day_of(change.at), day_of(change.due_at_before), day_of(change.due_at_after))
        if (change.on, change.due_on_before, change.due_on_after) != days:
            yield "rescheduled", "ngày của lần tính lại hẹn không khớp với thời điểm của nó."


def _due_day_is_handed_on(dossier: Dossier, pauses: list[Pause], changes: list[DueChange]) -> bool:
    """From the original due day to the one in force: a pause or change begins with what the last one left.

    The end of a pause is not held to its beginning: the calendar may have changed in between.
    """
    steps: list[_Step] = []
    for pause in pauses:
        steps.append(_Step(pause.from_at, True, pause.due_on_before, pause.due_on_before))
        if pause.to_at is not None:
            steps.append(_Step(pause.to_at, False, None, pause.due_on_after))
    if changes:
        steps += [_Step(change.at, True, change.due_on_before, change.due_on_after) for change in changes]
        steps.sort(key=attrgetter("at"))
    due_on = day_of(dossier.original_due_at)
    for step in steps:
        if step.is_held and step.before != due_on:
            return False
        due_on = step.after
    return due_on == day_of(dossier.due_at)


def _history(dossier: Dossier, beside: _Beside) -> Found:
    events = beside.events.get(dossier.pk, [])
    if not events:
        yield "history", "không có diễn biến nào."
        return
    if (last_told := events[-1].to_status) != dossier.status:
        yield (
            "history",
            f"đang “{dossier.get_status_display()}”, nhưng diễn biến cuối là “{_label(last_told)}”.",
        )
    if events[0].from_status:
        yield "history", f"diễn biến đầu tiên đã từ “{_label(events[0].from_status)}”."
    for last, event in pairwise(events):
        before, after = event.from_status, event.to_status
        if before != last.to_status:
            yield (
                "history",
                f"diễn biến từ “{_label(before)}” không nối với “{_label(last.to_status)}” trước đó.",
            )
        elif event.action not in BY_SHEET and before != after and not _may(event):
            yield "history", f"không được chuyển từ “{_label(before)}” sang “{_label(after)}”."


def _replayed(dossier: Dossier, beside: _Beside) -> Found:
    """The row, and its pauses, are what the events lead to, as far as they tell."""
    events = beside.events.get(dossier.pk, [])
    if not events or any(event.to_status not in DossierStatus for event in events):
        return
    told = replay(events)
    columns = ["status"]
    if told.knows_moments:
        columns += ["received_at", "paused_since", "finished_at", "returned_at", "outcome"]
    if told.knows_moments and told.knows_due:
        columns += ["original_due_at", "due_at"]
    for name in columns:
        stored, due = getattr(dossier, name), getattr(told, name)
        if stored != due:
            yield "replay", f"cột {name} là {_said(stored)}, theo diễn biến phải là {_said(due)}."
    stood = [(pause.from_at, pause.to_at) for pause in beside.pauses.get(dossier.pk, [])]
    if told.knows_moments and stood != [(stand.from_at, stand.to_at) for stand in told.stands]:
        yield "replay", "các lần tạm dừng không khớp với diễn biến."


def _counter(dossier: Dossier, beside: _Beside) -> Found:
    found = _NUMBERED.fullmatch(dossier.code)
    if dossier.source != Source.DESK or not found or not dossier.received_on:
        return
    if found[1] != f"{dossier.received_on:%y%m%d}":
        yield (
            "code",
            f"mã ghi ngày {found[1]}, ngày tiếp nhận là {formats.day_on_screen(dossier.received_on)}.",
        )
        return
    last = beside.counters.get((dossier.receiving_unit_id, dossier.received_on), 0)
    if int(found[2]) > last:
        yield "counter", f"số {found[2]} lớn hơn số cuối cùng đã cấp trong ngày ({last})."


_CHECKS: tuple[Callable[[Dossier, _Beside], Found], ...] = (
    _derived,
    _values,
    _dates,
    _papers,
    _pauses,
    _rescheduling,
    _history,
    _replayed,
    _counter,
)


def _may(event: DossierEvent) -> bool:
    table = UNDO if event.action == "undo" else TRANSITIONS
    return DossierStatus(event.to_status) in table[DossierStatus(event.from_status)]


def _label(status: str) -> str:
    return str(DossierStatus(status).label) if status in DossierStatus else status


def _said(value: Any) -> str:
    if isinstance(value, date):
        return formats.day_on_screen(value)
    return "trống" if value in (None, "") else f"“{value}”"
