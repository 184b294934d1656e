"""Giấy ngang có bảng (sổ, mục lục): a head, a table, who signs; the same as a PDF and as an Excel file."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.template.loader import render_to_string

from dossiers.printing import letterheads
from dossiers.printing.rendering import css
from portal import workbook
from portal.models import Unit
from portal.pdf import html_to_pdf
from portal.workbook import CONTENT_TYPE

__all__ = ["CONTENT_TYPE", "Column", "Sheet", "excel", "pdf"]


@dataclass(frozen=True)
class Column:
    """One column: its head, and its width in parts of a hundred."""

    head: str
    width: int


@dataclass(frozen=True)
class Sheet:
    """What stands on it; `notes` below the title, `form` in small type at the foot of each page."""

    title: str
    unit: Unit
    columns: Sequence[Column]
    rows: Sequence[Sequence[str]]
    notes: Sequence[str] = ()
    form: str = ""
    closing: str = ""
    signs: Sequence[str] = ()


def pdf(sheet: Sheet) -> bytes:
    above, own = letterheads.agency_lines(sheet.unit)
    context = {
        "sheet": sheet,
        "issuer": [line for line in (above, *own.split("\n")) if line],
        "places": range(1, len(sheet.columns) + 1),
    }
    return html_to_pdf(render_to_string("print/document_sheet.html", context), css=[css()])


def excel(sheet: Sheet) -> bytes:
    return workbook.workbook(sheet.title, [column.head for column in sheet.columns], sheet.rows)
