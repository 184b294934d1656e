"""Văn bản đi: drafted, commented, approved, numbered, issued (NĐ 30/2020/NĐ-CP, Điều 9–19)."""

import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.utils import timezone

from dossiers.documents import books, files, moving, people
from dossiers.documents.files import Paper
from dossiers.documents.status import (
    Direction,
    DocumentState,
    Medium,
    Move,
    NumberState,
    SigningState,
    Urgency,
)
from dossiers.models import DocumentKind, DocumentNumber, Office, OfficialDocument
from portal.errors import DomainError
from portal.files.storing import shelf
from portal.models import Unit, User


@dataclass(frozen=True)
class Draft:
    """What the author writes down of a document that is to go out."""

    kind: DocumentKind
    subject: str
    mark: str
    signer: User | None = None
    signer_name: str = ""
    signer_post: str = ""
    recipients: str = ""
    urgency: str = Urgency.NORMAL
    medium: str = Medium.ELECTRONIC
    pages: int | None = None
    division: Unit | None = None

    def fields(self) -> dict[str, Any]:
        return {name: getattr(self, name) for name in self.__dataclass_fields__}


def usual_mark(unit: Unit, kind: DocumentKind, division: str = "") -> str:
    """Ký hiệu: “BC-UBND”; of a công văn the drafting division's letters stand last, “UBND-VP”."""
    office = Office.of(unit).document_mark
    parts = (office, division) if kind.is_letter else (kind.abbreviation, office)
    return "-".join(part for part in parts if part)


def draft(
    unit: Unit, words: Draft, *,
    by: User, form_key: uuid.UUID, papers: Sequence[Paper] = (), at: datetime | None = None,
) -> OfficialDocument:  # fmt: skip
    """Soạn thảo. The same form sent twice is one draft."""
    if people.office_of(by) != unit and not people.may_keep(by, unit.pk):
        raise DomainError(f"Bạn không soạn văn bản cho {unit}.")
    at = at or timezone.now()
    with shelf() as put_down, transaction.atomic():
        document, is_new = OfficialDocument.objects.get_or_create(
            form_key=form_key,
            defaults={
                "direction": Direction.OUT, "unit": unit, "author": by, "state": DocumentState.DRAFT,
                **words.fields(),
            },
        )  # fmt: skip
        if is_new:
            files.keep(document, papers, shelf=put_down, by=by, at=at)
            moving.tell(document, Move.DRAFT, "", by=by, at=at, details={"files": len(papers)})
    return document


@transaction.atomic
def edit(document: OfficialDocument, words: Draft, *, by: User) -> OfficialDocument:
    """Sửa dự thảo while it is the author's."""
    _check_author(document, by)
    current = moving.locked(document)
    changed = sorted(name for name, value in words.fields().items() if getattr(current, name) != value)
    if not changed:
        raise DomainError("Chưa sửa gì.")
    return moving.move(current, Move.EDIT, by=by, details={"fields": changed}, **words.fields())


@transaction.atomic
def comment(document: OfficialDocument, *, text: str, by: User) -> OfficialDocument:
    """Góp ý of anybody who works there."""
    if not people.works_at(by, document):
        raise DomainError(f"Góp ý dự thảo do người của {document.unit} ghi.")
    return moving.move(document, Move.COMMENT, by=by, reason=text)


@transaction.atomic
def submit(document: OfficialDocument, *, by: User, reason: str = "") -> OfficialDocument:
    """Trình duyệt: the draft's text and its signer are there."""
    _check_author(document, by)
    if not document.files.filter(kind="main").exists():
        raise DomainError("Chưa có tệp dự thảo. Thêm tệp văn bản rồi trình.")
    if not document.signer_name:
        raise DomainError("Chưa ghi người ký. Sửa dự thảo, ghi họ tên và chức vụ người ký rồi trình.")
    return moving.move(document, Move.SUBMIT, by=by, reason=reason)


@transaction.atomic
def send_back(document: OfficialDocument, *, reason: str, by: User) -> OfficialDocument:
    """Trả lại dự thảo: the leader says what is to be changed; a signature given meanwhile is void."""
    _check_approver(document, by)
    return moving.move(
        document, Move.SEND_BACK, by=by, reason=reason,
        approved_by=None, approved_at=None, signature_state=SigningState.NONE, signed_at=None,
    )  # fmt: skip


@transaction.atomic
def approve(
    document: OfficialDocument, *, by: User, reason: str = "", at: datetime | None = None
) -> OfficialDocument:
    """Duyệt: text and form are right; the văn thư gives the number."""
    _check_approver(document, by)
    at = at or timezone.now()
    return moving.move(document, Move.APPROVE, by=by, at=at, reason=reason, approved_by=by, approved_at=at)


