"""So với sổ hồ sơ: what each row would do to the records. Reads the database, writes nothing."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, time
from typing import Any

from django.db.models import Field, Model

from dossiers.calendar import OFFICE_ZONE
from dossiers.importing.columns import Column, Headings
from dossiers.importing.lookup import Lookup
from dossiers.importing.rows import Finding, Reading
from dossiers.models import Dossier, DossierEvent, RowKind, Source
from dossiers.models.dossier import day_of
from dossiers.status import FINISHED, RUNNING, UNCOUNTED, DossierStatus
from portal import formats
from portal.errors import DomainError
from portal.models import Unit, UnitTree

IMPORTED, UPDATED_BY_IMPORT = "import", "update_by_import"
_OF_THE_SHEET = {"notes", "channel_as_written", "channel_is_converted", "original_due_at", "submitted_at"}
"""Fields that tell of the sheet, or follow another one: a dossier of the desk does not differ by them."""
_FOLLOWS = {"original_due_at": "due_at", "submitted_at": "received_at", "channel_is_converted": "channel"}


@dataclass
class Change:
    """One field of a dossier that the sheet says otherwise."""

    field: str
    old: str
    new: str

    def as_dict(self) -> dict[str, str]:
        return {"field": self.field, "old": self.old, "new": self.new}


@dataclass
class RowPlan:
    """What becomes of one row. `dossier` already carries the new values; `changed` names them."""

    reading: Reading
    kind: RowKind
    dossier: Dossier | None = None
    changed: list[str] = field(default_factory=list)
    changes: list[Change] = field(default_factory=list)
    from_status: str = ""


class UnitByDate:
    """The unit that a code means on a row's reception date; `CODE@YYYY-MM-DD` names one outright.

    Codes were reused in the reform of 01/7/2025. With `reach`, only those units are taken.
    """

    def __init__(self, tree: UnitTree, reference: str, *, reach: set[int] | None = None) -> None:
        code, _, day = reference.strip().partition("@")
        try:
            self._fixed_day = date.fromisoformat(day) if day else None
        except ValueError:
            raise DomainError(f"Ngày “{day}” sau mã đơn vị không đúng dạng YYYY-MM-DD.") from None
        if code not in tree.codes:
            raise DomainError(f"Không có đơn vị nào mang mã “{code}”. Kiểm tra lại mã đơn vị hành chính.")
        if self._fixed_day:
            tree.named(code, on=self._fixed_day)
        self._tree, self._code, self._reach = tree, code, reach
        self._answers: dict[date, Unit | str] = {}
        self._scopes: dict[int, set[int]] = {}

    def on(self, day: date) -> Unit | str:
        """The unit, or why there is none."""
        day = self._fixed_day or day
        if day not in self._answers:
            self._answers[day] = self._named(day)
        return self._answers[day]

    def _named(self, day: date) -> Unit | str:
        try:
            unit = self._tree.named(self._code, on=day)
        except DomainError as unknown:
            return unknown.message
        if self._reach is not None and unit.pk not in self._reach:
            return f"Ngày {day:%d/%m/%Y} mã đơn vị {self._code} là {unit.label}, ngoài phạm vi của bạn."
        return unit

    def holds(self, unit: Unit, ids: set[int]) -> bool:
        """Whether any of the units is the unit's own, below it, or what it was before."""
        if unit.pk not in self._scopes:
            self._scopes[unit.pk] = self._tree.scope(unit.pk)
        return not self._scopes[unit.pk].isdisjoint(ids)

    def is_succeeded_by(self, unit: Unit, ids: set[int]) -> bool:
        return any(unit.pk in self._tree.scope(pk) for pk in ids)

    def name(self, pk: int) -> str:
        return self._tree.units[pk].label


