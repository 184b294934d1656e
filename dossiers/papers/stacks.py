"""Xấp giấy: one scanned stack is split at its separator sheets; the odd page waits for the officer's word.

Every page of the stack keeps a row that says where it went, so that none is lost.
"""

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from uuid import uuid5

from django.db import transaction

from dossiers.lifecycle.moving import locked
from dossiers.models import Dossier, DossierComponent, Scan, ScanSource, ScanState, StackPage, StackState
from dossiers.models import StackUpload as Stack
from dossiers.moves import may_move
from dossiers.papers import pictures, processing, scanning, separators
from portal import audit, jobs
from portal.errors import DomainError
from portal.files import pdfs
from portal.files.refusals import RefusedFile
from portal.files.storing import Shelf, read, shelf, sweep
from portal.files.uploads import FileKind, Upload
from portal.models import Job, Unit, User

KIND = "split-stack"
_READABLE = 1500
"""A page drawn so large shows its code to the reader."""


@dataclass
class _Run:
    """Pages that follow a sheet, up to the next one; without a paper they wait for a decision."""

    component: DossierComponent | None
    numbers: list[int] = field(default_factory=list)
    scan: Scan | None = None


# What an officer does


def start(upload: Upload, *, unit: Unit, dossier: Dossier | None, by: User) -> Stack:
    """Nhận xấp giấy; the same file sent twice is one stack."""
    if upload.kind is not FileKind.PDF:
        raise DomainError("Xấp giấy phải là một tệp PDF. Ảnh chụp thì tải lên từng giấy tờ.")
    with shelf() as files, transaction.atomic():
        same = Stack.objects.filter(unit=unit, dossier=dossier, sha256=upload.sha256, created_by=by)
        before = same.exclude(state=StackState.FAILED).select_related("job").first()
        if before is not None and not before.has_failed:
            return before
        stack = Stack(
            unit=unit, dossier=dossier, file_name=upload.name, sha256=upload.sha256, created_by=by,
            page_count=upload.pages,
        )  # fmt: skip
        stack.file.name = files.put(stack.folder, upload.content, "pdf")
        stack.save()
        stack.job = jobs.enqueue(KIND, by=by, stack=stack.pk)
        stack.save(update_fields=["job"])
        audit.record("stack.received", by=by, target=stack, unit=unit, pages=upload.pages)
        return stack


def choose_dossier(stack: Stack, dossier: Dossier, *, by: User) -> None:
    """Chọn hồ sơ whose papers the odd pages may go to."""
    Stack.objects.filter(pk=stack.pk).update(dossier=dossier)
    audit.record("stack.dossier_chosen", by=by, target=dossier, unit=dossier.resolving_unit)


def choices(stack: Stack) -> list[DossierComponent]:
    """Papers that an odd page may belong to: of the stack's dossier and of those its sheets named."""
    named = stack.pages.exclude(component=None).values_list("component__dossier_id", flat=True)
    dossiers = {*named, stack.dossier_id} - {None}
    found = DossierComponent.objects.filter(dossier__in=dossiers).select_related("dossier")
    return list(found.order_by("dossier_id", "pk"))


def undecided(stack: Stack) -> list[StackPage]:
    return list(stack.pages.filter(component=None, is_discarded=False, is_separator=False))


@transaction.atomic
def decide(stack: Stack, wishes: Mapping[int, DossierComponent | None], *, by: User) -> int:
    """Quyết định từng trang lẻ: page number → its paper, or None to discard it; how many were still open."""
    Stack.objects.select_for_update().get(pk=stack.pk)
    pages = [page for page in undecided(stack) if page.number in wishes]
    together: dict[DossierComponent, list[int]] = {}
    for page in pages:
        component = wishes[page.number]
        page.component, page.is_discarded, page.decided_by = component, component is None, by
        if component is not None:
            together.setdefault(component, []).append(page.number)
    StackPage.objects.bulk_update(pages, ["component", "is_discarded", "decided_by"])
    content = read(stack.file) if together else b""
    for component, numbers in together.items():
        part = pdfs.extract(content, numbers)
        name = f"{stack.file_name[:170]}, trang {', '.join(map(str, numbers[:5]))}"
        upload = Upload(FileKind.PDF, part, name[:200], len(numbers))
        scanning.attach(component, [upload], by=by, source=ScanSource.STACK)
    if pages:
        kept = sum(map(len, together.values()))
        audit.record(
            "stack.decided", by=by, target=stack, unit=stack.unit, assigned=kept, discarded=len(pages) - kept
        )
    return len(pages)


# What the worker does


