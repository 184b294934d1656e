"""Đơn vị: the one tree of provinces, districts (to 30/6/2025), communes and what hangs below them."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date
from typing import Self

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Q
from django.utils.functional import cached_property

from portal.errors import DomainError
from portal.text import fold


class UnitKind(models.TextChoices):
    PROVINCE = "province", "tỉnh, thành phố"
    DISTRICT = "district", "huyện"
    COMMUNE = "commune", "xã, phường, đặc khu"
    DIVISION = "division", "phòng, ban chuyên môn"
    HEALTH_STATION = "health_station", "trạm y tế"
    HAMLET = "hamlet", "thôn, tổ dân phố"


class UnknownUnit(DomainError):
    def __init__(self, code: str, on: date | None) -> None:
        when = f" có hiệu lực ngày {on:%d/%m/%Y}" if on else ""
        super().__init__(f"Không có đơn vị nào mang mã “{code}”{when}. Kiểm tra lại mã đơn vị hành chính.")


class UnitQuerySet(models.QuerySet["Unit"]):
    def valid_on(self, day: date) -> Self:
        return self.filter(
            Q(valid_from__isnull=True) | Q(valid_from__lte=day),
            Q(valid_to__isnull=True) | Q(valid_to__gte=day),
        )

    def named(self, reference: str, *, on: date) -> "Unit":
        """The unit that a code means on a day; `CODE@YYYY-MM-DD` names the day outright.

        Statistics-office codes were reused in the reform of 01/7/2025, so a code alone names no unit.
        """
        code, on = _code_and_day(reference, on)
        unit = self.filter(code=code).valid_on(on).first()
        if unit is None:
            raise UnknownUnit(code, on)
        return unit


class Unit(models.Model):
    """Đơn vị: one body in the tree, for as long as it is valid.

    A unit that was merged or renamed (01/7/2025) points to its successor, whose figures include its own. One
    that was closed without a successor hands what was open to another unit from a day on (`handed_to`): that
    unit's figures have these dossiers from then on, and nothing of the time before.
    """

    code = models.CharField("mã đơn vị", max_length=20, help_text="Mã của cơ quan thống kê, ví dụ 19405.")
    name = models.CharField("tên đơn vị", max_length=150)
    short_name = models.CharField("tên riêng", max_length=150, blank=True, help_text="Ví dụ: Vĩnh Lâm.")
    folded_name = models.CharField(max_length=150, editable=False)
    kind = models.CharField("loại", max_length=20, choices=UnitKind)
    subkind = models.CharField("tên loại", max_length=30, blank=True)
    parent = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="children", verbose_name="đơn vị cấp trên"
    )
    valid_from = models.DateField("có hiệu lực từ", null=True, blank=True)
    valid_to = models.DateField("có hiệu lực đến hết", null=True, blank=True)
    successor = models.ForeignKey(
        "self",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="predecessors",
        verbose_name="đơn vị kế thừa",
    )
    handed_to = models.ForeignKey(
        "self",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="taken_over",
        verbose_name="hồ sơ đang giải quyết bàn giao cho",
    )
    handed_on = models.DateField("bàn giao từ ngày", null=True, blank=True)
    identifier = models.CharField(
        "mã định danh điện tử", max_length=35, blank=True,
        help_text="Theo Quyết định 20/2020/QĐ-TTg, ví dụ H50.25; do tỉnh cấp, không tự suy ra.",
    )  # fmt: skip

    objects = UnitQuerySet.as_manager()

    class Meta:
        verbose_name = "đơn vị"
        ordering = ["code", "valid_from"]
        constraints = [
            models.UniqueConstraint(
                fields=["code"], condition=Q(valid_to=None), name="one_living_unit_a_code"
            ),
            models.CheckConstraint(
                name="handed_over_to_a_unit_on_a_day",
                condition=Q(handed_to=None, handed_on=None)
                | Q(handed_to__isnull=False, handed_on__isnull=False),
            ),
        ]

    def __str__(self) -> str:
        return self.name

    def save(self, *args: object, **kwargs: object) -> None:
        self.folded_name = fold(self.name)
        self.short_name = self.short_name or self.name.removeprefix(self.subkind.capitalize()).strip()
        super().save(*args, **kwargs)  # type: ignore[arg-type]

    def clean(self) -> None:
        if self.valid_from and self.valid_to and self.valid_to < self.valid_from:
            raise ValidationError({"valid_to": "Ngày hết hiệu lực phải sau ngày có hiệu lực."})

    def is_valid_on(self, day: date) -> bool:
        return (self.valid_from or date.min) <= day <= (self.valid_to or date.max)

    @property
    def is_local_government(self) -> bool:
        """A province, district or commune, not an office or a hamlet of one."""
        return self.kind in {UnitKind.PROVINCE, UnitKind.DISTRICT, UnitKind.COMMUNE}

    @property
    def code_prefix(self) -> str:
        """What its dossier codes begin with: the electronic identifier, else the statistics-office code."""
        return self.identifier or self.code

    @property
    def label(self) -> str:
        """The name, with the last day of a unit that is no more."""
        return f"{self.name} (đến {self.valid_to:%d/%m/%Y})" if self.valid_to else self.name


@dataclass
class UnitTree:
    """The whole tree in one query: who stands below whom, and who came before whom.

    A unit's scope is itself, everything below it, and what these units were before (their predecessors, with
    everything below those). Each unit has one parent and at most one successor, so scopes of siblings never
    overlap and nothing is counted twice.
    """

    units: dict[int, Unit]
    below: dict[int, list[int]] = field(init=False)
    before: dict[int, list[int]] = field(init=False)
    handed: list[Unit] = field(init=False)
    """Units that handed what was open to another one."""

    def __post_init__(self) -> None:
        self.below, self.before = defaultdict(list), defaultdict(list)
        for pk, unit in self.units.items():
            if unit.parent_id:
                self.below[unit.parent_id].append(pk)
            if unit.successor_id:
                self.before[unit.successor_id].append(pk)
        self.handed = [unit for unit in self.units.values() if unit.handed_on]

    @classmethod
    def load(cls) -> Self:
        return cls({unit.pk: unit for unit in Unit.objects.all()})

    def scope(self, *roots: int, on: date | None = None) -> set[int]:
        """Ids of the roots' scope; with `on`, predecessors that still lived that day are left out."""
        found: set[int] = set()
        waiting = list(roots)
        while waiting:
            pk = waiting.pop()
            if pk in found:
                continue
            found.add(pk)
            waiting += self.below[pk]
            waiting += [old for old in self.before[pk] if on is None or not self.units[old].is_valid_on(on)]
        return found

    def is_handed_over_after(self, day: date, ids: set[int]) -> bool:
        """Whether dossiers of these units were, or became, another's after the day."""
        return any(
            unit.handed_on is not None
            and unit.handed_on > day
            and (unit.pk in ids or unit.handed_to_id in ids)
            for unit in self.handed
        )

    def children(self, pk: int, *, on: date) -> list[Unit]:
        """The units directly below that were valid on a day, in the order of their codes."""
        return [self.units[child] for child in self.below[pk] if self.units[child].is_valid_on(on)]

    def holders(self, root: int, *, on: date) -> dict[int, int]:
        """Each unit id of the root's scope → the id of the direct child (or the root) that counts it."""
        holder = dict.fromkeys(self.scope(root, on=on), root)
        for child in self.children(root, on=on):
            holder |= dict.fromkeys(self.scope(child.pk, on=on), child.pk)
        return holder

    @cached_property
    def codes(self) -> dict[str, list[Unit]]:
        """Units by code, of all times."""
        found: dict[str, list[Unit]] = defaultdict(list)
        for unit in self.units.values():
            found[unit.code].append(unit)
        return found

    def named(self, reference: str, *, on: date) -> Unit:
        """As `Unit.objects.named`, without a query."""
        code, on = _code_and_day(reference, on)
        for unit in self.codes.get(code, []):
            if unit.is_valid_on(on):
                return unit
        raise UnknownUnit(code, on)

    def pick(self, ids: Iterable[int]) -> list[Unit]:
        return [self.units[pk] for pk in ids]


def _code_and_day(reference: str, on: date) -> tuple[str, date]:
    code, _, day = reference.strip().partition("@")
    try:
        return code, date.fromisoformat(day) if day else on
    except ValueError:
        raise DomainError(f"Ngày “{day}” sau mã đơn vị không đúng dạng YYYY-MM-DD.") from None
