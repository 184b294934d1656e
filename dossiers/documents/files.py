"""Tệp của văn bản: looked at as scans are, versions kept, the words in them made findable."""

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.core.files.uploadedfile import UploadedFile
from django.db import transaction
from django.db.models import Max
from django.utils import timezone

from dossiers.documents import moving, people
from dossiers.documents.signing import checking
from dossiers.documents.status import Direction, DocumentState, FileKind, Move, SigningState
from dossiers.models import DocumentFile, OfficialDocument, Reading
from dossiers.papers import reading
from dossiers.wordforms import wordfiles
from portal import jobs
from portal.errors import DomainError
from portal.files import clam, images, pdfs, uploads
from portal.files.storing import Shelf, read, shelf
from portal.models import Job, User
from portal.text import clean, fold

KIND = "read-document"
ACCEPTED = f"{uploads.ACCEPTED},.docx"
_ZIP = b"PK\x03\x04"
_FEWEST_LETTERS = 40
"""A PDF with fewer in its text layer is a picture of paper, to be recognised."""


@dataclass(frozen=True)
class Paper:
    """A file that was looked at and may be kept; a picture has become a PDF by now."""

    kind: FileKind
    name: str
    extension: str
    content: bytes
    pages: int = 0
    is_signed: bool = False


def looked_at(given: Sequence[UploadedFile], kind: FileKind) -> list[Paper]:
    """All of them, or a refusal that says which file and why."""
    found = []
    for file in given:
        name = (file.name or "tệp")[-200:]
        try:
            found.append(_paper(file, name, kind))
        except DomainError as refusal:
            raise DomainError(f"{name}: {refusal.message}") from refusal
    return found


def _paper(file: UploadedFile, name: str, kind: FileKind) -> Paper:
    start = file.read(4)
    file.seek(0)
    if start == _ZIP and (file.size or 0) <= wordfiles.MOST_BYTES:
        content = file.read()
        wordfiles.check_package(content)
        clam.check(content)
        return Paper(kind, name, "docx", content)
    upload = uploads.look_at_files([file])[0]
    if upload.kind is uploads.FileKind.IMAGE:
        drawn, _ = images.to_pdf(upload.content)
        return Paper(kind, name, "pdf", drawn, 1)
    content = upload.content if upload.is_signed else pdfs.clean(upload.content)
    return Paper(kind, name, "pdf", content, upload.pages, upload.is_signed)


def keep(
    document: OfficialDocument, papers: Sequence[Paper], *, shelf: Shelf, by: User | None, at: datetime
) -> list[DocumentFile]:
    """Put the files down; a new text of the document becomes the current version, the old ones stay."""
    kept = []
    for paper in papers:
        of_kind = document.files.filter(kind=paper.kind)
        last = of_kind.aggregate(last=Max("version"))["last"] or 0
        if paper.kind == FileKind.MAIN:
            of_kind.filter(is_current=True).update(is_current=False)
        folder = f"documents/{document.pk % 256:02x}/{document.pk}"
        made = DocumentFile.objects.create(
            document=document, kind=paper.kind, version=last + 1,
            file=shelf.put(folder, paper.content, paper.extension),
            file_name=paper.name, extension=paper.extension, size=len(paper.content),
            sha256=hashlib.sha256(paper.content).hexdigest(), page_count=paper.pages,
            is_signed=paper.is_signed, added_by=by, added_at=at,
        )  # fmt: skip
        kept.append(made)
        if paper.is_signed:
            checking.look_over(made, paper.content, at=at)
        if paper.extension == "pdf":
            jobs.enqueue(KIND, by=by, file=made.pk)
    return kept


def attach(
    document: OfficialDocument, papers: Sequence[Paper], *, by: User, reason: str = "",
    at: datetime | None = None,
) -> OfficialDocument:  # fmt: skip
    """Thêm tệp; a new text takes away what was said of signatures on the old one."""
    if not may_attach(by, document):
        raise DomainError(f"{document.label}: người giữ bước này thêm tệp.")
    at = at or timezone.now()
    with shelf() as put_down, transaction.atomic():
        is_new_text = any(paper.kind == FileKind.MAIN for paper in papers)
        signing = {"signature_state": SigningState.NONE, "signed_at": None} if is_new_text else {}
        current = moving.move(
            document, Move.ATTACH, by=by, at=at, reason=reason, details={"files": len(papers)}, **signing
        )
        keep(current, papers, shelf=put_down, by=by, at=at)
    return current


def may_attach(user: User, document: OfficialDocument) -> bool:
    """The author while it is a draft; from the approval on, and of what came in, the văn thư."""
    if document.direction == Direction.OUT and document.state == DocumentState.DRAFT:
        return people.may_draft(user, document)
    return people.may_keep(user, document.unit_id)


# Words in the files


def work_off(job: Job) -> None:
    """The handler: reading twice gives the same words."""
    found = DocumentFile.objects.filter(pk=job.payload["file"], reading=Reading.NONE).first()
    if found is None:
        return
    content = read(found.file)
    text = text_layer(content)
    state = Reading.DONE
    if len(text) < _FEWEST_LETTERS and reading.is_installed():
        try:
            text = reading.recognise(content, job, pages=found.page_count)
        except reading.Unreadable:
            state = Reading.FAILED
    DocumentFile.objects.filter(pk=found.pk).update(folded_text=fold(text), reading=state)


def text_layer(content: bytes) -> str:
    """The words that a PDF carries as text."""
    import pypdfium2 as pdfium  # a slow library

    texts: list[str] = []
    pdf = pdfium.PdfDocument(content)
    try:
        for page in pdf:
            texts.append(page.get_textpage().get_text_bounded())
            if sum(map(len, texts)) > reading.MOST_LETTERS:
                break
    finally:
        pdf.close()
    return clean("\n\n".join(texts)).strip()[: reading.MOST_LETTERS]
