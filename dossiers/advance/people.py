"""Ai làm gì với yêu cầu hỗ trợ: who works on one, to whom it may be given."""

from dossiers.models import AdvanceRequest
from dossiers.moves import MOVING_ROLES
from portal.models import Role, RoleAssignment, User

TOLD_ROLES = (Role.INTAKE,)
"""Who hears of what nobody was given yet."""


def may_handle(user: User, request: AdvanceRequest) -> bool:
    """Works on it, and so sees the person and the photos."""
    return request.unit_id in user.unit_ids(MOVING_ROLES)


def in_charge(request: AdvanceRequest) -> list[User]:
    """Who is to hear of it: those it was given to, else who takes in what the unit gets."""
    given = list(request.officers.filter(is_active=True).order_by("pk"))
    if given:
        return given
    held = RoleAssignment.objects.filter(unit=request.unit_id, role__in=TOLD_ROLES)
    return list(User.objects.filter(is_active=True, assignments__in=held).distinct().order_by("pk"))


def officers(request: AdvanceRequest) -> list[User]:
    """Who may be given it: Tư pháp - Hộ tịch, Địa chính, whoever receives or processes in the unit."""
    held = RoleAssignment.objects.filter(unit=request.unit_id, role__in=MOVING_ROLES)
    found = User.objects.filter(is_active=True, assignments__in=held).distinct()
    return list(found.order_by("full_name", "pk"))
