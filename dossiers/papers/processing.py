"""Việc nền của bản quét: a clean PDF, pictures of its pages, then in one transaction it stands for its paper.

The job may be cut off and run again: what it made aside is taken away, and a scan that stands is left alone.
"""

import hashlib
from dataclasses import dataclass

from django.db import transaction
from django.db.models import Max
from django.utils import timezone

from dossiers.lifecycle.moving import locked, tell
from dossiers.models import Scan, ScanPage, ScanState, SignatureState
from dossiers.papers import coding, pictures, reading
from dossiers.papers.counting import recount
from dossiers.results import signatures
from dossiers.results.signatures import Examined
from portal.files import images, pdfs
from portal.files.refusals import RefusedFile
from portal.files.storing import Shelf, read, shelf, sweep
from portal.models import Job

KIND = "process-scans"


class _Overtaken(Exception):
    """Another worker has the job by now."""


@dataclass(frozen=True)
class Made:
    """What was made of a received file, put down but not yet in the records."""

    file: str
    sha256: str
    size: int
    dpi: int | None
    pages: list[ScanPage]
    signed: Examined


def work_off(job: Job) -> None:
    """The handler: each scan that still waits, one after the other."""
    waiting = Scan.objects.filter(pk__in=job.payload["scans"], state=ScanState.WAITING).order_by("pk")
    process(list(waiting), job)


def process(scans: list[Scan], job: Job) -> None:
    pages, done = sum(scan.page_count for scan in scans), 0
    for scan in scans:
        job.beat(done=done, total=pages, step=f"Chuẩn bị bản quét {scan.received_name}"[:150])
        try:
            _prepare(scan, job)
        except _Overtaken:
            return
        except RefusedFile as refusal:
            Scan.objects.filter(pk=scan.pk, state=ScanState.WAITING).update(
                state=ScanState.FAILED, end_reason=refusal.message[:300]
            )
        done += scan.page_count


def _prepare(scan: Scan, job: Job) -> None:
    with shelf() as files:
        made = _make(scan, files, job)
        with transaction.atomic():
            if not _stand(scan, made, job):
                raise _Overtaken
    sweep(scan.folder, _files(scan))


def _make(scan: Scan, files: Shelf, job: Job) -> Made:
    received = read(scan.received_file)
    if str(scan.received_file).endswith(".pdf"):
        content, dpi = pdfs.clean(received), pdfs.resolution(received)
    else:
        content, dpi = images.to_pdf(received)
    pages = []
    for number, picture in enumerate(pictures.pages(content, longest=pictures.PREVIEW), 1):
        job.beat(step=f"Vẽ trang {number} của {scan.received_name}"[:150])
        page = ScanPage(scan=scan, number=number)
        page.preview.name = files.put(scan.folder, pictures.jpeg(picture), "jpg")
        small = pictures.jpeg(picture, longest=pictures.THUMBNAIL)
        page.thumbnail.name = files.put(scan.folder, small, "jpg")
        pages.append(page)
    name = files.put(scan.folder, content, "pdf")
    signed = signatures.examine(received) if scan.is_signed else Examined(SignatureState.NONE)
    return Made(name, hashlib.sha256(content).hexdigest(), len(content), dpi, pages, signed)


def _stand(scan: Scan, made: Made, job: Job) -> bool:
    """The moment at which the scan counts. Not so for a worker taken for dead whose job another has begun."""
    dossier = locked(scan.component.dossier)
    current = Scan.objects.select_related("component").get(pk=scan.pk)
    is_ours = Job.objects.filter(pk=job.pk, attempts=job.attempts).exists()
    if current.state != ScanState.WAITING or not is_ours:
        return False
    component = current.component
    standing = ScanPage.objects.filter(scan__component=component, scan__state=ScanState.READY)
    last = standing.aggregate(last=Max("position"))["last"] or 0
    for position, page in enumerate(made.pages, last + 1):
        page.position = position
    ScanPage.objects.bulk_create(made.pages)
    current.state, current.file.name, current.sha256 = ScanState.READY, made.file, made.sha256
    current.size, current.dpi, current.page_count = made.size, made.dpi, len(made.pages)
    current.signature_state, current.signatures = made.signed.state, made.signed.as_json()
    if not current.is_signed:
        current.received_file.name = ""
    current.save()
    Scan.objects.filter(replaced_by=current, state=ScanState.READY).update(
        state=ScanState.REPLACED, ended_at=timezone.now(), ended_by=current.created_by
    )
    if not current.waits_for_original:
        component.is_digitised = True
        component.save(update_fields=["is_digitised"])
        coding.give(component)
        recount(dossier)
    action = "bring_photo" if current.waits_for_original else "digitise"
    tell(
        dossier, action, dossier.status, at=timezone.now(), by=current.created_by, reason=component.name,
        details={"paper": component.pk, "pages": len(made.pages), "source": current.source},
    )  # fmt: skip
    reading.queue(current)
    return True


def _files(scan: Scan) -> set[str]:
    names = {name for pair in scan.pages.values_list("preview", "thumbnail") for name in pair}
    current = Scan.objects.get(pk=scan.pk)
    return names | {str(current.file), str(current.received_file)}
