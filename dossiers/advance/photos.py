"""Ảnh giấy tờ gửi trước: looked at as scans are, drawn anew as JPEG, kept under the form's key until sent.

So a photo chosen once is there still when another field was wrong.
"""

import hashlib
import uuid
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime, timedelta
from functools import partial

from django.core.files.storage import default_storage
from django.core.files.uploadedfile import UploadedFile
from django.db import transaction
from django.utils import timezone

from dossiers.models import AdvancePaper, AdvancePhoto, AdvanceRequest
from portal.errors import DomainError
from portal.files import images, uploads
from portal.files.refusals import RefusedFile
from portal.files.storing import shelf
from portal.models import User

OTHER = 0
"""Giấy tờ khác: what stands for no paper of the procedure's list."""
MOST_OF_A_PAPER, MOST = 8, 30
LONGEST_SIDE = 2600
"""A sheet of A4 at 220 dpi: its small print can be read."""
KEPT_UNSENT = timedelta(days=2)
ACCEPTED = "image/jpeg,image/png"


def looked_at(files: Sequence[UploadedFile]) -> list[bytes]:
    """Pictures fit to keep, or a refusal that says which file and why."""
    if len(files) > MOST_OF_A_PAPER:
        raise DomainError(f"Mỗi giấy tờ gửi nhiều nhất {MOST_OF_A_PAPER} ảnh, bạn đã chọn {len(files)}.")
    cleaned = []
    for upload in uploads.look_at_files(list(files)):
        if upload.kind is not uploads.FileKind.IMAGE:
            raise RefusedFile(
                f"{upload.name}: chỉ nhận ảnh JPEG hoặc PNG. Chụp lại trang giấy bằng điện thoại."
            )
        cleaned.append(images.as_jpeg(upload.content, longest=LONGEST_SIDE))
    return cleaned


def put_aside(
    form_key: uuid.UUID, component: int, cleaned: Sequence[bytes], *, at: datetime, by: User | None = None
) -> None:
    """Giữ ảnh cho phiếu chưa gửi; the same picture of the same paper once."""
    waiting = AdvancePhoto.objects.filter(form_key=form_key, paper=None)
    there = set(waiting.filter(component=component or None).values_list("sha256", flat=True))
    new = {hashlib.sha256(content).hexdigest(): content for content in cleaned}
    fresh = {digest: content for digest, content in new.items() if digest not in there}
    if len(there) + len(fresh) > MOST_OF_A_PAPER or waiting.count() + len(fresh) > MOST:
        raise DomainError(
            f"Mỗi giấy tờ nhiều nhất {MOST_OF_A_PAPER} ảnh, cả thảy {MOST} ảnh. Bỏ bớt ảnh rồi gửi lại."
        )
    with shelf() as put_down:
        AdvancePhoto.objects.bulk_create(
            AdvancePhoto(
                form_key=form_key, component_id=component or None, sha256=digest, added_at=at, added_by=by,
                file=put_down.put("advance", content, "jpg"),
            )
            for digest, content in fresh.items()
        )  # fmt: skip


def waiting(form_key: uuid.UUID) -> Counter[int]:
    """How many photos lie ready for each paper of a form."""
    rows = AdvancePhoto.objects.filter(form_key=form_key, paper=None).values_list("component_id", flat=True)
    return Counter(component or OTHER for component in rows)


def take_away(form_key: uuid.UUID, component: int) -> None:
    """Bỏ ảnh đã giữ của một giấy tờ."""
    drop(AdvancePhoto.objects.filter(form_key=form_key, paper=None, component=component or None))


def hand_in(request: AdvanceRequest, form_key: uuid.UUID, papers: Mapping[int, AdvancePaper]) -> int:
    """What lay ready belongs to the request now; a picture that its paper has already is not kept twice."""
    count = 0
    for photo in AdvancePhoto.objects.filter(form_key=form_key, paper=None).order_by("pk"):
        paper = papers.get(photo.component_id or OTHER, papers[OTHER])
        if paper.photos.filter(sha256=photo.sha256).exists():
            drop([photo])
            continue
        photo.paper = paper
        photo.save(update_fields=["paper"])
        count += 1
    return count


def drop(photos: Iterable[AdvancePhoto]) -> None:
    for photo in photos:
        photo.delete()
        transaction.on_commit(partial(default_storage.delete, str(photo.file)))


def forget_unsent() -> int:
    """Those of forms that were never sent."""
    old = list(AdvancePhoto.objects.filter(paper=None, added_at__lt=timezone.now() - KEPT_UNSENT))
    drop(old)
    return len(old)
