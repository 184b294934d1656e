"""Sổ văn bản: numbers that follow each other, each given once; none is put in between (“12a”).

The counter's row stays locked until the transaction ends: clerks at once stand in a row, and what is rolled
back leaves no gap. A number that was reserved or that became void stays in the book with its reason.
"""

from datetime import date
from typing import NamedTuple

from django.db import transaction
from django.db.models import Q, QuerySet
from django.utils import timezone

from dossiers.documents import people
from dossiers.documents.status import Direction, NumberState
from dossiers.models import (
    BookOfKind,
    DocumentBook,
    DocumentCounter,
    DocumentKind,
    DocumentNumber,
    OfficialDocument,
)
from portal import audit, formats
from portal.errors import DomainError
from portal.models import Unit, User

INCOMING = "Sổ văn bản đến"
CONFIDENTIAL = "Sổ văn bản mật đến"
MOST_RESERVED = 20


class Window(NamedTuple):
    """The days that a number may bear: not before the number below it, not after the one above."""

    first: date
    last: date


def book_for(unit: Unit, direction: Direction, kind: DocumentKind | None) -> DocumentBook:
    """The book that takes a kind: as the unit set it, else one of all incoming, one a kind of outgoing."""
    set_so = BookOfKind.objects.filter(unit=unit, direction=direction, kind=kind).select_related("book")
    chosen = set_so.first() if kind else None
    if chosen is not None:
        return chosen.book
    name = INCOMING if direction == Direction.IN or kind is None else kind.name
    return DocumentBook.objects.get_or_create(unit=unit, direction=direction, name=name)[0]


def confidential_book(unit: Unit) -> DocumentBook:
    return DocumentBook.objects.get_or_create(unit=unit, direction=Direction.IN, name=CONFIDENTIAL)[0]


def locked_counter(book: DocumentBook, year: int) -> DocumentCounter:
    """The counter row, nobody else's until the transaction ends."""
    counter, _ = DocumentCounter.objects.select_for_update().get_or_create(book=book, year=year)
    return counter


def take(counter: DocumentCounter) -> int:
    """The next number of a locked counter; the caller writes the line of the book in its transaction."""
    counter.last += 1
    counter.save(update_fields=["last"])
    return counter.last


def enter(counter: DocumentCounter, document: OfficialDocument, *, on: date, by: User) -> DocumentNumber:
    """Write the line of the number that was just taken for a document."""
    return DocumentNumber.objects.create(
        book=counter.book, year=counter.year, number=counter.last, state=NumberState.USED,
        document=document, given_on=on, given_by=by,
    )  # fmt: skip


@transaction.atomic
def reserve(
    book: DocumentBook, *, count: int, reason: str, by: User, on: date | None = None
) -> list[DocumentNumber]:
    """Giữ số trước: the next numbers of this year, for documents that are still to come."""
    _check_keeper(book, by)
    if book.direction != Direction.OUT:
        raise DomainError("Số đến lấy theo thứ tự văn bản đến, không giữ trước.")
    if not 1 <= count <= MOST_RESERVED:
        raise DomainError(f"Giữ trước từ 1 đến {MOST_RESERVED} số một lần.")
    today = on or timezone.localdate()
    counter = locked_counter(book, today.year)
    lines = [
        DocumentNumber.objects.create(
            book=book, year=today.year, number=take(counter), state=NumberState.RESERVED,
            reason=reason, given_on=today, given_by=by,
        )
        for _ in range(count)
    ]  # fmt: skip
    audit.record(
        "document.numbers_reserved", by=by, target=book, unit=book.unit, first=lines[0].number, count=count
    )
    return lines


