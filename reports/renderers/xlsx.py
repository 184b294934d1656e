"""Document → Excel: the text on the first sheet, each annex on its own, numbers as numbers to go on with.

The words stand in reading order, row by row, as in the other files. Columns are the tables'; a line of
text is merged across them.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from io import BytesIO
from itertools import accumulate, pairwise, zip_longest
from typing import assert_never, cast

from openpyxl import Workbook
from openpyxl.cell.cell import Cell as SheetCell
from openpyxl.cell.rich_text import CellRichText, TextBlock
from openpyxl.cell.text import InlineFont
from openpyxl.styles import Alignment, Border, Font, Side
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.header_footer import HeaderFooterItem
from openpyxl.worksheet.properties import PageSetupProperties
from openpyxl.worksheet.worksheet import Worksheet

from reports.document import (
    COUNTRY,
    MOTTO,
    RECIPIENTS_TITLE,
    Align,
    Annex,
    Basis,
    Block,
    Cell,
    Document,
    DocumentMeta,
    FormHead,
    Heading,
    ListItem,
    NumberKind,
    Paragraph,
    Table,
)
from reports.document_parts import Picture
from reports.renderers.metrics import line_count

_FONT = "Times New Roman"
_PORTRAIT, _LANDSCAPE = 165, 252  # mm between the margins
_HALVES = (75, 90)
_FORM_SHARES = (27, 46, 27)
_PLAIN_COLUMNS = (55.0, 55.0, 55.0)
_CHARACTERS_PER_MM = 0.54  # of a column's width
_LINE_HEIGHT = 1.2  # of the type size
_TIGHTER = 0.94  # sheets break lines earlier than paper
_FORMATS = {
    NumberKind.COUNT: "#,##0",
    NumberKind.MONEY: "#,##0",
    NumberKind.PERCENT: "0.00%",
    NumberKind.DECIMAL: "#,##0.00",
}
_FORMULA_SIGNS = ("=", "+", "-", "@")
_EDGE = Side(style="thin", color="000000")
_BOX = Border(left=_EDGE, right=_EDGE, top=_EDGE, bottom=_EDGE)


@dataclass(frozen=True)
class _Look:
    size: float = 14
    bold: bool = False
    italic: bool = False
    align: Align = Align.CENTRE
    vertical: str = "top"

    @property
    def font(self) -> Font:
        return Font(name=_FONT, size=self.size, bold=self.bold, italic=self.italic)

    @property
    def alignment(self) -> Alignment:
        return Alignment(horizontal=self.align.value, vertical=self.vertical, wrap_text=True)


_BODY = _Look(align=Align.JUSTIFY)
_BASIS = _Look(italic=True, align=Align.JUSTIFY)
_BOLD = _Look(bold=True)


def render(document: Document) -> bytes:
    workbook = Workbook()
    workbook.properties.title = document.meta.full_title
    workbook.properties.creator = " ".join(document.meta.agency_lines)
    workbook.properties.language = document.meta.language
    text = _Sheet(workbook.worksheets[0], document.meta.kind_name.capitalize(), document.body, _PORTRAIT)
    _write_opening(text, document.meta)
    text.write(document.closed_body)
    _write_ending(text, document.meta)
    for annex in document.annexes:
        width = _LANDSCAPE if annex.landscape else _PORTRAIT
        sheet = _Sheet(workbook.create_sheet(), annex.label, annex.blocks, width)
        _write_annex_head(sheet, annex)
        sheet.write(annex.blocks)
        sheet.repeat_heading()
    file = BytesIO()
    workbook.save(file)
    return file.getvalue()


def _write_opening(sheet: "_Sheet", meta: DocumentMeta) -> None:
    names = _Look(11, bold=True)
    if meta.parent_agency:
        sheet.side_by_side(_HALVES, [(meta.parent_agency, _Look(11))])
    sheet.side_by_side(_HALVES, [("\n".join(meta.agency_lines), names), (f"{COUNTRY}\n{MOTTO}", names)])
    sheet.side_by_side(_HALVES, [(meta.number_line, _Look(13)), (meta.date_line, _Look(13, italic=True))])
    sheet.skip()
    sheet.line(meta.kind_name, _BOLD)
    sheet.line(meta.title, _BOLD)
    for line in meta.addressee_lines:
        sheet.line(line, _Look())
    sheet.skip()


def _write_ending(sheet: "_Sheet", meta: DocumentMeta) -> None:
    sheet.skip()
    recipients = "\n".join((RECIPIENTS_TITLE, *meta.recipient_lines))
    room = [""] * 5
    signature = "\n".join((*meta.signature.authority, *room, meta.signature.name))
    first, _ = sheet.side_by_side(_HALVES, [(recipients, _Look(12, align=Align.LEFT)), (signature, _BOLD)])
    first.value = CellRichText(
        TextBlock(InlineFont(rFont=_FONT, sz=12, b=True, i=True), RECIPIENTS_TITLE),
        TextBlock(InlineFont(rFont=_FONT, sz=11), recipients.removeprefix(RECIPIENTS_TITLE)),
    )


def _write_annex_head(sheet: "_Sheet", annex: Annex) -> None:
    sheet.line(annex.label, _BOLD)
    sheet.line(annex.title.upper(), _BOLD)
    if annex.note:
        sheet.line(annex.note, _Look(italic=True))
    sheet.skip()


class _Sheet:
    """A worksheet filled from top to bottom; `row` is the next free one."""

    def __init__(self, worksheet: Worksheet, title: str, blocks: Iterable[Block], width: float) -> None:
        self.worksheet = worksheet
        self.widths = _column_widths(blocks, width)
        self.row = 1
        self.first_heading: tuple[int, int] | None = None
        worksheet.title = title
        worksheet.sheet_view.showGridLines = False
        for index, column in enumerate(self.widths, 1):
            worksheet.column_dimensions[get_column_letter(index)].width = column * _CHARACTERS_PER_MM
        _set_up_paper(worksheet, landscape=width == _LANDSCAPE)

    def write(self, blocks: Iterable[Block]) -> None:
        for block in blocks:
            self.block(block)

    def block(self, block: Block) -> None:
        match block:
            case Basis():
                for line in block.lines:
                    self.line(line, _BASIS)
            case Heading():
                self.line(block.label, _Look(bold=block.level < 3, align=Align.LEFT))
            case Paragraph():
                italic = all(run.italic for run in block.runs)
                self.line(block.text, _Look(italic=italic, align=block.align))
            case ListItem():
                self.line(block.text, _BODY)
            case FormHead():
                side, middle = _Look(11, align=Align.LEFT), _Look(12, bold=True)
                parts = ((block.left, side), ((block.title, *block.subtitle), middle), (block.right, side))
                self.side_by_side(_FORM_SHARES, [("\n".join(lines), look) for lines, look in parts])
            case Table():
                self.table(block)
            case Picture():
                self.line(block.caption, _Look(italic=True))
            case _:
                assert_never(block)

    # Text

    def line(self, words: str, look: _Look) -> None:
        self.side_by_side((1,), [(words, look)])

    def side_by_side(self, shares: Sequence[float], parts: Sequence[tuple[str, _Look]]) -> list[SheetCell]:
        """Texts in one row, each merged across its share of the columns."""
        cells, height = [], 0.0
        for (first, last), part in zip_longest(self.spans(shares), parts):
            if part is None:
                continue
            words, look = part
            cells.append(self.put(first, words, look))
            self.merge(self.row, first, self.row, last)
            height = max(height, _height(words, sum(self.widths[first : last + 1]), look))
        self.end_row(height)
        return cells

    def spans(self, shares: Sequence[float]) -> list[tuple[int, int]]:
        """First and last columns, from 0, that come nearest to the shares of the width; none is left out."""
        edges = [0, *accumulate(self.widths)]
        borders, last = [0], len(self.widths)
        for number, until in enumerate(accumulate(shares[:-1]), 1):
            wanted = until / sum(shares) * edges[-1]
            free = range(borders[-1] + 1, last - len(shares) + number + 1)
            borders.append(min(free, key=lambda edge: abs(edges[edge] - wanted)))
        borders.append(last)
        return [(first, after - 1) for first, after in pairwise(borders)]

    def skip(self) -> None:
        self.row += 1

    # Tables

    def table(self, table: Table) -> None:
        if table.caption:
            self.line(table.caption, _Look(13, bold=True))
        top = self.row
        self.table_head(table)
        self.first_heading = self.first_heading or (top, self.row - 1)
        for row in table.rows:
            height = 0.0
            for column, cell in table.cells_with_columns(row):
                look = _Look(
                    table.font_size, row.is_bold(cell), align=table.columns[column].align, vertical="center"
                )
                self.number_or_text(column, cell, look)
                self.box(self.row, column, self.row, column + cell.colspan - 1)
                width = sum(self.widths[column : column + cell.colspan])
                height = max(height, _height(cell.shown, width, look))
            self.end_row(height)
        self.skip()

    def repeat_heading(self) -> None:
        """Print the heading of the first table on every page; a page may not hold words of anything else."""
        if self.first_heading:
            first, last = self.first_heading
            self.worksheet.print_title_rows = f"{first}:{last}"

    def table_head(self, table: Table) -> None:
        top = self.row
        heights = [0.0] * len(table.head)
        for row, column, cell in table.placed_head:
            look = _Look(table.font_size, bold=cell.bold, vertical="center")
            self.row = top + row
            self.put(column, cell.text, look)
            self.box(self.row, column, self.row + cell.rowspan - 1, column + cell.colspan - 1)
            width = sum(self.widths[column : column + cell.colspan])
            last = row + cell.rowspan - 1
            above = sum(heights[row:last])
            heights[last] = max(heights[last], _height(cell.text, width, look) - above)
        self.row = top
        for height in heights:
            self.end_row(height)

    def number_or_text(self, column: int, cell: Cell, look: _Look) -> None:
        if cell.number is None:
            self.put(column, cell.text, look)
            return
        written = self.put(column, "", look)
        written.value = Decimal(cell.number) / 100 if cell.kind is NumberKind.PERCENT else cell.number
        written.number_format = _FORMATS[cell.kind]

    # Cells

    def put(self, column: int, words: str, look: _Look) -> SheetCell:
        """Text stays text, also what a spreadsheet would take for a formula."""
        cell = cast(SheetCell, self.worksheet.cell(self.row, column + 1))  # not merged yet
        cell.font, cell.alignment = look.font, look.alignment
        if words:
            cell.value, cell.data_type = words, "s"
            cell.quotePrefix = words.startswith(_FORMULA_SIGNS)
        return cell

    def merge(self, top: int, left: int, bottom: int, right: int) -> None:
        if (top, left) != (bottom, right):
            self.worksheet.merge_cells(
                start_row=top, start_column=left + 1, end_row=bottom, end_column=right + 1
            )

    def box(self, top: int, left: int, bottom: int, right: int) -> None:
        for row in range(top, bottom + 1):
            for column in range(left, right + 1):
                self.worksheet.cell(row, column + 1).border = _BOX
        self.merge(top, left, bottom, right)

    def end_row(self, height: float) -> None:
        self.worksheet.row_dimensions[self.row].height = min(height, 409)  # the most that Excel takes
        self.row += 1


def _column_widths(blocks: Iterable[Block], width: float) -> list[float]:
    """Of the sheet's tables, spread over the width of the paper, the widest n-th column for each n."""
    tables = [block for block in blocks if isinstance(block, Table)]
    spread = ([column.width / table.width * width for column in table.columns] for table in tables)
    widths = [max(column) for column in zip_longest(*spread, fillvalue=0.0)]
    return widths + list(_PLAIN_COLUMNS[len(widths) :])


def _height(words: str, width: float, look: _Look) -> float:
    lines = line_count(words, (width - 2) * _TIGHTER, look.size, bold=look.bold)
    return lines * look.size * _LINE_HEIGHT + 4


def _set_up_paper(worksheet: Worksheet, *, landscape: bool) -> None:
    """A4 with the margins of a document, as many pages long as it takes but one wide."""
    setup = worksheet.page_setup
    setup.paperSize = worksheet.PAPERSIZE_A4
    setup.orientation = worksheet.ORIENTATION_LANDSCAPE if landscape else worksheet.ORIENTATION_PORTRAIT
    setup.fitToWidth, setup.fitToHeight = 1, 0
    setup.firstPageNumber, setup.useFirstPageNumber = 1, True
    worksheet.sheet_properties.pageSetUpPr = PageSetupProperties(fitToPage=True)
    margins = worksheet.page_margins
    margins.left, margins.right, margins.top, margins.bottom = (mm / 25.4 for mm in (30, 15, 20, 20))
    margins.header = 10 / 25.4
    worksheet.HeaderFooter.differentFirst = True
    number = cast(HeaderFooterItem, worksheet.oddHeader).center
    number.text, number.font, number.size = "&P", _FONT, 14
