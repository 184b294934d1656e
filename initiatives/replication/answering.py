"""Trả lời: what a unit says of each initiative, and how the whole is handed in."""

import re
from datetime import date
from typing import Any

from django.db import transaction
from django.utils import timezone

from initiatives import people, sight
from initiatives.models import (
    Adoption,
    Measure,
    ReplicationRound,
    ReplicationSetting,
    Reply,
    ReplyEvent,
    ReplyStatus,
    RoundState,
)
from initiatives.models.replication import ANSWERING_ROLES, ASKING_ROLES
from initiatives.people import CONFIRMING_ROLES
from portal import audit, notices
from portal.errors import DomainError
from portal.models import Unit, User

TEXTS = ("why_not", "done", "results", "difficulties", "money", "time", "people")
_TYPED_SHARE = re.compile(r"\d+(?:[.,]\d+)?\s*(?:%|phần\s+trăm)", re.IGNORECASE)
_TOKEN = re.compile(r"\[[^\[\]]*\]")


def typed_shares(text: str) -> list[str]:
    """Tỷ lệ gõ tay: what a text may not hold, so that no share can differ from its counts."""
    return [found[0] for found in _TYPED_SHARE.finditer(_TOKEN.sub(" ", text))]


def may_answer(user: User, reply: Reply) -> bool:
    return reply.unit_id in sight.own_units(user, ANSWERING_ROLES)


def may_confirm(user: User, reply: Reply) -> bool:
    return reply.unit_id in sight.own_units(user, CONFIRMING_ROLES)


def may_ask(user: User, made: ReplicationRound) -> bool:
    return made.unit_id in sight.own_units(user, ASKING_ROLES)


@transaction.atomic
def answer(adoption: Adoption, *, by: User, **fields: Any) -> Adoption:
    """Ghi trả lời về một sáng kiến: applied, or why not. A share typed by hand is refused."""
    reply = _writable(adoption.reply, by)
    for name in TEXTS:
        if found := typed_shares(fields.get(name, "")):
            raise DomainError(
                f"Tỷ lệ “{found[0]}” gõ tay. Viết [online%] cho tỷ lệ lấy từ hồ sơ, hoặc ghi phần và tổng số "
                "ở “Số liệu đo được”: tỷ lệ được tính ra."
            )
    if fields.get("is_applied") is False and not fields.get("why_not"):
        raise DomainError("Chưa áp dụng thì ghi lý do.")
    if fields.get("is_applied") and not fields.get("since"):
        raise DomainError("Đã áp dụng thì ghi từ ngày nào.")
    current = Adoption.objects.select_for_update().get(pk=adoption.pk)
    for name, value in fields.items():
        setattr(current, name, value)
    current.changed_at = timezone.now()
    current.save()
    audit.record("replication.answered", by=by, target=reply, unit=reply.unit)
    return current


@transaction.atomic
def measure(
    adoption: Adoption, *, code: str, is_rate: bool, after: tuple[date, date], by: User,
    before: tuple[date, date] | None = None,
) -> Measure:  # fmt: skip
    """Hiệu quả theo chỉ tiêu: which figure, over which periods; the numbers are counted when shown."""
    reply = _writable(adoption.reply, by)
    made = adoption.measures.create(
        code=code, is_rate=is_rate, after_first=after[0], after_last=after[1],
        before_first=before[0] if before else None, before_last=before[1] if before else None,
    )  # fmt: skip
    audit.record("replication.measured", by=by, target=reply, unit=reply.unit, code=code)
    return made


@transaction.atomic
def enter(adoption: Adoption, *, by: User, **fields: Any) -> Measure:
    """Số liệu nhập tay, with its source; of a share the part and the whole."""
    reply = _writable(adoption.reply, by)
    if "%" in fields.get("unit_of", ""):
        raise DomainError("Không nhập tỷ lệ: ghi phần và tổng số, tỷ lệ được tính ra.")
    if found := typed_shares(fields.get("what", "")):
        raise DomainError(f"Tỷ lệ “{found[0]}” gõ tay: ghi phần và tổng số vào hai ô bên dưới.")
    whole = fields.get("whole")
    if whole is not None and not 0 <= fields["after"] <= whole:
        raise DomainError("Phần không được lớn hơn tổng số.")
    made = adoption.measures.create(**fields)
    audit.record("replication.measured", by=by, target=reply, unit=reply.unit)
    return made


@transaction.atomic
def drop(one: Measure, *, by: User) -> None:
    """Bỏ một số liệu."""
    reply = _writable(one.adoption.reply, by)
    one.delete()
    audit.record("replication.measure_dropped", by=by, target=reply, unit=reply.unit)


# Handing in


