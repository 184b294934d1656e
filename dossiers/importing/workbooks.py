"""Sổ tính trả về: the refused rows to be corrected and sent again, and an empty sheet to begin with."""

import io
from datetime import datetime
from typing import Any

from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.styles import Alignment, Font, PatternFill
from openpyxl.utils import get_column_letter
from openpyxl.worksheet._write_only import WriteOnlyWorksheet
from openpyxl.worksheet.datavalidation import DataValidation

from dossiers.importing.columns import ONE_OF_EACH, REFUSAL, Column
from dossiers.importing.rows import from_stored
from dossiers.models import ImportBatch, RowKind
from dossiers.status import Channel, DossierStatus, Rating

CONTENT_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
_DATE, _TEXT = "dd/mm/yyyy hh:mm", "@"
_HEAD_FILL = PatternFill("solid", fgColor="E8F1F5")
_YES_NO = ("Có", "Không")
_CHOICES: dict[Column, tuple[str, ...]] = {
    Column.CHANNEL: ("Trực tuyến", *(channel.label for channel in Channel)),
    Column.STATUS: tuple(status.label for status in DossierStatus),
    Column.RATING: tuple(rating.label for rating in reversed(Rating)),
    Column.ELECTRONIC_RESULT: _YES_NO,
    Column.PAID_ONLINE: _YES_NO,
    Column.INTER_AGENCY: _YES_NO,
}
_FORMATS = dict.fromkeys(
    (Column.RECEIVED, Column.DUE, Column.FINISHED, Column.RETURNED), _DATE
) | dict.fromkeys((Column.CODE, Column.PROCEDURE_CODE, Column.NUMBER, Column.PHONE), _TEXT)
_DAY_HINT = "ngày/tháng/năm, có thể kèm giờ: 05/03/2024 08:30"
_HINTS: dict[Column, str] = {
    Column.CODE: "Bắt buộc. Mỗi hồ sơ một mã; nhập lại cùng mã là cập nhật hồ sơ ấy.",
    Column.PROCEDURE_CODE: "Mã quốc gia, ví dụ 1.001193; đuôi của tỉnh (.H50) được bỏ.",
    Column.PROCEDURE_NAME: "Tên đúng như trong danh mục, khi không có mã.",
    Column.FIELD: "Chỉ để đọc; lĩnh vực lấy theo thủ tục.",
    Column.CASE_TYPE: "Loại việc trong thủ tục, ví dụ loại hợp đồng được chứng thực.",
    Column.OWNER: "Để trống khi người nộp cũng là chủ hồ sơ.",
    Column.NUMBER: "12 chữ số, cột định dạng Văn bản để không mất số 0 ở đầu.",
    Column.CHANNEL: "Để trống là Trực tiếp. “Trực tuyến” lấy theo mức độ của thủ tục; nhận cả Mức độ 3, 4.",
    Column.RECEIVED: f"Bắt buộc; {_DAY_HINT}.",
    Column.DUE: f"Để trống khi trả ngay; {_DAY_HINT}.",
    Column.FINISHED: f"Khi hồ sơ đã xong, kể cả rút, dừng; {_DAY_HINT}. Trống thì lấy ngày trả.",
    Column.RETURNED: f"Khi đã trao kết quả; {_DAY_HINT}.",
    Column.STATUS: "Để trống thì suy từ các ngày.",
    Column.PAPERS: "Số nguyên.",
    Column.DIGITISED: "Số nguyên, không lớn hơn số phải số hóa.",
    Column.FEE: "Bằng đồng, ví dụ 50.000.",
}


def refused(batch: ImportBatch) -> bytes:
    """Dòng bị từ chối: the sheet's own columns and values, and why; corrected, it is imported as it is."""
    book = Workbook(write_only=True)
    sheet = book.create_sheet("Dòng bị từ chối")
    width = len(batch.headings)
    sheet.freeze_panes = "A2"
    sheet.column_dimensions[get_column_letter(width + 1)].width = 80
    sheet.append(_cell(sheet, heading, Font(bold=True)) for heading in (*batch.headings, REFUSAL))
    found = batch.rows.filter(kind=RowKind.REJECTED).values_list("cells", "findings", "number")
    for cells, findings, number in found.iterator(chunk_size=500):
        reason = " ".join(f"{finding['column']}: {finding['message']}" for finding in findings)
        values = [from_stored(cell) for cell in cells[:width]]
        blank = [None] * (width - len(values))
        sheet.append(_cell(sheet, value) for value in (*values, *blank, f"Dòng {number}. {reason}"))
    return _saved(book)


def template() -> bytes:
    """Bảng mẫu: the headings with formats and choices, and a page of hints."""
    book = Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.title = "Hồ sơ"
    sheet.freeze_panes = "A2"
    required = {column for group in ONE_OF_EACH for column in group}
    for place, column in enumerate(Column, start=1):
        letter = get_column_letter(place)
        head = sheet.cell(1, place, column.value)
        head.font, head.fill = Font(bold=True), _HEAD_FILL
        head.alignment = Alignment(wrap_text=True, vertical="top")
        sheet.column_dimensions[letter].width = 22 if column in required else 18
        sheet.column_dimensions[letter].number_format = _FORMATS.get(column, "General")
        if choices := _CHOICES.get(column):
            rule = DataValidation(
                "list", formula1=f'"{",".join(choices)}"', allow_blank=True, showErrorMessage=False
            )
            rule.add(f"{letter}2:{letter}5000")
            sheet.add_data_validation(rule)
    hints = book.create_sheet("Hướng dẫn")
    hints.column_dimensions["A"].width, hints.column_dimensions["B"].width = 28, 110
    for column in Column:
        hint = _HINTS.get(column) or (
            f"Một trong: {'; '.join(_CHOICES[column])}." if column in _CHOICES else ""
        )
        hints.append([column.value, hint])
    return _saved(book)


def _cell(sheet: WriteOnlyWorksheet, value: Any, font: Font | None = None) -> Any:
    """A cell whose text stays text, also where it begins like a formula."""
    cell = WriteOnlyCell(sheet, value=value)
    if isinstance(value, str):
        cell.data_type = "s"
    elif isinstance(value, datetime):
        cell.number_format = _DATE
    if font:
        cell.font = font
    return cell


def _saved(book: Workbook) -> bytes:
    file = io.BytesIO()
    book.save(file)
    return file.getvalue()
