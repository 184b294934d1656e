"""(d) A report's three files, against python-docx, WeasyPrint and openpyxl writing the same words by hand."""

from collections.abc import Iterable, Iterator
from html import escape
from io import BytesIO

import docx
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.shared import Mm, Pt
from openpyxl import Workbook
from openpyxl.styles import Alignment, Border, Font, Side
from openpyxl.utils import get_column_letter
from weasyprint import CSS, HTML
from weasyprint.text.fonts import FontConfiguration

from portal.models import Unit
from portal.pdf import _PRINT_CSS
from reports import building, kinds
from reports.document import Block, Document, Table
from reports.renderers import docx as word_file
from reports.renderers import pdf, xlsx
from tests.bench import timing
from tests.bench.figures import PERIOD, usual_commune

_EDGE = Side(style="thin")


def measure(province: Unit) -> Iterator[timing.Line]:
    kind, unit = kinds.kind("cchc"), usual_commune(province)
    document = building.compose(kind, kind.gather(unit, PERIOD), {}, {})
    pairs = (
        ("Word", word_file.render, _word, 1.3),
        ("PDF", pdf.render, _pdf, 1.3),
        ("Excel", xlsx.render, _excel, 1.3),
    )
    taken = [
        timing.whole(
            f"(d) the {name} file of a report",
            lambda render=render: render(document), lambda render=by_hand: render(document), aim=aim, runs=7,
        )
        for name, render, by_hand, aim in pairs
    ]  # fmt: skip
    yield from taken
    name = "(d) the three files together"
    yield timing.Line(name, sum(one.ours for one in taken), sum(one.theirs for one in taken), aim=1.3)


def _parts(document: Document) -> Iterator[tuple[str, Iterable[Block]]]:
    meta = document.meta
    yield meta.title, document.closed_body
    for annex in document.annexes:
        yield annex.title, annex.blocks


def _around(document: Document) -> tuple[list[str], list[str]]:
    """The lines before the text and after it."""
    meta = document.meta
    before = [*meta.agency_lines, meta.number_line, meta.date_line, meta.kind_name, *meta.addressee_lines]
    return before, [*meta.recipient_lines, *meta.signature.authority, meta.signature.name]


def _lines(block: Block) -> list[str]:
    for name in ("lines", "label", "text"):
        if (found := getattr(block, name, None)) is not None:
            return [found] if isinstance(found, str) else list(found)
    return [*block.left, block.title, *block.subtitle, *block.right]


def _word(document: Document) -> bytes:
    word = docx.Document()
    style = word.styles["Normal"]
    style.font.name, style.font.size = "Times New Roman", Pt(14)
    section = word.sections[0]
    section.page_width, section.page_height = Mm(210), Mm(297)
    section.left_margin, section.right_margin = Mm(30), Mm(15)
    before, after = _around(document)

    def say(words: str) -> None:
        paragraph = word.add_paragraph(words)
        paragraph.alignment = WD_ALIGN_PARAGRAPH.JUSTIFY
        paragraph.paragraph_format.space_after = Pt(6)

    for line in before:
        say(line)
    for title, blocks in _parts(document):
        say(title)
        for block in blocks:
            if isinstance(block, Table):
                _word_table(word, block)
                continue
            for line in _lines(block):
                say(line)
    for line in after:
        say(line)
    file = BytesIO()
    word.save(file)
    return file.getvalue()


def _word_table(word: docx.document.Document, table: Table) -> None:
    grid = word.add_table(len(table.head) + len(table.rows), len(table.columns), style="Table Grid")
    for row, column, cell in table.placed_head:
        first = grid.cell(row, column)
        if cell.colspan > 1 or cell.rowspan > 1:
            first = first.merge(grid.cell(row + cell.rowspan - 1, column + cell.colspan - 1))
        first.paragraphs[0].add_run(cell.text).bold = True
    for number, row in enumerate(table.rows, start=len(table.head)):
        cells = grid.rows[number].cells
        for column, cell in table.cells_with_columns(row):
            target = cells[column]
            if cell.colspan > 1:
                target = target.merge(cells[column + cell.colspan - 1])
            target.paragraphs[0].add_run(cell.shown).bold = row.is_bold(cell)