@transaction.atomic
def hand_in(reply: Reply, *, by: User) -> Reply:
    """Nộp trả lời: every initiative answered; past the leader where the unit wants it so."""
    current = _writable(reply, by)
    open_ones = current.adoptions.filter(is_applied=None).count()
    if open_ones:
        raise DomainError(f"Còn {open_ones} sáng kiến chưa trả lời. Trả lời đủ rồi nộp.")
    if leader_confirms(current.unit):
        moved = _move(current, ReplyStatus.AWAITING, by=by)
        for leader in people.leaders(current.unit_id):
            text = f"Trả lời nhân rộng sáng kiến theo {current.round} chờ lãnh đạo xác nhận."
            notices.tell(leader, text, moved.get_absolute_url(), f"reply-{current.events.last().pk}")  # type: ignore[union-attr]
        return moved
    return _move(current, ReplyStatus.HANDED_IN, by=by)


@transaction.atomic
def confirm(reply: Reply, *, by: User) -> Reply:
    """Lãnh đạo xác nhận: with it the answer is handed in."""
    return _move(_awaiting(reply, by), ReplyStatus.HANDED_IN, by=by)


@transaction.atomic
def refuse(reply: Reply, *, reason: str, by: User) -> Reply:
    """Lãnh đạo trả lại để sửa."""
    moved = _move(_awaiting(reply, by), ReplyStatus.DRAFT, by=by, reason=reason)
    _tell_writers(moved, f"Lãnh đạo trả lại phần trả lời theo {moved.round}.")
    return moved


@transaction.atomic
def send_back(reply: Reply, *, reason: str, by: User) -> Reply:
    """Nơi giao trả lại: something is missing; the unit hands it in again."""
    current = _locked(reply)
    if not may_ask(by, current.round):
        raise DomainError("Chỉ nơi giao mới trả lại được.")
    if current.status != ReplyStatus.HANDED_IN or current.round.state != RoundState.OPEN:
        raise DomainError("Chỉ trả lại được phần đã nộp của đợt đang thu trả lời.")
    moved = _move(current, ReplyStatus.SENT_BACK, by=by, reason=reason)
    _tell_writers(moved, f"{moved.round.unit.name} trả lại phần trả lời theo {moved.round}.")
    return moved


def leader_confirms(unit: Unit) -> bool:
    return ReplicationSetting.objects.filter(unit=unit, leader_confirms=True).exists()


@transaction.atomic
def set_leader_confirms(unit: Unit, is_on: bool, *, by: User) -> None:
    """Cách nộp của đơn vị: with or without its leader."""
    ReplicationSetting.objects.update_or_create(unit=unit, defaults={"leader_confirms": is_on})
    audit.record("replication.setting_changed", by=by, target=unit, unit=unit, leader_confirms=is_on)


def _locked(reply: Reply) -> Reply:
    found = Reply.objects.select_for_update(of=("self",)).select_related("unit", "round__unit")
    return found.get(pk=reply.pk)


def _writable(reply: Reply, by: User) -> Reply:
    current = _locked(reply)
    if not may_answer(by, current):
        raise DomainError("Chỉ đầu mối cải cách hành chính của đơn vị mới ghi được trả lời.")
    if current.round.state != RoundState.OPEN:
        raise DomainError("Đợt nhân rộng không thu trả lời nữa.")
    if not current.is_writable:
        raise DomainError(f"Trả lời đang “{current.get_status_display()}”, không sửa được.")
    return current


def _awaiting(reply: Reply, by: User) -> Reply:
    current = _locked(reply)
    if not may_confirm(by, current):
        raise DomainError("Chỉ lãnh đạo của đơn vị mới xác nhận được.")
    if current.status != ReplyStatus.AWAITING:
        raise DomainError(f"Trả lời đang “{current.get_status_display()}”, không có gì chờ xác nhận.")
    return current


def _move(reply: Reply, to: ReplyStatus, *, by: User, reason: str = "") -> Reply:
    now, before = timezone.now(), reply.status
    reply.status = to
    if to == ReplyStatus.HANDED_IN:
        reply.handed_in_at = now
    reply.save(update_fields=["status", "handed_in_at"])
    ReplyEvent.objects.create(
        reply=reply, at=now, actor=by, actor_name=str(by), from_status=before, to_status=to, reason=reason
    )
    audit.record(f"replication.reply_{to.value}", by=by, target=reply, unit=reply.unit)
    return reply


def _tell_writers(reply: Reply, text: str) -> None:
    event = reply.events.latest("pk")
    for user in people.holders(reply.unit_id, ANSWERING_ROLES):
        notices.tell(user, text, reply.get_absolute_url(), f"reply-{event.pk}")
