"""Đợt nhân rộng: chosen initiatives, asked units, a due day; drafted, sent, ended."""

from collections.abc import Iterable
from datetime import date
from typing import Any

from django.db import transaction
from django.utils import timezone

from initiatives import people, sight
from initiatives.models import Adoption, Initiative, ReplicationRound, Reply, RoundInitiative, RoundState
from initiatives.models.replication import ANSWERING_ROLES, ASKING_ROLES
from initiatives.replication.answering import typed_shares
from portal import audit, notices
from portal.errors import DomainError
from portal.models import Unit, UnitKind, User
from portal.models.unit import UnitTree

_ANSWERING_KINDS = (UnitKind.DISTRICT, UnitKind.COMMUNE, UnitKind.DIVISION, UnitKind.HEALTH_STATION)


def asking_units(user: User) -> list[Unit]:
    """Governments of the user that have units below them to ask."""
    own = sight.own_units(user, ASKING_ROLES)
    units = (user.tree.units[pk] for pk in own if pk in user.tree.units)
    found = [one for one in units if one.kind in (UnitKind.PROVINCE, UnitKind.DISTRICT, UnitKind.COMMUNE)]
    return sorted(found, key=lambda one: (one.valid_to is not None, one.code))


def units_below(unit: Unit, tree: UnitTree, *, on: date) -> list[Unit]:
    """Đơn vị có thể được giao: the whole subtree as it stood on a day, without hamlets."""
    found: list[Unit] = []
    waiting = list(tree.below[unit.pk])
    while waiting:
        pk = waiting.pop()
        one = tree.units[pk]
        waiting += tree.below[pk]
        if one.kind in _ANSWERING_KINDS and one.is_valid_on(on):
            found.append(one)
    return sorted(found, key=lambda one: (one.kind != UnitKind.COMMUNE, one.code))


@transaction.atomic
def draft(
    *, unit: Unit, year: int, document: str, document_on: date, due_on: date, by: User, note: str = "",
    initiatives: Iterable[Initiative] = (), units: Iterable[Unit] = (),
) -> ReplicationRound:  # fmt: skip
    """Lập đợt nhân rộng; nobody below sees it until it is sent."""
    if unit.pk not in sight.own_units(by, ASKING_ROLES):
        raise DomainError("Chỉ đơn vị mình theo dõi mới lập được đợt nhân rộng.")
    if ReplicationRound.objects.filter(unit=unit, document=document, document_on=document_on).exists():
        raise DomainError(f"Công văn số {document} ngày {document_on:%d/%m/%Y} đã có đợt nhân rộng.")
    made = ReplicationRound.objects.create(
        unit=unit, year=year, document=document, document_on=document_on, due_on=due_on, note=note,
        created_by=by,
    )  # fmt: skip
    _choose(made, initiatives, units, by)
    audit.record("replication.drafted", by=by, target=made, unit=unit)
    return made


@transaction.atomic
def change(
    made: ReplicationRound,
    *,
    by: User,
    initiatives: Iterable[Initiative],
    units: Iterable[Unit],
    **fields: Any,
) -> ReplicationRound:
    """Sửa đợt nhân rộng, while it is a draft."""
    current = _locked(made, by)
    if not current.may_change:
        raise DomainError("Đợt này đã gửi các đơn vị, không sửa được nữa.")
    for name, value in fields.items():
        setattr(current, name, value)
    current.save()
    current.chosen.all().delete()
    current.replies.all().delete()
    _choose(current, initiatives, units, by)
    audit.record("replication.changed", by=by, target=current, unit=current.unit)
    return current


