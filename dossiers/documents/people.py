"""Ai làm gì với văn bản: who keeps the registers, who gives instructions, who may be given a task."""

from django.utils import timezone

from dossiers.models import OfficialDocument, Task
from portal.models import Role, RoleAssignment, Unit, User
from portal.models.user import DESK_ROLES

KEEPERS = (Role.RECORDS,)
"""Văn thư: enters, gives numbers, issues (NĐ 30/2020/NĐ-CP, Điều 6)."""
LEADERS = (Role.LEADER,)


def office_of(user: User) -> Unit | None:
    """The unit whose văn thư serves the user: theirs, or the first above it that has one or governs."""
    keeping = set(RoleAssignment.objects.filter(role__in=KEEPERS).values_list("unit", flat=True))
    unit = user.tree.units.get(user.unit_id or 0)
    while unit is not None:
        if unit.pk in keeping or unit.is_local_government:
            return unit
        unit = user.tree.units.get(unit.parent_id or 0)
    return None


def units_kept(user: User) -> list[Unit]:
    """The units whose registers the user keeps, that live today."""
    today = timezone.localdate()
    held = user.tree.pick(user.units_held(KEEPERS))
    return sorted((unit for unit in held if unit.is_valid_on(today)), key=lambda unit: unit.folded_name)


def may_keep(user: User, unit_id: int) -> bool:
    return unit_id in user.units_held(KEEPERS)


def may_lead(user: User, unit_id: int) -> bool:
    """A leader of the unit itself: a division's head does not speak for it."""
    return unit_id in user.units_held(LEADERS)


def works_at(user: User, document: OfficialDocument) -> bool:
    """Holds a desk role in the document's unit or in a division of it."""
    units = {document.unit_id, *(unit.pk for unit in divisions(document.unit, user))}
    return bool(units & user.units_held(DESK_ROLES))


def may_open_files(user: User, document: OfficialDocument) -> bool:
    """Who works on documents of the unit or on this one; who only watches reads the register alone."""
    return (
        document.unit_id in user.unit_ids(DESK_ROLES)
        or user.pk in {document.author_id, document.signer_id}
        or Task.objects.of(user).filter(document=document).exists()
    )


def may_draft(user: User, document: OfficialDocument) -> bool:
    """Whose draft it is, and the văn thư, who brings it into form."""
    return user.pk == document.author_id or may_keep(user, document.unit_id)


def may_approve(user: User, document: OfficialDocument) -> bool:
    return may_lead(user, document.unit_id) or user.pk == document.signer_id


def may_work_on(user: User, task: Task) -> bool:
    """The lead, or whoever works in the division that has it and no lead yet."""
    if task.lead_id:
        return task.lead_id == user.pk
    return task.division_id in user.units_held(DESK_ROLES)


def divisions(unit: Unit, user: User) -> list[Unit]:
    """Bộ phận of the unit that live today."""
    children = user.tree.children(unit.pk, on=timezone.localdate())
    return [one for one in children if not one.is_local_government]


def officers(unit: Unit, user: User) -> list[User]:
    """Active officers of the unit and of its divisions."""
    units = [unit.pk, *(one.pk for one in divisions(unit, user))]
    held = RoleAssignment.objects.filter(unit__in=units, role__in=DESK_ROLES)
    found = User.objects.filter(is_active=True, assignments__in=held)
    return list(found.distinct().order_by("full_name", "pk"))


def leaders(unit_id: int) -> list[User]:
    return _holding(unit_id, LEADERS)


def keepers(unit_id: int) -> list[User]:
    return _holding(unit_id, KEEPERS)


def doers(task: Task) -> list[User]:
    """Who is to hear of a task: the lead and those who help, or the division's people."""
    if task.lead is None:
        return _holding(task.division_id or 0, DESK_ROLES)
    return [one for one in (task.lead, *task.co_workers.all()) if one.is_active]


def _holding(unit_id: int, roles: tuple[Role, ...]) -> list[User]:
    held = RoleAssignment.objects.filter(unit=unit_id, role__in=roles)
    return list(User.objects.filter(is_active=True, assignments__in=held).distinct().order_by("pk"))
