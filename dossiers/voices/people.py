"""Ai làm gì với phản ánh: who handles one, who approves its answer, to whom it may be given."""

from django.utils import timezone

from dossiers.models import Feedback
from portal.models import Role, RoleAssignment, Unit, User
from portal.models.user import DESK_ROLES

HANDLING_ROLES = DESK_ROLES
"""Who receives, drafts, assigns and publishes; the reform officer keeps the inbox in many communes."""
TOLD_ROLES = (Role.INTAKE, Role.REFORM)
"""Who hears of what nobody was given yet."""
APPROVING_ROLES = (Role.LEADER,)


def may_handle(user: User, feedback: Feedback) -> bool:
    """Works on it, and so sees the sender's contact and pictures; who only watches does neither."""
    units = user.unit_ids(HANDLING_ROLES)
    return feedback.unit_id in units or feedback.division_id in units


def may_approve(user: User, feedback: Feedback) -> bool:
    """A leader of the unit itself: a division's head does not speak for it."""
    return feedback.unit_id in user.unit_ids(APPROVING_ROLES)


def in_charge(feedback: Feedback) -> list[User]:
    """Who is to hear of it: whoever has it, else who takes in what the unit gets."""
    if feedback.assignee is not None and feedback.assignee.is_active:
        return [feedback.assignee]
    return _holding(
        feedback.division_id or feedback.unit_id, HANDLING_ROLES if feedback.division_id else TOLD_ROLES
    )


def leaders(feedback: Feedback) -> list[User]:
    return _holding(feedback.unit_id, APPROVING_ROLES)


def _holding(unit: int, roles: tuple[Role, ...]) -> list[User]:
    held = RoleAssignment.objects.filter(unit=unit, role__in=roles)
    return list(User.objects.filter(is_active=True, assignments__in=held).distinct().order_by("pk"))


def officers(feedback: Feedback, tree_user: User) -> list[User]:
    """Who may be asked to handle it: active officers of its unit and of the divisions below."""
    units = _own_units(tree_user, feedback)
    held = RoleAssignment.objects.filter(unit__in=units, role__in=HANDLING_ROLES)
    return list(
        User.objects.filter(is_active=True, assignments__in=held).distinct().order_by("full_name", "pk")
    )


def divisions(feedback: Feedback, tree_user: User) -> list[Unit]:
    """Bộ phận of its unit that live today."""
    return _below(tree_user, feedback)


def units_to_forward_to(feedback: Feedback, user: User) -> list[Unit]:
    """Living units of the tree where somebody can take it up, but its own and its divisions."""
    today = timezone.localdate()
    held = RoleAssignment.objects.filter(role__in=HANDLING_ROLES, user__is_active=True)
    staffed = set(held.values_list("unit", flat=True)) - {unit.pk for unit in _below(user, feedback)}
    living = [unit for pk, unit in user.tree.units.items() if pk in staffed and unit.is_valid_on(today)]
    return sorted((unit for unit in living if unit.pk != feedback.unit_id), key=lambda unit: unit.folded_name)


def _below(user: User, feedback: Feedback) -> list[Unit]:
    children = user.tree.children(feedback.unit_id, on=timezone.localdate())
    return [unit for unit in children if not unit.is_local_government]


def _own_units(user: User, feedback: Feedback) -> set[int]:
    return {feedback.unit_id, *(unit.pk for unit in _below(user, feedback))}
