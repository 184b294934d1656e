"""Sổ thu trong ngày, quyết toán quý: sums of the cash book, each with the payments that it was made of.

A `Selection` is a sum's address: what narrows the payments for the page behind a figure also made the figure.
"""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date, timedelta
from functools import cached_property
from typing import Any, Self
from urllib.parse import urlencode

from django.db.models import Count, F, Q, Sum

from dossiers.models import FeeKind, Payment, PaymentMethod
from dossiers.models.money import PaymentQuerySet
from dossiers.moves import MOVING_ROLES
from portal.models import Role, Unit, User

BOOK_ROLES = (*MOVING_ROLES, Role.LEADER, Role.REFORM)
NOBODY = "0"
IN, OUT = "vao", "ra"
_COLUMNS = {"": "amount", FeeKind.FEE: "fee_part", FeeKind.DUTY: "duty_part"}


def units_of(user: User) -> list[Unit]:
    """Whose books the user opens: the units in which the role is held, those of today first."""
    held = {unit for role in BOOK_ROLES for unit in user.roles.get(role, ()) if unit}
    found = user.tree.pick(sorted(held))
    return sorted(found, key=lambda unit: (unit.valid_to is not None, unit.code))


@dataclass(frozen=True)
class Selection:
    """Payments of a unit (with what lies below it and what it was before) in some days, narrowed further."""

    unit: Unit
    scope: frozenset[int]
    first: date
    last: date
    method: str = ""
    officer: str = ""
    procedure: str = ""
    field: str = ""
    kind: str = ""
    way: str = ""

    @classmethod
    def of(cls, user: User, unit: Unit, first: date, last: date, **narrowed: str) -> Self:
        return cls(unit, frozenset(user.tree.scope(unit.pk)), first, last, **narrowed)

    def narrowed(self, **by: Any) -> Self:
        return replace(self, **by)

    @property
    def payments(self) -> PaymentQuerySet:
        found = Payment.objects.of_units(set(self.scope)).between(self.first, self.last)
        if self.method:
            found = found.filter(method=self.method)
        if self.officer:
            found = found.filter(taken_by=None if self.officer == NOBODY else int(self.officer))
        if self.procedure:
            found = found.filter(dossier__procedure__code=self.procedure)
        if self.field:
            found = found.filter(dossier__procedure__field__code=self.field)
        if self.kind:
            found = found.exclude(**{self.column: 0})
        if self.way:
            found = found.filter(amount__gt=0) if self.way == IN else found.filter(amount__lt=0)
        return found

    @property
    def column(self) -> str:
        """What is summed: the whole amount, or its part of one kind."""
        return _COLUMNS[self.kind]

    @property
    def address(self) -> str:
        words = {
            "don-vi": str(self.unit.pk),
            "tu": f"{self.first:%Y-%m-%d}",
            "den": f"{self.last:%Y-%m-%d}",
            "hinh-thuc": self.method,
            "nguoi-thu": self.officer,
            "thu-tuc": self.procedure,
            "linh-vuc": self.field,
            "loai": self.kind,
            "chieu": self.way,
        }
        return urlencode({name: word for name, word in words.items() if word})


@dataclass(frozen=True)
class Figure:
    """A sum in đồng and where its payments are."""

    amount: int
    behind: Selection


@dataclass(frozen=True)
class Line:
    """One line of a book: how many entries, what came in, what went out, what is left, and of which kind."""

    label: str
    count: int
    came_in: Figure
    went_out: Figure
    left: Figure
    fee: Figure
    duty: Figure

    @classmethod
    def of(cls, label: str, payments: Iterable[Payment], behind: Selection) -> Self:
        rows = list(payments)
        return cls.of_sums(
            label,
            behind,
            count=len(rows),
            came_in=sum(one.amount for one in rows if one.amount > 0),
            went_out=sum(one.amount for one in rows if one.amount < 0),
            fee=sum(one.fee_part for one in rows),
        )

    @classmethod
    def of_sums(
        cls, label: str, behind: Selection, *, count: int, came_in: int, went_out: int, fee: int
    ) -> Self:
        left = came_in + went_out
        return cls(
            label,
            count,
            Figure(came_in, behind.narrowed(way=IN)),
            Figure(went_out, behind.narrowed(way=OUT)),
            Figure(left, behind),
            Figure(fee, behind.narrowed(kind=FeeKind.FEE)),
            Figure(left - fee, behind.narrowed(kind=FeeKind.DUTY)),
        )

    @property
    def figures(self) -> tuple[Figure, ...]:
        return self.came_in, self.went_out, self.left, self.fee, self.duty


