"""Đợt nhập qua trình duyệt: an uploaded sheet is checked in the background, confirmed, then written.

Both steps are jobs that may be cut off and run again. The check starts over; the writing goes on behind the
last committed row.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from functools import partial
from typing import Any

from django.core.files.uploadedfile import UploadedFile
from django.db import transaction

from dossiers.importing import rows, sheet
from dossiers.importing.entry import Entry, Tally
from dossiers.importing.plan import RowPlan
from dossiers.models import ImportBatch, ImportRow, ImportState, RowKind
from dossiers.models.importbatch import IMPORT_ROLES
from portal import audit, formats, jobs
from portal.errors import DomainError
from portal.models import Job, Unit, User

KIND = "import-dossiers"
CHECK, WRITE = "check", "write"


class _Overtaken(Exception):
    """Another worker, or the officer's own word, has moved the batch on."""


# What an officer does


@transaction.atomic
def start(file: UploadedFile, suffix: str, *, unit: Unit, by: User) -> ImportBatch:
    """Nhận tệp: keep it under a name of our own and have it checked."""
    batch = ImportBatch(unit=unit, file_name=(file.name or "")[-200:], created_by=by)
    batch.file.save(f"{batch.key}.{suffix}", file, save=False)
    batch.job = None
    batch.save()
    _queue(batch, CHECK, by=by)
    audit.record("import.uploaded", by=by, target=batch, unit=unit)
    return batch


@transaction.atomic
def confirm(batch: ImportBatch, *, by: User) -> bool:
    """Xác nhận: write what the check found. False when that was said before: a second click does nothing."""
    current = ImportBatch.objects.select_for_update().get(pk=batch.pk)
    if not current.can_write:
        return False
    if current.is_checked and not current.has_something_to_write:
        raise DomainError(
            "Không có dòng nào để ghi: mọi dòng đều không đổi, khác hồ sơ tại quầy hoặc bị từ chối."
        )
    current.state = ImportState.IMPORTING
    _queue(current, WRITE, by=by)
    audit.record("import.confirmed", by=by, target=batch, unit=batch.unit)
    return True


@transaction.atomic
def cancel(batch: ImportBatch, *, by: User) -> bool:
    """Bỏ đợt nhập: nothing was written yet; the file and what was read of it are forgotten."""
    current = ImportBatch.objects.select_for_update().get(pk=batch.pk)
    if not current.can_cancel:
        return False
    current.state, current.summary = ImportState.CANCELLED, {}
    current.save(update_fields=["state", "summary"])
    _forget(current)
    audit.record("import.cancelled", by=by, target=batch, unit=batch.unit)
    return True


def _queue(batch: ImportBatch, step: str, *, by: User) -> None:
    batch.job = jobs.enqueue(KIND, by=by, batch=batch.pk, step=step)
    batch.save(update_fields=["state", "job"])


def _forget(batch: ImportBatch) -> None:
    batch.rows.all().delete()
    stored = batch.file
    transaction.on_commit(lambda: stored.delete(save=False))


# What the worker does


def work_off(job: Job) -> None:
    """The handler of both steps."""
    batch = ImportBatch.objects.select_related("unit", "created_by").get(pk=job.payload["batch"])
    try:
        if job.payload["step"] == CHECK:
            _check(batch, job)
        else:
            _write(batch, job)
    except _Overtaken:
        return


def notice(job: Job) -> tuple[str, str] | None:
    """What whoever sent the sheet reads under the bell: how the step ended, and its page."""
    batch = ImportBatch.objects.filter(pk=job.payload["batch"]).first()
    if batch is None or batch.is_cancelled:
        return None
    if job.error:
        said = f"không làm được. {job.error}"
    elif batch.is_done:
        made, changed = (formats.integer(batch.summary.get(kind, 0)) for kind in ("created", "updated"))
        said = f"đã nhập xong, {made} hồ sơ mới, {changed} hồ sơ cập nhật."
    else:
        said = "đã kiểm tra xong, chờ xác nhận."
    return f"Tệp “{batch.file_name}” {said}", batch.get_absolute_url()


