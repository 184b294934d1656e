"""The WordprocessingML that python-docx has no words for, and tables written at once instead of cell by cell.

Word calls a file damaged whose elements stand out of the schema's order: each function keeps to it.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import cast

from docx.document import Document as WordDocument
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.oxml.xmlchemy import BaseOxmlElement
from docx.section import Section
from docx.styles.style import ParagraphStyle

_TWIPS_PER_MM = 1440 / 25.4
_AFTER_PAGE_NUMBERS = (
    *("cols", "formProt", "vAlign", "noEndnote", "titlePg", "textDirection"),
    *("bidi", "rtlGutter", "docGrid", "printerSettings", "sectPrChange"),
)
_LEFTOVERS = ("/stylesWithEffects", "/customXml", "/numbering", "/fontTable", "/thumbnail")
_EDGES = ("top", "left", "bottom", "right", "insideH", "insideV")


def element(tag: str, *children: BaseOxmlElement, **attributes: object) -> BaseOxmlElement:
    """`element("ind", left=720)`: tag and attributes are of the w: namespace."""
    made = cast(BaseOxmlElement, OxmlElement(f"w:{tag}"))
    for name, value in attributes.items():
        made.set(qn(f"w:{name}"), str(value))
    made.extend(children)
    return made


def twips(mm: float) -> int:
    return round(mm * _TWIPS_PER_MM)


# Text


def run(text: str, *, bold: bool = False, italic: bool = False) -> BaseOxmlElement:
    words = element("t")
    words.text = text
    words.set(qn("xml:space"), "preserve")
    marks = [element(tag) for tag, is_on in (("b", bold), ("i", italic)) if is_on]
    return element("r", *([element("rPr", *marks)] if marks else []), words)


def paragraph(
    style: str,
    *runs: BaseOxmlElement,
    align: str = "",
    keep_next: bool = False,
    indents: tuple[float, float] | None = None,
    first_line: float | None = None,
) -> BaseOxmlElement:
    """A paragraph of a style; what is given besides overrules it. Indents: left and right, in mm."""
    properties = element("pPr", element("pStyle", val=style))
    if keep_next:
        properties.append(element("keepNext"))
    if indents is not None:
        left, right = indents
        properties.append(element("ind", left=twips(left), right=twips(right)))
    elif first_line is not None:
        properties.append(element("ind", firstLine=twips(first_line)))
    if align:
        properties.append(element("jc", val=align))
    return element("p", properties, *runs)


def page_number() -> list[BaseOxmlElement]:
    """Số trang: the runs of a PAGE field."""
    code, shown = element("instrText"), element("t")
    code.text, shown.text = "PAGE", "2"
    parts = (
        element("fldChar", fldCharType="begin"),
        code,
        element("fldChar", fldCharType="separate"),
        shown,
        element("fldChar", fldCharType="end"),
    )
    return [element("r", part) for part in parts]


# Tables


@dataclass(frozen=True)
class GridCell:
    """A cell of one row; one that `continues` is the covered part of the cell above it."""

    paragraphs: tuple[BaseOxmlElement, ...]
    colspan: int = 1
    starts_rowspan: bool = False
    continues: bool = False


@dataclass(frozen=True)
class GridRow:
    cells: tuple[GridCell, ...]
    repeated: bool = False
    height: float = 0  # mm at least, its text in the middle; else as high as the text


def table(
    widths: Sequence[float],
    rows: Iterable[GridRow],
    *,
    padding: tuple[float, float] = (0, 0),
    borders: bool = False,
) -> BaseOxmlElement:
    """Fixed columns of `widths` mm, rows never cut in two; `padding` in mm: vertical, horizontal."""
    columns = [twips(width) for width in widths]
    vertical, horizontal = (twips(side) for side in padding)
    properties = element(
        "tblPr", element("tblW", w=sum(columns), type="dxa"), element("tblInd", w=0, type="dxa")
    )
    if borders:
        lines = [element(edge, val="single", sz=4, space=0, color="000000") for edge in _EDGES]
        properties.append(element("tblBorders", *lines))
    margins = (("top", vertical), ("left", horizontal), ("bottom", vertical), ("right", horizontal))
    properties.append(element("tblLayout", type="fixed"))
    properties.append(element("tblCellMar", *(element(edge, w=width, type="dxa") for edge, width in margins)))
    grid = element("tblGrid", *(element("gridCol", w=width) for width in columns))
    made = (_row(row, columns, middle=borders or bool(row.height)) for row in rows)
    return element("tbl", properties, grid, *made)


def _row(row: GridRow, columns: Sequence[int], *, middle: bool) -> BaseOxmlElement:
    properties = element("trPr", element("cantSplit"))
    if row.height:
        properties.append(element("trHeight", val=twips(row.height), hRule="atLeast"))
    if row.repeated:
        properties.append(element("tblHeader"))
    made = element("tr", properties)
    first = 0
    for cell in row.cells:
        made.append(_cell(cell, sum(columns[first : first + cell.colspan]), middle=middle))
        first += cell.colspan
    return made


def _cell(cell: GridCell, width: int, *, middle: bool) -> BaseOxmlElement:
    properties = element("tcPr", element("tcW", w=width, type="dxa"))
    if cell.colspan > 1:
        properties.append(element("gridSpan", val=cell.colspan))
    if cell.starts_rowspan:
        properties.append(element("vMerge", val="restart"))
    elif cell.continues:
        properties.append(element("vMerge"))
    if middle:
        properties.append(element("vAlign", val="center"))
    return element("tc", properties, *cell.paragraphs)


# The file


def keep_styles(word: WordDocument, kept: Iterable[str], *, font: str, size: float, language: str) -> None:
    """The template's looks go: of its styles only the `kept` stay, bare, and all text has one font.

    The font is named for each of Word's four kinds of script; one left out would be the theme's Calibri.
    """
    styles = word.styles.element
    names = set(kept)
    for style in styles.findall(qn("w:style")):
        if style.find(qn("w:name")).get(qn("w:val")) not in names:
            styles.remove(style)
            continue
        for tag in ("w:link", "w:next", "w:pPr", "w:rPr"):
            for child in style.findall(qn(tag)):
                style.remove(child)
    half_points = round(2 * size)
    styles.replace(
        styles.find(qn("w:docDefaults")),
        element(
            "docDefaults",
            element(
                "rPrDefault",
                element(
                    "rPr",
                    element("rFonts", ascii=font, hAnsi=font, eastAsia=font, cs=font),
                    element("sz", val=half_points),
                    element("szCs", val=half_points),
                    element("lang", val=language, eastAsia=language, bidi="ar-SA"),
                ),
            ),
            element(
                "pPrDefault", element("pPr", element("spacing", before=0, after=0, line=240, lineRule="auto"))
            ),
        ),
    )


def drop_leftovers(word: WordDocument) -> None:
    """The template brings a second set of styles, lists and fonts, and the picture of an empty page."""
    for relations in (word.part.rels, word.part.package.rels):
        for key in [key for key, each in relations.items() if each.reltype.endswith(_LEFTOVERS)]:
            del relations[key]


def rule_above(style: ParagraphStyle) -> None:
    """Đường kẻ ngang: the empty paragraphs of this style are a line, 0.75 pt thick."""
    line = element("pBdr", element("top", val="single", sz=6, space=0, color="000000"))
    style.element.find(f"{qn('w:pPr')}/{qn('w:spacing')}").addprevious(line)


def frame(section: Section) -> None:
    """Khung bìa: a double line around the text of the section's pages."""
    lines = [element(edge, val="double", sz=12, space=8, color="000000") for edge in _EDGES[:4]]
    section._sectPr.insert_element_before(
        element("pgBorders", *lines, offsetFrom="text"), "w:lnNumType", "w:pgNumType", "w:cols"
    )


