"""Cây đơn vị: no circles, one meaning a code and day, successors that begin where their predecessors end."""

from collections.abc import Callable, Iterator
from datetime import date, timedelta
from itertools import pairwise

from portal.models import Unit, UnitKind, UnitTree
from portal.text import fold
from reports.integrity import transfers
from reports.integrity.model import Problem, Span


def problems(span: Span) -> Iterator[Problem]:
    """The tree, and what its units handed over to one another."""
    tree = UnitTree.load()
    yield from _circles(tree)
    yield from _overlaps(tree)
    for unit in tree.units.values():
        yield from _of(unit, tree)
    yield from transfers.problems(span)


def _of(unit: Unit, tree: UnitTree) -> Iterator[Problem]:
    name = f"Đơn vị {unit.code} {unit.label}"
    if unit.valid_from and unit.valid_to and unit.valid_to < unit.valid_from:
        yield Problem("unit.validity", name, "ngày hết hiệu lực đứng trước ngày có hiệu lực.")
    if unit.folded_name != fold(unit.name):
        yield Problem("unit.folded_name", name, "tên không dấu để tìm kiếm không khớp với tên.")
    parent = tree.units.get(unit.parent_id) if unit.parent_id else None
    if parent and not _covers(parent, unit):
        yield Problem("unit.parent", name, f"có thời gian hiệu lực nằm ngoài thời gian của {parent.label}.")
    heir = tree.units.get(unit.successor_id) if unit.successor_id else None
    if unit.valid_to and heir is None and unit.handed_to_id is None and unit.kind == UnitKind.COMMUNE:
        message = "đã kết thúc mà không có đơn vị kế thừa: hồ sơ chưa xong của xã này không còn ai tính."
        yield Problem("unit.successor", name, message)
    if heir and (unit.valid_to is None or not heir.is_valid_on(unit.valid_to + timedelta(days=1))):
        message = f"đơn vị kế thừa {heir.label} không có hiệu lực vào ngày liền sau ngày cuối của đơn vị này."
        yield Problem("unit.successor", name, message)


def _covers(parent: Unit, unit: Unit) -> bool:
    return _first(parent) <= _first(unit) and _last(unit) <= _last(parent)


def _overlaps(tree: UnitTree) -> Iterator[Problem]:
    for code, units in tree.codes.items():
        for earlier, later in pairwise(sorted(units, key=_first)):
            if _last(earlier) >= _first(later):
                message = f"{earlier.label} và {later.label} cùng mang mã này trong một thời gian."
                yield Problem("unit.overlap", f"Mã đơn vị {code}", message)


def _circles(tree: UnitTree) -> Iterator[Problem]:
    for code, link, next_of in (
        ("unit.parent_circle", "đơn vị cấp trên", _parent_of),
        ("unit.successor_circle", "đơn vị kế thừa", _successor_of),
    ):
        for unit in tree.units.values():
            if _leads_back(unit, tree, next_of):
                message = f"đi theo {link} thì quay lại chính đơn vị này."
                yield Problem(code, f"Đơn vị {unit.code} {unit.label}", message)


def _leads_back(unit: Unit, tree: UnitTree, next_of: Callable[[Unit], int | None]) -> bool:
    seen: set[int] = set()
    pk = next_of(unit)
    while pk is not None and pk not in seen:
        if pk == unit.pk:
            return True
        seen.add(pk)
        pk = next_of(tree.units[pk])
    return False


def _parent_of(unit: Unit) -> int | None:
    return unit.parent_id


def _successor_of(unit: Unit) -> int | None:
    return unit.successor_id


def _first(unit: Unit) -> date:
    return unit.valid_from or date.min


def _last(unit: Unit) -> date:
    return unit.valid_to or date.max
