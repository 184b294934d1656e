"""Lượt nhập: the rows of one sheet, chunk by chunk, compared with the records and written.

A chunk is one transaction, keyed by dossier code: an import that was cut off is simply run again.
"""

import pickle
import tempfile
from collections.abc import Callable, Iterable, Iterator
from copy import deepcopy
from dataclasses import asdict, dataclass, field
from itertools import islice
from typing import IO, Any, Self

from django.db import IntegrityError, transaction
from django.utils import timezone

from dossiers.importing import writing
from dossiers.importing.lookup import Lookup
from dossiers.importing.plan import Planner, RowPlan, UnitByDate
from dossiers.importing.rows import Reading, RowReader
from dossiers.importing.sheet import NumberedRows, Sheet
from dossiers.models import RowKind
from portal.models import UnitTree, User

CHUNK = 500


@dataclass
class Tally:
    """How many rows became what; `units` counts those taken in by the unit that got them."""

    created: int = 0
    updated: int = 0
    unchanged: int = 0
    differing: int = 0
    rejected: int = 0
    warned: int = 0
    units: dict[str, int] = field(default_factory=dict)

    @classmethod
    def from_dict(cls, counts: dict[str, Any]) -> Self:
        return cls(**counts)

    def as_dict(self) -> dict[str, Any]:
        return asdict(self)

    def plus(self, plans: Iterable[RowPlan]) -> Self:
        """The counts with those of further rows; these stay as they are."""
        counted = deepcopy(self)
        for plan in plans:
            setattr(counted, plan.kind.value, getattr(counted, plan.kind.value) + 1)
            counted.warned += bool(plan.reading.warnings)
            if plan.kind == RowKind.CREATED and plan.dossier:
                name = plan.dossier.resolving_unit.label
                counted.units[name] = counted.units.get(name, 0) + 1
        return counted

    @property
    def accepted(self) -> int:
        return self.created + self.updated + self.unchanged + self.differing

    @property
    def to_write(self) -> int:
        return self.created + self.updated

    @property
    def rows(self) -> int:
        return self.accepted + self.rejected


class Entry:
    """One sheet on its way into the records of a unit."""

    def __init__(
        self,
        sheet: Sheet,
        *,
        file_name: str,
        reference: str,
        reach: set[int] | None = None,
        by: User | None = None,
    ) -> None:
        tree, lookup = UnitTree.load(), Lookup.load()
        self.started_at = timezone.now()
        self._sheet, self._file_name, self._by = sheet, file_name, by
        self._reader = RowReader(sheet.headings, lookup, now=self.started_at)
        self._planner = Planner(UnitByDate(tree, reference, reach=reach), tree, sheet.headings, lookup)

    def chunks(self, rows: NumberedRows | None = None) -> Iterator[list[Reading]]:
        rows = self._sheet.rows if rows is None else rows
        while chunk := [self._reader.read(number, cells) for number, cells in islice(rows, CHUNK)]:
            yield chunk

    def plan(self, chunk: list[Reading]) -> list[RowPlan]:
        return self._planner.plan(chunk)

    def write(
        self, chunk: list[Reading], *, along: Callable[[list[RowPlan]], None] = lambda plans: None
    ) -> list[RowPlan]:
        """Write a chunk, and what goes `along` with it in the same transaction.

        Where somebody else wrote one of its codes in the same moment, it is compared again with that record.
        """
        try:
            return self._write(chunk, along)
        except IntegrityError:
            return self._write(chunk, along)

    def _write(self, chunk: list[Reading], along: Callable[[list[RowPlan]], None]) -> list[RowPlan]:
        with transaction.atomic():
            plans = self._planner.plan(chunk, lock=True)
            writing.save_case_types(plans)
            writing.write(plans, by=self._by, at=self.started_at, file_name=self._file_name)
            along(plans)
        return plans

    def whole(self) -> Iterator[list[Reading]]:
        """The chunks of a sheet that was first read to its end: damage is met before a row is written."""
        with tempfile.TemporaryFile() as spool:
            _spool(self._sheet.rows, spool)
            yield from self.chunks(_spooled(spool))


def _spool(rows: NumberedRows, spool: IO[bytes]) -> None:
    while chunk := list(islice(rows, CHUNK)):
        pickle.dump(chunk, spool)
    spool.seek(0)


def _spooled(spool: IO[bytes]) -> NumberedRows:
    while True:
        try:
            chunk: Iterable[tuple[int, tuple[object, ...]]] = pickle.load(spool)
        except EOFError:
            return
        yield from chunk
