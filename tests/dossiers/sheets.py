"""Makes workbooks and CSV files as offices have them, for tests of the import."""

import csv
import io
import re
import zipfile
from collections.abc import Sequence
from datetime import datetime
from pathlib import Path

from openpyxl import Workbook

from dossiers.importing.columns import Column

HEADINGS = [
    "Mã hồ sơ", "Mã TTHC", "Tên TTHC", "Lĩnh vực", "Người nộp", "Chủ hồ sơ", "Số định danh", "Địa chỉ",
    "Số điện thoại", "Kênh tiếp nhận", "Ngày tiếp nhận", "Ngày hẹn trả", "Ngày có kết quả",
    "Ngày trả kết quả", "Trạng thái", "Cán bộ tiếp nhận", "Số giấy tờ phải số hóa",
    "Số giấy tờ đã số hóa", "Kết quả điện tử", "Phí, lệ phí", "Thanh toán trực tuyến", "Liên thông",
    "Đánh giá",
]  # fmt: skip
TYPICAL = {
    "Mã hồ sơ": "H50.25-240315-0001",
    "Mã TTHC": "1.001193",
    "Tên TTHC": "Đăng ký khai sinh",
    "Người nộp": "Nguyễn Thị Hoa",
    "Số định danh": "045190001234",
    "Số điện thoại": "0912345678",
    "Kênh tiếp nhận": "Trực tiếp",
    "Ngày tiếp nhận": "15/03/2024 09:30",
    "Ngày hẹn trả": "18/03/2024 09:30",
    "Ngày có kết quả": "16/03/2024 10:00",
    "Ngày trả kết quả": "18/03/2024 08:00",
    "Trạng thái": "Đã trả kết quả",
    "Cán bộ tiếp nhận": "Lê Văn Nam",
    "Số giấy tờ phải số hóa": 2,
    "Số giấy tờ đã số hóa": 1,
    "Kết quả điện tử": "Có",
    "Phí, lệ phí": "8.000 đồng",
    "Thanh toán trực tuyến": "Không",
    "Liên thông": "Không",
    "Đánh giá": "Hài lòng",
}
"""A dossier for which nothing is wrong; tests say what differs."""


naive = datetime.fromisoformat
"""A day or moment as spreadsheets hold it: without a zone."""


def row(**cells) -> dict:
    """A typical row with some cells told otherwise, by the names in `Column`: `row(CODE="A-1", DUE=None)`."""
    return TYPICAL | {Column[name].value: value for name, value in cells.items()}


def workbook(
    path: Path,
    rows: Sequence[dict],
    *,
    headings: Sequence[str] = HEADINGS,
    above: Sequence[str] = (),
    title="Hồ sơ",
) -> Path:
    """An .xlsx file; `above` are lines over the headings, merged as offices like their titles."""
    book = Workbook()
    sheet = book.active
    sheet.title = title
    for line in above:
        sheet.append([line])
        sheet.merge_cells(start_row=sheet.max_row, end_row=sheet.max_row, start_column=1, end_column=8)
    sheet.append(list(headings))
    for cells in rows:
        sheet.append([cells.get(heading) for heading in headings])
    book.save(path)
    return path


def large_workbook(path: Path, rows, *, headings: Sequence[str] = HEADINGS) -> Path:
    """As `workbook`, for many rows in little memory; `rows` are dictionaries, one after the other."""
    book = Workbook(write_only=True)
    sheet = book.create_sheet("Hồ sơ")
    sheet.append(list(headings))
    for cells in rows:
        sheet.append([cells.get(heading) for heading in headings])
    book.save(path)
    return path


def csv_file(
    path: Path, rows: Sequence[dict], *, headings: Sequence[str] = HEADINGS, separator=",", encoding="utf-8"
) -> Path:
    with path.open("w", encoding=encoding, newline="") as file:
        writer = csv.writer(file, delimiter=separator)
        writer.writerow(headings)
        writer.writerows([cells.get(heading) for heading in headings] for cells in rows)
    return path


def replace_part(path: Path, name: str, change) -> Path:
    """Rewrite one part of a workbook's archive: `change` makes its new bytes from the old."""
    parts = {}
    with zipfile.ZipFile(path) as archive:
        for part in archive.namelist():
            parts[part] = archive.read(part)
    parts[name] = change(parts.get(name, b""))
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        for part, content in parts.items():
            archive.writestr(part, content)
    path.write_bytes(packed.getvalue())
    return path


def as_excel_saves(path: Path) -> Path:
    """Excel keeps the texts of a workbook in a part of their own; openpyxl may write them into the cells."""
    texts: list[bytes] = []

    def shared(cell: re.Match[bytes]) -> bytes:
        texts.append(cell[2])
        return cell[1] + b' t="s"><v>%d</v></c>' % (len(texts) - 1)

    inline = rb'(<c r="[A-Z]+[0-9]+"(?: s="[0-9]+")?) t="inlineStr"><is>(.*?)</is></c>'
    replace_part(path, "xl/worksheets/sheet1.xml", lambda old: re.sub(inline, shared, old))
    space = b'xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"'
    table = b"<sst %s>%s</sst>" % (space, b"".join(b"<si>%s</si>" % text for text in texts))
    replace_part(path, "xl/sharedStrings.xml", lambda old: table)
    kind = b"application/vnd.openxmlformats-officedocument.spreadsheetml.sharedStrings+xml"
    override = b'<Override PartName="/xl/sharedStrings.xml" ContentType="%s"/></Types>' % kind
    return replace_part(path, "[Content_Types].xml", lambda old: old.replace(b"</Types>", override))


def counts(said):
    return said["created"], said["updated"], said["unchanged"], len(said["rejected"])
