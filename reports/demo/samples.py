"""Giấy tờ mẫu: invented papers, drawn and marked “MẪU” right across, as scans, as results, as a Word form."""

import io
from collections.abc import Sequence
from pathlib import Path
from textwrap import wrap
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from PIL import Image, ImageFont

_FONTS = Path(__file__).resolve().parents[2] / "static" / "fonts"
_WIDTH, _HEIGHT, _DPI = 992, 1403, 120
"""A4 as a quick scan has it."""
_MARGIN, _LINE = 100, 34
_PAPER, _INK, _MARK = (250, 249, 243), (35, 35, 45), (226, 206, 206)


def scan(title: str, lines: Sequence[str]) -> bytes:
    """A paper as the scanner sends it: a JPEG a little askew."""
    out = io.BytesIO()
    _page(title, lines).rotate(0.4, fillcolor=(255, 255, 255)).save(out, "JPEG", quality=70, dpi=(_DPI, _DPI))
    return out.getvalue()


def document(title: str, lines: Sequence[str]) -> bytes:
    """A result as a PDF that nobody signed."""
    out = io.BytesIO()
    _page(title, lines).save(out, "PDF", resolution=_DPI, title=title)
    return out.getvalue()


def word_form(title: str, asked: Sequence[tuple[str, str]]) -> bytes:
    """A declaration as an office would upload it: words with a field behind each."""
    import docx  # a slow library
    from docx.enum.text import WD_ALIGN_PARAGRAPH
    from docx.shared import Pt

    form = docx.Document()
    form.styles["Normal"].font.name, form.styles["Normal"].font.size = "Times New Roman", Pt(13)
    for words in ("CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM", "Độc lập - Tự do - Hạnh phúc", "", title.upper()):
        line = form.add_paragraph()
        line.alignment = WD_ALIGN_PARAGRAPH.CENTER
        line.add_run(words).bold = True
    for label, field in asked:
        form.add_paragraph(f"{label}: {{{{ {field} }}}}")
    out = io.BytesIO()
    form.save(out)
    return out.getvalue()


def _page(title: str, lines: Sequence[str]) -> "Image.Image":
    from PIL import Image, ImageDraw  # a slow library

    page = Image.new("RGB", (_WIDTH, _HEIGHT), _PAPER)
    mark = Image.new("L", (_WIDTH, 420), 0)
    ImageDraw.Draw(mark).text((_WIDTH / 2, 210), "MẪU", font=_font(360, bold=True), fill=255, anchor="mm")
    turned = mark.rotate(35, expand=True)
    page.paste(_MARK, ((_WIDTH - turned.width) // 2, (_HEIGHT - turned.height) // 2), turned)
    draw = ImageDraw.Draw(page)
    y = _MARGIN
    for words in ("CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM", "Độc lập - Tự do - Hạnh phúc"):
        draw.text((_WIDTH / 2, y), words, font=_font(24, bold=True), fill=_INK, anchor="mt")
        y += _LINE
    y += _LINE
    for words in (*_wrapped(title.upper(), 48), ""):
        draw.text((_WIDTH / 2, y), words, font=_font(30, bold=True), fill=_INK, anchor="mt")
        y += 44
    for line in lines:
        for words in _wrapped(line, 66):
            draw.text((_MARGIN, y), words, font=_font(24), fill=_INK)
            y += _LINE
        y += 12
    note = "Giấy tờ mẫu do phần mềm vẽ, không có giá trị pháp lý; người trong giấy là hư cấu."
    draw.text((_WIDTH / 2, _HEIGHT - _MARGIN), note, font=_font(20), fill=_INK, anchor="mb")
    return page


def _wrapped(text: str, width: int) -> list[str]:
    return wrap(text, width) or [""]


def _font(size: int, *, bold: bool = False) -> "ImageFont.FreeTypeFont":
    from PIL import ImageFont  # a slow library

    name = "LiberationSerif-Bold.ttf" if bold else "LiberationSerif-Regular.ttf"
    return ImageFont.truetype(str(_FONTS / name), size)
