"""Dựng báo cáo: figures → document → files, in the browser's background job and on the command line alike.

A build computes and renders aside, then replaces figures and files in one transaction; what stops it before
leaves the last build as it was. The old files go after the commit.
"""

import hashlib
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from functools import partial
from typing import Any

from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.db import transaction
from django.utils import timezone

from portal import audit, jobs
from portal.models import Job, Unit, User
from reports import kinds, links
from reports.document import Document
from reports.letterhead import Letterhead
from reports.material import Material
from reports.models import FileFormat, Report, ReportFile, folder_of, random_name
from reports.periods import Period

JOB_KIND = "build-report"
STEPS = (
    "Tính số liệu",
    "Dựng tệp Word",
    "Dựng tệp PDF",
    "Dựng tệp Excel",
    "Dựng bản xem trước",
    "Lưu các tệp",
)
Progress = Callable[[int, str], None]


@dataclass(frozen=True)
class Build:
    """What a build makes: the frozen figures and the bytes of each file."""

    figures: dict[str, Any]
    at: datetime
    files: dict[FileFormat, bytes]


# Composing


def usual_letterhead(unit: Unit, superior: Unit | None, stored: Mapping[str, Any]) -> Letterhead:
    return Letterhead.usual(unit, superior).changed_by(dict(stored))


def compose(
    kind: kinds.ReportKind, material: Material, texts: Mapping[str, str], header: Mapping[str, Any]
) -> Document:
    return kind.compose(material, texts, usual_letterhead(material.unit, material.superior, header))


def make(
    kind: kinds.ReportKind,
    unit: Unit,
    period: Period,
    *,
    texts: Mapping[str, str],
    header: Mapping[str, Any],
    progress: Progress,
) -> Build:
    """Compute, compose and render, without writing anything."""
    from reports.renderers import docx, html, pdf, xlsx  # slow libraries

    progress(0, STEPS[0])
    at = timezone.now()
    material = kind.gather(unit, period)
    document = compose(kind, material, texts, header)
    files = {}
    renderers: tuple[tuple[FileFormat, Callable[[Document], bytes]], ...] = (
        (FileFormat.DOCX, docx.render),
        (FileFormat.PDF, pdf.render),
        (FileFormat.XLSX, xlsx.render),
        (FileFormat.HTML, lambda one: html.render(one, figure_url=links.records_url(unit, period)).encode()),
    )
    for step, (extension, render) in enumerate(renderers, 1):
        progress(step, STEPS[step])
        files[extension] = render(document)
    return Build(material.as_json(at), at, files)


# In the background


@transaction.atomic
def start(report: Report, *, by: User) -> Job:
    """Dựng tệp: queue a build; while one is under way, that one is the answer."""
    current = Report.objects.select_for_update(of=("self",)).select_related("job").get(pk=report.pk)
    if current.job is not None and current.is_building:
        return current.job
    current.job = jobs.enqueue(JOB_KIND, by=by, report=current.pk)
    current.save(update_fields=["job"])
    audit.record("report.build_started", by=by, target=current, unit=current.unit)
    return current.job


def work_off(job: Job) -> None:
    """The handler of `build-report`."""
    report = Report.objects.select_related("unit").filter(pk=job.payload["report"], job=job).first()
    if report is not None:
        build(report, by=job.created_by, job=job)


def notice(job: Job) -> tuple[str, str] | None:
    """What whoever asked for the files reads under the bell."""
    report = Report.objects.filter(pk=job.payload["report"], job=job).first()
    if report is None:
        return None
    said = f"không dựng được tệp. {job.error}" if job.error else "đã dựng xong tệp."
    name = f"{kinds.kind(report.kind).label}, {report.period.label}"
    return f"{name}: {said}", report.get_absolute_url()


def build(report: Report, *, by: User | None, job: Job | None = None) -> None:
    """Build a report's files and replace the last ones."""

    def progress(done: int, step: str) -> None:
        if job is not None:
            job.beat(done=done, total=len(STEPS), step=step)

    made = make(
        kinds.kind(report.kind),
        report.unit,
        report.period,
        texts=report.texts,
        header=report.header,
        progress=progress,
    )
    progress(len(STEPS) - 1, STEPS[-1])
    _replace(report, made, by=by, job=job)
    report.refresh_from_db()


def _replace(report: Report, made: Build, *, by: User | None, job: Job | None) -> None:
    stored = {
        extension: default_storage.save(random_name(report.pk, extension), ContentFile(content))
        for extension, content in made.files.items()
    }
    is_kept = False
    try:
        with transaction.atomic():
            current = Report.objects.select_for_update(of=("self",)).get(pk=report.pk)
            if job is None or _is_ours(job, current):
                current.files.all().delete()
                ReportFile.objects.bulk_create(
                    ReportFile(
                        report=current,
                        format=extension,
                        file=stored[extension],
                        sha256=hashlib.sha256(content).hexdigest(),
                        size=len(content),
                    )
                    for extension, content in made.files.items()
                )
                current.figures, current.built_at = made.figures, made.at
                current.save(update_fields=["figures", "built_at"])
                audit.record("report.built", by=by, target=current, unit=current.unit)
                transaction.on_commit(partial(_sweep, current.pk))
                is_kept = True
    finally:
        if not is_kept:
            for name in stored.values():
                default_storage.delete(name)


def _is_ours(job: Job, report: Report) -> bool:
    """Not so for a worker taken for dead whose job another one has begun anew."""
    return report.job_id == job.pk and Job.objects.filter(pk=job.pk, attempts=job.attempts).exists()


def _sweep(report_id: int) -> None:
    """Remove the files of earlier builds, and what a killed one left behind."""
    folder = folder_of(report_id)
    kept = set(ReportFile.objects.filter(report_id=report_id).values_list("file", flat=True))
    for name in default_storage.listdir(folder)[1]:
        if f"{folder}/{name}" not in kept:
            default_storage.delete(f"{folder}/{name}")
