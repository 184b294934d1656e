"""Thống kê lượt quét: by field, by place, by procedure and over time, and what became of the scans.

Everything is added up from the rows of `ScanDay` when it is asked for; nothing is stored twice. The last step
of the funnel counts dossiers as the figures do: received within the days, by the resolving unit.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cached_property
from typing import Any

from django.db.models import Count, Q, QuerySet, Sum
from django.db.models.functions import Coalesce

from dossiers.models import Dossier, Field, PostedKind, Procedure, ScanDay
from dossiers.status import ONLINE

STEPS = ("scans", "pages", "online")
MOST_PROCEDURES = 50
_MOST_DAYS, _MOST_WEEKS = 31, 26


@dataclass
class Line:
    """One line of a table: what it is about, and its counts."""

    label: str
    scans: int = 0
    pages: int = 0
    online: int = 0
    dossiers: int = 0
    dossiers_online: int = 0


@dataclass(frozen=True)
class Statistics:
    """The scans of some units' codes in the days from the first to the last."""

    units: frozenset[int]
    first: date
    last: date

    @property
    def rows(self) -> QuerySet[ScanDay]:
        return ScanDay.objects.filter(code__unit__in=self.units, day__range=(self.first, self.last))

    @property
    def dossiers(self) -> QuerySet[Dossier]:
        """Hồ sơ tiếp nhận trong các ngày ấy, as the figures count them."""
        return Dossier.objects.filter(
            resolving_unit__in=self.units, received_on__range=(self.first, self.last)
        )

    @cached_property
    def total(self) -> Line:
        """The funnel: scans, pages opened, presses of the online button, dossiers."""
        line = Line("Cộng", **{step: self._sums()[step] or 0 for step in STEPS})
        line.dossiers, line.dossiers_online = _counted(self.dossiers)
        return line

    @cached_property
    def by_field(self) -> list[Line]:
        """A code of a procedure counts for its field; codes of no field stand by their kind."""
        of_field = Coalesce("code__field", "code__procedure__field")
        found = self._grouped(self.rows.annotate(of_field=of_field), "of_field", "code__kind")
        names = dict(Field.objects.values_list("pk", "name"))
        lines: dict[int | str, Line] = {}
        for key, sums in found:
            name = names.get(key[0]) or PostedKind(key[1]).label
            line = lines.setdefault(key[0] or key[1], Line(name))
            _add(line, sums)
        for pk, every, online in self._dossiers_by("procedure__field"):
            if pk in lines:
                lines[pk].dossiers, lines[pk].dossiers_online = every, online
        return _sorted(lines.values())

    @cached_property
    def by_place(self) -> list[Line]:
        lines = []
        for (place,), sums in self._grouped(self.rows, "code__place"):
            lines.append(Line(place))
            _add(lines[-1], sums)
        return _sorted(lines)

    @cached_property
    def by_procedure(self) -> list[Line]:
        """Codes of single procedures, the most scanned first."""
        found = self._grouped(self.rows.exclude(code__procedure=None), "code__procedure")
        lines = {key[0]: Line("") for key, _ in found}
        for (pk,), sums in found:
            _add(lines[pk], sums)
        for pk, name in Procedure.objects.filter(pk__in=lines).values_list("pk", "name"):
            lines[pk].label = name
        for pk, every, online in self._dossiers_by("procedure"):
            if pk in lines:
                lines[pk].dossiers, lines[pk].dossiers_online = every, online
        return _sorted(lines.values())[:MOST_PROCEDURES]

    @cached_property
    def over_time(self) -> list[Line]:
        """Day by day; of more than a month week by week, of more than half a year month by month."""
        sums = {key[0]: sums for key, sums in self._grouped(self.rows, "day")}
        lines: dict[str, Line] = {}
        day = self.first
        while day <= self.last:
            label = self._stretch(day)
            line = lines.setdefault(label, Line(label))
            if day in sums:
                _add(line, sums[day])
            day += timedelta(days=1)
        return list(lines.values())

    def _stretch(self, day: date) -> str:
        length = (self.last - self.first).days + 1
        if length <= _MOST_DAYS:
            return f"{day:%d/%m}"
        if length <= 7 * _MOST_WEEKS:
            return f"tuần {max(day - timedelta(days=day.weekday()), self.first):%d/%m}"
        return f"{day:%m/%Y}"

    def _sums(self) -> dict[str, int | None]:
        found: dict[str, int | None] = self.rows.aggregate(**{step: Sum(step) for step in STEPS})
        return found

    def _grouped(
        self, rows: QuerySet[ScanDay], *by: str
    ) -> list[tuple[tuple[Any, ...], dict[str, int]]]:  # fmt: skip
        found = rows.order_by().values(*by).annotate(**{f"all_{step}": Sum(step) for step in STEPS})
        return [
            (tuple(row[name] for name in by), {step: row[f"all_{step}"] for step in STEPS}) for row in found
        ]

    def _dossiers_by(self, what: str) -> Iterable[tuple[int, int, int]]:
        counted = self.dossiers.order_by().values(what).annotate(all=Count("pk"), online=_ONLINE)
        return counted.values_list(what, "all", "online")


_ONLINE = Count("pk", filter=Q(channel__in=ONLINE))


def _counted(dossiers: QuerySet[Dossier]) -> tuple[int, int]:
    found = dossiers.aggregate(all=Count("pk"), online=_ONLINE)
    return found["all"], found["online"]


def _add(line: Line, sums: dict[str, int]) -> None:
    line.scans += sums["scans"]
    line.pages += sums["pages"]
    line.online += sums["online"]


def _sorted(lines: Iterable[Line]) -> list[Line]:
    return sorted(lines, key=lambda line: (-line.scans, line.label))
