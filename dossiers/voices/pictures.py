"""Ảnh người dân gửi: looked at as scans are, drawn anew as JPEG; nothing of place, time or camera is kept."""

import hashlib
from collections.abc import Sequence
from datetime import datetime

from django.core.files.uploadedfile import UploadedFile

from dossiers.models import Feedback, FeedbackPicture
from portal.errors import DomainError
from portal.files import images, uploads
from portal.files.refusals import RefusedFile
from portal.files.storing import Shelf

MOST = 4
LONGEST_SIDE = 2000
ACCEPTED = ".jpg,.jpeg,.png,image/jpeg,image/png"


def looked_at(files: Sequence[UploadedFile]) -> list[bytes]:
    """Pictures fit to keep, or a refusal that says which file and why."""
    if len(files) > MOST:
        raise DomainError(f"Gửi được nhiều nhất {MOST} ảnh một lần, bạn đã chọn {len(files)}.")
    cleaned = []
    for upload in uploads.look_at_files(list(files)):
        if upload.kind is not uploads.FileKind.IMAGE:
            raise RefusedFile(
                f"{upload.name}: chỉ nhận ảnh JPEG hoặc PNG. Chụp lại trang giấy bằng điện thoại."
            )
        cleaned.append(images.as_jpeg(upload.content, longest=LONGEST_SIDE))
    return cleaned


def keep(feedback: Feedback, cleaned: Sequence[bytes], *, shelf: Shelf, at: datetime) -> None:
    for content in cleaned:
        FeedbackPicture.objects.create(
            feedback=feedback,
            file=shelf.put("feedback", content, "jpg"),
            sha256=hashlib.sha256(content).hexdigest(),
            added_at=at,
        )
