"""Lập hồ sơ công việc: opened, filled, closed at the end of the year, handed to the archive."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db import IntegrityError, transaction
from django.db.models import Max, Sum
from django.utils import timezone

from dossiers.documents import links, people
from dossiers.documents.sheets import Column, Sheet
from dossiers.documents.status import DocumentState
from dossiers.models import OfficialDocument, WorkFile, WorkFileEvent, WorkFilePaper, WorkFileState
from portal import audit, formats
from portal.errors import DomainError
from portal.models import Unit, User

SENTENCES = {
    "open": "Mở hồ sơ",
    "edit": "Sửa thông tin hồ sơ",
    "add": "Đưa vào hồ sơ",
    "take_out": "Lấy ra khỏi hồ sơ",
    "close": "Đóng hồ sơ",
    "reopen": "Mở lại hồ sơ",
    "hand_over": "Nộp lưu trữ",
}
_NOT_FILED = (DocumentState.DRAFT, DocumentState.SUBMITTED, DocumentState.APPROVED, DocumentState.VOID)
PAPERS = (
    Column("STT", 5),
    Column("Số, ký hiệu văn bản", 13),
    Column("Ngày tháng văn bản", 10),
    Column("Tên loại và trích yếu nội dung văn bản", 40),
    Column("Tác giả văn bản", 17),
    Column("Tờ số", 7),
    Column("Ghi chú", 8),
)
FILES = (
    Column("STT", 5),
    Column("Hộp số", 7),
    Column("Hồ sơ số", 7),
    Column("Số, ký hiệu hồ sơ", 12),
    Column("Tiêu đề hồ sơ", 35),
    Column("Thời gian tài liệu", 14),
    Column("Thời hạn bảo quản", 9),
    Column("Số tờ", 5),
    Column("Ghi chú", 6),
)


@dataclass(frozen=True)
class Words:
    """What stands on the cover."""

    code: str
    title: str
    retention: str
    fonds: str = ""

    def fields(self) -> dict[str, str]:
        return {name: getattr(self, name) for name in self.__dataclass_fields__}


@dataclass(frozen=True)
class Paper:
    """A paper that is in no register here, as it is entered by hand."""

    words: str
    symbol: str = ""
    dated_on: date | None = None
    author: str = ""
    sheets: int = 0


@transaction.atomic
def open_file(unit: Unit, words: Words, *, by: User, on: date | None = None) -> WorkFile:
    """Mở hồ sơ when the work begins (Điều 29)."""
    if people.office_of(by) != unit and not people.may_keep(by, unit.pk):
        raise DomainError(f"Bạn không lập hồ sơ công việc của {unit}.")
    on = on or timezone.localdate()
    with _code_is_free(words.code, on.year):
        made = WorkFile.objects.create(unit=unit, keeper=by, year=on.year, opened_on=on, **words.fields())
    _tell(made, "open", by=by)
    return made


@transaction.atomic
def edit(work_file: WorkFile, words: Words, *, by: User) -> WorkFile:
    current = _open_one(work_file, by)
    if all(getattr(current, name) == value for name, value in words.fields().items()):
        raise DomainError("Chưa sửa gì.")
    for name, value in words.fields().items():
        setattr(current, name, value)
    with _code_is_free(words.code, current.year):
        current.save()
    _tell(current, "edit", by=by)
    return current


@transaction.atomic
def add_document(work_file: WorkFile, document: OfficialDocument, *, by: User) -> WorkFilePaper:
    """Đưa một văn bản đi, đến vào hồ sơ; twice is once."""
    current = _open_one(work_file, by)
    if document.is_confidential or document.state in _NOT_FILED:
        raise DomainError(f"{document.label} đang “{document.get_state_display()}”, chưa đưa vào hồ sơ được.")
    known = current.papers.filter(document=document).first()
    if known is not None:
        return known
    kind = f"{document.kind}: " if document.kind else ""
    return _put_in(
        current, by, document=document, symbol=document.own_number, dated_on=document.issued_on,
        words=f"{kind}{document.title}", sheets=-(-(document.pages or 0) // 2),
        author=document.sender if document.is_incoming else str(document.unit),
    )  # fmt: skip


@transaction.atomic
def add_record(work_file: WorkFile, kind: str, key: str, *, by: User) -> WorkFilePaper:
    """Đưa một báo cáo vào hồ sơ, as far as whoever does it may read it."""
    current = _open_one(work_file, by)
    named = links.named(kind, key, by)
    if named is None:
        raise DomainError("Không tìm thấy báo cáo đó, hoặc bạn không được xem. Kiểm tra lại đường dẫn.")
    known = current.papers.filter(record_kind=kind, record_key=key).first()
    if known is not None:
        return known
    return _put_in(
        current, by, record_kind=kind, record_key=key, words=named[0][:600], author=str(current.unit)
    )


@transaction.atomic
def add_paper(work_file: WorkFile, paper: Paper, *, by: User) -> WorkFilePaper:
    """Ghi tài liệu khác by hand."""
    fields = {name: getattr(paper, name) for name in paper.__dataclass_fields__}
    return _put_in(_open_one(work_file, by), by, **fields)


@transaction.atomic
def take_out(paper: WorkFilePaper, *, by: User) -> WorkFile:
    """Lấy ra khỏi hồ sơ; the history keeps what it was."""
    current = _open_one(paper.work_file, by)
    _tell(current, "take_out", by=by, reason=_called(paper))
    paper.delete()
    return current


@transaction.atomic
def close(work_file: WorkFile, *, by: User, on: date | None = None) -> WorkFile:
    """Đóng hồ sơ: the work is done, or the year is over."""
    current = _open_one(work_file, by)
    if not current.papers.exists():
        raise DomainError(f"{current} chưa có văn bản nào. Đưa văn bản vào rồi đóng.")
    return _moved(current, "close", by=by, state=WorkFileState.CLOSED, closed_on=on or timezone.localdate())


@transaction.atomic
def close_year(unit: Unit, year: int, *, by: User, on: date | None = None) -> int:
    """Đóng mọi hồ sơ của năm that have papers; how many."""
    if not people.may_keep(by, unit.pk):
        raise DomainError(f"Hồ sơ cả năm của {unit} do văn thư đóng.")
    files = WorkFile.objects.filter(unit=unit, year=year, state=WorkFileState.OPEN, papers__isnull=False)
    found = list(files.distinct().order_by("pk"))
    for one in found:
        close(one, by=by, on=on)
    return len(found)


@transaction.atomic
def reopen(work_file: WorkFile, *, reason: str, by: User) -> WorkFile:
    """Mở lại hồ sơ, with a reason; what lies in the archive is taken back by the văn thư alone."""
    current = _locked(work_file, by)
    if current.state == WorkFileState.OPEN:
        raise DomainError(f"{current} đang mở.")
    if current.state == WorkFileState.HANDED and not people.may_keep(by, current.unit_id):
        raise DomainError(f"{current} đã nộp lưu; văn thư {current.unit} mở lại.")
    return _moved(
        current, "reopen", by=by, reason=reason, state=WorkFileState.OPEN, closed_on=None, handed_on=None
    )


@transaction.atomic
def hand_over(
    work_file: WorkFile, *, fonds: str, box: str, cover: str, by: User, on: date | None = None
) -> WorkFile:
    """Nộp lưu trữ cơ quan (Điều 30): the closed file in its box, by the văn thư."""
    current = _locked(work_file, by)
    if not people.may_keep(by, current.unit_id):
        raise DomainError(f"Hồ sơ nộp lưu do văn thư {current.unit} nhận.")
    if current.state != WorkFileState.CLOSED:
        raise DomainError(f"{current} đang “{current.get_state_display()}”. Đóng hồ sơ rồi nộp lưu.")
    return _moved(
        current, "hand_over", by=by, reason=f"hộp {box}, hồ sơ số {cover}", state=WorkFileState.HANDED,
        handed_on=on or timezone.localdate(), fonds=fonds, box=box, cover=cover,
    )  # fmt: skip


def may_change(user: User, work_file: WorkFile) -> bool:
    return work_file.keeper_id == user.pk or people.may_keep(user, work_file.unit_id)


# Lists


def list_of_papers(work_file: WorkFile, *, by: User) -> Sheet:
    """Mục lục văn bản, tài liệu trong hồ sơ; sheets are numbered through."""
    rows, before = [], 0
    for number, one in enumerate(work_file.papers.all(), start=1):
        dated = formats.day_on_screen(one.dated_on) if one.dated_on else ""
        rows.append((str(number), one.symbol, dated, one.words, one.author, _span(before, one.sheets), ""))
        before += one.sheets
    audit.record("work_file.list_printed", by=by, target=work_file, unit=work_file.unit, rows=len(rows))
    return Sheet(
        title="MỤC LỤC VĂN BẢN, TÀI LIỆU",
        unit=work_file.unit,
        columns=PAPERS,
        rows=rows,
        notes=[
            part
            for part in (
                f"Hồ sơ {work_file.code}: {work_file.title}",
                f"Phông {work_file.fonds}" if work_file.fonds else "",
                f"Hộp số {work_file.box}" if work_file.box else "",
                f"Hồ sơ số {work_file.cover}" if work_file.cover else "",
            )
            if part
        ],
        form="Mục lục văn bản, tài liệu trong hồ sơ",
        closing=f"Hồ sơ có {formats.count_in_prose(len(rows))} văn bản, {formats.count_in_prose(before)} tờ.",
    )


def list_of_files(unit: Unit, year: int, *, by: User) -> Sheet:
    """Mục lục hồ sơ, tài liệu nộp lưu of one year: what is closed or in the archive."""
    found = WorkFile.objects.filter(unit=unit, year=year).exclude(state=WorkFileState.OPEN)
    files = list(found.annotate(sheets=Sum("papers__sheets")).order_by("box", "cover", "code"))
    if not files:
        raise DomainError(f"Năm {year} chưa có hồ sơ nào đã đóng để lập mục lục.")
    rows = [
        (
            str(number), one.box, one.cover, one.code, one.title,
            " - ".join(formats.day_on_screen(day) for day in (one.opened_on, one.closed_on) if day),
            one.retention, str(one.sheets or 0),
            "" if one.state == WorkFileState.HANDED else "chưa nộp",
        )
        for number, one in enumerate(files, start=1)
    ]  # fmt: skip
    audit.record("work_file.list_printed", by=by, target=files[0], unit=unit, year=year, rows=len(rows))
    fonds = sorted({one.fonds for one in files if one.fonds})
    return Sheet(
        title="MỤC LỤC HỒ SƠ, TÀI LIỆU NỘP LƯU",
        unit=unit,
        columns=FILES,
        rows=rows,
        notes=[f"Năm {year}", *(f"Phông {name}" for name in fonds)],
        form="Mục lục hồ sơ, tài liệu nộp lưu",
        closing=f"Mục lục có {formats.count_in_prose(len(rows))} hồ sơ.",
        signs=("NGƯỜI NỘP", "NGƯỜI NHẬN"),
    )


def _span(before: int, sheets: int) -> str:
    if not sheets:
        return ""
    first, last = before + 1, before + sheets
    return f"{first:02d}" if first == last else f"{first:02d}-{last:02d}"


# Steps


@contextmanager
def _code_is_free(code: str, year: int) -> Iterator[None]:
    """A code that is taken is told in words."""
    try:
        with transaction.atomic():
            yield
    except IntegrityError as error:
        raise DomainError(f"Năm {year} đã có hồ sơ ký hiệu “{code}”. Ghi ký hiệu khác.") from error


def _locked(work_file: WorkFile, by: User) -> WorkFile:
    current = WorkFile.objects.select_for_update(of=("self",)).get(pk=work_file.pk)
    if not may_change(by, current):
        raise DomainError(f"{current} do {current.keeper} hoặc văn thư {current.unit} giữ.")
    return current


def _open_one(work_file: WorkFile, by: User) -> WorkFile:
    current = _locked(work_file, by)
    if current.state != WorkFileState.OPEN:
        raise DomainError(f"{current} đang “{current.get_state_display()}”. Mở lại, ghi lý do, rồi làm tiếp.")
    return current


def _put_in(work_file: WorkFile, by: User, **fields: Any) -> WorkFilePaper:
    last = work_file.papers.aggregate(last=Max("position"))["last"] or 0
    made = WorkFilePaper.objects.create(work_file=work_file, position=last + 1, added_by=by, **fields)
    _tell(work_file, "add", by=by, reason=_called(made))
    return made


def _called(paper: WorkFilePaper) -> str:
    return f"{paper.symbol}: {paper.words}" if paper.symbol else paper.words


def _moved(work_file: WorkFile, action: str, *, by: User, reason: str = "", **fields: Any) -> WorkFile:
    for name, value in fields.items():
        setattr(work_file, name, value)
    work_file.save(update_fields=list(fields))
    _tell(work_file, action, by=by, reason=reason)
    return work_file


def _tell(work_file: WorkFile, action: str, *, by: User, reason: str = "") -> None:
    WorkFileEvent.objects.create(
        work_file=work_file, actor=by, actor_name=str(by), action=action, to_state=work_file.state,
        reason=reason,
    )  # fmt: skip
    audit.record(f"work_file.{action}", by=by, target=work_file, unit=work_file.unit)
