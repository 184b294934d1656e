"""Document → Word, laid out by NĐ 30/2020/NĐ-CP, Phụ lục I, in styles that the office can go on editing with.

The measures are those of `static/css/print.css`; a test lays the two files over each other.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, date, datetime, time
from io import BytesIO
from typing import assert_never

import docx
from docx.document import Document as WordDocument
from docx.enum.section import WD_ORIENT
from docx.enum.style import WD_STYLE_TYPE
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml.xmlchemy import BaseOxmlElement
from docx.section import Section
from docx.shared import Mm, Pt

from portal import text
from reports.document import (
    COUNTRY,
    MOTTO,
    RECIPIENTS_TITLE,
    Align,
    Annex,
    Basis,
    Block,
    Document,
    DocumentMeta,
    FormHead,
    Heading,
    ListItem,
    Paragraph,
    Run,
    Signature,
    Table,
    TextBlock,
)
from reports.document_parts import Cover, Picture
from reports.renderers import ooxml, word_tables
from reports.renderers.metrics import text_width

_FONT = "Times New Roman"
_PAGE = (210, 297)  # mm
_MARGIN_TOP, _MARGIN_BOTTOM, _MARGIN_LEFT, _MARGIN_RIGHT = 20, 20, 30, 15
_PAGE_NUMBER_FROM_TOP = 10
_FIRST_LINE = 12.7
_HALVES = (75, 90)  # cơ quan | quốc hiệu; nơi nhận | chữ ký
_FORM_SHARES = (0.27, 0.46, 0.27)
_SHORT_RULE = 0.4  # of the text above it; the decree: 1/3 to 1/2
_WORD_ALIGN = {
    Align.LEFT: WD_ALIGN_PARAGRAPH.LEFT,
    Align.CENTRE: WD_ALIGN_PARAGRAPH.CENTER,
    Align.RIGHT: WD_ALIGN_PARAGRAPH.RIGHT,
    Align.JUSTIFY: WD_ALIGN_PARAGRAPH.JUSTIFY,
}


@dataclass(frozen=True)
class _Style:
    """A paragraph style: sizes and gaps in pt, indents in mm."""

    name: str
    size: float = 14
    bold: bool = False
    italic: bool = False
    align: Align = Align.CENTRE
    before: float = 0
    after: float = 0
    first_line: float = 0
    left: float = 0
    line: float = 0  # exactly so high; else single
    keep_next: bool = False

    @property
    def id(self) -> str:
        return text.fold(self.name).title().replace(" ", "")


_BODY = _Style("Đoạn văn", align=Align.JUSTIFY, after=6, first_line=_FIRST_LINE)
_BASIS = _Style("Căn cứ", italic=True, align=Align.JUSTIFY, after=6, first_line=_FIRST_LINE)
_HEADINGS = {
    level: _Style(
        f"Heading {level}",
        bold=level < 3,
        align=Align.LEFT,
        after=6,
        first_line=_FIRST_LINE,
        keep_next=True,
    )
    for level in (1, 2, 3)
}
_PARENT = _Style("Cơ quan chủ quản", 12)
_AGENCY = _Style("Cơ quan ban hành", 12, bold=True)
_COUNTRY = _Style("Quốc hiệu", 12, bold=True)
_MOTTO = _Style("Tiêu ngữ", 13, bold=True)
_NUMBER = _Style("Số ký hiệu", 13, before=4)
_DATE = _Style("Địa danh ngày tháng", 13, italic=True, before=4)
_KIND = _Style("Tên loại", bold=True, before=14)
_TITLE = _Style("Trích yếu", bold=True)
_ADDRESSEE = _Style("Kính gửi", after=6)
_ADDRESSEES = _Style("Kính gửi nhiều nơi", align=Align.LEFT, left=30)
_ADDRESSEE_ITEM = _Style("Nơi được kính gửi", align=Align.LEFT, left=50)
_RECIPIENTS = _Style("Nơi nhận", 12, bold=True, italic=True, align=Align.LEFT, keep_next=True)
_RECIPIENT = _Style("Danh sách nơi nhận", 11, align=Align.LEFT, keep_next=True)
_AUTHORITY = _Style("Chức vụ người ký", bold=True, keep_next=True)
_SIGNER = _Style("Họ tên người ký", bold=True, before=80)
_ANNEX = _Style("Phụ lục", bold=True)
_ANNEX_TITLE = _Style("Tên phụ lục", bold=True)
_ANNEX_NOTE = _Style("Kèm theo", italic=True, after=6)
_COVER_KIND = _Style("Bìa", 26, bold=True, after=16)
_COVER_TITLE = _Style("Tên trên bìa", 18, bold=True)
_COVER_LINE = _Style("Dòng trên bìa", 15, bold=True, align=Align.LEFT, after=4, left=22)
_COVER_FOOT = _Style("Năm trên bìa", bold=True, italic=True)
_PICTURE = _Style("Hình", keep_next=True)
_PICTURE_CAPTION = _Style("Chú thích hình", 13, italic=True, before=3, after=8)
_FORM_SIDE = _Style("Đầu biểu", 11, align=Align.LEFT)
_FORM_TITLE = _Style("Tên biểu", 13, bold=True)
_FORM_SUBTITLE = _Style("Kỳ báo cáo", 11)
_CAPTION = _Style("Tên bảng", 13, bold=True, after=3, keep_next=True)
_CELLS = {size: _Style(f"Ô bảng {size}", size, align=Align.LEFT) for size in range(9, 14)}
_RULE = _Style("Đường kẻ", 4, before=2, line=4)
_GAP = _Style("Sau bảng", 1, after=7, line=1)
_STYLES = (
    *(_BODY, _BASIS, *_HEADINGS.values(), _PARENT, _AGENCY, _COUNTRY, _MOTTO, _NUMBER, _DATE, _KIND, _TITLE),
    *(_ADDRESSEE, _ADDRESSEES, _ADDRESSEE_ITEM, _RECIPIENTS, _RECIPIENT, _AUTHORITY, _SIGNER),
    *(_ANNEX, _ANNEX_TITLE, _ANNEX_NOTE, _FORM_SIDE, _FORM_TITLE, _FORM_SUBTITLE, _CAPTION),
    *(*_CELLS.values(), _RULE, _GAP),
    *(_COVER_KIND, _COVER_TITLE, _COVER_LINE, _COVER_FOOT, _PICTURE, _PICTURE_CAPTION),
)
_OWN_OF_WORD = ("Normal", "Default Paragraph Font", "Normal Table", "No List")


def render(document: Document) -> bytes:
    word = docx.Document()
    _set_up(word, document.meta)
    if document.cover:
        _write(word, _cover(document.cover))
        _start_part(word, landscape=False)
        ooxml.frame(word.sections[0])
    _write(word, _opening(document.meta))
    _write(word, _blocks(word, document.closed_body, _text_width(landscape=False), ends_kept=True))
    _write(word, _ending(document.meta))
    for annex in document.annexes:
        _start_part(word, landscape=annex.landscape)
        _write(word, _annex(word, annex, _text_width(landscape=annex.landscape)))
    file = BytesIO()
    word.save(file)
    return file.getvalue()


# The file as a whole


def _set_up(word: WordDocument, meta: DocumentMeta) -> None:
    headings = (style.name.lower() for style in _HEADINGS.values())
    ooxml.drop_leftovers(word)
    ooxml.use_current_layout(word, language=f"{meta.language}-VN")
    ooxml.keep_styles(word, (*_OWN_OF_WORD, *headings), font=_FONT, size=14, language=f"{meta.language}-VN")
    for style in _STYLES:
        _define(word, style)
    _lay_out(word.sections[0], landscape=False)
    _number_pages(word.sections[0])
    properties = word.core_properties
    properties.title, properties.language = meta.full_title, meta.language
    properties.author = properties.last_modified_by = " ".join(meta.agency_lines)
    properties.comments = properties.keywords = ""
    day = meta.issued_on or date(meta.year, 1, 1)
    properties.created = properties.modified = datetime.combine(day, time(), UTC)


def _define(word: WordDocument, look: _Style) -> None:
    if look in _HEADINGS.values():
        style = word.styles[look.name]
    else:
        style = word.styles.add_style(look.name, WD_STYLE_TYPE.PARAGRAPH)
        style.style_id = look.id
        style.quick_style = True
    style.font.size, style.font.bold, style.font.italic = Pt(look.size), look.bold, look.italic
    layout = style.paragraph_format
    layout.alignment = _WORD_ALIGN[look.align]
    layout.space_before, layout.space_after = Pt(look.before), Pt(look.after)
    layout.first_line_indent, layout.left_indent = Mm(look.first_line), Mm(look.left)
    layout.keep_with_next = look.keep_next
    layout.widow_control = True
    layout.line_spacing = Pt(look.line) if look.line else 1.0
    if look is _RULE:
        ooxml.rule_above(style)


def _lay_out(section: Section, *, landscape: bool) -> None:
    width, height = reversed(_PAGE) if landscape else _PAGE
    section.orientation = WD_ORIENT.LANDSCAPE if landscape else WD_ORIENT.PORTRAIT
    section.page_width, section.page_height = Mm(width), Mm(height)
    section.top_margin, section.bottom_margin = Mm(_MARGIN_TOP), Mm(_MARGIN_BOTTOM)
    section.left_margin, section.right_margin = Mm(_MARGIN_LEFT), Mm(_MARGIN_RIGHT)
    section.header_distance = section.footer_distance = Mm(_PAGE_NUMBER_FROM_TOP)


def _text_width(*, landscape: bool) -> float:
    return (_PAGE[1] if landscape else _PAGE[0]) - _MARGIN_LEFT - _MARGIN_RIGHT


def _number_pages(section: Section) -> None:
    """Số trang: centred in the top margin, not on the first page."""
    section.different_first_page_header_footer = True
    section.first_page_header.is_linked_to_previous = False
    shown = section.header.paragraphs[0]
    shown.alignment = WD_ALIGN_PARAGRAPH.CENTER
    shown._p.extend(ooxml.page_number())


def _start_part(word: WordDocument, *, landscape: bool) -> None:
    """Phụ lục, or the text after its cover: a section of its own, counted from page 1; it takes over the
    header of the one before."""
    section = word.add_section()
    ooxml.drop_section_paragraph(word)
    _lay_out(section, landscape=landscape)
    ooxml.number_pages_from_one(section)


def _write(word: WordDocument, elements: Iterable[BaseOxmlElement]) -> None:
    last = word.element.body.sectPr
    for element in elements:
        last.addprevious(element)


# Parts


def _line(style: _Style, words: str, *, keep_next: bool = False) -> BaseOxmlElement:
    return ooxml.paragraph(style.id, ooxml.run(words), keep_next=keep_next)


def _rule(space: float, width: float) -> BaseOxmlElement:
    """A line of `width` in the middle of `space` mm."""
    side = max(space - width, 0) / 2
    return ooxml.paragraph(_RULE.id, indents=(side, side))


def _gap() -> BaseOxmlElement:
    return ooxml.paragraph(_GAP.id)


def _cover(cover: Cover) -> list[BaseOxmlElement]:
    """Bìa: rows of a fixed height fill the page, whatever stands in them."""
    head = _row([_line(_AGENCY, line) for line in cover.agency_lines], _state())
    middle = [_line(_COVER_KIND, cover.kind_name), _line(_COVER_TITLE, cover.title)]
    lines = [_line(_COVER_LINE, line) for line in cover.lines]
    rows = (
        _row(middle, height=115),
        _row(lines, height=82),
        _row([_line(_COVER_FOOT, cover.foot)], height=12),
    )
    space = _text_width(landscape=False)
    return [ooxml.table(_HALVES, (head,)), _gap(), ooxml.table((space,), rows), _gap()]


def _state() -> list[BaseOxmlElement]:
    rule = _rule(_HALVES[1], text_width(MOTTO, _MOTTO.size, bold=True))
    return [_line(_COUNTRY, COUNTRY), _line(_MOTTO, MOTTO), rule]


def _opening(meta: DocumentMeta) -> list[BaseOxmlElement]:
    if meta.is_personal:
        rule = _rule(_text_width(landscape=False), text_width(MOTTO, _MOTTO.size, bold=True))
        state = [_line(_COUNTRY, COUNTRY), _line(_MOTTO, MOTTO), rule]
        return [*state, _line(_KIND, meta.kind_name), _gap(), *_addressees(meta)]
    left = _HALVES[0]
    last = meta.agency_lines[-1]
    issuer = [_line(_PARENT, meta.parent_agency)] if meta.parent_agency else []
    issuer += [_line(_AGENCY, line) for line in meta.agency_lines]
    issuer.append(_rule(left, _SHORT_RULE * min(text_width(last, _AGENCY.size, bold=True), left)))
    head = ooxml.table(
        _HALVES,
        (
            _row(issuer, _state()),
            _row([_line(_NUMBER, meta.number_line)], [_line(_DATE, meta.date_line)]),
        ),
    )
    space = _text_width(landscape=False)
    title = [_line(_KIND, meta.kind_name), _line(_TITLE, meta.title)]
    title.append(_rule(space, _SHORT_RULE * min(text_width(meta.title, _TITLE.size, bold=True), space)))
    return [head, *title, _gap(), *_addressees(meta)]


def _addressees(meta: DocumentMeta) -> list[BaseOxmlElement]:
    if len(meta.addressees) < 2:
        return [_line(_ADDRESSEE, line) for line in meta.addressee_lines]
    first, *receivers = meta.addressee_lines
    return [_line(_ADDRESSEES, first), *(_line(_ADDRESSEE_ITEM, line) for line in receivers), _gap()]


def _ending(meta: DocumentMeta) -> list[BaseOxmlElement]:
    left = _signed(meta.countersign) if meta.countersign else _recipients(meta)
    date = [_line(_DATE, meta.date_line, keep_next=True)] if meta.is_personal else []
    return [ooxml.table(_HALVES, [_row(left, [*date, *_signed(meta.signature)])]), _gap()]


def _recipients(meta: DocumentMeta) -> list[BaseOxmlElement]:
    lines = [_line(_RECIPIENT, line) for line in meta.recipient_lines]
    return [_line(_RECIPIENTS, RECIPIENTS_TITLE if lines else ""), *lines]


def _signed(signature: Signature) -> list[BaseOxmlElement]:
    authority = [_line(_AUTHORITY, line) for line in signature.authority]
    return [*authority, _line(_SIGNER, signature.name)]


def _annex(word: WordDocument, annex: Annex, width: float) -> list[BaseOxmlElement]:
    head = [_line(_ANNEX, annex.label), _line(_ANNEX_TITLE, annex.title.upper())]
    if annex.note:
        head.append(_line(_ANNEX_NOTE, annex.note))
    return [*head, *_blocks(word, annex.blocks, width)]


def _row(*cells: Iterable[BaseOxmlElement], height: float = 0) -> ooxml.GridRow:
    return ooxml.GridRow(tuple(ooxml.GridCell(tuple(paragraphs)) for paragraphs in cells), height=height)


# Blocks


def _blocks(
    word: WordDocument, blocks: tuple[Block, ...], width: float, *, ends_kept: bool = False
) -> Iterable[BaseOxmlElement]:
    """With `ends_kept` the last paragraph stays with the signature that follows."""
    for block in blocks:
        if isinstance(block, Picture):
            yield from _picture(word, block)
        else:
            yield from _block(block, width, keep_next=ends_kept and block is blocks[-1])


def _picture(word: WordDocument, picture: Picture) -> list[BaseOxmlElement]:
    drawn = word.part.new_pic_inline(BytesIO(picture.content), Mm(picture.width), Mm(picture.height))
    shown = ooxml.paragraph(_PICTURE.id, ooxml.element("r", ooxml.element("drawing", drawn)))
    return [shown, _line(_PICTURE_CAPTION, picture.caption)]


def _block(block: TextBlock, width: float, *, keep_next: bool) -> list[BaseOxmlElement]:
    match block:
        case Basis():
            return [_line(_BASIS, line) for line in block.lines]
        case Heading():
            return [_line(_HEADINGS[block.level], block.label)]
        case Paragraph():
            align = "" if block.align is Align.JUSTIFY else word_tables.JC[block.align]
            first_line = None if block.indent else 0
            runs = _runs(block.runs)
            return [ooxml.paragraph(_BODY.id, *runs, align=align, first_line=first_line, keep_next=keep_next)]
        case ListItem():
            return [ooxml.paragraph(_BODY.id, *_runs(block.marked_runs), keep_next=keep_next)]
        case FormHead():
            return [_form_head(block, width), _gap()]
        case Table():
            caption = [_line(_CAPTION, block.caption)] if block.caption else []
            return [*caption, word_tables.table(block, width, style=_CELLS[block.font_size].id), _gap()]
    assert_never(block)


def _runs(runs: Iterable[Run]) -> list[BaseOxmlElement]:
    return [ooxml.run(run.text, bold=run.bold, italic=run.italic) for run in runs]


def _form_head(form: FormHead, width: float) -> BaseOxmlElement:
    left = [_line(_FORM_SIDE, line) for line in form.left]
    middle = [_line(_FORM_TITLE, form.title), *(_line(_FORM_SUBTITLE, line) for line in form.subtitle)]
    right = [_line(_FORM_SIDE, line) for line in form.right]
    return ooxml.table([share * width for share in _FORM_SHARES], [_row(left, middle, right)])
