"""Sổ thu và bảng quyết toán on paper (A4) and as a sheet, from the same lines as the screen."""

import io
from typing import Any

from django.template.loader import render_to_string
from django.utils import timezone

from dossiers.fees.book import DayBook, Line, Settlement
from dossiers.fees.transfer import Transfer
from dossiers.models import Dossier
from dossiers.printing.letterheads import head_lines
from portal import pdf
from portal.models import Unit, User

_SMALL = "@page { size: A5; margin: 12mm; @top-center { content: none; } }"
_LANDSCAPE = ["@page { size: A4 landscape; margin: 15mm 12mm; }"]
HEADINGS = ("Số lượt", "Thu", "Hoàn trả, hủy", "Còn lại", "Trong đó phí", "Trong đó lệ phí")


def day_book_pdf(book: DayBook, *, by: User) -> bytes:
    context = {"book": book, "by": by, "now": timezone.localtime()} | _head(book.selection.unit)
    return pdf.html_to_pdf(render_to_string("print/cash_book.html", context), css=_LANDSCAPE)


def settlement_pdf(settlement: Settlement, *, by: User) -> bytes:
    context = {"settlement": settlement, "by": by, "headings": HEADINGS, "now": timezone.localtime()}
    context |= _head(settlement.selection.unit)
    return pdf.html_to_pdf(render_to_string("print/settlement.html", context), css=_LANDSCAPE)


def transfer_pdf(transfer: Transfer, dossier: Dossier) -> bytes:
    context = {"transfer": transfer, "dossier": dossier} | _head(transfer.office.unit)
    return pdf.html_to_pdf(render_to_string("print/transfer.html", context), css=[_SMALL])


def _head(unit: Unit) -> dict[str, Any]:
    return {"office_lines": head_lines(unit, timezone.localdate())}


def settlement_sheet(settlement: Settlement) -> bytes:
    """Codes and names are text, sums are numbers to go on with."""
    from openpyxl import Workbook
    from openpyxl.styles import Font

    book = Workbook()
    sheet = book.worksheets[0]
    sheet.title = "Quyết toán phí, lệ phí"
    sheet.column_dimensions["A"].width, sheet.column_dimensions["B"].width = 16, 70
    for letter in "CDEFGH":
        sheet.column_dimensions[letter].width = 16
    rows: list[tuple[list[Any], bool]] = [
        (["", f"Quyết toán phí, lệ phí, {settlement.quarter.label}"], True),
        (["", f"{settlement.selection.unit}; đơn vị tính: đồng"], False),
        (["Mã thủ tục", "Lĩnh vực, thủ tục", *HEADINGS], True),
    ]
    for group in settlement.fields:
        rows.append((["", group.name, *_numbers(group.total)], True))
        rows += [([line.left.behind.procedure, line.label, *_numbers(line)], False) for line in group.lines]
    rows.append((["", settlement.total.label, *_numbers(settlement.total)], True))
    for place, (values, bold) in enumerate(rows, start=1):
        for column, value in enumerate(values, start=1):
            cell = sheet.cell(place, column)
            cell.value = value
            if isinstance(value, str):
                cell.data_type, cell.number_format = "s", "@"
            else:
                cell.number_format = "#,##0"
            cell.font = Font(bold=bold)
    sheet.freeze_panes = "C4"
    file = io.BytesIO()
    book.save(file)
    return file.getvalue()


def _numbers(line: Line) -> list[int]:
    return [line.count, *(figure.amount for figure in line.figures)]
