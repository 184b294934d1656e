"""Giao, nhận hồ sơ: hand over, send back, assign, take, take over. Each one transaction, one lock, one event.

Handing over is no change of state, but for the first: with it the dossier leaves the desk (Chuyển xử lý).
"""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils import timezone

from dossiers import slips, staff
from dossiers.lifecycle.moving import locked, move, tell
from dossiers.models import Dossier, Handover, HandoverKind, HandoverList, ProcessStep, SlipKind, StepKind
from dossiers.process import people, stays, ways
from dossiers.status import PAUSED, DossierStatus
from portal.errors import DomainError
from portal.models import User

_S = DossierStatus


@transaction.atomic
def hand_over(
    dossier: Dossier,
    *,
    by: User,
    to_step: int,
    seen_at: int,
    to_user: User | None = None,
    note: str = "",
    at: datetime | None = None,
    on_list: HandoverList | None = None,
) -> Dossier:
    """Chuyển bước: to a later step, to a person or to whoever of the role takes it.

    `seen_at` is the step where the caller saw the dossier: a second press finds it gone on.
    """
    at = at or timezone.now()
    current, way = _with_way(dossier)
    here = way.place(current)
    _still_at(current, here, seen_at)
    _may_pass_on(current, here, by)
    step = next((one for one in way.after(here) if one.position == to_step), None)
    if step is None:
        raise DomainError(f"Hồ sơ {current.code} đang ở bước “{here.name}”, không chuyển tới bước đó được.")
    if why := refusal(current, step):
        raise DomainError(why)
    to_user = to_user or _named(step, current)
    _check_holder(to_user, current, step)
    before = current.status
    stay = stays.begin(
        current, step, kind=HandoverKind.FORWARD, by=by, to_user=to_user, at=at,
        due_at=ways.due_of(step, current, at), note=note, on_list=on_list,
    )  # fmt: skip
    words = _words(stay, note)
    if before == _S.RECEIVED:
        return move(
            current, _S.PROCESSING, "start_processing", by=by, at=at, reason=words,
            current_step=step, assignee=to_user,
        )  # fmt: skip
    return _kept(current, "hand_over", at=at, by=by, reason=words, stay=stay)


@transaction.atomic
def hand_over_many(
    dossiers: Sequence[tuple[Dossier, int]],
    *,
    by: User,
    to_step: int,
    to_user: User | None = None,
    note: str = "",
    at: datetime | None = None,
) -> HandoverList:
    """Bàn giao theo danh sách: all of them or none, on one numbered list that both sides sign.

    Each dossier comes with the step where the caller saw it.
    """
    at = at or timezone.now()
    if not dossiers:
        raise DomainError("Chọn ít nhất một hồ sơ để bàn giao.")
    first = dossiers[0][0]
    way = ways.kept(first)
    step = next((one for one in way.steps if one.position == to_step), None)
    if step is None:
        raise DomainError("Bước chuyển tới không còn trong quy trình; mở lại danh sách rồi bàn giao.")
    to_label = str(to_user or step.holder)
    slip = slips.issue(
        SlipKind.HANDOVER_LIST,
        unit=first.resolving_unit,
        by=by,
        at=at,
        content={
            "from": str(by),
            "to": to_label,
            "step": step.name,
            "total": len(dossiers),
            "codes": [dossier.code for dossier, _ in dossiers],
        },
    )
    made = HandoverList.objects.create(
        slip=slip, unit=first.resolving_unit, at=at, by=by, to_label=to_label, step_name=step.name
    )
    # In the order of their keys, so that two lists with dossiers in common wait for each other.
    for dossier, seen_at in sorted(dossiers, key=lambda pair: pair[0].pk):
        if dossier.resolving_unit_id != first.resolving_unit_id:
            raise DomainError("Một danh sách bàn giao chỉ có hồ sơ của một cơ quan giải quyết.")
        moved = hand_over(
            dossier, by=by, to_step=to_step, seen_at=seen_at, to_user=to_user, note=note, at=at, on_list=made
        )
        if moved.current_step_id != step.pk:
            raise DomainError(f"Hồ sơ {dossier.code} theo một quy trình khác; bàn giao riêng hồ sơ này.")
    return made


