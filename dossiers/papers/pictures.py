"""Ảnh xem trước: pages of a PDF drawn as pictures."""

from collections.abc import Iterator
from io import BytesIO
from typing import TYPE_CHECKING

from portal.files.refusals import damaged

if TYPE_CHECKING:
    from PIL.Image import Image

PREVIEW = 1600
THUMBNAIL = 220
_MOST_SCALE = 6


def pages(content: bytes, *, longest: int, numbers: list[int] | None = None) -> Iterator["Image"]:
    """Each page (or those of these numbers, from 1), its longer side so many points."""
    import pypdfium2 as pdfium  # a slow library

    try:
        pdf = pdfium.PdfDocument(content)
    except pdfium.PdfiumError as error:
        raise damaged("Tệp PDF") from error
    try:
        for index in range(len(pdf)) if numbers is None else [number - 1 for number in numbers]:
            page = pdf[index]
            width, height = page.get_size()
            scale = min(longest / max(width, height, 1), _MOST_SCALE)
            if min(width, height) * scale < 1:
                raise damaged("Tệp PDF")
            yield page.render(scale=scale, may_draw_forms=False).to_pil()
            page.close()
    except pdfium.PdfiumError as error:
        raise damaged("Tệp PDF") from error
    finally:
        pdf.close()


def jpeg(picture: "Image", *, longest: int | None = None, quality: int = 75) -> bytes:
    small = picture.convert("RGB")
    if longest:
        small.thumbnail((longest, longest))
    out = BytesIO()
    small.save(out, "JPEG", quality=quality)
    return out.getvalue()


def turned(content: bytes, rotation: int) -> bytes:
    """A stored preview as it is to be read, turned clockwise."""
    from PIL import Image  # a slow library

    if not rotation:
        return content
    with Image.open(BytesIO(content)) as picture:
        return jpeg(picture.rotate(-rotation, expand=True))


def codes(picture: "Image") -> list[str]:
    """Texts of the QR codes on a page."""
    import zxingcpp  # a slow library

    found = zxingcpp.read_barcodes(
        picture.convert("L"), formats=zxingcpp.BarcodeFormats(zxingcpp.BarcodeFormat.QRCode)
    )
    return [code.text for code in found]
