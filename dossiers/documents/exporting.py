"""Xuất danh sách văn bản: the list as it is filtered, as an Excel file of texts."""

from collections.abc import Iterator
from datetime import date

from django.db import transaction

from dossiers.documents.status import Direction
from dossiers.models import OfficialDocument, OfficialQuerySet
from portal import audit, formats, workbook
from portal.errors import DomainError
from portal.models import User
from portal.workbook import CONTENT_TYPE

MOST_ROWS = 20_000
_IN = (
    "Số đến", "Ngày đến", "Số, ký hiệu", "Ngày ban hành", "Cơ quan ban hành", "Loại", "Trích yếu", "Độ khẩn",
    "Trạng thái", "Ngày xong",
)  # fmt: skip
_OUT = (
    "Số, ký hiệu", "Ngày ban hành", "Loại", "Trích yếu", "Người ký", "Nơi nhận", "Người soạn", "Trạng thái",
    "Ký số",
)  # fmt: skip

__all__ = ["CONTENT_TYPE", "MOST_ROWS", "take_out"]


@transaction.atomic
def take_out(found: OfficialQuerySet, *, direction: Direction, by: User) -> bytes:
    """The file; refused where it is longer than a file may be."""
    rows = list(found.select_related("kind", "author")[: MOST_ROWS + 1])
    if len(rows) > MOST_ROWS:
        raise DomainError(
            f"Danh sách dài hơn {formats.integer(MOST_ROWS)} văn bản. Lọc bớt, ví dụ theo ngày, rồi xuất."
        )
    audit.record("document.exported", by=by, unit=by.unit, direction=direction, rows=len(rows))
    is_in = direction == Direction.IN
    lines = _incoming(rows) if is_in else _outgoing(rows)
    return workbook.workbook(Direction(direction).label, _IN if is_in else _OUT, lines)


def _incoming(rows: list[OfficialDocument]) -> Iterator[list[str]]:
    for one in rows:
        yield [
            f"{one.number:02d}", _day(one.received_on), one.sender_number, _day(one.issued_on), one.sender,
            str(one.kind or ""), one.title, one.get_urgency_display(), one.get_state_display(),
            _day(one.done_on),
        ]  # fmt: skip


def _outgoing(rows: list[OfficialDocument]) -> Iterator[list[str]]:
    for one in rows:
        yield [
            one.symbol, _day(one.issued_on), str(one.kind or ""), one.title, one.signer_name,
            "; ".join(one.recipients.splitlines()), str(one.author), one.get_state_display(),
            one.get_signature_state_display(),
        ]  # fmt: skip


def _day(day: date | None) -> str:
    return formats.day_on_screen(day) if day else ""
