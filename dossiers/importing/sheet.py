"""Bảng tính: a workbook or CSV file as numbered rows below its heading row, read one at a time."""

import csv
import io
import warnings
import zipfile
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from itertools import islice
from typing import IO
from xml.etree.ElementTree import ParseError

from lxml.etree import XMLSyntaxError
from openpyxl import load_workbook
from openpyxl.utils.exceptions import InvalidFileException

from dossiers.importing import columns
from dossiers.importing.columns import Headings
from dossiers.importing.sniffing import FileKind, UnreadableFile, damaged, sniff
from portal import formats

# Styles and extensions that a reader can do without.
warnings.filterwarnings("ignore", category=UserWarning, module="openpyxl")

Cells = tuple[object, ...]
NumberedRows = Iterator[tuple[int, Cells]]

MAX_ROWS = 200_000
MAX_COLUMNS = 200
LAST_SHEET_ROW = 1_048_576
_LOOKED_THROUGH = 100
"""The heading row is looked for in so many rows: above it stand titles, the unit and the period."""
# What openpyxl and what it stands on raise on a file that is broken inside.
BROKEN = (
    InvalidFileException, zipfile.BadZipFile, zlib.error, EOFError, ParseError, XMLSyntaxError,
    KeyError, IndexError, TypeError, ValueError, AttributeError, OverflowError, NotImplementedError, OSError,
)  # fmt: skip


@dataclass
class Sheet:
    """The headings, and the rows below them that hold anything, each with the number that Excel shows."""

    headings: Headings
    rows: NumberedRows
    expected: int
    """About how many rows there are, for a progress bar; 0 when the file does not say."""


@contextmanager
def opened(file: IO[bytes], name: str) -> Iterator[Sheet]:
    """The first sheet that has a heading row. Raises `UnreadableFile`, also while rows are read."""
    if sniff(file, name) == FileKind.CSV:
        with _opened_csv(file) as sheet:
            yield sheet
        return
    try:
        workbook = load_workbook(file, read_only=True, data_only=True, keep_links=False)
    except BROKEN as error:
        raise damaged() from error
    try:
        visible = [sheet for sheet in workbook.worksheets if sheet.sheet_state == "visible"]
        looked_at: list[str] = []
        for page in visible or workbook.worksheets:
            expected = page.max_row or 0
            page.reset_dimensions()  # what a file says of its own size may be wrong
            rows = _guarded(enumerate(page.iter_rows(max_col=MAX_COLUMNS + 1, values_only=True), start=1))
            headings = _find_headings(rows, looked_at)
            if headings is not None:
                yield Sheet(headings, _body(rows, headings), min(expected, MAX_ROWS))
                return
        raise _no_headings(looked_at)
    finally:
        workbook.close()


def _guarded(rows: NumberedRows) -> NumberedRows:
    """The rows of a workbook, with damage inside it told in words."""
    while True:
        try:
            number, cells = next(rows)
        except StopIteration:
            return
        except BROKEN as error:
            raise damaged() from error
        yield number, cells


def _body(rows: NumberedRows, headings: Headings) -> NumberedRows:
    """The rows that hold anything, as wide as the headings, as long as there are not too many."""
    width = len(headings.texts)
    count = 0
    for number, cells in rows:
        if number > LAST_SHEET_ROW:
            raise damaged("số dòng vượt quá giới hạn của Excel")
        if cells.count(None) == len(cells) or cells.count(None) + cells.count("") == len(cells):
            continue
        count += 1
        if count > MAX_ROWS:
            raise UnreadableFile(
                f"Bảng có hơn {formats.integer(MAX_ROWS)} dòng hồ sơ. "
                "Chia thành nhiều tệp (ví dụ theo quý) rồi tải lên từng tệp."
            )
        yield number, cells[:width]


def _find_headings(rows: NumberedRows, looked_at: list[str]) -> Headings | None:
    """Read on to the heading row. `looked_at` gathers what the best of the other rows would need."""
    best: tuple[int, str] | None = None
    for number, cells in islice(rows, _LOOKED_THROUGH):
        headings = columns.read(cells)
        lacking = columns.missing(headings)
        if not lacking:
            if any(cell is not None for cell in cells[MAX_COLUMNS:]):
                raise UnreadableFile(
                    f"Bảng có hơn {MAX_COLUMNS} cột. Chỉ giữ các cột của hồ sơ, xóa cột thừa rồi tải lên lại."
                )
            return headings
        if columns.is_before_unicode(cells):
            raise UnreadableFile(
                f"Chữ ở dòng {number} dùng phông cũ (TCVN3, .VnTime). "
                "Chuyển bảng sang Unicode (ví dụ bằng UniKey, phím Ctrl+Shift+F6) rồi tải lên lại."
            )
        if headings.at and (best is None or len(headings.at) > best[0]):
            best = len(headings.at), f"dòng {number} còn thiếu cột {' và '.join(lacking)}"
    if best is not None:
        looked_at.append(best[1])
    return None


def _no_headings(looked_at: list[str]) -> UnreadableFile:
    detail = f" Gần đúng nhất: {looked_at[0]}." if looked_at else ""
    return UnreadableFile(
        f"Không thấy dòng tiêu đề trong {_LOOKED_THROUGH} dòng đầu. Dòng tiêu đề cần ít nhất các cột "
        f"“Mã hồ sơ” (hoặc “Số hồ sơ”), “Tên TTHC” hoặc “Mã TTHC”, và “Ngày tiếp nhận”.{detail} Xem bảng mẫu."
    )


# CSV


@contextmanager
def _opened_csv(file: IO[bytes]) -> Iterator[Sheet]:
    """The separator with which a heading row appears: Excel writes `;` where `,` is the decimal sign."""
    lines = sum(block.count(b"\n") for block in iter(lambda: file.read(1 << 20), b""))
    text = io.TextIOWrapper(file, encoding="utf-8-sig", newline="")
    looked_at: list[str] = []
    try:
        for separator in ",;\t":
            text.seek(0)
            rows = _csv_rows(text, separator)
            headings = _find_headings(rows, looked_at)
            if headings is not None:
                yield Sheet(headings, _body(rows, headings), min(lines, MAX_ROWS))
                return
        raise _no_headings(looked_at)
    finally:
        text.detach()


def _csv_rows(text: io.TextIOWrapper, separator: str) -> NumberedRows:
    """An empty line is a row too, as it is when the file is opened in Excel."""
    reader = csv.reader(text, delimiter=separator)
    try:
        for number, cells in enumerate(reader, start=1):
            yield number, tuple(cell or None for cell in cells)
    except csv.Error as error:
        raise UnreadableFile(
            f"Tệp CSV sai cấu trúc ở dòng {reader.line_num} (thường do thiếu dấu ngoặc kép đóng). "
            "Mở lại bằng Excel, lưu thành .xlsx rồi tải lên lại."
        ) from error
