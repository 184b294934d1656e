"""Thôn, tổ dân phố: put below a commune by its own office, ended with what became of them."""

import re
from collections.abc import Sequence
from datetime import date, timedelta

from django.db import transaction
from django.db.models import Q

from initiatives.models import CommunityTeam, TeamAction
from initiatives.models.team import KEEPERS
from initiatives.teams import history, succession
from portal import audit
from portal.errors import DomainError
from portal.models import Unit, UnitKind, User
from portal.text import fold

SUBKINDS = ("thôn", "tổ dân phố", "khu phố", "bản", "ấp", "khóm", "xóm")
_NUMBERED = re.compile(r"\.T([0-9]+)$")
_ONE_DAY = timedelta(days=1)


@transaction.atomic
def add(commune: Unit, *, names: Sequence[str], subkind: str, since: date | None, by: User) -> list[Unit]:
    """Thêm thôn: below the commune, each with the next code of its own; valid no longer than the commune."""
    parent = _locked(commune, by)
    if since is not None and not parent.is_valid_on(since):
        raise DomainError(f"{parent.label} không hoạt động ngày {since:%d/%m/%Y}.")
    standing = [
        one for one in parent.children.filter(kind=UnitKind.HAMLET) if one.valid_to == parent.valid_to
    ]
    taken = {fold(one.name) for one in standing}
    added = []
    for name in names:
        full = _full_name(name, subkind)
        if fold(full) in taken:
            raise DomainError(f"{parent.name} đã có {full}. Bỏ dòng này rồi ghi lại.")
        taken.add(fold(full))
        added.append(_put(parent, full, subkind, since))
    return [_told(one, by) for one in added]


@transaction.atomic
def rename(hamlet: Unit, *, name: str, by: User) -> Unit:
    """Sửa tên: a slip of the hand; a hamlet that was merged or split ends, and others begin."""
    if hamlet.parent is None:
        raise DomainError(f"{hamlet.name} không thuộc xã nào.")
    _locked(hamlet.parent, by)
    full = _full_name(name, hamlet.subkind)
    others = hamlet.parent.children.filter(kind=UnitKind.HAMLET, valid_to=hamlet.valid_to).exclude(
        pk=hamlet.pk
    )
    if fold(full) in {fold(one.name) for one in others}:
        raise DomainError(f"{hamlet.parent.name} đã có {full}.")
    if full != hamlet.name:
        hamlet.name, hamlet.short_name = full, ""
        hamlet.save()
        audit.record("unit.hamlet_renamed", by=by, target=hamlet, unit=hamlet)
    return hamlet


@transaction.atomic
def end(hamlet: Unit, *, last_day: date, heir: Unit | None, by: User) -> Unit:
    """Kết thúc: sáp nhập hoặc giải thể; its team ends on the same day."""
    if hamlet.parent is None:
        raise DomainError(f"{hamlet.name} không thuộc xã nào.")
    _locked(hamlet.parent, by)
    current = Unit.objects.get(pk=hamlet.pk)
    if current.valid_to is not None:
        raise DomainError(f"{current.name} đã kết thúc từ {current.valid_to:%d/%m/%Y}.")
    if current.valid_from and last_day < current.valid_from:
        raise DomainError(
            f"{current.name} mới có từ {current.valid_from:%d/%m/%Y}; ngày cuối phải sau ngày đó."
        )
    if heir is not None and (heir.pk == current.pk or not heir.is_valid_on(last_day + _ONE_DAY)):
        raise DomainError("Thôn kế thừa phải là thôn khác, có hiệu lực vào ngày liền sau.")
    current.valid_to, current.successor = last_day, heir
    current.save(update_fields=["valid_to", "successor"])
    audit.record("unit.hamlet_ended", by=by, target=current, unit=current)
    for team in CommunityTeam.objects.filter(unit=current, ends_on=None):
        succession.close(history.locked(team), last_day=last_day)
        history.tell(team, TeamAction.END, by=by, words=f"Thôn kết thúc ngày {last_day:%d/%m/%Y}")
    return current


@transaction.atomic
def carry_over(commune: Unit, *, by: User) -> list[Unit]:
    """Sắp xếp đơn vị: what a commune that is no more had becomes the hamlets of its heir, with their teams.

    The decisions that set the teams up stay in force until others replace them.
    """
    old = _locked(commune, by)
    heir = old.successor
    if old.valid_to is None or heir is None:
        raise DomainError(f"{old.name} còn hoạt động hoặc chưa có đơn vị kế thừa, nên thôn vẫn ở đó.")
    _locked(heir, by)
    since = old.valid_to + _ONE_DAY
    moved = []
    for hamlet in old.children.filter(kind=UnitKind.HAMLET, successor=None).order_by("code"):
        if hamlet.valid_to not in {None, old.valid_to}:
            continue
        new = _told(_put(heir, hamlet.name, hamlet.subkind, since), by)
        hamlet.valid_to, hamlet.successor = old.valid_to, new
        hamlet.save(update_fields=["valid_to", "successor"])
        ends_with_it = Q(ends_on=None) | Q(ends_on=old.valid_to)
        for team in CommunityTeam.objects.filter(ends_with_it, unit=hamlet, heir=None):
            succession.follow(
                team, unit=new, decision_number=team.decision_number, decision_on=team.decision_on,
                begins_on=since, by=by,
            )  # fmt: skip
        moved.append(new)
    return moved


def _locked(commune: Unit, by: User) -> Unit:
    """The commune's row is the counter of its hamlets' codes."""
    if commune.pk not in by.unit_ids(KEEPERS) or commune.kind != UnitKind.COMMUNE:
        raise DomainError(f"{commune.name} ngoài phạm vi của bạn.")
    return Unit.objects.select_for_update(of=("self",)).get(pk=commune.pk)


def _put(parent: Unit, name: str, subkind: str, since: date | None) -> Unit:
    codes = Unit.objects.filter(code__startswith=f"{parent.code}.T").values_list("code", flat=True)
    numbers = [int(found[1]) for code in codes if (found := _NUMBERED.search(code))]
    return Unit.objects.create(
        code=f"{parent.code}.T{max(numbers, default=0) + 1:02d}",
        name=name,
        kind=UnitKind.HAMLET,
        subkind=subkind,
        parent=parent,
        valid_from=since or parent.valid_from,
        valid_to=parent.valid_to,
    )


def _told(hamlet: Unit, by: User) -> Unit:
    audit.record("unit.hamlet_added", by=by, target=hamlet, unit=hamlet)
    return hamlet


def _full_name(name: str, subkind: str) -> str:
    """“Tiên Mỹ 1” → “Thôn Tiên Mỹ 1”; what is already said is not said twice."""
    return name if fold(name).startswith(f"{fold(subkind)} ") else f"{subkind.capitalize()} {name}"
