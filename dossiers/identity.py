"""Căn cước: what the card's QR code says, and what a personal number says of its bearer.

Text of the chip card: `number|old number or empty|name|birth ddmmyyyy|Nam/Nữ|address|issue ddmmyyyy`, newer
cards with more fields. A reading is shown and compared, and never refused: scanners garble names where a
Vietnamese input method is on, and people registered abroad have other codes.
"""

import re
from dataclasses import dataclass
from datetime import date

from portal.text import fold, one_line

_FIELDS = 6
"""A card without an issue date still counts; further fields of newer cards are left aside."""
_FORMER_PROVINCES = frozenset(
    int(code)
    for line in (
        "01 02 04 06 08 10 11 12 14 15 17 19 20 22 24 25 26 27 30 31 33 34 35 36 37 38 40 42 44 45 46 48",
        "49 51 52 54 56 58 60 62 64 66 67 68 70 72 74 75 77 79 80 82 83 84 86 87 89 91 92 93 94 95 96",
    )
    for code in line.split()
)
"""The 63 provinces before 01/7/2025: the first three digits tell where the birth was registered."""
_SEXES = {"nam": "Nam", "nu": "Nữ"}


@dataclass(frozen=True)
class Card:
    """What was read, as written on the card, with what does not fit together."""

    number: str
    former_number: str
    name: str
    born_on: date | None
    sex: str
    address: str
    issued_on: date | None
    warnings: tuple[str, ...]


def read_card(text: str) -> Card | None:
    """The card behind a scanned text; None where the text is no card."""
    fields = [one_line(field) for field in text.strip().split("|")]
    if len(fields) < _FIELDS or not re.fullmatch(r"\d{12}", fields[0]):
        return None
    number, former, name, born, sex, address = fields[:_FIELDS]
    born_on, sex = _day(born), _SEXES.get(fold(sex), "")
    warnings = list(number_warnings(number, born_on=born_on, sex=sex))
    if born_on is None:
        warnings.append(f"Không đọc được ngày sinh “{born}” trên thẻ.")
    if not sex:
        warnings.append("Không đọc được giới tính trên thẻ.")
    if re.search(r"[\d^~`\[\]{};]", name):
        warnings.append("Tên đọc từ thẻ có ký tự lạ: tắt bộ gõ tiếng Việt rồi quét lại, hoặc sửa bằng tay.")
    issued_on = _day(fields[_FIELDS]) if len(fields) > _FIELDS else None
    return Card(number, former, name, born_on, sex, address, issued_on, tuple(warnings))


def number_warnings(number: str, *, born_on: date | None = None, sex: str = "") -> tuple[str, ...]:
    """What a 12-digit personal number contradicts (NĐ 137/2015/NĐ-CP). No check digit: these only warn.

    Digits 1–3 are the province of birth registration, 4 the century and the sex, 5–6 the year of birth.
    """
    if not re.fullmatch(r"\d{12}", number):
        return (f"Số định danh “{number}” không đủ 12 chữ số.",)
    warnings = []
    if int(number[:3]) not in _FORMER_PROVINCES:
        warnings.append(f"Ba số đầu {number[:3]} không phải mã tỉnh nào: kiểm tra lại số định danh.")
    century, year = 19 + int(number[3]) // 2, int(number[4:6])
    if born_on is not None and born_on.year != 100 * century + year:
        warnings.append(f"Số định danh cho năm sinh {100 * century + year}, ngày sinh ghi {born_on.year}.")
    told = "Nữ" if int(number[3]) % 2 else "Nam"
    if sex and sex != told:
        warnings.append(f"Số định danh của người {told.lower()}, giới tính ghi {sex.lower()}.")
    return tuple(warnings)


def _day(text: str) -> date | None:
    """A day written ddmmyyyy."""
    if not re.fullmatch(r"\d{8}", text):
        return None
    try:
        return date(int(text[4:]), int(text[2:4]), int(text[:2]))
    except ValueError:
        return None