class Planner:
    """Compares rows with the records, a chunk at a time and with a fixed number of queries a chunk."""

    def __init__(self, units: UnitByDate, tree: UnitTree, headings: Headings, lookup: Lookup) -> None:
        self._units, self._headings, self._lookup = units, headings, lookup
        self._noted = {*headings.others.values(), *(c.value for c in _NOTED_COLUMNS if c in headings.at)}
        self._by_prefix: dict[str, set[int]] = {}
        for pk, unit in tree.units.items():
            for prefix in filter(None, (unit.code, unit.identifier)):
                self._by_prefix.setdefault(prefix.upper(), set()).add(pk)

    def plan(self, readings: Sequence[Reading], *, lock: bool = False) -> list[RowPlan]:
        """`lock` holds the dossiers until the caller's transaction ends."""
        codes = [reading.code for reading in readings if not reading.problems]
        standing = Dossier.objects.filter(code__in=codes)
        if lock:
            standing = standing.select_for_update()
        known = {dossier.code: dossier for dossier in standing}
        handled = _handled_at_the_desk(known.values())
        return [self._plan_row(reading, known.get(reading.code), handled) for reading in readings]

    def _plan_row(self, reading: Reading, standing: Dossier | None, handled: set[int]) -> RowPlan:
        if reading.problems:
            return RowPlan(reading, RowKind.REJECTED)
        assert reading.received_on is not None
        unit = self._units.on(reading.received_on)
        if isinstance(unit, str):
            return self._rejected(reading, Column.RECEIVED, f"{reading.received_on:%d/%m/%Y}", unit)
        if stranger := self._stranger(unit, reading.code, standing):
            message = f"Mã hồ sơ thuộc {stranger}, không phải {unit.label}."
            return self._rejected(reading, Column.CODE, reading.code, message)
        if standing is None:
            return RowPlan(reading, RowKind.CREATED, _new(reading, unit))
        return self._compared(reading, standing, is_handled=standing.pk in handled)

    def _stranger(self, unit: Unit, code: str, standing: Dossier | None) -> str:
        """Whose dossier it is when not this unit's: by the records, else by what the code begins with."""
        if standing is not None:
            owners = {standing.receiving_unit_id, standing.resolving_unit_id}
            return "" if self._units.holds(unit, owners) else self._units.name(standing.resolving_unit_id)
        named = self._by_prefix.get(code.split("-", 1)[0].upper()) if "-" in code else None
        if not named or self._units.holds(unit, named) or self._units.is_succeeded_by(unit, named):
            return ""
        return self._units.name(min(named))

    def _rejected(self, reading: Reading, column: Column, value: str, message: str) -> RowPlan:
        reading.problems.append(Finding(self._headings.named(column), value, message))
        return RowPlan(reading, RowKind.REJECTED)

    def _compared(self, reading: Reading, standing: Dossier, *, is_handled: bool) -> RowPlan:
        fields = self._said_of(standing, reading)
        if standing.source == Source.DESK or is_handled:
            changed = [
                name for name in fields if name not in _OF_THE_SHEET and _differs(standing, name, fields)
            ]
            kind = RowKind.DIFFERING if changed else RowKind.UNCHANGED
            return RowPlan(reading, kind, standing, changed, self._changes(standing, fields, changed))
        changed = [name for name, value in fields.items() if _standing(standing, name) != _said(value)]
        if not changed:
            return RowPlan(reading, RowKind.UNCHANGED, standing)
        plan = RowPlan(
            reading,
            RowKind.UPDATED,
            standing,
            changed,
            self._changes(standing, fields, changed),
            standing.status,
        )
        for name in changed:
            setattr(standing, name, fields[name])
        if standing.received_at and standing.finished_at and standing.finished_at < standing.received_at:
            return self._rejected(
                reading,
                Column.RECEIVED,
                f"{reading.received_on:%d/%m/%Y}",
                f"Hồ sơ đã có kết quả ngày {_written(standing.finished_at)}, trước ngày tiếp nhận này. "
                "Kiểm tra lại ngày tiếp nhận.",
            )
        return plan

    def _said_of(self, standing: Dossier, reading: Reading) -> dict[str, Any]:
        """What the sheet says of a dossier that is there: what it leaves open stays as it is."""
        fields = dict(reading.fields)
        others = {name: said for name, said in standing.notes.items() if name not in self._noted}
        fields["notes"] = others | fields["notes"]
        if "status" not in fields:
            if standing.status in UNCOUNTED:
                fields["received_at"] = standing.received_at
        elif reading.status_is_guessed and _is_more_exact(standing, fields):
            del fields["status"], fields["outcome"]
        return fields

    def _changes(self, standing: Dossier, fields: dict[str, Any], changed: list[str]) -> list[Change]:
        return [
            Change(
                _label(name), self._shown(name, _standing(standing, name)), self._shown(name, fields[name])
            )
            for name in changed
            if _FOLLOWS.get(name) not in changed
        ]

    def _shown(self, name: str, value: Any) -> str:  # noqa: PLR0911 (one answer a sort of value)
        """A value as an officer reads it."""
        if value is None or value in ("", {}):
            return "trống"
        if isinstance(value, datetime):
            return _written(value)
        if isinstance(value, bool):
            return "Có" if value else "Không"
        if name == "procedure":
            return str(self._lookup.by_id[value] if isinstance(value, int) else value)
        if name == "case_type":
            return str(self._lookup.case_types.get(value, value))
        if name == "notes":
            return "; ".join(f"{key}: {said}" for key, said in value.items())
        choices = dict(_column(name).flatchoices)
        if value in choices:
            return str(choices[value])
        return formats.integer(value) if isinstance(value, int) else str(value)


