"""Biểu quyết: yes or no, once; a secret ballot keeps only who voted and two counts, never who voted what."""

from datetime import datetime
from decimal import Decimal

from django.db import transaction
from django.utils import timezone

from initiatives.appraisal import criteria, rounds, rules, seats, telling
from initiatives.appraisal.telling import Act
from initiatives.errors import NotYours
from initiatives.models import Candidate, Standing
from portal.errors import DomainError
from portal.models import User


@transaction.atomic
def vote(candidate: Candidate, *, agrees: bool, by: User, at: datetime | None = None) -> Candidate:
    """Biểu quyết, once all marks are in. The counts are nobody's to read before the vote is closed."""
    at = at or timezone.now()
    current = rounds.locked(candidate)
    seat = seats.seat_of(by, current)
    if seat is None:
        raise NotYours("Chỉ thành viên hội đồng biểu quyết sáng kiến này.")
    if not seat.takes_part or seats.is_author(by, current):
        raise NotYours(f"{Standing(seat.standing).label}.")
    rounds.check_open(current)
    if not seats.all_in(current):
        raise DomainError("Chưa đủ phiếu chấm của các thành viên, chưa biểu quyết được.")
    if seat.has_voted:
        raise DomainError("Phiếu biểu quyết của bạn đã ghi; mỗi thành viên biểu quyết một lần.")
    seat.has_voted = True
    seat.vote = None if current.round.is_secret else agrees
    seat.save(update_fields=["has_voted", "vote"])
    if agrees:
        current.yes += 1
    else:
        current.no += 1
    current.save(update_fields=["yes", "no"])
    telling.tell(current.round, Act.VOTED, by=by, at=at, candidate=current)
    return current


@transaction.atomic
def close(candidate: Candidate, *, by: User, at: datetime | None = None) -> Candidate:
    """Chốt biểu quyết; whoever has not voted by then has not agreed."""
    at = at or timezone.now()
    current = rounds.locked(candidate)
    seats.check_runner(by, current.round.council)
    if seats.is_author(by, current):
        raise NotYours("Tác giả không chốt biểu quyết sáng kiến của mình; thành viên khác làm việc này.")
    rounds.check_open(current)
    if not seats.all_in(current):
        raise DomainError("Chưa đủ phiếu chấm của các thành viên, chưa chốt được.")
    if not current.seats.filter(has_voted=True).exists():
        raise DomainError("Chưa thành viên nào biểu quyết, chưa chốt được.")
    current.closed_at = at
    current.save(update_fields=["closed_at"])
    telling.tell(current.round, Act.CLOSED, by=by, at=at, candidate=current)
    return current


def verdict(candidate: Candidate) -> rules.Verdict:
    """What marks and votes lead to. Before the vote is closed nobody is to be shown this."""
    held = candidate.round
    sheets = [
        {key: Decimal(value) for key, value in seat.marks.items()}
        for seat in candidate.seats.all()
        if seat.handed_in_at is not None
    ]
    return rules.judge(
        criteria.measures(held.criteria),
        sheets,
        threshold=held.criteria.threshold,
        yes=candidate.yes,
        members=len(held.council.members.all()),
        share=held.council.share,
    )
