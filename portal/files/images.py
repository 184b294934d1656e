"""Ảnh: opened as a whole, turned upright, freed of what hides in it, and put on a PDF page."""

from io import BytesIO
from typing import TYPE_CHECKING

from portal.files.refusals import RefusedFile, damaged

if TYPE_CHECKING:
    from PIL.Image import Image

MAX_PIXELS = 50_000_000
"""An A4 page at 600 dpi has 35 million; a phone's photo mostly 12."""
LONGEST_SIDE = 4961
"""A4 at 424 dpi, A3 at 300."""
_A4_LONG_INCHES = 11.69
_QUALITY = 85


def check(content: bytes) -> None:
    """Open the picture and read it to its last row; a bomb is refused before it is unpacked."""
    _opened(content).close()


def to_pdf(content: bytes) -> tuple[bytes, int]:
    """One PDF page with the picture as it was seen, drawn anew, and its resolution.

    What stood beside the picture (place and time of the photo, a second file behind it) is not taken along.
    """
    from PIL import Image, ImageOps  # a slow library

    with _opened(content) as picture:
        given = picture.info.get("dpi", (0, 0))[0]
        upright = ImageOps.exif_transpose(picture)
        flat = _on_white(upright)
    before = max(flat.size)
    flat.thumbnail((LONGEST_SIDE, LONGEST_SIDE), Image.Resampling.LANCZOS)
    drawn = Image.new(flat.mode, flat.size)
    drawn.paste(flat)
    dpi = _resolution(given, before, max(flat.size))
    out = BytesIO()
    drawn.save(out, "PDF", resolution=dpi, quality=_QUALITY, producer="", creationDate=None, modDate=None)
    return out.getvalue(), dpi


def as_jpeg(content: bytes, *, longest: int) -> bytes:
    """The picture as it was seen, drawn anew; of what stood beside it nothing is taken along."""
    from PIL import Image, ImageOps  # a slow library

    with _opened(content) as picture:
        flat = _on_white(ImageOps.exif_transpose(picture)).convert("RGB")
    flat.thumbnail((longest, longest), Image.Resampling.LANCZOS)
    drawn = Image.new("RGB", flat.size)
    drawn.paste(flat)
    out = BytesIO()
    drawn.save(out, "JPEG", quality=_QUALITY)
    return out.getvalue()


def _resolution(given: float, before: int, now: int) -> int:
    """A scanner says it; a camera's number means nothing, so the page is taken to be A4."""
    a4 = now / _A4_LONG_INCHES
    if given and before / float(given) <= 2 * _A4_LONG_INCHES and float(given) >= 100:
        return max(1, round(float(given) * now / before))
    return max(1, round(a4))


def _on_white(picture: "Image") -> "Image":
    from PIL import Image  # a slow library

    if picture.mode in {"L", "RGB"}:
        return picture
    if picture.mode in {"1", "I;16", "I", "F"}:
        return picture.convert("L")
    if "A" in picture.getbands() or "transparency" in picture.info:
        clear = picture.convert("RGBA")
        paper = Image.new("RGB", clear.size, "white")
        paper.paste(clear, mask=clear.getchannel("A"))
        return paper
    return picture.convert("RGB")


def _opened(content: bytes) -> "Image":
    from PIL import Image, ImageFile, UnidentifiedImageError  # a slow library

    # The library that prints has it fill what is missing of a picture, for the whole process.
    ImageFile.LOAD_TRUNCATED_IMAGES = False
    try:
        picture = Image.open(BytesIO(content), formats=("JPEG", "PNG"))
        if picture.width * picture.height > MAX_PIXELS:
            raise RefusedFile(
                f"Ảnh quá lớn ({picture.width} × {picture.height} điểm ảnh), chỉ nhận đến "
                f"{MAX_PIXELS // 1_000_000} triệu điểm ảnh. Quét lại ở 300 dpi rồi tải lên."
            )
        picture.load()
    except (Image.DecompressionBombError, Image.DecompressionBombWarning) as error:
        raise RefusedFile("Ảnh bung ra lớn bất thường nên bị chặn để bảo vệ hệ thống.") from error
    except (UnidentifiedImageError, OSError, SyntaxError, ValueError, EOFError) as error:
        raise damaged("Ảnh") from error
    return picture
