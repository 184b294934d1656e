"""Hội đồng in the usual situations, made by the verbs themselves."""

from datetime import timedelta
from decimal import Decimal

from django.utils import timezone

from initiatives.appraisal import councils, criteria, deciding, examples, marking, rounds, voting
from initiatives.models import Candidate, Council, Round
from portal.models import Role, Unit, User
from tests.dossiers.factories import UnitFactory, UserFactory
from tests.initiatives.factories import InitiativeFactory

ROLES = ("chair", "deputy", "secretary", "member", "member")


class CouncilWorld:
    """A commune with its keeper, five members and a set of criteria of 30, 40 and 30 points."""

    def __init__(self, unit: Unit | None = None, *, size: int = 5) -> None:
        self.unit = unit or UnitFactory()
        self.keeper: User = UserFactory(unit=self.unit, roles=[Role.REFORM])
        self.people: list[User] = [
            UserFactory(unit=self.unit, roles=[Role.PROCESSING], full_name=f"Thành viên {number}")
            for number in range(1, size + 1)
        ]
        self.secretary = self.people[2]

    def council(self, people=None, **fields) -> Council:
        today = timezone.localdate()
        made = councils.set_up(
            unit=self.unit, name="Hội đồng sáng kiến", decision_number=fields.pop("number", "15/QĐ-UBND"),
            decided_on=today, by=self.keeper, **fields,
        )  # fmt: skip
        for person, role in zip(people or self.people, ROLES, strict=True):
            councils.add_member(
                made, user=person, role=role, post="Công chức", is_head=role == "chair", by=self.keeper
            )
        return made

    def criteria(self):
        return criteria.begin(examples.EXAMPLES[0], unit=self.unit, by=self.keeper)

    def round(self, council: Council | None = None, **fields) -> Round:
        return rounds.open_round(
            council or self.council(), name="Đợt 1", marked_by=self.criteria(),
            marks_due_on=timezone.localdate() + timedelta(days=10), by=self.keeper, **fields,
        )  # fmt: skip

    def candidate(self, held: Round | None = None, *, by: User | None = None, **fields) -> Candidate:
        one = InitiativeFactory(unit=self.unit, status="accepted", by=by, **fields)
        (made,) = rounds.put(held or self.round(), [one], by=self.keeper)
        return made

    def mark(self, candidate: Candidate, *values: int, who: list[User] | None = None) -> None:
        """Everybody who takes part hands in the same sheet."""
        for person in who or [seat.member.user for seat in candidate.seats.all() if seat.takes_part]:
            marking.hand_in(candidate, marks=self.sheet(candidate, *values), by=person)

    def sheet(self, candidate: Candidate, *values) -> dict[str, Decimal]:
        items = candidate.round.criteria.items.all()
        return {str(one.pk): Decimal(str(value)) for one, value in zip(items, values, strict=False)}

    def vote(self, candidate: Candidate, yes: int, no: int) -> Candidate:
        voters = [seat.member.user for seat in candidate.seats.all() if seat.takes_part]
        for number, person in enumerate(voters[: yes + no]):
            voting.vote(candidate, agrees=number < yes, by=person)
        return voting.close(candidate, by=self.keeper)

    def judged(self, yes: int = 4, no: int = 1, *, marks=(25, 32, 25), **fields) -> Candidate:
        candidate = self.candidate(**fields)
        self.mark(candidate, *marks)
        return self.vote(candidate, yes, no)

    def recognised(self, *candidates: Candidate, number: str = "4029/QĐ-UBND"):
        return deciding.recognise(
            candidates or [self.judged()], unit=self.unit, number=number, decided_on=timezone.localdate(),
            signer_name="Nguyễn Văn Ký", signer_post="Chủ tịch", by=self.keeper,
        )  # fmt: skip
