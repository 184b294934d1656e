"""Đợt nhập: the counts of a batch against its kept rows, its dossiers, its file."""

from collections import Counter
from collections.abc import Iterator

from django.core.files.storage import default_storage
from django.db.models import Count, Exists, OuterRef

from dossiers.models import Dossier, ImportBatch, ImportRow, ImportState, RowKind
from reports.integrity.model import Problem, Span

KEPT = (RowKind.CREATED, RowKind.UPDATED, RowKind.DIFFERING, RowKind.REJECTED)
"""Rows of these kinds are all kept; unchanged ones only where there is a warning."""


def problems(_: Span) -> Iterator[Problem]:
    settled = ImportBatch.objects.filter(
        state__in=[ImportState.CHECKED, ImportState.DONE, ImportState.IMPORTING]
    )
    for batch in settled.iterator():
        for code, message in _of(batch):
            yield Problem(f"import.{code}", f"Đợt nhập {batch.pk} ({batch.file_name})", message)


def _of(batch: ImportBatch) -> Iterator[tuple[str, str]]:
    if not batch.file.name or not default_storage.exists(batch.file.name):
        yield "file_missing", "tệp đã tải lên không còn trong kho."
    if batch.state == ImportState.IMPORTING:
        return  # the counts run ahead of the rows until it is done
    kept = Counter(dict(batch.rows.order_by().values_list("kind").annotate(Count("pk"))))
    for kind in KEPT:
        if kept[kind] != batch.summary.get(kind, 0):
            message = f"ghi {batch.summary.get(kind, 0)} dòng {kind.label}, còn giữ {kept[kind]} dòng."
            yield "counts", message
    if batch.state == ImportState.DONE:
        yield from _lost(batch)


def _lost(batch: ImportBatch) -> Iterator[tuple[str, str]]:
    """Rows that became dossiers which are not there."""
    standing = Dossier.objects.filter(code=OuterRef("code"))
    created = ImportRow.objects.filter(batch=batch, kind=RowKind.CREATED)
    for code in created.filter(~Exists(standing)).values_list("code", flat=True):
        yield "dossier_missing", f"hồ sơ {code} đã nhập nhưng không còn trong sổ."
