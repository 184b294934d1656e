"""Nộp, xác nhận, kiểm tra đơn: from the authors to the unit's leader and on to whoever decides."""

from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils import timezone

from initiatives import moving, numbering, people, readiness
from initiatives.errors import Incomplete, NotYours
from initiatives.models import Initiative
from initiatives.status import InitiativeStatus, Move
from portal.errors import DomainError
from portal.models import Unit, User


@transaction.atomic
def submit(initiative: Initiative, *, by: User, at: datetime | None = None) -> Initiative:
    """Nộp cho đơn vị: only whole, with shares that make 100 %."""
    _check_author(initiative, by)
    at = at or timezone.now()
    _check_whole(initiative)
    return moving.move(
        initiative, Move.SUBMIT, by=by, at=at, submitted_at=at, year=timezone.localdate(at).year
    )


@transaction.atomic
def take_back(initiative: Initiative, *, by: User, at: datetime | None = None) -> Initiative:
    """Lấy lại để sửa, while the leader has not confirmed it."""
    _check_author(initiative, by)
    return moving.move(initiative, Move.TAKE_BACK, by=by, at=at)


@transaction.atomic
def send_back(initiative: Initiative, *, reason: str, by: User, at: datetime | None = None) -> Initiative:
    """Trả lại tác giả: the leader says what is to be changed."""
    _check_leader(initiative, by)
    return moving.move(initiative, Move.SEND_BACK, by=by, at=at, reason=reason)


@transaction.atomic
def confirm(initiative: Initiative, *, to: Unit, by: User, at: datetime | None = None) -> Initiative:
    """Xác nhận của UBND, and off to the unit that decides; there it gets its code."""
    _check_leader(initiative, by)
    at = at or timezone.now()
    today = timezone.localdate(at)
    if to not in people.deciding_units(initiative.unit, by.tree, on=today):
        raise DomainError(f"{to} không xét công nhận được sáng kiến này. Chọn đơn vị mình hoặc cấp trên.")
    current = moving.locked(initiative)
    fields: dict[str, Any] = {}
    if current.allows(Move.CONFIRM):
        number = numbering.take(to, today.year)
        fields = {"number": number, "code": numbering.code_of(today.year, number), "year": today.year}
    return moving.move(
        current, Move.CONFIRM, by=by, at=at, details={"to": to.name},
        deciding_unit=to, confirmed_on=today, confirmed_by=by, **fields,
    )  # fmt: skip


@transaction.atomic
def ask(initiative: Initiative, *, reason: str, by: User, at: datetime | None = None) -> Initiative:
    """Yêu cầu chỉnh sửa đơn, once and everything at once; one month to correct it."""
    _check_checker(initiative, by)
    at = at or timezone.now()
    return moving.move(initiative, Move.ASK, by=by, at=at, reason=reason, asked_on=timezone.localdate(at))


@transaction.atomic
def correct(initiative: Initiative, *, by: User, at: datetime | None = None) -> Initiative:
    """Nộp lại đơn đã chỉnh sửa; the check begins anew."""
    _check_author(initiative, by)
    at = at or timezone.now()
    _check_whole(initiative)
    return moving.move(initiative, Move.CORRECT, by=by, at=at, corrected_on=timezone.localdate(at))


@transaction.atomic
def accept(initiative: Initiative, *, by: User, at: datetime | None = None) -> Initiative:
    """Chấp nhận đơn: three months to decide run from here."""
    _check_checker(initiative, by)
    at = at or timezone.now()
    return moving.move(initiative, Move.ACCEPT, by=by, at=at, accepted_on=timezone.localdate(at))


@transaction.atomic
def decline(initiative: Initiative, *, reason: str, by: User, at: datetime | None = None) -> Initiative:
    """Từ chối đơn, with the reason; where the authors were asked to correct it, once their time is over."""
    _check_checker(initiative, by)
    at = at or timezone.now()
    today = timezone.localdate(at)
    current = moving.locked(initiative)
    if current.status == InitiativeStatus.RETURNED and not current.is_late(today):
        raise DomainError(
            f"Tác giả còn thời hạn chỉnh sửa đến hết ngày {current.next_due_on:%d/%m/%Y}, chưa từ chối được."
        )
    return moving.move(current, Move.DECLINE, by=by, at=at, reason=reason, decided_on=today)


@transaction.atomic
def withdraw(initiative: Initiative, *, reason: str = "", by: User, at: datetime | None = None) -> Initiative:
    """Rút: the authors give it up; nothing of it is decided any more."""
    _check_author(initiative, by)
    return moving.move(initiative, Move.WITHDRAW, by=by, at=at, reason=reason)


def _check_whole(initiative: Initiative) -> None:
    moving.locked(initiative)
    if missing := readiness.missing(initiative):
        raise Incomplete(missing)


def _check_author(initiative: Initiative, by: User) -> None:
    if not people.is_author(by, initiative):
        raise NotYours("Việc này do tác giả của sáng kiến làm.")


def _check_leader(initiative: Initiative, by: User) -> None:
    if not people.may_confirm(by, initiative):
        raise NotYours(f"Sáng kiến này do lãnh đạo {initiative.unit} xác nhận.")
    if people.is_author(by, initiative):
        raise NotYours("Tác giả không xác nhận sáng kiến của mình; lãnh đạo khác của đơn vị xác nhận.")


def _check_checker(initiative: Initiative, by: User) -> None:
    if not people.may_check(by, initiative):
        raise NotYours(f"Đơn này do {initiative.deciding_unit} kiểm tra, tác giả không tự kiểm tra.")