def work_off(job: Job) -> None:
    """The handler: split, then prepare the scans that came of it; each part is done once."""
    stack = Stack.objects.select_related("dossier", "created_by", "unit").get(pk=job.payload["stack"])
    if stack.state == StackState.WAITING:
        try:
            _split(stack, job)
        except RefusedFile:
            Stack.objects.filter(pk=stack.pk).update(state=StackState.FAILED)
            raise
    waiting = Scan.objects.filter(job=job, state=ScanState.WAITING).order_by("pk")
    processing.process(list(waiting), job)


def _split(stack: Stack, job: Job) -> None:
    content = read(stack.file)
    runs, sheets = _runs(stack, content, job)
    with shelf() as files:
        pages = [StackPage(stack=stack, number=number, is_separator=True) for number in sheets]
        for run in runs:
            pages += _put_down(stack, run, content, files)
        with transaction.atomic():
            current = Stack.objects.select_for_update().get(pk=stack.pk)
            is_ours = Job.objects.filter(pk=job.pk, attempts=job.attempts).exists()
            if current.state != StackState.WAITING or not is_ours:
                return
            _keep(stack, runs, job)
            StackPage.objects.bulk_create(pages)
            current.state, current.sheet_count = StackState.SPLIT, len(sheets)
            current.save(update_fields=["state", "sheet_count"])
            audit.record(
                "stack.split", by=stack.created_by, target=stack, unit=stack.unit,
                pages=len(pages), sheets=len(sheets),
            )  # fmt: skip
    sweep(stack.folder, {str(stack.file), *stack.pages.values_list("preview", flat=True)})


def _runs(stack: Stack, content: bytes, job: Job) -> tuple[list[_Run], list[int]]:
    """The stack from the first page to the last, cut at each sheet; and the numbers of the sheets."""
    runs, sheets = [_Run(None)], []
    for number, picture in enumerate(pictures.pages(content, longest=_READABLE), 1):
        job.beat(done=number, total=stack.page_count, step=f"Tìm tờ ngăn cách, trang {number}")
        texts = pictures.codes(picture)
        marks = [mark for text in texts if (mark := separators.read(text)) is not None]
        if marks:
            runs.append(_Run(_paper(marks[0], stack)))
            sheets.append(number)
        elif any(text.startswith("MOTCUA-") for text in texts):
            runs.append(_Run(None, [number]))  # a sheet that is not known here: shown, not thrown away
        else:
            runs[-1].numbers.append(number)
    return [run for run in runs if run.numbers], sheets


def _paper(mark: separators.Mark, stack: Stack) -> DossierComponent | None:
    """The paper of a sheet, if the officer's desk reaches its dossier."""
    if mark.paper is not None:
        paper = DossierComponent.objects.select_related("dossier").filter(pk=mark.paper).first()
        return paper if paper is not None and may_move(stack.created_by, paper.dossier) else None
    papers = list(stack.dossier.components.all()) if stack.dossier else []
    assert mark.place is not None
    return papers[mark.place - 1] if 1 <= mark.place <= len(papers) else None


def _put_down(stack: Stack, run: _Run, content: bytes, files: Shelf) -> list[StackPage]:
    if run.component is None:
        pages = []
        drawn = pictures.pages(content, longest=pictures.PREVIEW, numbers=run.numbers)
        for number, picture in zip(run.numbers, drawn, strict=True):
            page = StackPage(stack=stack, number=number)
            page.preview.name = files.put(stack.folder, pictures.jpeg(picture), "jpg")
            pages.append(page)
        return pages
    part = pdfs.extract(content, run.numbers)
    scan = Scan(
        key=uuid5(stack.key, str(run.numbers[0])), component=run.component, source=ScanSource.STACK,
        received_name=f"{stack.file_name[:170]}, trang {run.numbers[0]}–{run.numbers[-1]}",
        received_sha256=hashlib.sha256(part).hexdigest(), page_count=len(run.numbers),
        created_by=stack.created_by,
    )  # fmt: skip
    scan.received_file.name = files.put(scan.folder, part, "pdf")
    run.scan = scan
    return [StackPage(stack=stack, number=number, component=run.component) for number in run.numbers]


def _keep(stack: Stack, runs: Sequence[_Run], job: Job) -> None:
    for run in runs:
        if run.scan is None or run.component is None:
            continue
        locked(run.component.dossier)
        standing = run.component.scans.on_their_way().filter(received_sha256=run.scan.received_sha256)
        if not standing.exists():  # the very pages may stand already, from an earlier upload of the stack
            run.scan.job = job
            run.scan.save()
