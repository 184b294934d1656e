"""How wide a line of text is: the rules under headings and the row heights of a sheet depend on it.

Measured in the vendored Liberation Serif, whose letters are as wide as those of Times New Roman.
"""

from functools import cache
from pathlib import Path

_FONTS = Path(__file__).resolve().parents[2] / "static" / "fonts"
_MM_PER_POINT = 25.4 / 72


def text_width(text: str, size: float, *, bold: bool = False) -> float:
    """Bề rộng của một dòng chữ, in mm, at `size` pt."""
    widths, units_per_em = _advances(bold)
    units = sum(widths.get(letter, units_per_em) for letter in text)
    return units * size / units_per_em * _MM_PER_POINT


def line_count(text: str, width: float, size: float, *, bold: bool = False) -> int:
    """How many lines the text takes, broken between words to fit `width` mm."""
    return sum(_lines_of(line, width, size, bold=bold) for line in text.split("\n"))


def _lines_of(line: str, width: float, size: float, *, bold: bool) -> int:
    space = text_width(" ", size, bold=bold)
    lines, filled = 1, 0.0
    for word in line.split(" "):
        length = text_width(word, size, bold=bold)
        if filled and filled + space + length > width:
            lines, filled = lines + 1, length
        else:
            filled += length + (space if filled else 0)
    return lines


@cache
def _advances(bold: bool) -> tuple[dict[str, int], int]:
    from fontTools.ttLib import TTFont  # a slow library, for two renderers only

    name = "LiberationSerif-Bold.ttf" if bold else "LiberationSerif-Regular.ttf"
    with TTFont(_FONTS / name, lazy=True) as font:
        metrics = font["hmtx"].metrics
        widths = {chr(code): metrics[glyph][0] for code, glyph in font.getBestCmap().items()}
        return widths, font["head"].unitsPerEm
