"""Quy trình: shares that make the whole limit, an unbroken chain of hand-overs, people of the unit."""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from itertools import groupby, pairwise

from django.db.models import Sum

from dossiers.models import Dossier, Handover, HandoverList, Process
from dossiers.process.people import units_around
from portal.models import RoleAssignment, UnitTree, User
from reports.integrity.model import Problem, Span


def problems(_: Span) -> Iterator[Problem]:
    yield from _shares()
    yield from _lists()
    yield from _chains()
    yield from _assignees()


def _shares() -> Iterator[Problem]:
    for process in Process.objects.annotate(whole=Sum("steps__share")).select_related("procedure"):
        if process.whole != 100:
            message = f"tỷ lệ thời gian các bước cộng lại là {process.whole or 0}%, phải bằng 100%."
            yield Problem("process.shares", f"Quy trình {process.pk}", message)


def _lists() -> Iterator[Problem]:
    for made in HandoverList.objects.select_related("slip").prefetch_related("handovers__dossier"):
        codes = sorted(stay.dossier.code for stay in made.handovers.all())
        if codes != sorted(made.slip.content.get("codes", [])):
            message = f"phiếu ghi {made.slip.content.get('total', 0)} hồ sơ, giao nhận ghi {len(codes)}."
            yield Problem("process.list", str(made), message)


def _chains() -> Iterator[Problem]:
    """Streamed in the order of the hand-overs, dossier by dossier."""
    rows = Handover.objects.select_related("dossier").order_by("dossier_id", "pk").iterator(chunk_size=1000)
    for _, group in groupby(rows, lambda stay: stay.dossier_id):
        stays = list(group)
        for message in _broken(stays):
            yield Problem("process.chain", f"Hồ sơ {stays[0].dossier.code}", message)


def _broken(stays: list[Handover]) -> Iterator[str]:
    for earlier, later in pairwise(stays):
        if earlier.finished_at is None or later.at < earlier.finished_at:
            yield f"bước “{later.step_name}” bắt đầu khi bước “{earlier.step_name}” chưa xong."
        elif later.at == earlier.finished_at and later.from_user_id != earlier.to_user_id:
            yield f"bước “{later.step_name}” không do người đã giữ bước “{earlier.step_name}” giao."
    for stay in stays:
        if (stay.finished_at is None) != (stay.result == ""):
            yield f"bước “{stay.step_name}” có kết quả trái với lúc xong của nó."
    last, dossier = stays[-1], stays[-1].dossier
    if last.finished_at is None and (last.to_user_id, last.step_id) != (
        dossier.assignee_id,
        dossier.current_step_id,
    ):
        yield "người giữ hoặc bước đang ở khác với lần giao nhận cuối cùng."


def _assignees() -> Iterator[Problem]:
    """Who has a dossier works where it is, or in a unit above it."""
    held = Dossier.objects.exclude(assignee=None).select_related("assignee").order_by("pk")
    dossiers = list(held)
    tree, homes = UnitTree.load(), _homes({one.assignee for one in dossiers if one.assignee is not None})
    for dossier in dossiers:
        assert dossier.assignee is not None
        around = set(_above(units_around(dossier, tree), tree))
        if around.isdisjoint(homes[dossier.assignee.pk]):
            message = f"người giữ {dossier.assignee} không thuộc đơn vị của hồ sơ."
            yield Problem("process.assignee", f"Hồ sơ {dossier.code}", message)


def _homes(users: Iterable[User]) -> dict[int, set[int]]:
    """The units in which each of them has a post or a role."""
    homes: dict[int, set[int]] = defaultdict(set)
    for user in users:
        if user.unit_id:
            homes[user.pk].add(user.unit_id)
    for user_id, unit_id in RoleAssignment.objects.filter(user__in=list(homes)).values_list("user", "unit"):
        if unit_id:
            homes[user_id].add(unit_id)
    return homes


def _above(units: set[int], tree: UnitTree) -> Iterator[int]:
    """These units and all above them; each once, for a tree that is being checked may hold a circle."""
    seen: set[int] = set()
    for pk in units:
        here: int | None = pk
        while here is not None and here not in seen:
            seen.add(here)
            yield here
            here = tree.units[here].parent_id
