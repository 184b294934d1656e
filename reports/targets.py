"""Chỉ tiêu nộp trực tuyến: what the leader sets for a month by field and officer, beside what is done.

What counts is the figure `online_digitised`: received online, papers digitised. A target is set before its
month has ended and then stays, so that a month is judged by what was asked of it.
"""

from collections import Counter
from collections.abc import Collection, Hashable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from io import BytesIO
from typing import Any

from django.db import transaction
from django.db.models import Q
from django.utils import timezone

from dossiers.models import Field, Procedure, ServiceLevel
from portal import audit, formats
from portal.errors import DomainError
from portal.models import Role, Unit, User
from reports import figures
from reports.figures import By, Scope
from reports.models import OnlineTarget

DONE = "online_digitised"
SETTERS = (Role.LEADER,)
_ONLINE = (ServiceLevel.FULL, ServiceLevel.PARTIAL)
COUNTED = (Role.INTAKE, Role.PROCESSING)
"""Whose dossiers a leader may set a target for."""


@dataclass(frozen=True)
class Line:
    """One field, one officer, or all: the target, and the figures of the month."""

    key: str
    label: str
    target: int | None
    figures: Mapping[str, int]

    @property
    def done(self) -> int:
        return self.figures[DONE]

    @property
    def missing(self) -> int | None:
        """Còn thiếu; none where nothing was asked."""
        return None if self.target is None else max(self.target - self.done, 0)

    @property
    def reached(self) -> Decimal | None:
        return None if self.target is None else formats.percentage(self.done, self.target)

    @property
    def online(self) -> Decimal | None:
        return formats.percentage(self.figures["received_online"], self.figures["received"])

    @property
    def judgement(self) -> str:
        """Đánh giá kết quả thực hiện."""
        if self.target is None:
            return "Không giao chỉ tiêu"
        if not self.missing:
            return "Vượt chỉ tiêu" if self.done > self.target else "Đạt chỉ tiêu"
        return f"Còn thiếu {formats.integer(self.missing)} hồ sơ"


@dataclass(frozen=True)
class Total(Line):
    """Cộng: what one field has too much makes up for no other."""

    parts: tuple[Line, ...] = ()

    @property
    def missing(self) -> int | None:
        return None if self.target is None else sum(part.missing or 0 for part in self.parts)

    @property
    def reached(self) -> Decimal | None:
        return None

    @property
    def judgement(self) -> str:
        judged = [part for part in self.parts if part.target is not None]
        met = sum(not part.missing for part in judged)
        return f"{met} trong {len(judged)} lĩnh vực đạt chỉ tiêu" if judged else "Không giao chỉ tiêu"


@dataclass(frozen=True)
class Board:
    """Bảng chỉ tiêu of a unit and a month."""

    fields: list[Line]
    officers: list[Line]
    total: Total


def board(scope: Scope) -> Board:
    """Targets beside figures, in one grouped query of dossiers."""
    rows = OnlineTarget.objects.filter(unit=scope.unit, month=scope.period.first)
    asked = list(rows.select_related("field"))
    by_field: dict[Hashable, Counter[str]] = {}
    by_officer: dict[Hashable, Counter[str]] = {}
    for (field, officer), counts in figures.tally(scope, By.FIELD, By.OFFICER).items():
        by_field.setdefault(field, Counter()).update(counts)
        by_officer.setdefault(officer, Counter()).update(counts)
    of_field = {one.field_id: one.dossiers for one in asked if one.field_id}
    of_officer = {one.officer_name: one.dossiers for one in asked if not one.field_id}
    named = Field.objects.filter(pk__in={*by_field, *of_field}).values_list("pk", "code", "name")
    lines = [_line(code, name, of_field.get(pk), by_field.get(pk, Counter())) for pk, code, name in named]
    whole = figures.complete(sum(by_field.values(), Counter()))
    return Board(
        fields=lines,
        officers=[
            _line(name, name or "Không ghi cán bộ", of_officer.get(name), by_officer.get(name, Counter()))
            for name in sorted({*map(str, by_officer), *of_officer})
        ],
        total=Total("", "Cộng", sum(of_field.values()) or None, whole, parts=tuple(lines)),
    )


def offered_fields(unit: Unit, *, also: Collection[int] = ()) -> list[Field]:
    """Lĩnh vực có thủ tục nộp trực tuyến được mà đơn vị tiếp nhận, and those that have a target already."""
    offered = (
        Procedure.objects.offered_by(unit).valid_on(timezone.localdate()).filter(service_level__in=_ONLINE)
    )
    return list(Field.objects.filter(Q(procedures__in=offered) | Q(pk__in=list(also))).distinct())


def officers(unit: Unit, *, by: User) -> list[str]:
    """Cán bộ tiếp nhận, thụ lý of the unit and of what lies below it, by the name that dossiers bear."""
    held = {"assignments__role__in": COUNTED, "assignments__unit__in": by.tree.scope(unit.pk)}
    found = User.objects.filter(is_active=True, **held).distinct()
    return sorted({str(user) for user in found})


