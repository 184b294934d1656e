"""Đọc dòng: one row of the sheet as the fields of a dossier, or as all that is wrong with it."""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from functools import partial
from typing import Any

from dossiers.importing import course, values
from dossiers.importing.columns import Column, Headings, key
from dossiers.importing.lookup import Lookup, Refusal
from dossiers.importing.values import Moment, Wrong
from dossiers.models import ServiceLevel
from dossiers.models.dossier import CODE_PATTERN
from dossiers.status import Channel, DossierStatus
from portal.text import clean

_CODE = re.compile(CODE_PATTERN)
_PERSONAL_NUMBER = re.compile(r"\d{12}")
_PHONE = re.compile(r"0\d{9,10}")
_LONGEST_NOTE = 2_000
_CODE_WORDS, _NAME_WORDS = partial(values.words, at_most=60), partial(values.words, at_most=150)
_PROCEDURE_WORDS, _ADDRESS_WORDS = partial(values.words, at_most=600), partial(values.words, at_most=300)
_OFFICER_WORDS = partial(values.words, at_most=100)
_COURSE_COLUMNS = {Column.FINISHED, Column.RETURNED, Column.STATUS}


@dataclass(frozen=True)
class Finding:
    """One thing that an officer should know about a row: where, what stands there, what about it."""

    column: str
    value: str
    message: str

    def as_dict(self) -> dict[str, str]:
        return {"column": self.column, "value": self.value, "message": self.message}


@dataclass
class Reading:
    """A row as it was understood. `fields` holds what the sheet speaks of: a missing column says nothing."""

    number: int
    cells: tuple[object, ...]
    code: str = ""
    received_on: date | None = None
    status_is_guessed: bool = False
    """The state was left blank and derived from the dates."""
    fields: dict[str, Any] = field(default_factory=dict)
    problems: list[Finding] = field(default_factory=list)
    warnings: list[Finding] = field(default_factory=list)


