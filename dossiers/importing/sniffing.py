"""Nhận diện tệp: what an uploaded file really is, whatever its name says, and whether it is safe to open."""

import codecs
import zipfile
import zlib
from collections.abc import Iterator
from enum import StrEnum
from pathlib import PurePath
from typing import IO

from portal.errors import DomainError

MAX_UPLOAD = 20 * 1024 * 1024
_MB = 1024 * 1024
_BLOCK = 1 * _MB
# A sheet of 200,000 full rows unpacks to less than this; a bomb to a thousand times its own size.
MAX_UNPACKED = 400 * _MB
MAX_STRINGS = 64 * _MB
MAX_OTHER_PART = 16 * _MB
MAX_RATIO = 150
_SMALL_PART = 2 * _MB
MAX_PARTS = 2_000
# Rows and texts are read one at a time: what stands between two of them is held in memory at once.
MAX_BETWEEN = 16 * _MB

_ZIP = b"PK\x03\x04"
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_ENCRYPTED = "EncryptedPackage".encode("utf-16-le")
_SAVE_AS_XLSX = (
    "Mở tệp bằng Excel, chọn Lưu thành (Save As), kiểu “Excel Workbook (*.xlsx)”, rồi tải lên lại."
)
_SAVE_AS_UTF8 = (
    "Trong Excel chọn Lưu thành (Save As), kiểu “CSV UTF-8 (Comma delimited) (*.csv)” "
    "hoặc “Excel Workbook (*.xlsx)”, rồi tải lên lại."
)


class UnreadableFile(DomainError):
    """The file as a whole cannot be taken in; nothing of it has been."""


class FileKind(StrEnum):
    XLSX = "xlsx"
    CSV = "csv"


def damaged(why: str = "") -> UnreadableFile:
    detail = f" ({why})" if why else ""
    return UnreadableFile(f"Tệp bị hỏng hoặc không phải bảng tính Excel{detail}. {_SAVE_AS_XLSX}")


def sniff(file: IO[bytes], name: str) -> FileKind:
    """The kind of a file by its content; what cannot be read is refused with what to do about it."""
    file.seek(0, 2)
    size = file.tell()
    file.seek(0)
    if size == 0:
        raise UnreadableFile("Tệp rỗng. Chọn lại tệp bảng tính (.xlsx) hoặc CSV (UTF-8).")
    if size > MAX_UPLOAD:
        raise UnreadableFile(
            f"Tệp lớn {size / _MB:.0f} MB, chỉ nhận đến {MAX_UPLOAD // _MB} MB. "
            "Chia bảng thành nhiều tệp (ví dụ theo quý) rồi tải lên từng tệp."
        )
    head = file.read(4096)
    file.seek(0)
    if head.startswith(_ZIP):
        _check_workbook(file)
        return FileKind.XLSX
    if head.startswith(_OLE):
        raise _old_office_file(file)
    if head.startswith(b"%PDF"):
        raise UnreadableFile(
            "Đây là tệp PDF, không phải bảng tính. Xuất dữ liệu ra Excel (.xlsx) rồi tải lên lại."
        )
    if head.lstrip(b"\xef\xbb\xbf \r\n\t")[:1] == b"<":
        raise UnreadableFile(f"Tệp mang tên bảng tính nhưng bên trong là trang web hoặc XML. {_SAVE_AS_XLSX}")
    if PurePath(name).suffix.lower() == ".xlsx":
        raise damaged()
    _check_text(file)
    return FileKind.CSV


def _old_office_file(file: IO[bytes]) -> UnreadableFile:
    if _ENCRYPTED in file.read():
        return UnreadableFile(
            "Tệp đặt mật khẩu nên không đọc được. "
            "Mở tệp bằng Excel, bỏ mật khẩu (Tệp › Thông tin › Bảo vệ sổ làm việc), lưu rồi tải lên lại."
        )
    return UnreadableFile(f"Tệp ở định dạng Excel cũ (.xls), không đọc được. {_SAVE_AS_XLSX}")


# Workbooks


