"""Ai làm gì khi xét: keepers of the deciding unit, members of the council, its secretary, and the authors."""

from django.utils import timezone

from initiatives import sight
from initiatives.errors import NotYours
from initiatives.models import Candidate, Council, CouncilMember, MemberRole, Seat
from initiatives.models.appraisal import KEEPING_ROLES
from portal.models import Unit, User
from portal.models.unit import UnitTree

RUNNING = (MemberRole.CHAIR, MemberRole.SECRETARY)
"""Who runs a round beside the unit's own keepers."""


def keeps(user: User, unit_id: int) -> bool:
    return unit_id in sight.own_units(user, KEEPING_ROLES)


def check_keeper(user: User, unit: Unit) -> None:
    if not keeps(user, unit.pk):
        raise NotYours(f"Việc này do đầu mối cải cách hành chính hoặc lãnh đạo {unit} làm.")


def member(user: User, council: Council) -> CouncilMember | None:
    return council.members.filter(user=user).first()


def runs(user: User, council: Council) -> bool:
    """The unit's keepers, the council's chair and its secretary."""
    return keeps(user, council.unit_id) or council.members.filter(user=user, role__in=RUNNING).exists()


def check_runner(user: User, council: Council) -> None:
    if not runs(user, council):
        raise NotYours("Việc này do thư ký, chủ tịch hội đồng hoặc đầu mối của đơn vị làm.")


def check_secretary(user: User, council: Council) -> None:
    if not council.members.filter(user=user, role=MemberRole.SECRETARY).exists():
        raise NotYours("Việc này do ủy viên thư ký của hội đồng làm.")


def is_author(user: User, candidate: Candidate) -> bool:
    return candidate.initiative.authors.filter(user=user).exists()


def seat_of(user: User, candidate: Candidate) -> Seat | None:
    return candidate.seats.filter(member__user=user).select_related("member", "candidate").first()


def sees_marks(user: User, candidate: Candidate) -> bool:
    """Everybody's marks: once all are in, and never by an author."""
    council = candidate.round.council
    sits = keeps(user, council.unit_id) or council.members.filter(user=user).exists()
    return sits and not is_author(user, candidate) and all_in(candidate)


def all_in(candidate: Candidate) -> bool:
    """Every member who takes part has handed in the sheet."""
    return not any(seat.takes_part and seat.handed_in_at is None for seat in candidate.seats.all())


def kept_units(user: User) -> list[Unit]:
    """The governments that the user keeps councils for, as they stand today."""
    today = timezone.localdate()
    kept = sight.own_units(user, KEEPING_ROLES)
    return [
        unit
        for unit in user.tree.units.values()
        if unit.pk in kept and unit.is_local_government and unit.is_valid_on(today)
    ]


def people_of(unit: Unit, tree: UnitTree) -> list[User]:
    """Who may be called into a council: active people of the unit, its offices and the governments above."""
    around = sight.around(tree, [unit.pk])
    step = tree.units.get(unit.parent_id) if unit.parent_id else None
    while step is not None:
        around |= sight.around(tree, [step.pk])
        step = tree.units.get(step.parent_id) if step.parent_id else None
    return list(User.objects.filter(is_active=True, unit__in=around).order_by("full_name"))
