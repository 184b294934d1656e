"""Tệp kèm sáng kiến: pictures drawn anew as JPEG, PDF kept as they came, all under random names."""

import hashlib
from datetime import datetime

from django.core.files.uploadedfile import UploadedFile
from django.db import transaction
from django.utils import timezone

from initiatives import moving, people
from initiatives.errors import NotYours
from initiatives.models import Attachment, AttachmentKind, Initiative
from portal import audit
from portal.errors import DomainError
from portal.files import images, storing, uploads
from portal.models import User

MOST = 20
LONGEST_SIDE = 2000
_FOLDER = "initiatives"


def attach(
    initiative: Initiative, *, file: UploadedFile, caption: str, by: User, at: datetime | None = None
) -> Attachment:
    """Kèm một tệp; what is refused is not kept."""
    (found,) = uploads.look_at_files([file])
    is_picture = found.kind is uploads.FileKind.IMAGE
    content = images.as_jpeg(found.content, longest=LONGEST_SIDE) if is_picture else found.content
    with storing.shelf() as put_down, transaction.atomic():
        current = _writable(initiative, by)
        if current.attachments.count() >= MOST:
            raise DomainError(f"Mỗi sáng kiến kèm nhiều nhất {MOST} tệp. Bỏ bớt tệp cũ rồi thêm.")
        kept = current.attachments.create(
            kind=AttachmentKind.PICTURE if is_picture else AttachmentKind.DOCUMENT,
            caption=caption,
            file=put_down.put(_FOLDER, content, "jpg" if is_picture else "pdf"),
            name=found.name,
            sha256=hashlib.sha256(content).hexdigest(),
            pages=found.pages,
            added_by=by,
            added_at=at or timezone.now(),
        )
        audit.record("initiative.file_added", by=by, target=current, unit=current.unit)
    return kept


@transaction.atomic
def remove(attachment: Attachment, *, by: User) -> None:
    """Bỏ tệp kèm while the initiative is with its authors."""
    current = _writable(attachment.initiative, by)
    name = str(attachment.file)
    attachment.delete()
    audit.record("initiative.file_removed", by=by, target=current, unit=current.unit)
    transaction.on_commit(lambda: storing.take_away([name]))


def _writable(initiative: Initiative, by: User) -> Initiative:
    current = moving.locked(initiative)
    if not people.is_author(by, current):
        raise NotYours("Chỉ tác giả thêm, bỏ tệp kèm.")
    if not current.is_writable:
        raise DomainError(f"Sáng kiến đang “{current.get_status_display()}”, không thêm, bỏ tệp được nữa.")
    return current
