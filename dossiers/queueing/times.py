"""Thời gian chờ: waiting and service by day, hour and group, each number with the tickets behind it."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from typing import Any, cast

from django.db.models import Avg, Count, DurationField, ExpressionWrapper, F, Max, Q, QuerySet
from django.db.models.functions import ExtractHour

from dossiers.models import Ticket, TicketGroup, TicketState
from portal import formats

SOON = timedelta(minutes=30)
"""What the page takes for a wait that is short enough."""
_WAIT = ExpressionWrapper(F("called_at") - F("taken_at"), output_field=DurationField())
_SERVICE = ExpressionWrapper(F("ended_at") - F("started_at"), output_field=DurationField())
_CALLED = Q(called_at__isnull=False)
_SOON = Q(called_at__lte=F("taken_at") + SOON)
_MEASURED = Q(state=TicketState.SERVED, started_at__isnull=False, was_closed=False)
KINDS = {
    "lay-so": ("đã lấy số", Q()),
    "da-goi": ("đã được gọi", _CALLED),
    "nhanh": ("chờ không quá 30 phút", _SOON),
    "lau": ("chờ quá 30 phút", _CALLED & ~_SOON),
    "xong": ("đã phục vụ", Q(state=TicketState.SERVED)),
    "bo": ("đã về khi chưa được phục vụ", Q(state=TicketState.LEFT)),
}
"""What a count counts: word of the address → (in words, the condition on tickets)."""


@dataclass(frozen=True)
class Times:
    """One line of a table: `only` is what its address adds to be opened."""

    label: str
    only: dict[str, str]
    taken: int
    called: int
    soon: int
    served: int
    left: int
    wait: timedelta | None
    longest: timedelta | None
    service: timedelta | None

    @property
    def share(self) -> Decimal | None:
        """Tỷ lệ chờ không quá 30 phút, of those called."""
        return formats.percentage(self.soon, self.called)


@dataclass(frozen=True)
class Question:
    """Which units, which days."""

    units: Collection[int]
    first: date
    last: date

    def tickets(self, kind: str = "lay-so", **only: str) -> QuerySet[Ticket]:
        """Those behind a count: of a day, an hour, a group, or all."""
        found = Ticket.objects.filter(unit__in=self.units, day__range=(self.first, self.last))
        found = found.annotate(hour=ExtractHour("taken_at")).filter(KINDS[kind][1])
        names = {"ngay": "day", "gio": "hour", "dien": "group"}
        return found.filter(**{names[name]: value for name, value in only.items()})

    def in_all(self) -> Times:
        return _times("Cả kỳ", {}, self.tickets().aggregate(**_FIGURES))

    def by_day(self) -> list[Times]:
        return [
            _times(f"{row['day']:%d/%m/%Y}", {"ngay": row["day"].isoformat()}, row)
            for row in reversed(self._rows("day"))
        ]

    def by_hour(self) -> list[Times]:
        return [
            _times(f"{row['hour']}–{row['hour'] + 1} giờ", {"gio": str(row["hour"])}, row)
            for row in self._rows("hour")
        ]

    def by_group(self) -> list[Times]:
        rows = {row["group"]: row for row in self._rows("group")}
        return [
            _times(str(group.label), {"dien": group.value}, rows[group.value])
            for group in TicketGroup
            if group.value in rows
        ]

    def _rows(self, column: str) -> list[dict[str, Any]]:
        grouped = self.tickets().order_by().values(column).annotate(**_FIGURES).order_by(column)
        return list(cast(Iterable[dict[str, Any]], grouped))


_FIGURES: dict[str, Any] = {
    "taken": Count("pk"),
    "called": Count("pk", filter=_CALLED),
    "soon": Count("pk", filter=_SOON),
    "served": Count("pk", filter=KINDS["xong"][1]),
    "left_count": Count("pk", filter=KINDS["bo"][1]),
    "wait": Avg(_WAIT),
    "longest": Max(_WAIT),
    "service": Avg(_SERVICE, filter=_MEASURED),
}


def _times(label: str, only: dict[str, str], row: dict[str, Any]) -> Times:
    return Times(
        label, only, row["taken"], row["called"], row["soon"], row["served"], row["left_count"],
        row["wait"], row["longest"], row["service"],
    )  # fmt: skip