@dataclass(frozen=True)
class DayBook:
    """Sổ thu phí, lệ phí trong ngày của một đơn vị."""

    selection: Selection

    @property
    def day(self) -> date:
        return self.selection.first

    @cached_property
    def payments(self) -> list[Payment]:
        found = self.selection.payments.select_related("dossier__procedure", "reverses")
        return list(found.order_by("paid_at", "pk"))

    @property
    def rows(self) -> list[tuple[Payment, int]]:
        return [(payment, payment.amount) for payment in self.payments]

    @cached_property
    def total(self) -> Line:
        return Line.of("Cộng", self.payments, self.selection)

    @cached_property
    def by_method(self) -> list[Line]:
        return [
            Line.of(method.label, rows, self.selection.narrowed(method=method))
            for method in PaymentMethod
            if (rows := [one for one in self.payments if one.method == method])
        ]

    @cached_property
    def by_officer(self) -> list[Line]:
        """Officers by name; what a dossier was paid with no account of ours stands apart."""
        groups: dict[str, list[Payment]] = {}
        for one in self.payments:
            groups.setdefault(str(one.taken_by_id or NOBODY), []).append(one)
        lines = [
            Line.of(
                rows[0].officer_name if key != NOBODY else "Không ghi tài khoản",
                rows,
                self.selection.narrowed(officer=key),
            )
            for key, rows in groups.items()
        ]
        return sorted(lines, key=lambda line: line.label)


@dataclass(frozen=True)
class Quarter:
    """Quý theo năm dương lịch, as accounts are kept: `2026-Q4`."""

    year: int
    number: int

    @classmethod
    def of(cls, day: date) -> Self:
        return cls(day.year, (day.month + 2) // 3)

    @classmethod
    def parse(cls, text: str, *, today: date) -> Self:
        """The quarter that is named, else the one of today."""
        year, _, number = text.partition("-Q")
        if year.isdecimal() and 2000 <= int(year) <= 2100 and number in {"1", "2", "3", "4"}:
            return cls(int(year), int(number))
        return cls.of(today)

    @property
    def first(self) -> date:
        return date(self.year, 3 * self.number - 2, 1)

    @property
    def last(self) -> date:
        return self.next.first - timedelta(days=1)

    @property
    def next(self) -> "Quarter":
        return Quarter(self.year + self.number // 4, self.number % 4 + 1)

    @property
    def before(self) -> "Quarter":
        return Quarter.of(self.first - timedelta(days=1))

    @property
    def code(self) -> str:
        return f"{self.year}-Q{self.number}"

    @property
    def label(self) -> str:
        return f"Quý {('I', 'II', 'III', 'IV')[self.number - 1]} năm {self.year}"


@dataclass(frozen=True)
class FieldLines:
    """One field's procedures and their sum."""

    name: str
    lines: list[Line]
    total: Line


@dataclass(frozen=True)
class Settlement:
    """Bảng quyết toán phí, lệ phí theo quý (NĐ 61/2018/NĐ-CP Đ.12.9): by field, procedure and kind."""

    selection: Selection
    quarter: Quarter

    @cached_property
    def fields(self) -> list[FieldLines]:
        groups: dict[tuple[str, str], list[Line]] = {}
        for row in self._sums:
            behind = self.selection.narrowed(procedure=row["code"])
            line = Line.of_sums(
                row["name"],
                behind,
                count=row["count"],
                came_in=row["came_in"] or 0,
                went_out=row["went_out"] or 0,
                fee=row["fee"] or 0,
            )
            groups.setdefault((row["field"], row["field_code"]), []).append(line)
        return [
            FieldLines(name, lines, _added(name, lines, self.selection.narrowed(field=code)))
            for (name, code), lines in groups.items()
        ]

    @cached_property
    def total(self) -> Line:
        return _added("Tổng cộng", [group.total for group in self.fields], self.selection)

    @property
    def _sums(self) -> Iterable[Any]:
        by_procedure = self.selection.payments.order_by().values(
            code=F("dossier__procedure__code"),
            name=F("dossier__procedure__name"),
            field=F("dossier__procedure__field__name"),
            field_code=F("dossier__procedure__field__code"),
            position=F("dossier__procedure__field__position"),
        )
        return by_procedure.annotate(
            count=Count("pk"),
            came_in=Sum("amount", filter=Q(amount__gt=0)),
            went_out=Sum("amount", filter=Q(amount__lt=0)),
            fee=Sum("fee_part"),
        ).order_by("position", "field", "name", "code")


def _added(label: str, lines: list[Line], behind: Selection) -> Line:
    return Line.of_sums(
        label,
        behind,
        count=sum(line.count for line in lines),
        came_in=sum(line.came_in.amount for line in lines),
        went_out=sum(line.went_out.amount for line in lines),
        fee=sum(line.fee.amount for line in lines),
    )
