"""Bàn giao đơn vị: each transfer follows the one before it, to the unit that has the dossier now."""

from collections.abc import Iterator
from itertools import groupby
from operator import attrgetter

from django.db.models import Exists, OuterRef

from dossiers.models import Dossier, UnitTransfer
from dossiers.reorganising import IN_HAND
from portal.models import Unit
from reports.integrity.model import Problem, Span


def problems(_: Span) -> Iterator[Problem]:
    yield from _marks()
    rows = UnitTransfer.objects.select_related("dossier", "from_unit", "to_unit")
    rows = rows.order_by("dossier_id", "on", "pk")
    for _dossier, group in groupby(rows.iterator(chunk_size=1000), key=attrgetter("dossier_id")):
        yield from _chain(list(group))
    yield from _left_behind()


def _marks() -> Iterator[Problem]:
    kept = Exists(UnitTransfer.objects.filter(dossier=OuterRef("pk")))
    wrong = Dossier.objects.filter(was_handed_over=True).filter(~kept) | Dossier.objects.filter(
        kept, was_handed_over=False
    )
    for code in wrong.values_list("code", flat=True):
        message = "dấu “đã bàn giao” không khớp với các lần bàn giao đã ghi."
        yield Problem("transfer.mark", f"Hồ sơ {code}", message)


def _chain(transfers: list[UnitTransfer]) -> Iterator[Problem]:
    dossier = transfers[0].dossier
    name = f"Hồ sơ {dossier.code}"
    ends = [transfer.to_unit_id for transfer in transfers]
    begins = [*(transfer.from_unit_id for transfer in transfers[1:]), dossier.resolving_unit_id]
    if ends != begins:
        yield Problem("transfer.chain", name, "các lần bàn giao không nối đến đơn vị đang giải quyết.")
    for transfer in transfers:
        closed = transfer.from_unit
        if (closed.handed_to_id, closed.handed_on) != (transfer.to_unit_id, transfer.on):
            message = f"bàn giao khác với việc bàn giao của {closed.label}."
            yield Problem("transfer.unit", name, message)


def _left_behind() -> Iterator[Problem]:
    """A unit that handed over has nothing in hand any more."""
    for unit in Unit.objects.exclude(handed_to=None):
        left = Dossier.objects.filter(resolving_unit=unit, status__in=IN_HAND).count()
        if left:
            message = f"đã bàn giao nhưng còn {left} hồ sơ chưa xong: chạy lại việc bàn giao."
            yield Problem("transfer.left", f"Đơn vị {unit.code} {unit.label}", message)
