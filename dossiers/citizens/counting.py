"""Đếm không để lại dấu vết: what visitors do on a procedure's page, as numbers of a day."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.db import transaction
from django.db.models import F, Sum
from django.utils import timezone

from dossiers.models import REASONS, PageCount, Procedure, Told
from portal.models import Unit


@transaction.atomic
def count(procedure: Procedure, unit: Unit | None, told: Told) -> None:
    """Đếm thêm một lần."""
    day = timezone.localdate()
    row, _ = PageCount.objects.select_for_update().get_or_create(
        procedure=procedure, unit=unit, day=day, told=told
    )
    PageCount.objects.filter(pk=row.pk).update(count=F("count") + 1)


@dataclass(frozen=True)
class Opinions:
    """Người dân nói gì về trang của một thủ tục."""

    useful: int
    reasons: list[tuple[str, int]]
    online: int

    @property
    def not_useful(self) -> int:
        return sum(times for _, times in self.reasons)


def opinions(procedure: Procedure, unit_ids: Iterable[int]) -> Opinions:
    """Of the pages of these units, and of the page that names no office."""
    counts = PageCount.objects.filter(procedure=procedure)
    mine = counts.filter(unit__in=list(unit_ids)) | counts.filter(unit=None)
    told = dict(mine.order_by().values_list("told").annotate(times=Sum("count")))
    return Opinions(
        useful=told.get(Told.USEFUL, 0),
        reasons=[(reason.label, told[reason]) for reason in REASONS if told.get(reason)],
        online=told.get(Told.ONLINE, 0),
    )
