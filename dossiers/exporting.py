"""Xuất danh sách hồ sơ: Excel and paper from the same columns; who took what about whom is kept."""

import io
from collections.abc import Sequence
from datetime import date
from typing import Any

from django.db import transaction
from django.template.loader import render_to_string
from django.utils import timezone

from dossiers import columns
from dossiers.columns import Column
from dossiers.models import DataExport, Dossier, DossierQuerySet, Purpose
from dossiers.privacy import Veil
from portal import audit, formats, pdf
from portal.errors import DomainError
from portal.models import User

MOST_ROWS = 20_000
MOST_ON_PAPER = 1_000
CONTENT_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@transaction.atomic
def take_out(
    found: DossierQuerySet, chosen: Sequence[Column], *, form: str, purpose: Purpose, by: User
) -> bytes:
    """The list as a file; `form` is `xlsx` or `pdf`. Refused where it is longer than a file may be."""
    most = MOST_ROWS if form == "xlsx" else MOST_ON_PAPER
    rows = list(
        found.select_related("procedure__field", "resolving_unit").defer("notes", "procedure__steps")[
            : most + 1
        ]
    )
    if len(rows) > most:
        raise DomainError(
            f"Danh sách dài hơn {formats.integer(most)} hồ sơ. "
            "Lọc bớt, ví dụ theo ngày tiếp nhận, rồi xuất từng phần."
        )
    veil = Veil(by)
    export = DataExport.objects.create(
        by=by,
        form=form,
        purpose=purpose,
        columns=[column.key for column in chosen],
        has_personal_data=any(column.person for column in chosen)
        and any(veil.is_lifted_for(dossier) for dossier in rows),
    )
    through = DataExport.dossiers.through
    through.objects.bulk_create(
        (through(dataexport_id=export.pk, dossier_id=dossier.pk) for dossier in rows), batch_size=1000
    )
    audit.record("dossier.exported", by=by, target=export, form=form, rows=len(rows), purpose=purpose)
    return _workbook(rows, chosen, veil) if form == "xlsx" else _paper(rows, chosen, veil, by)


def _workbook(rows: Sequence[Dossier], chosen: Sequence[Column], veil: Veil) -> bytes:
    """Numbers of people and phones stay text; a text that begins like a formula stays text too."""
    from openpyxl import Workbook
    from openpyxl.cell import WriteOnlyCell
    from openpyxl.styles import Font
    from openpyxl.utils import get_column_letter

    book = Workbook(write_only=True)
    sheet = book.create_sheet("Hồ sơ")
    sheet.freeze_panes = "B2"
    every = [columns.CODE, *chosen]
    for place, column in enumerate(every, start=1):
        sheet.column_dimensions[get_column_letter(place)].width = 60 if column.key == "thu-tuc" else 22

    def cell(value: Any, *, bold: bool = False) -> Any:
        made = WriteOnlyCell(sheet, value=value or None)
        if isinstance(value, str) and value:
            made.data_type, made.number_format = "s", "@"
        elif isinstance(value, date):
            made.number_format = "dd/mm/yyyy"
        elif isinstance(value, int):
            made.value, made.number_format = value, "#,##0"
        if bold:
            made.font = Font(bold=True)
        return made

    sheet.append([cell(column.label, bold=True) for column in every])
    for dossier in rows:
        sheet.append([cell(columns.value(column, dossier, veil)) for column in every])
    file = io.BytesIO()
    book.save(file)
    return file.getvalue()


def _paper(rows: Sequence[Dossier], chosen: Sequence[Column], veil: Veil, by: User) -> bytes:
    now = timezone.localtime()
    html = render_to_string(
        "print/dossier_list.html",
        {
            "unit": by.unit,
            "columns": chosen,
            "rows": [
                (dossier.code, [columns.cell(column, dossier, veil, now.date()) for column in chosen])
                for dossier in rows
            ],
            "by": by,
            "now": now,
        },
    )
    return pdf.html_to_pdf(html, css=["@page { size: A4 landscape; margin: 15mm 12mm; }"])
