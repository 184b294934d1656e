"""Danh mục trong bảng tính: three sheets (procedures, papers, fees), written as a template and read back."""

import io
from collections.abc import Iterable, Iterator, Mapping
from typing import IO, Any

from dossiers.importing.sheet import BROKEN
from dossiers.importing.sniffing import FileKind, UnreadableFile, damaged, sniff
from dossiers.models import FeeKind, ServiceLevel, TimeUnit
from dossiers.revisions.content import LINES, Content
from portal.text import fold

Raw = dict[str, Any]
PROCEDURES, PAPERS, FEES, HINTS = "Thủ tục", "Giấy tờ", "Phí, lệ phí", "Hướng dẫn"
MOST_ROWS = 20_000
_CODE = {"code": "Mã thủ tục"}
COLUMNS = {
    PROCEDURES: _CODE
    | {
        "name": "Tên thủ tục", "field": "Lĩnh vực", "service_level": "Mức độ dịch vụ công",
        "time_value": "Thời hạn", "time_unit": "Đơn vị thời hạn",
        "same_day_if_before": "Trả trong ngày nếu nhận trước", "authority": "Cơ quan thực hiện",
        "result": "Kết quả",
    }
    | LINES,
    PAPERS: _CODE
    | {
        "name": "Tên giấy tờ", "originals": "Bản chính", "copies": "Bản sao", "form": "Mẫu",
        "required": "Bắt buộc",
    },
    FEES: _CODE | {"kind": "Loại", "amount": "Mức thu (đồng)", "note": "Ghi chú"},
}  # fmt: skip
_HINTS = (
    ("Mã thủ tục", "Mã quốc gia, ví dụ 1.001193; nối các dòng giấy tờ, phí với thủ tục."),
    ("Lĩnh vực", "Tên hoặc mã lĩnh vực đang có trong danh mục."),
    ("Mức độ dịch vụ công", f"Một trong: {'; '.join(ServiceLevel.labels)}."),
    ("Thời hạn, đơn vị", f"Số, và một trong: {'; '.join(TimeUnit.labels)}. Không quy định: để trống cả hai."),
    ("Trình tự, điều kiện, căn cứ, đối tượng", "Mỗi dòng trong ô (Alt+Enter) là một ý."),
    ("Bắt buộc", "Có hoặc Không."),
    ("Loại", f"{' hoặc '.join(FeeKind.labels)}; mức thu để trống nếu theo quy định của tỉnh."),
    ("Thủ tục không có trong tệp", "Được giữ nguyên, trừ khi đánh dấu bãi bỏ ở bước xem trước."),
)  # fmt: skip


def write(contents: Mapping[str, Content], fields: Mapping[str, str]) -> bytes:
    """The sheets of these procedures; of none, the template. Every cell is text: no code is ruined."""
    from openpyxl import Workbook
    from openpyxl.styles import Alignment, Font
    from openpyxl.utils import get_column_letter

    book = Workbook()
    book.remove(book.worksheets[0])
    for title, rows in _tables(contents, fields).items():
        sheet = book.create_sheet(title)
        sheet.freeze_panes = "A2"
        for number, row in enumerate(rows, start=1):
            for column, value in enumerate(row, start=1):
                cell = sheet.cell(number, column, str(value))
                cell.number_format, cell.data_type = "@", "s"
                cell.alignment = Alignment(wrap_text=True, vertical="top")
                if number == 1:
                    cell.font = Font(bold=True)
        for column in range(1, sheet.max_column + 1):
            sheet.column_dimensions[get_column_letter(column)].width = 40 if column > 1 else 16
    file = io.BytesIO()
    book.save(file)
    return file.getvalue()


