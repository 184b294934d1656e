"""Văn bản đến: registered, read by the leader, followed to its end (NĐ 30/2020/NĐ-CP, Điều 20–24)."""

import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone

from dossiers.documents import assigning, books, files, moving, people
from dossiers.documents.assigning import Assignment
from dossiers.documents.files import Paper
from dossiers.documents.status import Direction, DocumentState, Medium, Move, Security, Urgency
from dossiers.models import DocumentKind, Office, OfficialDocument
from portal.errors import DomainError
from portal.files.storing import shelf
from portal.models import Unit, User

NO_SECRETS = (
    "Văn bản mật không đưa vào hệ thống. Đăng ký vào sổ văn bản mật bằng giấy theo quy định về bảo vệ bí mật "
    "nhà nước."
)


@dataclass(frozen=True)
class Entry:
    """What the văn thư writes down of a document that came."""

    sender: str
    sender_number: str
    issued_on: date
    received_on: date
    subject: str = ""
    kind: DocumentKind | None = None
    urgency: str = Urgency.NORMAL
    medium: str = Medium.ELECTRONIC
    pages: int | None = None
    signer_name: str = ""
    signer_post: str = ""
    due_on: date | None = None

    def fields(self) -> dict[str, Any]:
        return {name: getattr(self, name) for name in self.__dataclass_fields__}


def same_as(unit: Unit, *, sender_number: str, issued_on: date) -> QuerySet[OfficialDocument]:
    """What may be the same document come twice: its number and day; who sent it is written in many ways."""
    known = OfficialDocument.objects.incoming().exclude(state=DocumentState.VOID)
    return known.filter(unit=unit, sender_number__iexact=sender_number, issued_on=issued_on)


def register(
    unit: Unit, entry: Entry, *,
    by: User, form_key: uuid.UUID, papers: Sequence[Paper] = (), at: datetime | None = None,
) -> OfficialDocument:  # fmt: skip
    """Vào sổ văn bản đến. The same form sent twice is one document."""
    _check_keeper(unit, by)
    at = at or timezone.now()
    if not entry.subject:
        raise DomainError("Ghi trích yếu nội dung của văn bản.")
    with shelf() as put_down, transaction.atomic():
        book = books.book_for(unit, Direction.IN, entry.kind)
        counter = books.locked_counter(book, entry.received_on.year)
        known = OfficialDocument.objects.filter(form_key=form_key).first()
        if known is not None:
            return known
        document = OfficialDocument.objects.create(
            direction=Direction.IN, unit=unit, book=book, year=counter.year, number=books.take(counter),
            author=by, state=DocumentState.REGISTERED, form_key=form_key, **entry.fields(),
        )  # fmt: skip
        books.enter(counter, document, on=timezone.localdate(at), by=by)
        files.keep(document, papers, shelf=put_down, by=by, at=at)
        moving.tell(document, Move.REGISTER, "", by=by, at=at, details={"files": len(papers)})
    return document


@transaction.atomic
def register_confidential(
    unit: Unit, *, sender: str, sender_number: str, issued_on: date, received_on: date,
    by: User, form_key: uuid.UUID, at: datetime | None = None,
) -> OfficialDocument:  # fmt: skip
    """Ghi số của văn bản mật, where the office does so: number, days and sender, nothing of what it says."""
    _check_keeper(unit, by)
    if not Office.of(unit).records_confidential:
        raise DomainError(NO_SECRETS)
    counter = books.locked_counter(books.confidential_book(unit), received_on.year)
    known = OfficialDocument.objects.filter(form_key=form_key).first()
    if known is not None:
        return known
    document = OfficialDocument.objects.create(
        direction=Direction.IN, unit=unit, book=counter.book, year=counter.year, number=books.take(counter),
        author=by, state=DocumentState.DONE, security=Security.CONFIDENTIAL, medium=Medium.PAPER,
        form_key=form_key, sender=sender, sender_number=sender_number, issued_on=issued_on,
        received_on=received_on,
    )  # fmt: skip
    books.enter(counter, document, on=timezone.localdate(at), by=by)
    moving.tell(document, Move.REGISTER, "", by=by, at=at, details={"files": 0})
    return document


@transaction.atomic
def correct(document: OfficialDocument, entry: Entry, *, reason: str, by: User) -> OfficialDocument:
    """Sửa thông tin vào sổ; the number and the day it came stay."""
    _check_keeper(document.unit, by)
    current = moving.locked(document)
    fields = entry.fields() | {"received_on": current.received_on}
    changed = sorted(name for name, value in fields.items() if getattr(current, name) != value)
    if not changed:
        raise DomainError("Chưa sửa gì.")
    return moving.move(current, Move.CORRECT, by=by, reason=reason, details={"fields": changed}, **fields)


@transaction.atomic
def instruct(
    document: OfficialDocument, *, text: str, assignments: Sequence[Assignment], by: User,
    at: datetime | None = None,
) -> OfficialDocument:  # fmt: skip
    """Bút phê, with who does what by when; without any task it is to be known and kept."""
    if not people.may_lead(by, document.unit_id):
        raise DomainError(f"Bút phê do lãnh đạo {document.unit} ghi.")
    at = at or timezone.now()
    current = moving.move(document, Move.INSTRUCT, by=by, at=at, reason=text, done_on=None)
    written = current.instructions.create(text=text, leader=by, leader_name=str(by), given_at=at)
    for assignment in assignments:
        assigning.give(current, assignment, instruction=written, by=by, at=at)
    if not assignments and not current.tasks.unfinished().exists():
        return _finished(current, by=by, at=at, reason="Để biết, lưu.")
    return current


@transaction.atomic
def finish(
    document: OfficialDocument, *, reason: str, by: User, at: datetime | None = None
) -> OfficialDocument:
    """Kết thúc: nothing is left to be done with it."""
    if not (people.may_lead(by, document.unit_id) or people.may_keep(by, document.unit_id)):
        raise DomainError(f"Văn thư hoặc lãnh đạo {document.unit} kết thúc văn bản.")
    return _finished(document, by=by, at=at or timezone.now(), reason=reason)


@transaction.atomic
def send_back(document: OfficialDocument, *, reason: str, by: User) -> OfficialDocument:
    """Trả lại nơi gửi: sent to the wrong office, or not in order (Điều 21)."""
    _check_keeper(document.unit, by)
    return moving.move(document, Move.RETURN, by=by, reason=reason)


@transaction.atomic
def make_void(document: OfficialDocument, *, reason: str, by: User) -> OfficialDocument:
    """Hủy số đến that was entered by mistake: the line stays in the register."""
    _check_keeper(document.unit, by)
    current = moving.move(document, Move.VOID, by=by, reason=reason)
    books.make_void(current, reason=reason)
    return current


def _finished(document: OfficialDocument, *, by: User, at: datetime, reason: str) -> OfficialDocument:
    left = document.tasks.unfinished().count()
    if left:
        raise DomainError(f"Còn {left} việc giao chưa xong. Duyệt kết quả hoặc thôi giao trước khi kết thúc.")
    return moving.move(document, Move.FINISH, by=by, at=at, reason=reason, done_on=timezone.localdate(at))


def _check_keeper(unit: Unit, by: User) -> None:
    if not people.may_keep(by, unit.pk):
        raise DomainError(f"Văn bản đến của {unit} do văn thư của đơn vị vào sổ.")
