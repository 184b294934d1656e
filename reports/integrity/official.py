"""Văn bản đi, văn bản đến: numbers without gaps, each said for; states as the events tell them; files."""

import hashlib
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from django.core.files.storage import default_storage
from django.db.models import Count, Exists, Max, Min, OuterRef, Q

from dossiers.documents.status import (
    TASK_TRANSITIONS,
    TRANSITIONS,
    DocumentState,
    FileKind,
    Move,
    NumberState,
    Security,
    SigningState,
    TaskState,
)
from dossiers.models import (
    DocumentCounter,
    DocumentEvent,
    DocumentFile,
    DocumentNumber,
    DocumentSignature,
    OfficialDocument,
    SignaturePart,
    SignatureState,
    Task,
)
from reports.integrity.model import Problem, Span

_FIRST = {Move.REGISTER, Move.DRAFT}


def problems(_: Span) -> Iterator[Problem]:
    yield from _numbers()
    yield from _lines()
    found = OfficialDocument.objects.prefetch_related("events").order_by("pk")
    for document in found.iterator(chunk_size=500):
        for message in _wrong(document):
            yield Problem("document.state", document.label, message)
    tasks = Task.objects.select_related("document").prefetch_related("events").order_by("pk")
    for task in tasks.iterator(chunk_size=500):
        for message in _wrong_task(task):
            yield Problem("document.task", f"Việc giao {task.pk} của {task.document.label}", message)
    yield from _secrets()
    yield from _signed()
    yield from _files()


def _numbers() -> Iterator[Problem]:
    """Each book and year has every number from 1 to its counter."""
    given = DocumentNumber.objects.order_by().values("book", "year")
    lines = {
        (row["book"], row["year"]): (row["lines"], row["first"], row["last"])
        for row in given.annotate(lines=Count("pk"), first=Min("number"), last=Max("number"))
    }
    for counter in DocumentCounter.objects.select_related("book__unit").order_by("pk"):
        count, first, last = lines.pop((counter.book_id, counter.year), (0, 1, 0))
        if (first, last, count) != (1, counter.last, counter.last):
            where = f"{counter.book} năm {counter.year} của {counter.book.unit}"
            message = f"có {count} số, từ {first} đến {last}, bộ đếm là {counter.last}."
            yield Problem("document.number", where, message)
    for book, year in lines:
        yield Problem("document.number", f"Sổ văn bản {book} năm {year}", "có số mà không có bộ đếm.")


def _lines() -> Iterator[Problem]:
    """What a line says of its document is what the document says of itself."""
    used = DocumentNumber.objects.filter(state=NumberState.USED).select_related("document", "book")
    for line in used.order_by("pk").iterator(chunk_size=2000):
        document = line.document
        assert document is not None, "the database keeps it so"
        if (document.book_id, document.year, document.number) != (line.book_id, line.year, line.number):
            yield Problem(
                "document.line", f"Số {line} của {line.book}", f"không phải số của {document.label}."
            )
    numbered = OfficialDocument.objects.filter(number__isnull=False).exclude(state=DocumentState.VOID)
    without = numbered.exclude(pk__in=used.values("document"))
    for document in without.order_by("pk").iterator():
        yield Problem("document.line", document.label, "có số mà không có dòng trong sổ.")


def _wrong(document: OfficialDocument) -> Iterator[str]:
    own = [event for event in document.events.all() if event.task_id is None]
    if not own or own[0].action not in _FIRST:
        yield "không có diễn biến vào sổ hay soạn thảo."
        return
    yield from _broken_chain(own, document.state, TRANSITIONS)
    if document.number and not document.is_incoming and document.symbol != _symbol(document):
        yield f"số, ký hiệu ghi {document.symbol}, phải là {_symbol(document)}."
    is_done = document.state == DocumentState.DONE and document.security == Security.NORMAL
    if is_done != (document.done_on is not None):
        yield f"ngày giải quyết xong ghi {document.done_on}, không như trạng thái."


def _symbol(document: OfficialDocument) -> str:
    return f"{document.number:02d}/{document.mark}"


def _wrong_task(task: Task) -> Iterator[str]:
    events = list(task.events.all())
    if not events or events[0].action != Move.ASSIGN:
        yield "không có diễn biến giao việc."
        return
    yield from _broken_chain(events, task.state, TASK_TRANSITIONS)
    if task.state == TaskState.DONE and task.done_on != task.reported_on:
        yield f"ngày xong ghi {task.done_on}, ngày báo kết quả là {task.reported_on}."


def _broken_chain(
    events: list[DocumentEvent], now: str, table: Mapping[Move, Mapping[Any, str]]
) -> Iterator[str]:
    """Each event begins where the one before ended and goes where the table leads, up to the row."""
    state = events[0].to_state
    for event in events[1:]:
        leads = table.get(Move(event.action), {})
        if event.from_state != state or leads.get(state) != event.to_state:
            yield f"diễn biến “{event.sentence}” không nối với diễn biến trước."
        state = event.to_state
    if state != now:
        yield f"trạng thái là {now}, diễn biến đưa đến {state}."


def _secrets() -> Iterator[Problem]:
    """Of a confidential document nothing is kept but its line in the register."""
    told = Q(files__isnull=False) | Q(instructions__isnull=False) | Q(tasks__isnull=False)
    found = OfficialDocument.objects.filter(told, security=Security.CONFIDENTIAL)
    for document in found.distinct().order_by("pk"):
        yield Problem("document.secret", document.label, "là văn bản mật mà có tệp, bút phê hoặc việc giao.")


def _signed() -> Iterator[Problem]:
    """What a document says of its signatures, its current text bears."""
    claims = (
        (SignaturePart.SIGNER, (SigningState.SIGNER, SigningState.FULL)),
        (SignaturePart.AGENCY, (SigningState.AGENCY, SigningState.FULL)),
    )
    for part, states in claims:
        borne = DocumentSignature.objects.filter(
            file__document=OuterRef("pk"), file__kind=FileKind.MAIN, file__is_current=True, part=part,
            state__in=(SignatureState.VALID, SignatureState.UNKNOWN),
        )  # fmt: skip
        for document in OfficialDocument.objects.filter(~Exists(borne), signature_state__in=states):
            message = f"ghi có chữ ký số của {part.label.lower()} mà tệp không có."
            yield Problem("document.signature", document.label, message)


def _files() -> Iterator[Problem]:
    files: Iterable[DocumentFile] = (
        DocumentFile.objects.select_related("document").defer("folded_text").order_by("pk").iterator(500)
    )
    for one in files:
        name, where = str(one.file), f"Tệp {one.pk} của {one.document.label}"
        if not default_storage.exists(name):
            yield Problem("document.file_missing", where, "tệp không còn trong kho.")
        elif _hash(name) != one.sha256:
            yield Problem("document.file_changed", where, "tệp trong kho đã khác (mã băm SHA-256 khác).")


def _hash(name: str) -> str:
    with default_storage.open(name, "rb") as stored:
        return hashlib.file_digest(stored, "sha256").hexdigest()
