"""Bảng của hội đồng: what waits for a member, which rounds there are, what may be known of a candidate."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from django.db.models import QuerySet

from initiatives.appraisal import rules, seats, voting
from initiatives.models import (
    Candidate,
    Council,
    Initiative,
    PublicListing,
    Recognition,
    Round,
    Seat,
    Standing,
)
from portal.models import Unit, User


@dataclass(frozen=True)
class Waiting:
    """One thing that a member has to do."""

    candidate: Candidate
    words: str
    is_vote: bool


@dataclass(frozen=True)
class SheetLine:
    """One member in the table of a candidate: before all are in nothing but whether the sheet is in."""

    seat: Seat
    state: str
    marks: Sequence[Decimal | None]


def candidates() -> QuerySet[Candidate]:
    """With all that the pages read of them, in a fixed number of queries."""
    return Candidate.objects.select_related(
        "initiative__unit", "round__criteria", "round__council__unit"
    ).prefetch_related(
        "seats__member", "round__criteria__items", "round__council__members", "initiative__authors"
    )


def waiting_for(user: User) -> list[Waiting]:
    open_ones = candidates().filter(
        taken_out_at=None, closed_at=None, seats__member__user=user, seats__standing=Standing.TAKES_PART
    )
    found = []
    for one in open_ones.order_by("round__marks_due_on", "pk").distinct():
        mine = next(seat for seat in one.seats.all() if seat.member.user_id == user.pk)
        if mine.handed_in_at is None:
            words = "Phiếu nháp, chưa nộp" if mine.marks else "Chưa chấm"
            found.append(Waiting(one, words, is_vote=False))
        elif seats.all_in(one) and not mine.has_voted:
            found.append(Waiting(one, "Chờ biểu quyết", is_vote=True))
    return found


def rounds_open_to(user: User) -> QuerySet[Round]:
    return Round.objects.filter(council__in=Council.objects.open_to(user)).select_related("council__unit")


def sheets(candidate: Candidate, *, with_marks: bool) -> list[SheetLine]:
    items = list(candidate.round.criteria.items.all())
    found = []
    for seat in candidate.seats.all():
        marks = [
            Decimal(seat.marks[str(one.pk)]) if with_marks and str(one.pk) in seat.marks else None
            for one in items
        ]
        found.append(SheetLine(seat, _state(seat), marks))
    return found


def means(candidate: Candidate) -> list[Decimal]:
    """Mean of each criterion, then of the whole."""
    found = voting.verdict(candidate)
    return [*(rules.rounded(value) for value in found.means.values()), found.shown_mean]


def listings(units: Sequence[Unit]) -> list[tuple[Unit, bool]]:
    """Whether each unit shows its recognised initiatives to everybody."""
    shown = set(PublicListing.objects.filter(is_on=True, unit__in=units).values_list("unit", flat=True))
    return [(unit, unit.pk in shown) for unit in units]


def _state(seat: Seat) -> str:
    if not seat.takes_part:
        return Standing(seat.standing).label
    return "Đã nộp" if seat.handed_in_at else "Chưa nộp"


@dataclass(frozen=True)
class Appraised:
    """What the page of an initiative says of its appraisal."""

    candidate: Candidate | None
    recognition: Recognition | None
    may_compare: bool
    may_revoke: bool


def of_initiative(initiative: Initiative, user: User) -> Appraised:
    before = Candidate.objects.filter(initiative=initiative, taken_out_at=None)
    recognition = Recognition.objects.filter(initiative=initiative).select_related("decision").first()
    keeps = initiative.deciding_unit_id is not None and seats.keeps(user, initiative.deciding_unit_id)
    candidate = before.filter(round__in=rounds_open_to(user)).first()
    return Appraised(
        candidate,
        recognition,
        may_compare=initiative.submitted_at is not None,
        may_revoke=keeps and recognition is not None and recognition.revoked_on is None,
    )