def wanted(unit: Unit, month: date) -> tuple[dict[int, int], dict[str, int]]:
    """What is set: by field, by officer."""
    rows = list(OnlineTarget.objects.filter(unit=unit, month=month))
    return (
        {one.field_id: one.dossiers for one in rows if one.field_id},
        {one.officer_name: one.dossiers for one in rows if not one.field_id},
    )


@transaction.atomic
def set_targets(
    unit: Unit, month: date, *, fields: Mapping[int, int], officers: Mapping[str, int], by: User
) -> int:
    """Giao chỉ tiêu: these stand instead of those before; none or 0 asks nothing. How many changed."""
    _check(unit, month, by)
    Unit.objects.select_for_update(of=("self",)).get(pk=unit.pk)
    was_fields, was_officers = wanted(unit, month)
    changed = 0
    for pk in {*fields, *was_fields}:
        changed += _keep(unit, month, fields.get(pk, 0), was_fields.get(pk, 0), by=by, field_id=pk)
    for name in {*officers, *was_officers}:
        changed += _keep(
            unit, month, officers.get(name, 0), was_officers.get(name, 0), by=by, officer_name=name
        )
    if changed:
        audit.record("target.set", by=by, target=unit, unit=unit, month=f"{month:%Y-%m}", targets=changed)
    return changed


@transaction.atomic
def copy_last(unit: Unit, month: date, *, by: User) -> int:
    """Chép chỉ tiêu tháng trước where this month has none yet; how many."""
    _check(unit, month, by)
    Unit.objects.select_for_update(of=("self",)).get(pk=unit.pk)
    before = (month - timedelta(days=1)).replace(day=1)
    last_fields, last_officers = wanted(unit, before)
    if not last_fields and not last_officers:
        raise DomainError(
            f"Tháng {before:%m/%Y} chưa giao chỉ tiêu nào để chép: bấm Giao chỉ tiêu để ghi mới."
        )
    fields, names = wanted(unit, month)
    working = officers(unit, by=by)
    staying = {name: count for name, count in last_officers.items() if name in working}
    return set_targets(unit, month, fields=last_fields | fields, officers=staying | names, by=by)


def is_open(month: date) -> bool:
    """Còn giao được: a month that has ended keeps its targets."""
    return month >= timezone.localdate().replace(day=1)


def table(lines: Iterable[Line]) -> list[tuple[str | int | Decimal | None, ...]]:
    """Rows for a file, in the order of `HEADINGS`."""
    return [
        (
            line.label, line.target, line.done, line.missing, line.reached,
            line.figures["received"], line.figures["received_online"], line.online, line.judgement,
        )
        for line in lines
    ]  # fmt: skip


HEADINGS = (
    "Chỉ tiêu", "Đã nộp", "Còn thiếu", "Đạt (%)",
    "Tiếp nhận", "Trực tuyến", "Tỷ lệ trực tuyến (%)", "Đánh giá",
)  # fmt: skip
"""Beside the name of the field or the officer."""


def printed(cell: str | int | Decimal | None) -> str:
    """A cell of `table` as paper shows it."""
    if isinstance(cell, int):
        return formats.integer(cell)
    return formats.decimal(cell) if isinstance(cell, Decimal) else cell or ""


def workbook(parts: Collection[tuple[str, list[Line]]]) -> bytes:
    """Bảng tính: a sheet for each part; a name that begins like a formula stays text."""
    from openpyxl import Workbook
    from openpyxl.styles import Font

    book = Workbook()
    book.remove(book.worksheets[0])
    for heading, lines in parts:
        sheet = book.create_sheet(f"Theo {heading.lower()}")
        sheet.append([heading, *HEADINGS])
        for cell in sheet[1]:
            cell.font = Font(bold=True)
        for row in table(lines):
            sheet.append(list(row))
            sheet.cell(sheet.max_row, 1).data_type = "s"
        sheet.column_dimensions["A"].width, sheet.column_dimensions["I"].width = 40, 26
        sheet.freeze_panes = "B2"
    file = BytesIO()
    book.save(file)
    return file.getvalue()


def _line(key: str, label: str, target: int | None, counts: Counter[str]) -> Line:
    return Line(key, label, target, figures.complete(counts))


def _keep(unit: Unit, month: date, number: int, was: int, *, by: User, **subject: Any) -> int:
    if number == was:
        return 0
    rows = OnlineTarget.objects.filter(unit=unit, month=month, **subject)
    if not number:
        rows.delete()
    else:
        told = {"dossiers": number, "set_by": by, "set_at": timezone.now()}
        OnlineTarget.objects.update_or_create(unit=unit, month=month, **subject, defaults=told)
    return 1


def _check(unit: Unit, month: date, by: User) -> None:
    if unit.pk not in by.unit_ids(SETTERS):
        raise DomainError(f"Chỉ tiêu của {unit.name} do lãnh đạo đơn vị giao.")
    if not is_open(month):
        raise DomainError(f"Tháng {month:%m/%Y} đã kết thúc: chỉ tiêu giữ như đã giao.")
