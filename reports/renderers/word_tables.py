"""Bảng số liệu in Word: heading rows that come back on every page, numbers as they are read."""

from collections.abc import Iterable

from docx.oxml.xmlchemy import BaseOxmlElement

from reports.document import Align, Cell, Table
from reports.renderers import ooxml

JC = {Align.LEFT: "left", Align.CENTRE: "center", Align.RIGHT: "right", Align.JUSTIFY: "both"}
_CELL_PADDING = (0.53, 1)  # mm: 1.5 pt above and below


def table(table: Table, width: float, *, style: str) -> BaseOxmlElement:
    """`style` is that of the paragraphs in its cells."""
    widths = [column.width / table.width * width for column in table.columns]
    rows = [*_head_rows(table, style), *_body_rows(table, style)]
    return ooxml.table(widths, rows, padding=_CELL_PADDING, borders=True)


def _head_rows(table: Table, style: str) -> Iterable[ooxml.GridRow]:
    rows: list[dict[int, ooxml.GridCell]] = [{} for _ in table.head]
    for row, column, cell in table.placed_head:
        words = ooxml.paragraph(style, ooxml.run(cell.text, bold=cell.bold), align="center", keep_next=True)
        rows[row][column] = ooxml.GridCell((words,), cell.colspan, starts_rowspan=cell.rowspan > 1)
        for below in range(row + 1, row + cell.rowspan):
            covered = ooxml.paragraph(style, keep_next=True)
            rows[below][column] = ooxml.GridCell((covered,), cell.colspan, continues=True)
    for cells in rows:
        yield ooxml.GridRow(tuple(cells[column] for column in sorted(cells)), repeated=True)


def _body_rows(table: Table, style: str) -> Iterable[ooxml.GridRow]:
    for row in table.rows:
        yield ooxml.GridRow(
            tuple(
                _cell(cell, style, table.columns[column].align, bold=row.is_bold(cell))
                for column, cell in table.cells_with_columns(row)
            )
        )


def _cell(cell: Cell, style: str, align: Align, *, bold: bool) -> ooxml.GridCell:
    words = ooxml.paragraph(style, ooxml.run(cell.shown, bold=bold), align=JC[align])
    return ooxml.GridCell((words,), cell.colspan)