@transaction.atomic
def number(
    document: OfficialDocument, *, by: User, reserved: DocumentNumber | None = None,
    at: datetime | None = None,
) -> OfficialDocument:  # fmt: skip
    """Cấp số: the next of the book with the day's date, or one that was reserved for it."""
    _check_keeper(document, by)
    today = timezone.localdate(at)
    current = moving.locked(document)
    if not current.allows(Move.NUMBER):
        return moving.move(current, Move.NUMBER, by=by)  # says why not
    assert current.kind is not None, "a draft has its kind"
    book = books.book_for(current.unit, Direction.OUT, current.kind)
    counter = books.locked_counter(book, reserved.year if reserved else today.year)
    current.book, current.year = book, counter.year
    if reserved is not None:
        current.number = _use(reserved, current)
    else:
        current.number = books.take(counter)
        books.enter(counter, current, on=today, by=by)
    last = books.window(book, counter.year, current.number, today=today).last
    return moving.move(
        current, Move.NUMBER, by=by, at=at, details={"number": current.number},
        book=book, year=counter.year, number=current.number, issued_on=last,
    )  # fmt: skip


@transaction.atomic
def renumber(
    document: OfficialDocument, *, reserved: DocumentNumber, reason: str, by: User, at: datetime | None = None
) -> OfficialDocument:
    """Đổi sang số đã giữ trước, before it is issued; the number it had becomes void and stays in the book."""
    _check_keeper(document, by)
    current = moving.locked(document)
    if not current.allows(Move.RENUMBER):
        return moving.move(current, Move.RENUMBER, by=by)
    assert current.book is not None, "it stands in a book"
    books.locked_counter(current.book, reserved.year)
    before = current.number
    books.make_void(current, reason=reason)
    current.year, current.number = reserved.year, _use(reserved, current)
    today = timezone.localdate(at)
    last = books.window(current.book, current.year, current.number, today=today).last
    return moving.move(
        current, Move.RENUMBER, by=by, at=at, reason=reason,
        details={"from": before, "number": current.number},
        year=current.year, number=current.number, issued_on=last,
    )  # fmt: skip


@transaction.atomic
def restamp(
    document: OfficialDocument, *, mark: str, issued_on: date, reason: str, by: User,
    at: datetime | None = None,
) -> OfficialDocument:  # fmt: skip
    """Sửa ký hiệu, ngày ban hành until it is issued; the day stays between those of the numbers around."""
    _check_keeper(document, by)
    current = moving.locked(document)
    if current.allows(Move.REDATE) and current.book and current.year and current.number:
        today = timezone.localdate(at)
        books.check_day(current.book, current.year, current.number, issued_on, today=today)
    return moving.move(
        current, Move.REDATE, by=by, at=at, reason=reason, mark=mark, issued_on=issued_on,
        details={"from": current.issued_on.isoformat() if current.issued_on else "", "mark": current.mark},
    )  # fmt: skip


@transaction.atomic
def issue(document: OfficialDocument, *, by: User, at: datetime | None = None) -> OfficialDocument:
    """Phát hành: number and date stand from now on."""
    _check_keeper(document, by)
    at = at or timezone.now()
    if not document.files.filter(kind="main", is_current=True, extension="pdf").exists():
        raise DomainError("Chưa có bản PDF của văn bản. Thêm tệp PDF đã ký rồi phát hành.")
    return moving.move(document, Move.ISSUE, by=by, at=at, sent_at=at)


@transaction.atomic
def revoke(document: OfficialDocument, *, reason: str, by: User) -> OfficialDocument:
    """Thu hồi văn bản đã phát hành (Điều 18): it stays in the register as revoked."""
    if not people.may_lead(by, document.unit_id):
        raise DomainError(f"Văn bản do lãnh đạo {document.unit} thu hồi.")
    return moving.move(document, Move.REVOKE, by=by, reason=reason)


@transaction.atomic
def make_void(document: OfficialDocument, *, reason: str, by: User) -> OfficialDocument:
    """Hủy dự thảo, or hủy số where it has one: the line stays in the book with the reason."""
    current = moving.locked(document)
    if current.number:
        _check_keeper(current, by)
    else:
        _check_author(current, by)
    ended = moving.move(current, Move.VOID, by=by, reason=reason)
    books.make_void(ended, reason=reason)
    return ended


def _use(reserved: DocumentNumber, document: OfficialDocument) -> int:
    """Take a number that was reserved in the document's book."""
    line = DocumentNumber.objects.select_for_update(of=("self",)).get(pk=reserved.pk)
    if line.state != NumberState.RESERVED or line.book_id != (document.book_id or 0):
        raise DomainError(f"Số {line} không còn giữ trong sổ của loại văn bản này. Chọn số khác.")
    line.state, line.document = NumberState.USED, document
    line.save(update_fields=["state", "document"])
    return line.number


def _check_author(document: OfficialDocument, by: User) -> None:
    if not people.may_draft(by, document):
        raise DomainError(f"Dự thảo này do {document.author} hoặc văn thư sửa và trình.")


def _check_approver(document: OfficialDocument, by: User) -> None:
    if not people.may_approve(by, document):
        raise DomainError(f"Dự thảo này do lãnh đạo {document.unit} duyệt.")


def _check_keeper(document: OfficialDocument, by: User) -> None:
    if not people.may_keep(by, document.unit_id):
        raise DomainError(f"Số văn bản của {document.unit} do văn thư của đơn vị cấp.")