@transaction.atomic
def send(made: ReplicationRound, *, by: User) -> ReplicationRound:
    """Gửi các đơn vị: each finds the initiatives to answer for, and reads of it under the bell."""
    current = _locked(made, by)
    if current.state != RoundState.DRAFT:
        raise DomainError("Đợt này đã được gửi trước đó.")
    chosen, replies = list(current.chosen.all()), list(current.replies.all())
    if not chosen or not replies:
        raise DomainError("Chọn ít nhất một sáng kiến và một đơn vị rồi mới gửi.")
    Adoption.objects.bulk_create(Adoption(reply=reply, chosen=one) for reply in replies for one in chosen)
    current.state, current.opened_at = RoundState.OPEN, timezone.now()
    current.save(update_fields=["state", "opened_at"])
    text = f"{current}: trả lời về {len(chosen)} sáng kiến được nhân rộng, hạn {current.due_on:%d/%m/%Y}."
    tell(replies, text, f"replication-{current.pk}-sent", by.tree)
    audit.record("replication.sent", by=by, target=current, unit=current.unit, units=len(replies))
    return current


@transaction.atomic
def end(made: ReplicationRound, *, by: User) -> ReplicationRound:
    """Kết thúc đợt: answers stay as they are."""
    current = _locked(made, by)
    if current.state != RoundState.OPEN:
        raise DomainError("Chỉ kết thúc được đợt đang thu trả lời.")
    current.state, current.closed_at = RoundState.CLOSED, timezone.now()
    current.save(update_fields=["state", "closed_at"])
    audit.record("replication.ended", by=by, target=current, unit=current.unit)
    return current


@transaction.atomic
def reopen(made: ReplicationRound, *, by: User) -> ReplicationRound:
    """Mở lại đợt đã kết thúc."""
    current = _locked(made, by)
    if current.state != RoundState.CLOSED:
        raise DomainError("Chỉ mở lại được đợt đã kết thúc.")
    current.state, current.closed_at = RoundState.OPEN, None
    current.save(update_fields=["state", "closed_at"])
    audit.record("replication.reopened", by=by, target=current, unit=current.unit)
    return current


@transaction.atomic
def describe(one: RoundInitiative, *, by: User, **texts: str) -> None:
    """Lời tổng hợp: what the superior's report says of an initiative."""
    current = _locked(one.round, by)
    for name, text in texts.items():
        if found := typed_shares(text):
            raise DomainError(f"Tỷ lệ “{found[0]}” gõ tay. Viết mã chỉ tiêu, ví dụ [online%].")
        setattr(one, name, text)
    one.save(update_fields=list(texts))
    audit.record("replication.described", by=by, target=current, unit=current.unit)


def tell(replies: Iterable[Reply], text: str, key: str, tree: UnitTree) -> None:
    """Under the bell of whoever answers for the units; of a unit that is no more, of what it became."""
    for reply in replies:
        unit = people.living(tree.units[reply.unit_id], tree)
        for user in people.holders(unit.pk, ANSWERING_ROLES):
            notices.tell(user, text, reply.get_absolute_url(), f"{key}-{reply.pk}")


def _locked(made: ReplicationRound, by: User) -> ReplicationRound:
    if made.unit_id not in sight.own_units(by, ASKING_ROLES):
        raise DomainError("Đợt nhân rộng này do đơn vị khác lập.")
    return ReplicationRound.objects.select_for_update(of=("self",)).select_related("unit").get(pk=made.pk)


def _choose(
    made: ReplicationRound, initiatives: Iterable[Initiative], units: Iterable[Unit], by: User
) -> None:
    allowed = {unit.pk for unit in units_below(made.unit, by.tree, on=made.document_on)}
    chosen, asked = list(initiatives), list(units)
    if outside := [unit for unit in asked if unit.pk not in allowed]:
        raise DomainError(
            f"{outside[0].name} không thuộc {made.unit.name} vào ngày {made.document_on:%d/%m/%Y}."
        )
    known = set(Initiative.objects.visible_to(by).recognised().values_list("pk", flat=True))
    if any(one.pk not in known for one in chosen):
        raise DomainError("Chỉ nhân rộng được sáng kiến đã được công nhận.")
    RoundInitiative.objects.bulk_create(
        RoundInitiative(round=made, initiative=one, position=position)
        for position, one in enumerate(chosen, 1)
    )
    Reply.objects.bulk_create(Reply(round=made, unit=unit) for unit in asked)