def _check(batch: ImportBatch, job: Job) -> None:
    """Read the whole sheet and keep what each row would do. No dossier is touched."""
    if batch.state != ImportState.CHECKING:
        return
    batch.rows.all().delete()
    tally = Tally()
    try:
        with _opened(batch) as (entry, opened):
            for chunk in entry.chunks():
                plans = entry.plan(chunk)
                tally = tally.plus(plans)
                with transaction.atomic():
                    _move(batch, ImportState.CHECKING, summary=tally.as_dict())
                    _keep_rows(batch, plans)
                _say(job, "Đang kiểm tra", tally, expected=opened.expected)
            _move(
                batch,
                ImportState.CHECKING,
                state=ImportState.CHECKED,
                headings=list(opened.headings.texts),
                summary=tally.as_dict(),
            )
    except DomainError:
        with transaction.atomic():
            _move(batch, ImportState.CHECKING, state=ImportState.FAILED, summary={})
            _forget(batch)
        raise


def _write(batch: ImportBatch, job: Job) -> None:
    """Write a chunk at a time; the dossiers, the counts and the kept rows of a chunk are one transaction."""
    if batch.state != ImportState.IMPORTING:
        return
    expected = Tally.from_dict(batch.summary).rows if not batch.written_to else job.total
    tally = Tally.from_dict(batch.summary) if batch.written_to else Tally()
    with _opened(batch) as (entry, opened):
        for chunk in entry.chunks():
            if ahead := [reading for reading in chunk if reading.number > batch.written_to]:
                plans = entry.write(ahead, along=partial(_keep_written, batch, tally))
                tally = tally.plus(plans)
                batch.written_to = ahead[-1].number
            _say(job, "Đang ghi hồ sơ", tally, expected=expected or opened.expected)
    with transaction.atomic():
        _move(batch, ImportState.IMPORTING, state=ImportState.DONE, summary=tally.as_dict())
        counts = {kind.value: getattr(tally, kind.value) for kind in RowKind}
        audit.record("import.done", by=batch.created_by, target=batch, unit=batch.unit, **counts)


@contextmanager
def _opened(batch: ImportBatch) -> Iterator[tuple[Entry, sheet.Sheet]]:
    with batch.file.open("rb") as stored, sheet.opened(stored.file, batch.file_name) as opened:
        by = batch.created_by
        reach = by.unit_ids(IMPORT_ROLES) if by else None
        yield (
            Entry(opened, file_name=batch.file_name, reference=batch.unit.code, reach=reach, by=by),
            opened,
        )


def _keep_written(batch: ImportBatch, tally: Tally, plans: list[RowPlan]) -> None:
    first, last = plans[0].reading.number, plans[-1].reading.number
    _move(
        batch,
        ImportState.IMPORTING,
        written_before=batch.written_to,
        written_to=last,
        summary=tally.plus(plans).as_dict(),
    )
    batch.rows.filter(number__gte=first, number__lte=last).delete()
    _keep_rows(batch, plans)


def _move(batch: ImportBatch, at: ImportState, *, written_before: int | None = None, **fields: Any) -> None:
    """Change a batch that is still where this worker believes it to be."""
    standing = ImportBatch.objects.filter(pk=batch.pk, state=at)
    if written_before is not None:
        standing = standing.filter(written_to=written_before)
    if not standing.update(**fields):
        raise _Overtaken


def _say(job: Job, doing: str, tally: Tally, *, expected: int) -> None:
    total = max(expected, tally.rows)
    job.beat(done=tally.rows, total=total, step=f"{doing}: {formats.integer(tally.rows)} dòng")


def _keep_rows(batch: ImportBatch, plans: list[RowPlan]) -> None:
    """Rows that change nothing and need no look are only counted."""
    ImportRow.objects.bulk_create(
        _row(batch, plan) for plan in plans if plan.kind != RowKind.UNCHANGED or plan.reading.warnings
    )


def _row(batch: ImportBatch, plan: RowPlan) -> ImportRow:
    reading = plan.reading
    who, procedure = reading.fields.get("owner_name", ""), reading.fields.get("procedure")
    return ImportRow(
        batch=batch,
        number=reading.number,
        kind=plan.kind,
        code=reading.code[:60],
        label=" · ".join(filter(None, (who, procedure and procedure.name)))[:300],
        received_on=reading.received_on,
        findings=[problem.as_dict() for problem in reading.problems],
        warnings=[warning.as_dict() for warning in reading.warnings],
        is_warned=bool(reading.warnings),
        changes=[change.as_dict() for change in plan.changes],
        cells=rows.as_stored(reading.cells) if plan.kind == RowKind.REJECTED else [],
    )