def _tables(contents: Mapping[str, Content], fields: Mapping[str, str]) -> dict[str, list[list[Any]]]:
    """Each sheet's rows, the heading first."""
    tables = {title: [list(columns.values())] for title, columns in COLUMNS.items()}
    for code, content in contents.items():
        level, unit = content["service_level"], content["time_unit"]
        words = content | {
            "code": code,
            "field": fields.get(content["field"], content["field"]),
            "service_level": ServiceLevel(level).label,
            "time_value": "" if content["time_value"] is None else content["time_value"],
            "time_unit": TimeUnit(unit).label if unit else "",
            **{key: "\n".join(content[key]) for key in LINES},
        }
        tables[PROCEDURES].append([words[key] for key in COLUMNS[PROCEDURES]])
        for paper in content["components"]:
            said = paper | {"code": code, "required": "Có" if paper["required"] else "Không"}
            tables[PAPERS].append([said[key] for key in COLUMNS[PAPERS]])
        for fee in content["fees"]:
            amount = "" if fee["amount"] is None else fee["amount"]
            said = fee | {"code": code, "kind": FeeKind(fee["kind"]).label, "amount": amount}
            tables[FEES].append([said[key] for key in COLUMNS[FEES]])
    tables[HINTS] = [["Cột", "Cách ghi"], *(list(hint) for hint in _HINTS)]
    return tables


def read(file: IO[bytes], name: str) -> list[tuple[str, Raw]]:
    """Each procedure of the file with the place where it stands; papers and fees are put to theirs."""
    from openpyxl import load_workbook

    if sniff(file, name) != FileKind.XLSX:
        raise UnreadableFile("Danh mục nhận tệp Excel (.xlsx) theo bảng mẫu, hoặc tệp JSON.")
    try:
        book = load_workbook(file, read_only=True, data_only=True, keep_links=False)
        try:
            sheets = {fold(sheet.title): sheet for sheet in book.worksheets}
            tables = {title: list(_rows(sheets.get(fold(title)), title)) for title in COLUMNS}
        finally:
            book.close()
    except BROKEN as error:
        raise damaged() from error
    return _joined(tables)


def _joined(tables: dict[str, list[tuple[int, Raw]]]) -> list[tuple[str, Raw]]:
    found = []
    for number, row in tables[PROCEDURES]:
        rows = {"components": tables[PAPERS], "fees": tables[FEES]}
        own = {key: [one for _, one in lines if one["code"] == row["code"]] for key, lines in rows.items()}
        lists = {key: str(row[key]).splitlines() for key in LINES}
        found.append((f"Dòng {number}", row | lists | own))
    known = {row["code"] for _, row in tables[PROCEDURES]}
    for title in (PAPERS, FEES):
        for number, row in tables[title]:
            if row["code"] not in known:
                found.append((f"Trang “{title}”, dòng {number}", {"code": row["code"], "stray": title}))
    return found


def _rows(sheet: Any, title: str) -> Iterator[tuple[int, Raw]]:
    """The rows that hold anything, by the names of the columns; a sheet of papers or fees may be missing."""
    if sheet is None:
        if title == PROCEDURES:
            raise UnreadableFile(f"Tệp không có trang “{title}”. Xem bảng mẫu.")
        return
    sheet.reset_dimensions()
    rows = enumerate(sheet.iter_rows(max_col=40, values_only=True), start=1)
    _, head = next(rows, (1, ()))
    at = {fold(str(cell)): place for place, cell in enumerate(head) if cell is not None}
    missing = [label for label in COLUMNS[title].values() if fold(label) not in at]
    if missing:
        raise UnreadableFile(f"Trang “{title}” thiếu cột {', '.join(missing)}. Xem bảng mẫu.")
    for count, (number, cells) in enumerate(_filled(rows)):
        if count == MOST_ROWS:
            raise UnreadableFile(f"Trang “{title}” có hơn {MOST_ROWS} dòng. Chia thành nhiều tệp.")
        places = {key: at[fold(label)] for key, label in COLUMNS[title].items()}
        yield (
            number,
            {key: _text(cells[place] if place < len(cells) else None) for key, place in places.items()},
        )


def _filled(rows: Iterable[tuple[int, tuple[Any, ...]]]) -> Iterator[tuple[int, tuple[Any, ...]]]:
    return ((number, cells) for number, cells in rows if any(cell not in (None, "") for cell in cells))


def _text(value: Any) -> str:
    if value is None:
        return ""
    if isinstance(value, float) and value.is_integer():
        value = int(value)
    if hasattr(value, "strftime") and not hasattr(value, "year"):
        return str(value.strftime("%H:%M"))
    return str(value).strip()