def _check_workbook(file: IO[bytes]) -> None:
    """Look into the archive before any part of it is unpacked as a whole.

    The sizes of the directory hold: what is read of a part never exceeds the size it declares.
    """
    try:
        with zipfile.ZipFile(file) as archive:
            parts = archive.infolist()
            _check_parts(parts)
            for part in parts:
                if mark := _repeated(part.filename):
                    _check_stretches(archive, part, mark)
    except (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, ValueError) as error:
        raise damaged() from error
    finally:
        file.seek(0)


def _check_parts(parts: list[zipfile.ZipInfo]) -> None:
    names = {part.filename for part in parts}
    if "xl/workbook.bin" in names:
        raise UnreadableFile(f"Tệp ở định dạng Excel nhị phân (.xlsb), không đọc được. {_SAVE_AS_XLSX}")
    if "[Content_Types].xml" not in names or not any(name.startswith("xl/") for name in names):
        raise damaged("không có trang tính nào")
    if any(part.flag_bits & 1 for part in parts):
        raise UnreadableFile("Tệp nén có mật khẩu nên không đọc được. Bỏ mật khẩu rồi tải lên lại.")
    if (
        len(parts) > MAX_PARTS
        or sum(part.file_size for part in parts) > MAX_UNPACKED
        or any(_is_bomb(part) for part in parts)
    ):
        raise _bomb()


def _is_bomb(part: zipfile.ZipInfo) -> bool:
    name = part.filename.lower()
    if part.file_size > _SMALL_PART and part.file_size > MAX_RATIO * max(part.compress_size, 1):
        return True
    if name.endswith("sharedstrings.xml"):
        return part.file_size > MAX_STRINGS
    return not name.startswith("xl/worksheets/") and part.file_size > MAX_OTHER_PART


def _bomb() -> UnreadableFile:
    return UnreadableFile(
        "Tệp bung ra lớn bất thường nên bị chặn để bảo vệ hệ thống. "
        "Chép riêng vùng dữ liệu hồ sơ sang một sổ tính mới (dán giá trị, không kèm định dạng), "
        "lưu thành .xlsx rồi tải lên lại."
    )


def _repeated(name: str) -> bytes | None:
    """The tag that opens each of the pieces in which a part is read."""
    name = name.lower()
    if name.startswith("xl/worksheets/") and name.endswith(".xml"):
        return b"row"
    return b"si>" if name.endswith("sharedstrings.xml") else None


def _check_stretches(archive: zipfile.ZipFile, part: zipfile.ZipInfo, mark: bytes) -> None:
    """No piece of the part may be so long that reading it alone fills the memory."""
    stretch = 0
    for block in _blocks(archive, part):
        last = block.rfind(mark)
        if last < 0:
            stretch += len(block)
        else:
            if stretch + block.find(mark) > MAX_BETWEEN:
                raise _bomb()
            stretch = len(block) - last
        if stretch > MAX_BETWEEN:
            raise _bomb()


def _blocks(archive: zipfile.ZipFile, part: zipfile.ZipInfo) -> Iterator[bytes]:
    with archive.open(part) as source:
        while block := source.read(_BLOCK):
            yield block


# Text


def _check_text(file: IO[bytes]) -> None:
    """UTF-8 from the first to the last byte."""
    if file.read(2) in (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE):
        raise UnreadableFile(
            f"Tệp CSV ở bảng mã UTF-16 (“Unicode Text”), hệ thống đọc UTF-8. {_SAVE_AS_UTF8}"
        )
    file.seek(0)
    decoder = codecs.getincrementaldecoder("utf-8")()
    try:
        while block := file.read(_BLOCK):
            if b"\0" in block:
                raise damaged()
            decoder.decode(block)
        decoder.decode(b"", final=True)
    except UnicodeDecodeError as error:
        raise UnreadableFile(
            "Tệp CSV không ở bảng mã UTF-8 (có thể là Windows-1258, TCVN3 hoặc VNI), chữ có dấu sẽ sai. "
            + _SAVE_AS_UTF8
        ) from error
    finally:
        file.seek(0)
