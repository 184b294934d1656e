"""Dates, numbers and ratios as Vietnamese offices write them.

Official documents follow NĐ 30/2020/NĐ-CP, Phụ lục I; where the decree is silent, the habit of the
offices' own reports. Grouping by dots and a decimal comma: Luật Kế toán, Điều 12.
"""

from datetime import date
from decimal import ROUND_HALF_UP, Decimal

# A draft leaves room for what the document system fills in after signing.
GAP = "\u00a0" * 6
_LETTERS = "abcdđeghiklmnopqrstuvxy"
_ROMAN = ((100, "C"), (90, "XC"), (50, "L"), (40, "XL"), (10, "X"), (9, "IX"), (5, "V"), (4, "IV"), (1, "I"))


# Numbers


def integer(value: int) -> str:
    """1710 → `1.710`."""
    return f"{value:,d}".replace(",", ".")


def decimal(value: Decimal, places: int = 2) -> str:
    """Half up to a fixed number of places: 1234.5 → `1.234,50`."""
    rounded = value.quantize(Decimal(1).scaleb(-places), ROUND_HALF_UP)
    if not rounded:
        rounded = abs(rounded)  # -0,00 is a zero
    return f"{rounded:,f}".translate(str.maketrans(",.", ".,"))


def decimal_in_prose(value: Decimal, places: int = 2) -> str:
    """At most so many places, no trailing zeros: 78.50 → `78,5`; 70.00 → `70`."""
    written = decimal(value, places)
    return written.rstrip("0").rstrip(",") if "," in written else written


def count_in_prose(value: int) -> str:
    """Số lượng trong lời văn: under ten with a leading zero (`03 hồ sơ`), none is `0`. Not in table cells."""
    return f"{value:02d}" if 0 < value < 10 else integer(value)


def money(value: int) -> str:
    """5000000 → `5.000.000 đồng`."""
    return f"{integer(value)} đồng"


# Ratios


def percentage(part: int, whole: int) -> Decimal | None:
    """Tỷ lệ phần trăm to two decimals, half up, from the counts themselves; none where the whole is 0."""
    if whole == 0:
        return None
    hundredths = (2 * 10_000 * part + whole) // (2 * whole)
    return Decimal(hundredths).scaleb(-2)


def percent(value: Decimal) -> str:
    """In tables, always two decimals: 56.67 → `56,67%`; 70 → `70,00%`."""
    return f"{decimal(value)}%"


def percent_in_prose(value: Decimal) -> str:
    """In sentences: `70%`, `78,5%`, `83,72%`."""
    return f"{decimal_in_prose(value)}%"


def point_change_in_prose(before: Decimal, after: Decimal) -> str:
    """Mức tăng, giảm của một tỷ lệ, in percentage points: 83.61 → 87.68 is `tăng 4,07 điểm phần trăm`."""
    change = after - before
    if change == 0:
        return "không thay đổi"
    return f"{'tăng' if change > 0 else 'giảm'} {decimal_in_prose(abs(change))} điểm phần trăm"


# Dates


def day_in_text(day: date) -> str:
    """Ngày trong lời văn: the day in two digits, of the months only 1 and 2: `06/9/2023`, `18/01/2019`."""
    return f"{day.day:02d}/{_month(day)}/{day.year}"


def day_on_screen(day: date) -> str:
    """Ngày trên màn hình, of one width everywhere: `04/05/2023`."""
    return f"{day.day:02d}/{day.month:02d}/{day.year}"


def day_in_words(day: date) -> str:
    """`ngày 04 tháng 5 năm 2023` (Phụ lục I, Phần I, Mục II.4b: 0 before days under 10, months 1 and 2)."""
    return f"ngày {day.day:02d} tháng {_month(day)} năm {day.year}"


def blank_day_in_words(year: int) -> str:
    """The date of a draft, with room for day and month."""
    return f"ngày{GAP}tháng{GAP}năm {year}"


def _month(day: date) -> str:
    return f"{day.month:02d}" if day.month <= 2 else str(day.month)


# Numbering of documents and their parts


def document_number(number: int | None, symbol: str) -> str:
    """Số, ký hiệu văn bản: `05/BC-UBND`, `12/BC-UBND` (Mục II.3c: zero before numbers under 10)."""
    return f"{GAP if number is None else f'{number:02d}'}/{symbol}"


def roman(number: int) -> str:
    """Phần, mục lớn, phụ lục: 4 → `IV`."""
    if not 0 < number < 400:
        raise ValueError(f"no Roman number for {number}")
    written = ""
    for value, sign in _ROMAN:
        count, number = divmod(number, value)
        written += sign * count
    return written


def item_letter(index: int) -> str:
    """Điểm, in the order of the Vietnamese alphabet from index 1: a, b, c, d, đ, e, g, …"""
    if not 1 <= index <= len(_LETTERS):
        raise ValueError(f"no letter for item {index}")
    return _LETTERS[index - 1]


def masked_mailbox(address: str) -> str:
    """Enough of an e-mail address to tell two apart: `n…@example.vn`."""
    name, _, host = address.partition("@")
    return f"{name[:1]}…@{host}"