def _pdf(document: Document) -> bytes:
    before, after = _around(document)
    parts = ["".join(f"<p>{escape(line)}</p>" for line in before)]
    for title, blocks in _parts(document):
        parts.append(f'<section class="paper__part"><h2>{escape(title)}</h2>')
        for block in blocks:
            if isinstance(block, Table):
                parts.append(_html_table(block))
            else:
                parts += [f'<p class="paper__text">{escape(line)}</p>' for line in _lines(block)]
        parts.append("</section>")
    parts += [f"<p>{escape(line)}</p>" for line in after]
    fonts = FontConfiguration()
    css = CSS(filename=_PRINT_CSS, font_config=fonts)
    body = "".join(parts)
    page = (
        f'<html lang="vi"><title>Báo cáo</title><body><article class="paper">{body}</article></body></html>'
    )
    return HTML(string=page).write_pdf(stylesheets=[css], font_config=fonts, pdf_tags=True)


def _html_table(table: Table) -> str:
    head = "".join(
        "<tr>"
        + "".join(
            f'<th colspan="{cell.colspan}" rowspan="{cell.rowspan}">{escape(cell.text)}</th>' for cell in row
        )
        + "</tr>"
        for row in table.head
    )
    body = "".join(
        "<tr>"
        + "".join(f'<td colspan="{cell.colspan}">{escape(cell.shown)}</td>' for cell in row.cells)
        + "</tr>"
        for row in table.rows
    )
    return f'<table class="paper__table"><thead>{head}</thead><tbody>{body}</tbody></table>'


def _excel(document: Document) -> bytes:
    book = Workbook()
    before, after = _around(document)
    for place, (title, blocks) in enumerate(_parts(document)):
        sheet = book.active if place == 0 else book.create_sheet()
        sheet.title = f"Trang {place + 1}"
        width = max((len(block.columns) for block in blocks if isinstance(block, Table)), default=3)
        for column in range(1, width + 1):
            sheet.column_dimensions[get_column_letter(column)].width = 90 / width
        number = _excel_lines(sheet, 0, width, [*(before if place == 0 else []), title])
        for block in blocks:
            if isinstance(block, Table):
                number = _excel_table(sheet, block, number)
            else:
                number = _excel_lines(sheet, number, width, _lines(block))
        _excel_lines(sheet, number, width, after if place == 0 else [])
    file = BytesIO()
    book.save(file)
    return file.getvalue()


def _excel_lines(sheet, number: int, width: int, lines: list[str]) -> int:
    """Each line merged over all columns, in a row as high as its words need."""
    for line in lines:
        number += 1
        _put(sheet, number, 1, line)
        sheet.merge_cells(start_row=number, end_row=number, start_column=1, end_column=width)
        sheet.row_dimensions[number].height = 18 * (1 + len(line) // 80)
    return number


def _excel_table(sheet, table: Table, number: int) -> int:
    for row, column, cell in table.placed_head:
        first = (number + 1 + row, column + 1)
        _put(sheet, *first, cell.text, edged=True)
        if cell.colspan > 1 or cell.rowspan > 1:
            last = (first[0] + cell.rowspan - 1, first[1] + cell.colspan - 1)
            sheet.merge_cells(start_row=first[0], start_column=first[1], end_row=last[0], end_column=last[1])
    number += len(table.head)
    for row in table.rows:
        number += 1
        for column, cell in table.cells_with_columns(row):
            _put(sheet, number, column + 1, cell.text if cell.number is None else cell.number, edged=True)
    return number


def _put(sheet, row: int, column: int, value, *, edged: bool = False) -> None:
    cell = sheet.cell(row, column, value)
    cell.font = Font(name="Times New Roman", size=13)
    cell.alignment = Alignment(wrap_text=True, vertical="top")
    if edged:
        cell.border = Border(left=_EDGE, right=_EDGE, top=_EDGE, bottom=_EDGE)
