"""Đợt xét: opened with a council and its criteria, initiatives put before it, then its meeting."""

from collections.abc import Iterable
from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.utils import timezone

from initiatives import moving
from initiatives.appraisal import councils, criteria, seats, telling
from initiatives.appraisal.telling import Act
from initiatives.models import (
    Candidate,
    Council,
    CouncilMember,
    CriteriaSet,
    Initiative,
    Round,
    Seat,
    Standing,
)
from initiatives.status import Move
from portal.errors import DomainError
from portal.models import User


@transaction.atomic
def open_round(
    council: Council, *, name: str, marked_by: CriteriaSet, marks_due_on: date, is_secret: bool = False,
    by: User, at: datetime | None = None,
) -> Round:  # fmt: skip
    """Mở đợt xét: from here on the council and the criteria stay as they are."""
    seats.check_runner(by, council)
    at = at or timezone.now()
    if marked_by.unit_id != council.unit_id:
        raise DomainError("Bộ tiêu chí này là của đơn vị khác.")
    if marks_due_on < timezone.localdate(at):
        raise DomainError("Hạn chấm điểm đã qua. Ghi một ngày từ hôm nay trở đi.")
    criteria.check(list(marked_by.items.all()), step=marked_by.step, threshold=marked_by.threshold)
    held = Round.objects.create(
        council=councils.freeze(council), criteria=criteria.freeze(marked_by), name=name,
        is_secret=is_secret, marks_due_on=marks_due_on, opened_at=at, opened_by=by,
    )  # fmt: skip
    telling.tell(held, Act.OPENED, by=by, at=at)
    return held


@transaction.atomic
def put(
    held: Round, initiatives: Iterable[Initiative], *, state_money: bool = False, by: User,
    at: datetime | None = None,
) -> list[Candidate]:  # fmt: skip
    """Đưa sáng kiến ra xét: each member gets a sheet; authors among them take no part."""
    at = at or timezone.now()
    held = Round.objects.select_for_update(of=("self",)).get(pk=held.pk)
    seats.check_runner(by, held.council)
    if held.met_at is not None:
        raise DomainError("Đợt xét đã họp. Mở đợt mới cho những sáng kiến còn lại.")
    members = list(held.council.members.all())
    made = [_put(held, one, members, by=by, at=at, state_money=state_money) for one in initiatives]
    telling.ask_for_marks(held, made)
    return made


def _put(
    held: Round, initiative: Initiative, members: list[CouncilMember], *, state_money: bool, by: User,
    at: datetime,
) -> Candidate:  # fmt: skip
    if initiative.deciding_unit_id != held.council.unit_id:
        raise DomainError(f"Sáng kiến {initiative.code} do đơn vị khác xét công nhận.")
    writers = set(initiative.authors.values_list("user", flat=True))
    for one in members:
        if state_money and one.is_head and one.user_id in writers:
            raise DomainError(
                f"{one.name} là người đứng đầu và là tác giả của sáng kiến {initiative.code} dùng kinh phí "
                "Nhà nước nên không được là thành viên hội đồng (TT 18/2013/TT-BKHCN, Điều 8). Lập hội đồng "
                "khác không có người này."
            )
    moving.move(initiative, Move.APPRAISE, by=by, at=at, details={"to": held.name})
    last = held.candidates.order_by("-position").values_list("position", flat=True).first() or 0
    candidate = held.candidates.create(initiative=initiative, position=last + 1, state_money=state_money)
    Seat.objects.bulk_create(
        Seat(
            candidate=candidate,
            member=one,
            standing=Standing.AUTHOR if one.user_id in writers else Standing.TAKES_PART,
        )
        for one in members
    )
    telling.tell(held, Act.PUT, by=by, at=at, candidate=candidate)
    return candidate


@transaction.atomic
def take_out(candidate: Candidate, *, reason: str, by: User, at: datetime | None = None) -> Candidate:
    """Rút khỏi đợt xét: back among the accepted, with nothing decided."""
    at = at or timezone.now()
    current = locked(candidate)
    seats.check_runner(by, current.round.council)
    check_open(current)
    moving.move(current.initiative, Move.PUT_BACK, by=by, at=at, reason=reason)
    current.taken_out_at = at
    current.save(update_fields=["taken_out_at"])
    telling.tell(current.round, Act.TAKEN_OUT, by=by, at=at, candidate=current, said=reason)
    return current


@transaction.atomic
def record_meeting(
    held: Round, *, met_at: datetime, place: str, present: Iterable[CouncilMember], conclusion: str,
    by: User, at: datetime | None = None,
) -> Round:  # fmt: skip
    """Ghi phiên họp: when, where, who was there, what the chair concluded; the minutes print from it."""
    at = at or timezone.now()
    held = Round.objects.select_for_update(of=("self",)).get(pk=held.pk)
    seats.check_runner(by, held.council)
    if met_at > at:
        raise DomainError("Giờ họp còn ở tương lai.")
    if met_at < held.opened_at:
        raise DomainError("Giờ họp trước khi mở đợt xét.")
    waiting = [one.initiative.code for one in held.candidates.filter(taken_out_at=None, closed_at=None)]
    if waiting:
        raise DomainError(f"Chưa chốt biểu quyết: {', '.join(waiting)}. Chốt hoặc rút khỏi đợt xét trước.")
    held.met_at, held.place, held.conclusion = met_at, place, conclusion
    held.save(update_fields=["met_at", "place", "conclusion"])
    held.present.set(present)
    telling.tell(held, Act.MET, by=by, at=at)
    return held


def locked(candidate: Candidate) -> Candidate:
    """The candidate's row until the transaction ends: marks, votes and their closing wait for each other."""
    found: Any = Candidate.objects.select_for_update(of=("self",))
    current: Candidate = found.select_related("initiative", "round__criteria", "round__council__unit").get(
        pk=candidate.pk
    )
    return current


def check_open(candidate: Candidate) -> None:
    if candidate.taken_out_at is not None:
        raise DomainError("Sáng kiến đã được rút khỏi đợt xét.")
    if candidate.closed_at is not None:
        raise DomainError("Biểu quyết sáng kiến này đã chốt, không đổi được nữa.")
