"""Dự thảo cho người dân xem trước: an officer's Word or PDF file, or one filled from the unit's template."""

import hashlib
from collections.abc import Mapping
from datetime import datetime
from functools import partial

from django.core.files.uploadedfile import UploadedFile
from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone

from dossiers.advance import moving, people
from dossiers.advance.status import Move
from dossiers.models import AdvanceDraft, AdvanceRequest, Dossier, WordPurpose, WordTemplate
from dossiers.wordforms import filling, paper, templates, wordfiles
from portal import audit
from portal.errors import DomainError
from portal.files import uploads
from portal.files.storing import shelf, take_away
from portal.models import User

ACCEPTED = ".pdf,.docx"
MOST = 10


def usable(request: AdvanceRequest) -> QuerySet[WordTemplate]:
    """Mẫu tờ khai, hợp đồng of the unit for this procedure."""
    return templates.usable([request.unit], WordPurpose.DECLARATION).filter(procedure=request.procedure)


def as_dossier(request: AdvanceRequest) -> Dossier:
    """What is known of the person, as a dossier that is nowhere yet."""
    return Dossier(
        procedure=request.procedure,
        receiving_unit=request.unit,
        resolving_unit=request.unit,
        applicant_name=request.name,
        owner_name=request.name,
        phone=request.phone,
        email=request.email,
    )


def first_values(request: AdvanceRequest, template: WordTemplate) -> Mapping[str, str]:
    """What stands in the fields: filled before for this request, else what is known of the person."""
    earlier = request.drafts.filter(template=template).first()
    return earlier.values if earlier else filling.first_values(template, as_dossier(request))


def add_file(request: AdvanceRequest, *, name: str, file: UploadedFile, by: User) -> AdvanceDraft:
    """Thêm dự thảo from a file: told by its content, opened whole, kept under a random name."""
    title = file.name or ""
    content = file.read() if (file.size or 0) <= uploads.MAX_UPLOAD else b""
    if title.lower().endswith(".docx"):
        wordfiles.check_package(content)
        extension = "docx"
    else:
        uploads.look_at_files([file]) if not content else _check_pdf(content, title)
        extension = "pdf"
    return _keep(request, name=name, content=content, extension=extension, by=by)


def _check_pdf(content: bytes, title: str) -> None:
    if uploads.look_at(content, title).kind is not uploads.FileKind.PDF:
        raise DomainError("Dự thảo là tệp Word (.docx) hoặc PDF.")


def fill(
    request: AdvanceRequest, template: WordTemplate, *, values: Mapping[str, str], by: User
) -> AdvanceDraft:
    """Soạn dự thảo từ mẫu; filling it again makes the file anew. A phone reads PDF best."""
    content, extension = filling.word_file(template, values), "docx"
    if paper.is_possible():
        content, extension = paper.to_pdf(content), "pdf"
    return _keep(
        request, name=template.name, content=content, extension=extension, by=by,
        template=template, values=values,
    )  # fmt: skip


def _keep(
    request: AdvanceRequest, *, name: str, content: bytes, extension: str, by: User,
    template: WordTemplate | None = None, values: Mapping[str, str] | None = None,
) -> AdvanceDraft:  # fmt: skip
    _check(request, by)
    with shelf() as put_down, transaction.atomic():
        current = moving.locked(request)
        if not current.is_open:
            raise DomainError(f"Yêu cầu {current.code} đã kết thúc, không soạn thêm dự thảo.")
        if current.drafts.count() >= MOST:
            raise DomainError(f"Mỗi yêu cầu giữ nhiều nhất {MOST} dự thảo. Bỏ bớt bản cũ.")
        old = list(current.drafts.filter(template=template)) if template else []
        for one in old:
            one.delete()
        transaction.on_commit(partial(take_away, [str(one.file) for one in old]))
        made = AdvanceDraft.objects.create(
            request=current,
            name=name,
            file=put_down.put("advance", content, extension),
            extension=extension,
            size=len(content),
            sha256=hashlib.sha256(content).hexdigest(),
            template=template,
            values=dict(values or {}),
            made_by=by,
            made_at=timezone.now(),
        )
        audit.record("advance.drafted", by=by, target=current, unit=current.unit)
        transaction.on_commit(partial(take_away, [str(one.file) for one in old]))
    return made


@transaction.atomic
def drop(draft: AdvanceDraft, *, by: User) -> None:
    """Bỏ dự thảo that nobody has been sent."""
    _check(draft.request, by)
    moving.locked(draft.request)
    current = AdvanceDraft.objects.get(pk=draft.pk)
    if current.sent_at is not None:
        raise DomainError("Dự thảo đã gửi người dân thì giữ lại; soạn bản khác và gửi lại.")
    file = str(current.file)
    current.delete()
    audit.record("advance.draft_dropped", by=by, target=draft.request, unit=draft.request.unit)
    transaction.on_commit(partial(take_away, [file]))


@transaction.atomic
def send(request: AdvanceRequest, *, by: User, at: datetime | None = None) -> AdvanceRequest:
    """Gửi dự thảo cho người dân xem: those that they have not agreed to yet."""
    _check(request, by)
    at = at or timezone.now()
    waiting = request.drafts.filter(agreed_at=None)
    if not waiting.exists():
        raise DomainError("Chưa có dự thảo nào để gửi: tải tệp lên, hoặc soạn từ mẫu.")
    current = moving.move(request, Move.DRAFT, by=by, at=at)
    waiting.update(sent_at=at)
    return current


def _check(request: AdvanceRequest, by: User) -> None:
    if not people.may_handle(by, request):
        raise DomainError(f"Yêu cầu {request.code} do người của {request.unit} làm.")
