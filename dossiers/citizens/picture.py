"""Ảnh khi chia sẻ: what Zalo and Facebook show of a shared page (1200 × 630), with the office's own words."""

from functools import lru_cache
from io import BytesIO
from typing import TYPE_CHECKING

from django.conf import settings

if TYPE_CHECKING:
    from PIL.ImageFont import FreeTypeFont

WIDTH, HEIGHT = 1200, 630
_MARGIN, _BAND = 72, 112
_ACCENT, _PAPER, _INK, _QUIET = "#0b5a7a", "#ffffff", "#111111", "#4a4f55"
_LINES = 4
_SIZES = (76, 64, 54, 46)


def of(name: str, *, field: str, office: str) -> bytes:
    """The name as large as it goes, cut only where four lines are not enough."""
    from PIL import Image, ImageDraw  # a slow library

    picture = Image.new("RGB", (WIDTH, HEIGHT), _PAPER)
    draw = ImageDraw.Draw(picture)
    draw.rectangle((0, 0, WIDTH, _BAND), fill=_ACCENT)
    draw.text((_MARGIN, _BAND / 2), _cut(office, _font(44)), font=_font(44), fill=_PAPER, anchor="lm")
    lines, font = _fitted(name)
    top = _BAND + 56
    for line in lines:
        draw.text((_MARGIN, top), line, font=font, fill=_INK)
        top += int(font.size * 1.25)
    draw.text((_MARGIN, HEIGHT - 56), _cut(field, _font(38)), font=_font(38), fill=_QUIET, anchor="ls")
    file = BytesIO()
    picture.quantize(32).save(file, "PNG", optimize=True)
    return file.getvalue()


def _fitted(text: str) -> "tuple[list[str], FreeTypeFont]":
    lines, font = [""], _font(_SIZES[-1])
    for size in _SIZES:
        font = _font(size)
        lines = _wrapped(text, font)
        if len(lines) <= _LINES:
            return lines, font
    return [*lines[: _LINES - 1], _cut(" ".join(lines[_LINES - 1 :]), font)], font


def _wrapped(text: str, font: "FreeTypeFont") -> list[str]:
    lines, line = [], ""
    for word in text.split():
        longer = f"{line} {word}".strip()
        if line and font.getlength(longer) > WIDTH - 2 * _MARGIN:
            lines.append(line)
            longer = word
        line = longer
    return [*lines, line]


def _cut(text: str, font: "FreeTypeFont") -> str:
    if font.getlength(text) <= WIDTH - 2 * _MARGIN:
        return text
    while text and font.getlength(f"{text}…") > WIDTH - 2 * _MARGIN:
        text = text[:-1]
    return f"{text.rstrip()}…"


@lru_cache(maxsize=8)
def _font(size: int) -> "FreeTypeFont":
    from PIL import ImageFont  # a slow library

    return ImageFont.truetype(settings.BASE_DIR / "static/fonts/LiberationSerif-Bold.ttf", size)
