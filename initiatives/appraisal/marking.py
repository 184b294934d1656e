"""Chấm điểm: each member one sheet an initiative, a draft until handed in once; hidden until all are in."""

from collections.abc import Mapping
from datetime import datetime
from decimal import Decimal

from django.db import transaction
from django.utils import timezone

from initiatives.appraisal import criteria, rounds, rules, seats, telling
from initiatives.appraisal.telling import Act
from initiatives.errors import NotYours
from initiatives.models import Candidate, Seat, Standing
from portal.errors import DomainError
from portal.models import User


class Unmarked(DomainError):
    """Phiếu chưa ghi được: criterion → the sentence beside it."""

    def __init__(self, mistakes: Mapping[str, str]) -> None:
        super().__init__("Phiếu còn mục chưa đúng. Sửa các mục được nhắc bên dưới.")
        self.mistakes = dict(mistakes)


@transaction.atomic
def keep(candidate: Candidate, *, marks: Mapping[str, Decimal], remark: str = "", by: User) -> Seat:
    """Lưu nháp: what is there must be right, the rest may wait."""
    current, seat = _own(candidate, by)
    _check(current, marks, whole=False)
    return _write(seat, marks, remark)


@transaction.atomic
def hand_in(
    candidate: Candidate, *, marks: Mapping[str, Decimal], remark: str = "", by: User,
    at: datetime | None = None,
) -> Seat:  # fmt: skip
    """Nộp phiếu, once; the last one to come opens all of them, and the vote."""
    at = at or timezone.now()
    current, seat = _own(candidate, by)
    _check(current, marks, whole=True)
    seat.total = sum(marks.values(), Decimal(0))
    seat.handed_in_at = at
    _write(seat, marks, remark)
    telling.tell(current.round, Act.HANDED_IN, by=by, at=at, candidate=current)
    if seats.all_in(current):
        telling.ask_for_votes(current)
    return seat


@transaction.atomic
def reopen(seat: Seat, *, reason: str, by: User, at: datetime | None = None) -> Seat:
    """Mở lại phiếu: the secretary, with a reason, while nobody has voted; the member hands it in anew."""
    at = at or timezone.now()
    current = rounds.locked(seat.candidate)
    seats.check_secretary(by, current.round.council)
    rounds.check_open(current)
    seat = current.seats.select_related("member").get(pk=seat.pk)
    if seat.handed_in_at is None:
        raise DomainError(f"Phiếu của {seat.member} chưa nộp nên không cần mở lại.")
    _check_unvoted(current)
    seat.total = seat.handed_in_at = None
    seat.save(update_fields=["total", "handed_in_at"])
    said = f"{seat.member}: {reason}"
    telling.tell(current.round, Act.REOPENED, by=by, at=at, candidate=current, said=said)
    return seat


@transaction.atomic
def step_aside(candidate: Candidate, *, reason: str, by: User, at: datetime | None = None) -> Seat:
    """Khai có lợi ích liên quan: the member neither marks nor votes, and counts among all members."""
    at = at or timezone.now()
    current, seat = _own(candidate, by)
    _check_unvoted(current)
    _take_no_part(seat, Standing.CONFLICT, reason)
    said = f"{seat.member}: {reason}"
    telling.tell(current.round, Act.STEPPED_ASIDE, by=by, at=at, candidate=current, said=said)
    _go_on(current)
    return seat


@transaction.atomic
def excuse(seat: Seat, *, reason: str, by: User, at: datetime | None = None) -> Seat:
    """Ghi thành viên không tham gia chấm, so that the others' marks need not wait for ever."""
    at = at or timezone.now()
    current = rounds.locked(seat.candidate)
    seats.check_secretary(by, current.round.council)
    rounds.check_open(current)
    seat = current.seats.select_related("member").get(pk=seat.pk)
    if not seat.takes_part or seat.handed_in_at is not None:
        raise DomainError(f"{seat.member} đã nộp phiếu hoặc không tham gia sáng kiến này.")
    _check_unvoted(current)
    _take_no_part(seat, Standing.ABSENT, reason)
    said = f"{seat.member}: {reason}"
    telling.tell(current.round, Act.EXCUSED, by=by, at=at, candidate=current, said=said)
    _go_on(current)
    return seat


def mistakes(candidate: Candidate, marks: Mapping[str, Decimal], *, whole: bool) -> dict[str, str]:
    """Criterion → why its mark cannot stand."""
    held = candidate.round
    found = {}
    for one in criteria.measures(held.criteria):
        if one.key not in marks:
            if whole:
                found[one.key] = "Ghi điểm của tiêu chí này."
        elif words := rules.mistake(marks[one.key], one, held.criteria.step):
            found[one.key] = words
    return found


def _check(candidate: Candidate, marks: Mapping[str, Decimal], *, whole: bool) -> None:
    if found := mistakes(candidate, marks, whole=whole):
        raise Unmarked(found)


def _own(candidate: Candidate, by: User) -> tuple[Candidate, Seat]:
    current = rounds.locked(candidate)
    seat = seats.seat_of(by, current)
    if seat is None:
        raise NotYours("Chỉ thành viên hội đồng chấm điểm sáng kiến này.")
    if seat.standing == Standing.AUTHOR or seats.is_author(by, current):
        raise NotYours("Tác giả không chấm điểm, không biểu quyết sáng kiến của mình.")
    if not seat.takes_part:
        raise NotYours(f"{Standing(seat.standing).label}: {seat.standing_reason}")
    rounds.check_open(current)
    if seat.handed_in_at is not None:
        raise DomainError("Phiếu đã nộp. Cần sửa thì đề nghị thư ký hội đồng mở lại, có nêu lý do.")
    return current, seat


def _write(seat: Seat, marks: Mapping[str, Decimal], remark: str) -> Seat:
    seat.marks = {key: str(value) for key, value in marks.items()}
    seat.remark = remark
    seat.save(update_fields=["marks", "remark", "total", "handed_in_at"])
    return seat


def _take_no_part(seat: Seat, standing: Standing, reason: str) -> None:
    seat.standing, seat.standing_reason = standing, reason
    seat.marks, seat.remark = {}, ""
    seat.save(update_fields=["standing", "standing_reason", "marks", "remark"])


def _check_unvoted(candidate: Candidate) -> None:
    if candidate.seats.filter(has_voted=True).exists():
        raise DomainError("Đã có thành viên biểu quyết sáng kiến này nên phiếu chấm không đổi được nữa.")


def _go_on(candidate: Candidate) -> None:
    if seats.all_in(candidate):
        telling.ask_for_votes(candidate)