def number_pages_from_one(section: Section) -> None:
    section._sectPr.insert_element_before(
        element("pgNumType", start=1),
        *(
            f"w:{tag}"
            for tag in ("cols", "formProt", "vAlign", "noEndnote", "titlePg", "textDirection", "bidi")
        ),
        *(f"w:{tag}" for tag in ("rtlGutter", "docGrid", "printerSettings", "sectPrChange")),
    )


def drop_section_paragraph(word: WordDocument) -> None:
    """python-docx ends a section by an empty paragraph; the text's own last one bears the break as well."""
    breaks = word.element.body.findall(f"{qn('w:p')}/{qn('w:pPr')}/{qn('w:sectPr')}")
    bearer = breaks[-1].getparent().getparent()
    bearer.getprevious().get_or_add_pPr().append(breaks[-1])
    bearer.getparent().remove(bearer)


def use_current_layout(word: WordDocument, *, language: str) -> None:
    """Of today's Word: the template asks for that of 2010 and for East Asian line breaking."""
    settings = word.settings.element
    for asian in settings.findall(f".//{qn('w:useFELayout')}"):
        asian.getparent().remove(asian)
    for setting in settings.iter(qn("w:compatSetting")):
        if setting.get(qn("w:name")) == "compatibilityMode":
            setting.set(qn("w:val"), "15")
    for fonts in settings.findall(qn("w:themeFontLang")):
        settings.replace(fonts, element("themeFontLang", val=language))