class RowReader:
    """Reads the rows of one sheet."""

    def __init__(self, headings: Headings, lookup: Lookup, *, now: datetime) -> None:
        self._headings, self._lookup, self._now = headings, lookup, now
        self._seen: dict[str, int] = {}

    def read(self, number: int, cells: tuple[object, ...]) -> Reading:
        row = _Row(self._headings, Reading(number, cells))
        self._read_code(row)
        self._read_course(row)
        self._read_procedure(row)
        _read_people(row)
        _read_papers_and_fees(row)
        _read_notes(row)
        return row.reading

    def _read_code(self, row: "_Row") -> None:
        """Mã hồ sơ is the key: of a code that stands twice in a file the first row counts."""
        code = row.take(Column.CODE, _CODE_WORDS, default="")
        row.reading.code = code
        if not code:
            if not row.reading.problems:
                row.refuse(Column.CODE, "Thiếu mã hồ sơ.")
            return
        if not _CODE.fullmatch(code):
            row.refuse(Column.CODE, "Mã hồ sơ không được có khoảng trắng hoặc dấu /, ?, #.")
            return
        first = self._seen.setdefault(code, row.reading.number)
        if first != row.reading.number:
            row.refuse(
                Column.CODE,
                f"Mã hồ sơ đã có ở dòng {first} của tệp này: chỉ xét dòng {first}, bỏ dòng này.",
            )

    def _read_course(self, row: "_Row") -> None:
        moments = {
            column: row.take(column, values.moment, default=None)
            for column in (Column.RECEIVED, Column.DUE, Column.FINISHED, Column.RETURNED)
        }
        status = row.take(Column.STATUS, values.status, default=None)
        received = moments[Column.RECEIVED]
        if received is None:
            if not row.has_problem(Column.RECEIVED):
                row.refuse(Column.RECEIVED, "Thiếu ngày tiếp nhận.")
            return
        row.reading.received_on = received.day
        if row.reading.problems:
            return
        dates = course.Dates(
            received, moments[Column.DUE], moments[Column.FINISHED], moments[Column.RETURNED]
        )
        try:
            settled = course.settle(status, dates, now=self._now)
        except course.Contradiction as contradiction:
            row.refuse(contradiction.column, contradiction.message)
            return
        row.keep(submitted_at=settled.submitted_at, received_at=settled.received_at)
        if _COURSE_COLUMNS & self._headings.at.keys():
            row.reading.status_is_guessed = status is None
            row.keep(status=settled.status, outcome=settled.outcome, finished_at=settled.finished_at)
            if Column.RETURNED in self._headings.at or settled.status != DossierStatus.RETURNED:
                row.keep(returned_at=settled.returned_at)
        if settled.warning:
            row.warn(Column.STATUS, settled.warning)
        self._read_due(row, dates.due, received)

    def _read_due(self, row: "_Row", due: Moment | None, received: Moment) -> None:
        if Column.DUE not in self._headings.at:
            return
        row.keep(due_at=due.at if due else None, original_due_at=due.at if due else None)
        if due and due.day < received.day:
            row.warn(
                Column.DUE,
                "Ngày hẹn trả trước ngày tiếp nhận: hồ sơ sẽ bị tính là quá hạn. Kiểm tra lại ngày.",
            )

    def _read_procedure(self, row: "_Row") -> None:
        code = row.take(Column.PROCEDURE_CODE, _CODE_WORDS, default="")
        name = row.take(Column.PROCEDURE_NAME, _PROCEDURE_WORDS, default="")
        channel = row.take(Column.CHANNEL, values.channel, default=None)
        case_type = row.take(Column.CASE_TYPE, _NAME_WORDS, default="")
        found = self._lookup.procedure(code, name, on=row.reading.received_on or self._now.date())
        if isinstance(found, Refusal):
            if not (row.has_problem(Column.PROCEDURE_CODE) or row.has_problem(Column.PROCEDURE_NAME)):
                row.refuse(found.column, found.message)
            return
        procedure = found.procedure
        row.keep(procedure=procedure)
        if found.warning:
            row.warn(Column.PROCEDURE_CODE, found.warning)
        if channel is not None:
            plain = (
                Channel.ONLINE_FULL
                if procedure.service_level == ServiceLevel.FULL
                else Channel.ONLINE_PARTIAL
            )
            row.keep(
                channel=channel.channel or plain,
                channel_as_written=channel.as_written,
                channel_is_converted=channel.is_converted,
            )
        if Column.CASE_TYPE in self._headings.at:
            kind, is_new = self._lookup.case_type(procedure, case_type) if case_type else (None, False)
            row.keep(case_type=kind)
            if is_new:
                row.warn(
                    Column.CASE_TYPE,
                    f"Loại việc mới của thủ tục {procedure.code}, sẽ thêm vào danh mục. Sửa lại nếu gõ sai.",
                )


def _read_people(row: "_Row") -> None:
    applicant = row.take(Column.APPLICANT, _NAME_WORDS, default="")
    owner = row.take(Column.OWNER, _NAME_WORDS, default="")
    if row.has(Column.APPLICANT) or row.has(Column.OWNER):
        row.keep(applicant_name=applicant or owner, owner_name=owner or applicant)
        if not (applicant or owner):
            row.warn(
                Column.APPLICANT if row.has(Column.APPLICANT) else Column.OWNER, "Không có tên người nộp."
            )
    if row.has(Column.NUMBER):
        number = row.take(Column.NUMBER, values.personal_number, default="")
        row.keep(personal_number=number)
        if number and not _PERSONAL_NUMBER.fullmatch(number):
            row.warn(Column.NUMBER, _about_number(number))
    if row.has(Column.PHONE):
        phone = row.take(Column.PHONE, values.phone, default="")
        row.keep(phone=phone)
        if phone and not _PHONE.fullmatch(phone):
            row.warn(Column.PHONE, _about_phone(phone))
    row.keep_taken("address", Column.ADDRESS, _ADDRESS_WORDS)
    row.keep_taken("officer_name", Column.OFFICER, _OFFICER_WORDS)


def _about_number(number: str) -> str:
    if values.is_shortened(number):
        return (
            "Excel đã rút gọn số này, các chữ số cuối có thể mất; giữ như trong bảng. "
            "Định dạng cột là Văn bản (Text) rồi gõ lại."
        )
    if number.isdigit() and len(number) == 11:
        return "Có 11 chữ số, có thể mất số 0 ở đầu; giữ như trong bảng."
    return "Không phải 12 chữ số (CMND, hộ chiếu, mã số thuế…); giữ như trong bảng."


