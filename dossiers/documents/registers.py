"""Sổ đăng ký văn bản đi, văn bản đến (NĐ 30/2020/NĐ-CP, Phụ lục IV): a book's year in quyển, on paper.

Every number has its line, in the order of numbers; a number that is void or was reserved says so.
"""

from collections.abc import Sequence
from datetime import date

from django.db import transaction
from django.db.models import Max

from dossiers.documents.sheets import Column, Sheet
from dossiers.documents.status import Direction, DocumentState, NumberState
from dossiers.models import DocumentBook, DocumentNumber, OfficialDocument
from portal import audit, formats
from portal.errors import DomainError
from portal.models import User

VOLUME = 300
"""Numbers of one quyển: what is laid out while an officer waits."""
OUT = (
    Column("Số, ký hiệu văn bản", 10),
    Column("Ngày tháng văn bản", 8),
    Column("Tên loại và trích yếu nội dung văn bản", 32),
    Column("Người ký", 11),
    Column("Nơi nhận văn bản", 17),
    Column("Đơn vị, người nhận bản lưu", 10),
    Column("Số lượng bản", 5),
    Column("Ghi chú", 7),
)
IN = (
    Column("Ngày đến", 7),
    Column("Số đến", 5),
    Column("Tác giả", 14),
    Column("Số, ký hiệu văn bản", 10),
    Column("Ngày tháng văn bản", 7),
    Column("Tên loại và trích yếu nội dung văn bản", 27),
    Column("Đơn vị hoặc người nhận", 11),
    Column("Ngày chuyển", 7),
    Column("Ký nhận", 5),
    Column("Ghi chú", 7),
)


def volumes(book: DocumentBook, year: int) -> int:
    """How many quyển the year has."""
    last = book.numbers.filter(year=year).aggregate(last=Max("number"))["last"] or 0
    return -(-last // VOLUME)


@transaction.atomic
def sheet(book: DocumentBook, year: int, *, by: User, volume: int | None = None) -> Sheet:
    """One quyển, or without a volume the whole year; that it was taken out is logged."""
    lines = book.numbers.filter(year=year).order_by("number")
    if volume is not None:
        lines = lines.filter(number__gt=(volume - 1) * VOLUME, number__lte=volume * VOLUME)
    found = list(
        lines.select_related("document__kind", "document__division", "document__author").prefetch_related(
            "document__tasks__lead", "document__tasks__division"
        )
    )
    if not found:
        raise DomainError(f"{book} năm {year} chưa có số nào để in.")
    is_in = book.direction == Direction.IN
    audit.record("document.register_printed", by=by, target=book, unit=book.unit, year=year, rows=len(found))
    first, last = found[0].number, found[-1].number
    quyen = [f"Quyển số {volume:02d}"] if volume is not None else []
    return Sheet(
        title=f"SỔ ĐĂNG KÝ {Direction(book.direction).label.upper()}",
        unit=book.unit,
        columns=IN if is_in else OUT,
        rows=[_in(line) if is_in else _out(line) for line in found],
        notes=[f"Năm {year}", *quyen, f"Từ số {first:02d} đến số {last:02d}", str(book)],
        form="Nghị định 30/2020/NĐ-CP, Phụ lục IV",
    )


def _out(line: DocumentNumber) -> Sequence[str]:
    one = line.document
    if one is None:
        return (f"{line.number:02d}", "", "", "", "", "", "", _note(line))
    kept = ", ".join(part for part in ("VT", str(one.division or "")) if part)
    return (
        one.symbol or f"{line.number:02d}/{one.mark}", _day(one.issued_on),
        _words(one), one.signer_name, "\n".join(one.recipients.splitlines()), kept, "", _note(line),
    )  # fmt: skip


def _in(line: DocumentNumber) -> Sequence[str]:
    one = line.document
    assert one is not None, "a number of an incoming book has its document"
    tasks = list(one.tasks.all())
    given = min((task.assigned_on for task in tasks), default=None)
    return (
        _day(one.received_on), f"{line.number:02d}", one.sender,
        one.sender_number, _day(one.issued_on), _words(one),
        "\n".join(str(task.lead or task.division) for task in tasks),
        _day(given), "", _note(line),
    )  # fmt: skip


def _day(day: date | None) -> str:
    return formats.day_on_screen(day) if day else ""


def _words(one: OfficialDocument) -> str:
    kind = f"{one.kind}: " if one.kind else ""
    return f"{kind}{one.title}"


def _note(line: DocumentNumber) -> str:
    if line.state == NumberState.RESERVED:
        return f"Giữ: {line.reason}"
    if line.state == NumberState.VOID:
        return f"Hủy: {line.reason}"
    one = line.document
    if one is not None and one.state in {DocumentState.REVOKED, DocumentState.RETURNED}:
        return one.get_state_display()
    return ""
