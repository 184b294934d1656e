"""Mẫu đơn, tờ khai để tải: taken in by an office or its superior, replaced, taken away."""

import hashlib

from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.core.files.uploadedfile import UploadedFile
from django.db import transaction

from dossiers.models import FormFile, FormKind, ProcedureComponent
from dossiers.wordforms import wordfiles
from portal import audit
from portal.errors import DomainError
from portal.files.refusals import RefusedFile
from portal.files.uploads import look_at
from portal.models import Unit, User

MOST_BYTES = 5 * 1024 * 1024
MOST_PAGES = 30
CONTENT_TYPES = {
    "pdf": "application/pdf",
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
}


@transaction.atomic
def take_in(
    component: ProcedureComponent, *, kind: FormKind, file: UploadedFile, unit: Unit | None, by: User
) -> FormFile:
    """Nhận mẫu: in place of the one that stood there. A unit's own is read at that unit alone."""
    content = _read(file)
    extension = _kind_of(content, file.name or "")
    standing = FormFile.objects.select_for_update().filter(component=component, kind=kind, unit=unit)
    for old in standing:
        _drop(old)
    taken = FormFile(
        component=component,
        unit=unit,
        kind=kind,
        extension=extension,
        file_name=(file.name or "")[-200:],
        size=len(content),
        sha256=hashlib.sha256(content).hexdigest(),
        uploaded_by=by,
    )
    taken.file.save("", ContentFile(content), save=False)
    taken.save()
    audit.record(
        "procedure.form_taken", by=by, target=component.procedure, unit=unit, kind=kind, paper=component.pk
    )
    return taken


@transaction.atomic
def take_away(form: FormFile, *, by: User) -> None:
    """Bỏ mẫu."""
    _drop(form)
    audit.record(
        "procedure.form_dropped", by=by, target=form.component.procedure, unit=form.unit, kind=form.kind,
        paper=form.component_id,
    )  # fmt: skip


def _drop(form: FormFile) -> None:
    name = str(form.file)
    form.delete()
    transaction.on_commit(lambda: default_storage.delete(name))


def _read(file: UploadedFile) -> bytes:
    if (file.size or 0) > MOST_BYTES:
        raise DomainError("Tệp lớn hơn 5 MB: người dân tải bằng điện thoại. Bỏ bớt hình ảnh rồi tải lại.")
    content: bytes = file.read()
    return content


def _kind_of(content: bytes, name: str) -> str:
    """PDF or Word by what is in it, opened whole; nothing else is handed out to citizens."""
    if content.startswith(b"%PDF-"):
        look_at(content, name, most_pages=MOST_PAGES)
        return "pdf"
    if content.startswith(b"PK"):
        wordfiles.check_package(content)
        return "docx"
    raise RefusedFile("Chỉ nhận mẫu dạng Word (.docx) hoặc PDF. Lưu lại ở một trong hai dạng đó.")
