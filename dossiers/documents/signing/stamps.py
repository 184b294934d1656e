"""Ký một tệp PDF: one more signature as a revision of its own, so that those before it still hold."""

import io
import tempfile
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

from django.template.loader import render_to_string
from django.utils import timezone

from dossiers.documents.signing.keys import Key
from dossiers.documents.signing.placing import Box
from portal import pdf
from portal.errors import DomainError

if TYPE_CHECKING:
    from PIL.Image import Image


def with_picture(content: bytes, key: Key, box: Box, picture: "Image") -> bytes:
    """The signature with its picture in the box."""
    from pyhanko.pdf_utils.images import PdfImage

    return _signed(content, key, box, PdfImage(picture))


def with_words(content: bytes, key: Key, box: Box, words: str) -> bytes:
    """The signature as one line of text, 10 pt (mục II.8b: phụ lục in a file of its own)."""
    from pyhanko.pdf_utils.content import ImportedPdfPage

    width, height = box.right - box.left, box.top - box.bottom
    line = pdf.html_to_pdf(
        render_to_string("print/document_signed.html", {"words": words}),
        css=[
            f"@page {{ size: {width:.1f}pt {height:.1f}pt; margin: 0; @top-center {{ content: none; }} }}"
            "p { margin: 0; text-align: right; text-indent: 0; font: 10pt/16pt 'Liberation Serif'; }"
        ],
    )
    with tempfile.TemporaryDirectory() as folder:
        drawn = Path(folder, "line.pdf")
        drawn.write_bytes(line)
        return _signed(content, key, box, ImportedPdfPage(str(drawn)))


def corner_words(symbol: str, at: datetime) -> str:
    """Số và ký hiệu; thời gian ký, zone after ISO 8601: “12/BC-UBND; 15/6/2026 14:30:25 +07:00”."""
    local = timezone.localtime(at)
    return f"{symbol}; {local.day}/{local.month}/{local.year} {local:%H:%M:%S} {local.isoformat()[-6:]}"


def _signed(content: bytes, key: Key, box: Box, drawn: Any) -> bytes:
    from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
    from pyhanko.pdf_utils.layout import AxisAlignment, Margins, SimpleBoxLayoutRule
    from pyhanko.pdf_utils.misc import PdfError
    from pyhanko.sign import fields, signers
    from pyhanko.sign.general import SigningError
    from pyhanko.stamp import StaticStampStyle

    style = StaticStampStyle(
        border_width=0,
        background=drawn,
        background_layout=SimpleBoxLayoutRule(
            x_align=AxisAlignment.ALIGN_MID, y_align=AxisAlignment.ALIGN_MID, margins=Margins(0, 0, 0, 0)
        ),
    )
    try:
        writer = IncrementalPdfFileWriter(io.BytesIO(content), strict=False)
        name = f"KySo{len(writer.prev.embedded_signatures) + 1}"
        meta = signers.PdfSignatureMetadata(
            field_name=name, subfilter=fields.SigSeedSubFilter.PADES, md_algorithm="sha256"
        )
        where = fields.SigFieldSpec(name, on_page=box.page, box=box.edges)
        out = io.BytesIO()
        signers.PdfSigner(meta, key.signer, stamp_style=style, new_field_spec=where).sign_pdf(
            writer, output=out
        )
    except (PdfError, SigningError, ValueError) as error:
        raise DomainError("Không ký được vào tệp PDF này. Lưu lại tệp từ Word thành PDF rồi ký.") from error
    return out.getvalue()
