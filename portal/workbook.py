"""Bảng tính một trang: a heading and rows, every cell as text so that no long number or code is ruined."""

import io
from collections.abc import Iterable, Sequence

CONTENT_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
_WIDEST = 60


def workbook(title: str, head: Sequence[str], rows: Iterable[Sequence[str]]) -> bytes:
    """An Excel file; its first line is the heading and stays in sight."""
    from openpyxl import Workbook
    from openpyxl.styles import Font
    from openpyxl.utils import get_column_letter

    book = Workbook()
    sheet = book.worksheets[0]
    sheet.title = title[:31]
    sheet.freeze_panes = "A2"
    widths = [len(name) for name in head]
    for number, row in enumerate([head, *rows], start=1):
        for column, value in enumerate(row, start=1):
            cell = sheet.cell(number, column, value)
            cell.number_format, cell.data_type = "@", "s"
            widths[column - 1] = max(widths[column - 1], len(value))
            if number == 1:
                cell.font = Font(bold=True)
    for column, width in enumerate(widths, start=1):
        sheet.column_dimensions[get_column_letter(column)].width = min(width, _WIDEST) + 2
    file = io.BytesIO()
    book.save(file)
    return file.getvalue()
