"""Tiêu đề cột: the columns of the import sheet and how the headings of real sheets are matched to them."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum

from portal.text import fold, one_line

_IN_BRACKETS = re.compile(r"\(.*?\)")
_NOT_A_WORD = re.compile(r"[^a-z0-9]+")


class Column(StrEnum):
    CODE = "Mã hồ sơ"
    PROCEDURE_CODE = "Mã TTHC"
    PROCEDURE_NAME = "Tên TTHC"
    FIELD = "Lĩnh vực"
    CASE_TYPE = "Loại việc"
    APPLICANT = "Người nộp"
    OWNER = "Chủ hồ sơ"
    NUMBER = "Số định danh"
    ADDRESS = "Địa chỉ"
    PHONE = "Số điện thoại"
    CHANNEL = "Kênh tiếp nhận"
    RECEIVED = "Ngày tiếp nhận"
    DUE = "Ngày hẹn trả"
    FINISHED = "Ngày có kết quả"
    RETURNED = "Ngày trả kết quả"
    STATUS = "Trạng thái"
    OFFICER = "Cán bộ tiếp nhận"
    PAPERS = "Số giấy tờ phải số hóa"
    DIGITISED = "Số giấy tờ đã số hóa"
    ELECTRONIC_RESULT = "Kết quả điện tử"
    FEE = "Phí, lệ phí"
    PAID_ONLINE = "Thanh toán trực tuyến"
    INTER_AGENCY = "Liên thông"
    RATING = "Đánh giá"


ALIASES: dict[Column, tuple[str, ...]] = {
    Column.CODE: ("Số hồ sơ", "Mã số hồ sơ", "Số biên nhận"),
    Column.PROCEDURE_CODE: ("Mã thủ tục", "Mã thủ tục hành chính", "Mã số TTHC"),
    Column.PROCEDURE_NAME: ("Tên thủ tục", "Tên thủ tục hành chính", "Thủ tục hành chính", "Thủ tục"),
    Column.APPLICANT: ("Người nộp hồ sơ", "Tên người nộp", "Họ tên người nộp", "Họ và tên người nộp"),
    Column.OWNER: ("Tên chủ hồ sơ", "Họ tên chủ hồ sơ", "Họ và tên chủ hồ sơ"),
    Column.NUMBER: ("Số định danh cá nhân", "Số CCCD", "CCCD", "Số CMND/CCCD", "Số căn cước"),
    Column.PHONE: ("Điện thoại", "SĐT", "Số ĐT"),
    Column.CHANNEL: ("Hình thức tiếp nhận", "Hình thức nộp", "Kênh nộp", "Cách thức nộp"),
    Column.RECEIVED: ("Ngày nhận", "Ngày giờ tiếp nhận", "Thời gian tiếp nhận", "Ngày tiếp nhận hồ sơ"),
    Column.DUE: ("Ngày hẹn trả kết quả", "Ngày hẹn", "Hạn trả kết quả", "Hạn trả"),
    Column.FINISHED: ("Ngày xử lý xong", "Ngày kết thúc xử lý", "Ngày hoàn thành"),
    Column.RETURNED: ("Ngày trả",),
    Column.STATUS: ("Trạng thái hồ sơ", "Tình trạng", "Tình trạng hồ sơ"),
    Column.OFFICER: ("Người tiếp nhận", "Công chức tiếp nhận"),
    Column.FEE: ("Phí lệ phí", "Phí/lệ phí"),
    Column.INTER_AGENCY: ("Hồ sơ liên thông",),
    Column.RATING: ("Mức độ hài lòng",),
}
REFUSAL = "Lý do từ chối"
"""The column that the workbook of refused rows adds; when it comes back it says nothing."""
_RUNNING_NUMBER = ("STT", "TT", "Số thứ tự")
ONE_OF_EACH = ((Column.CODE,), (Column.PROCEDURE_CODE, Column.PROCEDURE_NAME), (Column.RECEIVED,))
"""A row is the heading row when it has one column of each group."""


def key(text: str) -> str:
    """What two ways of writing the same heading have in common: no case, accents, spaces or punctuation."""
    return _NOT_A_WORD.sub("", fold(text))


_MEANINGS = {key(name): column for column in Column for name in (column, *ALIASES.get(column, ()))}
_SAY_NOTHING = {key(name) for name in (REFUSAL, *_RUNNING_NUMBER)}
# “Mã hồ sơ”, “Ngày tiếp nhận” as fonts before Unicode (TCVN3) write them.
_TCVN3 = ("M· hå s¬", "Sè hå s¬", "Ngµy tiÕp nhËn", "Tªn TTHC", "Tªn thñ tôc")


def meaning(heading: str) -> Column | None:
    """`Phí, lệ phí (đồng)` means the same as `Phí, lệ phí`."""
    return _MEANINGS.get(key(heading)) or _MEANINGS.get(key(_IN_BRACKETS.sub("", heading)))


@dataclass(frozen=True)
class Headings:
    """Where each column stands in one sheet; `others` are the columns that are kept as notes."""

    texts: tuple[str, ...]
    at: dict[Column, int]
    others: dict[int, str]

    def named(self, column: Column) -> str:
        """The heading as the sheet writes it."""
        place = self.at.get(column)
        return self.texts[place] if place is not None else column.value


def read(cells: Iterable[object]) -> Headings:
    """The headings of a row, whether or not it turns out to be the heading row."""
    texts = tuple(one_line(cell) if isinstance(cell, str) else "" for cell in cells)
    at: dict[Column, int] = {}
    others: dict[int, str] = {}
    for place, text in enumerate(texts):
        column = meaning(text)
        if column is not None and column not in at:
            at[column] = place
        elif text and key(text) not in _SAY_NOTHING:
            others[place] = _apart(text, others.values())
    return Headings(texts[: _width(texts)], at, others)


def _width(texts: tuple[str, ...]) -> int:
    return max((place for place, text in enumerate(texts, start=1) if text), default=0)


def _apart(text: str, taken: Iterable[str]) -> str:
    """A name of its own for a heading that stands twice: `Ghi chú`, `Ghi chú (2)`."""
    taken = set(taken)
    name, number = text[:100], 1
    while name in taken:
        number += 1
        name = f"{text[:100]} ({number})"
    return name


def missing(headings: Headings) -> list[str]:
    """What the row would need to be the heading row, in words."""
    return [
        " hoặc ".join(f"“{column}”" for column in group)
        for group in ONE_OF_EACH
        if not any(column in headings.at for column in group)
    ]


def is_before_unicode(cells: Sequence[object]) -> bool:
    return any(isinstance(cell, str) and cell.strip() in _TCVN3 for cell in cells)
