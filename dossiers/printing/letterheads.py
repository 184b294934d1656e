"""Đầu phiếu: which body and office a slip names, after the names of its time (NĐ 61/2018, NĐ 118/2025)."""

from datetime import date

from dossiers.models import Office
from portal.models import Unit, UnitKind

CENTRES_SINCE = date(2025, 7, 1)
"""Bộ phận Tiếp nhận và Trả kết quả became Trung tâm Phục vụ hành chính công (NĐ 118/2025/NĐ-CP)."""


def one_stop_name(unit: Unit, office: Office, day: date) -> str:
    """Tên Bộ phận Một cửa, as its administrator wrote it or as the law of the day calls it."""
    if office.one_stop_name:
        return office.one_stop_name
    if day >= CENTRES_SINCE or unit.kind == UnitKind.PROVINCE:
        return "Trung tâm Phục vụ hành chính công"
    return "Bộ phận Tiếp nhận và Trả kết quả"


def office_symbol(day: date) -> str:
    """What stands behind the number: `/TTPVHCC`, before the centres `/BPTNTKQ`."""
    return "TTPVHCC" if day >= CENTRES_SINCE else "BPTNTKQ"


def committee_of(unit: Unit) -> Unit:
    """The body with a People's Committee to which a unit belongs: itself, or what it is a division of."""
    while not unit.is_local_government and unit.parent is not None:
        unit = unit.parent
    return unit


def in_text(unit: Unit) -> str:
    """`xã Vĩnh Lâm`, but `Phường 1` (NĐ 30/2020, Phụ lục II, Mục III)."""
    if not unit.is_local_government or is_numbered(unit):
        return unit.name
    return unit.name[:1].lower() + unit.name[1:]


def is_numbered(unit: Unit) -> bool:
    return any(letter.isdigit() for letter in unit.short_name or unit.name)


def agency(unit: Unit) -> str:
    """Cơ quan giải quyết in a sentence: `Ủy ban nhân dân xã Vĩnh Lâm`; a division by its own name."""
    return f"Ủy ban nhân dân {in_text(unit)}" if unit.is_local_government else unit.name


def place(unit: Unit) -> str:
    """Địa danh: the name without its kind; a number needs the kind beside it (NĐ 30/2020, Mục II.4)."""
    body = committee_of(unit)
    return body.name if is_numbered(body) else body.short_name or body.name


def head_lines(unit: Unit, day: date) -> tuple[str, str]:
    """The head of an office's own lists and books, with its one-stop office as it is called that day."""
    return counter_lines(unit, one_stop_name(unit, Office.of(unit), day))


def counter_lines(unit: Unit, one_stop: str) -> tuple[str, str]:
    """Head of a form of the counter: `UBND XÃ VĨNH LÂM` above its one-stop office."""
    return f"UBND {committee_of(unit).name}".upper(), one_stop.upper()


def agency_lines(unit: Unit) -> tuple[str, str]:
    """Head of a form of the agency that resolves; a committee's own name stands on two lines."""
    if unit.is_local_government:
        return "", f"ỦY BAN NHÂN DÂN\n{unit.name}".upper()
    return f"UBND {committee_of(unit).name}".upper(), unit.name.upper()
