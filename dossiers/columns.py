"""Cột của danh sách hồ sơ: each defined once, for the screen, for Excel and for paper."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from dossiers.models import Dossier
from dossiers.privacy import HIDDEN, Veil
from dossiers.standing import standing
from portal import formats

Value = str | int | date | None


@dataclass(frozen=True)
class Column:
    """`value` is what Excel gets: a date, a number, or text; `person` marks what only some may read."""

    key: str
    label: str
    value: Callable[[Dossier], Value]
    person: bool = False
    is_usual: bool = False


def _name(dossier: Dossier) -> str:
    return dossier.owner_name


ALL: tuple[Column, ...] = (
    Column("chu", "Chủ hồ sơ", _name, person=True, is_usual=True),
    Column("nguoi-nop", "Người nộp", lambda dossier: dossier.applicant_name, person=True),
    Column("so-dinh-danh", "Số định danh", lambda dossier: dossier.personal_number, person=True),
    Column("dien-thoai", "Điện thoại", lambda dossier: dossier.phone, person=True),
    Column("dia-chi", "Địa chỉ", lambda dossier: dossier.address, person=True),
    Column("thu-tuc", "Thủ tục", lambda dossier: dossier.procedure.name, is_usual=True),
    Column("ma-thu-tuc", "Mã thủ tục", lambda dossier: dossier.procedure.code),
    Column("linh-vuc", "Lĩnh vực", lambda dossier: dossier.procedure.field.name),
    Column("don-vi", "Đơn vị giải quyết", lambda dossier: dossier.resolving_unit.name, is_usual=True),
    Column("kenh", "Kênh", lambda dossier: dossier.get_channel_display()),
    Column("tiep-nhan", "Tiếp nhận", lambda dossier: dossier.received_on, is_usual=True),
    Column("hen-tra", "Hẹn trả", lambda dossier: dossier.due_on, is_usual=True),
    Column("trang-thai", "Trạng thái", lambda dossier: dossier.get_status_display(), is_usual=True),
    Column("co-ket-qua", "Có kết quả", lambda dossier: dossier.finished_on),
    Column("tra-ket-qua", "Trả kết quả", lambda dossier: dossier.returned_on),
    Column("can-bo", "Cán bộ tiếp nhận", lambda dossier: dossier.officer_name),
    Column("phi", "Phí, lệ phí (đồng)", lambda dossier: dossier.fee),
)
CODE = Column("ma", "Mã hồ sơ", lambda dossier: dossier.code)
"""Stands first in every list and cannot be left out."""
BY_KEY = {column.key: column for column in ALL}
USUAL = tuple(column.key for column in ALL if column.is_usual)


def chosen(keys: Iterable[str]) -> list[Column]:
    """The columns of these keys, in the order of the catalogue; the usual ones where none is known."""
    wanted = {key for key in keys if key in BY_KEY} or set(USUAL)
    return [column for column in ALL if column.key in wanted]


def value(column: Column, dossier: Dossier, veil: Veil) -> Value:
    """What this officer may have of it: people beyond the desk roles' reach stay masked."""
    if not column.person or veil.is_lifted_for(dossier):
        return column.value(dossier)
    return dossier.masked_name if column.value is _name else HIDDEN


@dataclass(frozen=True)
class Cell:
    """One cell on the screen: the text, and under it a note with the kind that colours it."""

    label: str
    text: str
    note: str = ""
    kind: str = ""
    is_number: bool = False
    is_short: bool = True


def cell(column: Column, dossier: Dossier, veil: Veil, today: date) -> Cell:
    """As a list shows it; the due day with where the dossier stands."""
    found: Any = value(column, dossier, veil)
    if isinstance(found, date):
        text = formats.day_on_screen(found)
    elif isinstance(found, int):
        text = formats.integer(found)
    else:
        text = found or ""
    if column.key == "hen-tra":
        stands = standing(dossier, today)
        return Cell(column.label, text, stands.words, stands.kind)
    is_long = column.key in {"thu-tuc", "dia-chi"}
    return Cell(column.label, text, is_number=isinstance(found, int), is_short=not is_long)