@transaction.atomic
def drop_reserved(line: DocumentNumber, *, reason: str, by: User) -> DocumentNumber:
    """Hủy số giữ trước: the number stays in the book, void, with the reason; it is not given again."""
    _check_keeper(line.book, by)
    current = DocumentNumber.objects.select_for_update().get(pk=line.pk)
    if current.state != NumberState.RESERVED:
        raise DomainError(f"Số {current} đã dùng hoặc đã hủy. Mở lại sổ để xem.")
    current.state, current.reason = NumberState.VOID, reason
    current.save(update_fields=["state", "reason"])
    audit.record(
        "document.number_dropped", by=by, target=line.book, unit=line.book.unit, number=current.number
    )
    return current


def reserved_for(document: OfficialDocument) -> QuerySet[DocumentNumber]:
    """The numbers that were reserved in the book which takes the document."""
    lines = DocumentNumber.objects.filter(state=NumberState.RESERVED).order_by("year", "number")
    if document.book_id:
        return lines.filter(book=document.book_id)
    assert document.kind is not None, "a draft has its kind"
    set_so = BookOfKind.objects.filter(unit=document.unit, direction=Direction.OUT, kind=document.kind)
    chosen = set_so.values_list("book", flat=True).first()
    named = Q(book__unit=document.unit, book__direction=Direction.OUT, book__name=document.kind.name)
    return lines.filter(Q(book=chosen) if chosen else named)


def make_void(document: OfficialDocument, *, reason: str) -> None:
    """Hủy số of a document: the line stays, with its document and the reason."""
    document.numbers.filter(state=NumberState.USED).update(state=NumberState.VOID, reason=reason)


def window(book: DocumentBook, year: int, number: int, *, today: date) -> Window:
    """Numbers follow the days of issue (Điều 15 NĐ 30/2020/NĐ-CP)."""
    issued = OfficialDocument.objects.filter(book=book, year=year, issued_on__isnull=False)
    below = issued.filter(number__lt=number).order_by("-number").values_list("issued_on", flat=True).first()
    above = issued.filter(number__gt=number).order_by("number").values_list("issued_on", flat=True).first()
    ends = [day for day in (above, today, date(year, 12, 31)) if day]
    return Window(below or date(year, 1, 1), min(ends))


def check_day(book: DocumentBook, year: int, number: int, day: date, *, today: date) -> None:
    first, last = window(book, year, number, today=today)
    if not first <= day <= last:
        raise DomainError(
            f"Số {number:02d} của {book} năm {year} mang ngày từ {formats.day_on_screen(first)} đến "
            f"{formats.day_on_screen(last)}, để số và ngày cùng một thứ tự."
        )


@transaction.atomic
def gather(
    unit: Unit, *, direction: Direction, name: str, kinds: list[DocumentKind], by: User
) -> DocumentBook:
    """Đặt sổ cho các loại văn bản: from now on these kinds are numbered in the book of that name."""
    if not people.may_keep(by, unit.pk):
        raise _not_keeper(unit)
    book, _ = DocumentBook.objects.get_or_create(unit=unit, direction=direction, name=name)
    for kind in kinds:
        BookOfKind.objects.update_or_create(
            unit=unit, direction=direction, kind=kind, defaults={"book": book}
        )
    audit.record("document.book_set", by=by, target=book, unit=unit, kinds=len(kinds))
    return book


@transaction.atomic
def add_kind(unit: Unit, *, name: str, abbreviation: str, by: User) -> DocumentKind:
    """Thêm loại văn bản of the unit's own."""
    if not people.may_keep(by, unit.pk):
        raise _not_keeper(unit)
    if any(one.name.casefold() == name.casefold() for one in DocumentKind.objects.of(unit)):
        raise DomainError(f"Đã có loại văn bản “{name}”.")
    kind = DocumentKind.objects.create(unit=unit, name=name, abbreviation=abbreviation)
    audit.record("document.kind_added", by=by, target=kind, unit=unit)
    return kind


def _check_keeper(book: DocumentBook, by: User) -> None:
    if not people.may_keep(by, book.unit_id):
        raise _not_keeper(book.unit)


def _not_keeper(unit: Unit) -> DomainError:
    return DomainError(f"Sổ văn bản của {unit} do văn thư của đơn vị giữ.")