@transaction.atomic
def send_back(dossier: Dossier, *, by: User, seen_at: int, reason: str) -> Dossier:
    """Trả lại bước trước: to who had it there, with the reason; the step's share begins again."""
    at = timezone.now()
    current, way = _with_way(dossier)
    here = way.place(current)
    _still_at(current, here, seen_at)
    _may_pass_on(current, here, by)
    step = back_to(current, way)
    if step is None:
        raise DomainError(f"Hồ sơ {current.code} đang ở bước “{here.name}”, không có bước nào để trả lại.")
    last = current.handovers.filter(step=step, to_user__is_active=True).order_by("-pk").first()
    stay = stays.begin(
        current, step, kind=HandoverKind.BACK, by=by, at=at, note=reason,
        due_at=ways.due_of(step, current, at), to_user=last.to_user if last else _named(step, current),
    )  # fmt: skip
    return _kept(current, "send_back", at=at, by=by, reason=_words(stay, reason), stay=stay)


@transaction.atomic
def assign(dossier: Dossier, *, to_user: User, by: User, note: str = "") -> Dossier:
    """Giao hồ sơ cho một người: by who directs the work. The step and its limit stay."""
    current, way = _with_way(dossier)
    here = way.place(current)
    if not people.may_direct(by, current):
        raise DomainError("Chỉ lãnh đạo hoặc quản trị đơn vị giao hồ sơ cho người khác.")
    _check_holder(to_user, current, here)
    return _change_hands(current, here, HandoverKind.ASSIGN, "assign", to_user=to_user, by=by, note=note)


@transaction.atomic
def take(dossier: Dossier, *, by: User) -> Dossier:
    """Nhận: a dossier that waits for somebody of the role; the first who takes it has it."""
    current, way = _with_way(dossier)
    here = way.place(current)
    if current.assignee is not None:
        raise DomainError(f"Hồ sơ {current.code} đã có {current.assignee} giữ.")
    _check_holder(by, current, here)
    return _change_hands(current, here, HandoverKind.ASSIGN, "take", to_user=by, by=by)


@transaction.atomic
def take_over(dossier: Dossier, *, by: User, reason: str) -> Dossier:
    """Nhận thay người vắng mặt: any colleague of the step's role may, with a trace; none is locked away."""
    current, way = _with_way(dossier)
    here = way.place(current)
    if current.assignee is None:
        raise DomainError(f"Hồ sơ {current.code} chưa có ai giữ; bấm Nhận.")
    if current.assignee == by:
        raise DomainError(f"Hồ sơ {current.code} đang do chính bạn giữ.")
    if not people.may_direct(by, current):
        _check_holder(by, current, here)
    return _change_hands(current, here, HandoverKind.TAKE_OVER, "take_over", to_user=by, by=by, note=reason)


def refusal(dossier: Dossier, step: ProcessStep) -> str:
    """Why a dossier cannot go on to a step now; empty if it can."""
    if dossier.status in PAUSED:
        return (
            f"Hồ sơ {dossier.code} đang “{dossier.get_status_display()}”, thời hạn tạm dừng: "
            "chuyển bước sau khi người dân làm xong."
        )
    if dossier.status == _S.CONCLUDED and step.kind != StepKind.RETURN:
        return f"Hồ sơ {dossier.code} đã có kết quả, chỉ còn chuyển tới bước trả kết quả."
    if dossier.status not in {_S.RECEIVED, _S.PROCESSING, _S.CONCLUDED}:
        return f"Hồ sơ {dossier.code} đang “{dossier.get_status_display()}”, không chuyển bước được."
    return ""


def back_to(dossier: Dossier, way: ways.Way) -> ProcessStep | None:
    """The step before, where there is one: the desk has done with it."""
    earlier = [step for step in way.before(way.place(dossier)) if step.kind != StepKind.INTAKE]
    return earlier[-1] if earlier and dossier.status == _S.PROCESSING else None


