"""Hình chữ ký (xanh) và hình dấu (đỏ): PNG with a clear ground, looked at before they are kept."""

import io
from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.core.files.uploadedfile import UploadedFile
from django.db import transaction

from dossiers.documents import people
from dossiers.models import SignatureImage
from portal import audit
from portal.errors import DomainError
from portal.files import clam, images
from portal.files.storing import read, shelf, take_away
from portal.models import Unit, User

if TYPE_CHECKING:
    from PIL.Image import Image

MOST_BYTES = 2 * 1024 * 1024
_PNG = b"\x89PNG\r\n\x1a\n"
_CLEAR, _INKED = 32, 128
_LONGEST = 1600
USUAL_MM, LEAST_MM, MOST_MM = 40, 15, 60
SEAL_MM = 36


@dataclass(frozen=True)
class Drawing:
    """A picture that may be kept, drawn anew."""

    content: bytes


def looked_at(file: UploadedFile, *, is_seal: bool) -> Drawing:
    """PNG, clear around the ink, the signature blue and the seal red (mục II.7d, 8a)."""
    from PIL import Image  # a slow library

    if (file.size or 0) > MOST_BYTES:
        raise DomainError("Hình lớn hơn 2 MB. Thu nhỏ rồi tải lên.")
    content = file.read()
    if not content.startswith(_PNG):
        raise DomainError("Chỉ nhận hình PNG nền trong suốt.")
    images.check(content)
    clam.check(content)
    with Image.open(io.BytesIO(content)) as opened:
        drawn = opened.convert("RGBA")
    _check_colours(drawn, is_seal=is_seal)
    drawn.thumbnail((_LONGEST, _LONGEST), Image.Resampling.LANCZOS)
    out = io.BytesIO()
    drawn.save(out, "PNG", optimize=True)
    return Drawing(out.getvalue())


def _check_colours(drawn: "Image", *, is_seal: bool) -> None:
    from PIL import ImageStat  # a slow library

    alpha = drawn.getchannel("A")
    if alpha.getextrema()[0] > _CLEAR:  # type: ignore[operator]
        raise DomainError("Hình không có nền trong suốt. Xóa nền, lưu lại PNG rồi tải lên.")
    inked = alpha.point([0] * _INKED + [255] * (256 - _INKED))
    if not inked.getbbox():
        raise DomainError("Hình trống: không có nét nào. Chọn hình khác.")
    red, _, blue, _ = ImageStat.Stat(drawn, inked).mean
    if is_seal and red <= blue:
        raise DomainError("Hình dấu của cơ quan phải màu đỏ (Nghị định 30/2020/NĐ-CP, Phụ lục I, mục II.8).")
    if not is_seal and blue <= red:
        raise DomainError("Hình chữ ký phải màu xanh (Nghị định 30/2020/NĐ-CP, Phụ lục I, mục II.7).")


def keep(unit: Unit, drawing: Drawing, *, user: User | None, width_mm: int, by: User) -> SignatureImage:
    """Đặt hình: the leader's own, or by the văn thư; the seal by the văn thư, who keeps it."""
    if not may_set(by, unit, user):
        raise DomainError(f"Hình dấu của {unit} do văn thư đặt; hình chữ ký do người ký hoặc văn thư đặt.")
    with shelf() as put_down, transaction.atomic():
        before = SignatureImage.objects.select_for_update().filter(unit=unit, user=user).first()
        name = put_down.put(f"signature-images/{unit.pk}", drawing.content, "png")
        kept, _ = SignatureImage.objects.update_or_create(
            unit=unit, user=user, defaults={"file": name, "width_mm": width_mm, "set_by": by}
        )
        audit.record("document.image_set", by=by, target=kept, unit=unit, is_seal=user is None)
        if before is not None:
            old = str(before.file)
            transaction.on_commit(lambda: take_away([old]))
    return kept


@transaction.atomic
def remove(image: SignatureImage, *, by: User) -> None:
    if not may_set(by, image.unit, image.user):
        raise DomainError(f"Hình này do văn thư {image.unit} hoặc chính người ký bỏ.")
    audit.record("document.image_removed", by=by, target=image, unit=image.unit)
    old = str(image.file)
    image.delete()
    transaction.on_commit(lambda: take_away([old]))


def may_set(by: User, unit: Unit, user: User | None) -> bool:
    is_own = user is not None and user.pk == by.pk and people.may_lead(by, unit.pk)
    return is_own or people.may_keep(by, unit.pk)


def of(unit: Unit, user: User | None) -> SignatureImage | None:
    return SignatureImage.objects.filter(unit=unit, user=user).first()


def opened(image: SignatureImage) -> "Image":
    from PIL import Image  # a slow library

    picture = Image.open(io.BytesIO(read(image.file)))
    picture.load()
    return picture