def _about_phone(phone: str) -> str:
    if phone.isdigit() and len(phone) == 9:
        return "Có 9 chữ số, có thể mất số 0 ở đầu; giữ như trong bảng."
    return "Không giống số điện thoại trong nước; giữ như trong bảng."


def _read_papers_and_fees(row: "_Row") -> None:
    row.keep_taken("papers_to_digitise", Column.PAPERS, values.count)
    row.keep_taken("papers_digitised", Column.DIGITISED, values.count)
    due, done = (row.reading.fields.get(name, 0) for name in ("papers_to_digitise", "papers_digitised"))
    if done > due and not row.has_problem(Column.PAPERS):
        row.refuse(Column.DIGITISED, f"Số giấy tờ đã số hóa ({done}) lớn hơn số phải số hóa ({due}).")
    row.keep_taken("has_electronic_result", Column.ELECTRONIC_RESULT, values.yes_no)
    row.keep_taken("fee", Column.FEE, values.money)
    row.keep_taken("is_paid_online", Column.PAID_ONLINE, values.yes_no)
    row.keep_taken("is_inter_agency", Column.INTER_AGENCY, values.yes_no)
    row.keep_taken("rating", Column.RATING, values.rating)


def _read_notes(row: "_Row") -> None:
    """What our columns cannot hold stays beside the dossier in the sheet's own words."""
    notes = {name: said for place, name in row.headings.others.items() if (said := row.note(place))}
    procedure = row.reading.fields.get("procedure")
    field_name = row.said(Column.FIELD)
    if procedure and field_name and key(field_name) != key(procedure.field.name):
        notes[Column.FIELD.value] = field_name
    if row.reading.fields.get("status") == DossierStatus.NOT_ACCEPTED:
        for column in (Column.FINISHED, Column.RETURNED):
            if said := row.said(column):
                notes[column.value] = said
    row.keep(notes=notes)


class _Row:
    """One row while it is read."""

    def __init__(self, headings: Headings, reading: Reading) -> None:
        self.headings, self.reading = headings, reading

    def has(self, column: Column) -> bool:
        return column in self.headings.at

    def cell(self, column: Column) -> object:
        place = self.headings.at.get(column)
        return None if place is None or place >= len(self.reading.cells) else self.reading.cells[place]

    def said(self, column: Column) -> str:
        return values.text(self.cell(column))[:_LONGEST_NOTE]

    def note(self, place: int) -> str:
        cells = self.reading.cells
        return values.text(cells[place])[:_LONGEST_NOTE] if place < len(cells) else ""

    def take(self, column: Column, read: Callable[[object], Any], *, default: Any) -> Any:
        """The value of a column; what is wrong with it is noted, and the default stands in."""
        if column not in self.headings.at:
            return default
        try:
            return read(self.cell(column))
        except Wrong as wrong:
            self.refuse(column, str(wrong))
            return default

    def keep(self, **fields: Any) -> None:
        self.reading.fields.update(fields)

    def keep_taken(self, name: str, column: Column, read: Callable[[object], Any]) -> None:
        if column in self.headings.at:
            self.reading.fields[name] = self.take(column, read, default=0)

    def has_problem(self, column: Column) -> bool:
        heading = self.headings.named(column)
        return any(problem.column == heading for problem in self.reading.problems)

    def refuse(self, column: Column, message: str) -> None:
        self.reading.problems.append(self._finding(column, message))

    def warn(self, column: Column, message: str) -> None:
        self.reading.warnings.append(self._finding(column, message))

    def _finding(self, column: Column, message: str) -> Finding:
        return Finding(self.headings.named(column), self.said(column)[:200], message)


def as_stored(cells: tuple[object, ...]) -> list[object]:
    """The cells of a refused row for JSON; days are marked, so that they come out as days again."""
    return [_stored(cell) for cell in cells]


def _stored(cell: object) -> object:
    if isinstance(cell, datetime):
        return {"at": cell.isoformat()}
    if cell is None or isinstance(cell, bool | int | float):
        return cell
    return clean(str(cell))


def from_stored(cell: object) -> object:
    return datetime.fromisoformat(cell["at"]) if isinstance(cell, Mapping) else cell