def why_not_pass_on(dossier: Dossier, here: ProcessStep, user: User) -> str:
    """Why the officer cannot hand the dossier on; empty if they can."""
    if people.may_direct(user, dossier) or dossier.assignee_id == user.pk:
        return ""
    if dossier.assignee_id in staff.stood_in_for(user):
        return ""
    if dossier.assignee is not None:
        return (
            f"Hồ sơ {dossier.code} đang do {dossier.assignee} giữ; "
            "vắng mặt thì người cùng vai trò bấm Nhận thay."
        )
    if not people.may_hold(user, dossier, here):
        return f"Hồ sơ {dossier.code} đang chờ {here.holder} ở bước “{here.name}”."
    return ""


def _change_hands(
    dossier: Dossier, here: ProcessStep, kind: HandoverKind, action: str, *,
    to_user: User, by: User, note: str = "",
) -> Dossier:  # fmt: skip
    """The step and its limit stay, only who has it changes; one that waited for its taker is now taken."""
    if not (dossier.is_running or dossier.status == _S.CONCLUDED):
        raise DomainError(f"Hồ sơ {dossier.code} đang “{dossier.get_status_display()}”, không giao được nữa.")
    at = timezone.now()
    stay = stays.open_one(dossier)
    if stay is not None and stay.to_user is None:
        stays.settle(stay, to_user, at)
        dossier.assignee = to_user
    elif stay is not None:
        stay = stays.begin(
            dossier, here, kind=kind, by=by, to_user=to_user, at=at, due_at=stay.due_at, note=note
        )
    else:
        due_at = ways.due_of(here, dossier, at)
        stay = stays.begin(
            dossier, here, kind=HandoverKind.FORWARD, by=stays.last_holder(dossier), to_user=to_user, at=at,
            due_at=due_at, note=note,
        )  # fmt: skip
    return _kept(dossier, action, at=at, by=by, reason=_words(stay, note), stay=stay)


def _named(step: ProcessStep, dossier: Dossier) -> User | None:
    """The person of the step, or who stands in for them; its role where neither is there."""
    if step.user is None or not step.user.is_active:
        return None
    delegate = staff.delegate_of(step.user)
    return delegate if delegate is not None and people.may_hold(delegate, dossier, step) else step.user


def _with_way(dossier: Dossier) -> tuple[Dossier, ways.Way]:
    current = locked(dossier)
    return current, ways.kept(current)


def _still_at(dossier: Dossier, here: ProcessStep, seen_at: int) -> None:
    if here.position != seen_at:
        raise DomainError(f"Hồ sơ {dossier.code} đã chuyển sang bước “{here.name}” trước đó.")


def _may_pass_on(dossier: Dossier, here: ProcessStep, by: User) -> None:
    if why := why_not_pass_on(dossier, here, by):
        raise DomainError(why)


def _check_holder(user: User | None, dossier: Dossier, step: ProcessStep) -> None:
    if user is not None and not people.may_hold(user, dossier, step):
        raise DomainError(
            f"{user} không giữ được bước “{step.name}” của hồ sơ {dossier.code}: bước này của {step.holder} "
            f"tại {dossier.resolving_unit}."
        )


def _kept(dossier: Dossier, action: str, *, at: datetime, by: User, reason: str, stay: Handover) -> Dossier:
    dossier.save(update_fields=["current_step", "assignee"])
    details: dict[str, Any] = {"step": stay.step_name}
    if stay.on_list is not None:
        details["list"] = stay.on_list.slip.number
    tell(dossier, action, dossier.status, at=at, by=by, reason=reason, details=details)
    return dossier


def _words(stay: Handover, note: str) -> str:
    """“Thẩm định, Hoàng Đình Nghĩa, danh sách số 31; thiếu trang 2”."""
    words = f"{stay.step_name}, {stay.to_label}"
    if stay.on_list is not None:
        words = f"{words}, danh sách số {stay.on_list.slip.number}"
    return f"{words}; {note}" if note else words