_NOTED_COLUMNS = (Column.FIELD, Column.FINISHED, Column.RETURNED)


_IDS = {"procedure": "procedure_id", "case_type": "case_type_id"}


def _standing(dossier: Dossier, name: str) -> Any:
    """The value of a field, of related records their id: no query."""
    return getattr(dossier, _IDS.get(name, name))


def _said(value: Any) -> Any:
    """The sheet's value to compare with it; a kind of case that is not saved yet equals nothing."""
    return (value.pk or value) if isinstance(value, Model) else value


def _differs(standing: Dossier, name: str, fields: dict[str, Any]) -> bool:
    """A day without a time in the sheet agrees with any time of that day at the desk."""
    old, new = _standing(standing, name), _said(fields[name])
    if (
        isinstance(old, datetime)
        and isinstance(new, datetime)
        and new.astimezone(OFFICE_ZONE).time() == time(0)
    ):
        return day_of(old) != day_of(new)
    return bool(old != new)


def _is_more_exact(standing: Dossier, fields: dict[str, Any]) -> bool:
    """A state known before says more than the one derived from the same dates."""
    derived, known = fields["status"], standing.status
    if derived == DossierStatus.RECEIVED:
        return known in RUNNING
    if derived == DossierStatus.CONCLUDED:
        return known in FINISHED
    return known in FINISHED - {DossierStatus.CONCLUDED}


def _column(name: str) -> "Field[Any, Any]":
    return next(column for column in Dossier._meta.fields if column.name == name)


def _label(name: str) -> str:
    label = str(_column(name).verbose_name)
    return label[0].upper() + label[1:]


def _written(moment: datetime) -> str:
    local = moment.astimezone(OFFICE_ZONE)
    return f"{local:%d/%m/%Y}" if local.time() == time(0) else f"{local:%d/%m/%Y %H:%M}"


def _handled_at_the_desk(dossiers: Iterable[Dossier]) -> set[int]:
    """Imported dossiers that somebody has worked on since: they belong to the desk now."""
    ids = [dossier.pk for dossier in dossiers if dossier.source == Source.IMPORT]
    moves = DossierEvent.objects.filter(dossier__in=ids).exclude(action__in=(IMPORTED, UPDATED_BY_IMPORT))
    return set(moves.values_list("dossier_id", flat=True)) if ids else set()


def _new(reading: Reading, unit: Unit) -> Dossier:
    return Dossier(
        code=reading.code, receiving_unit=unit, resolving_unit=unit, source=Source.IMPORT, **reading.fields
    )
