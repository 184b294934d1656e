"""Ai được giữ, ai được giao: which officers a step may go to, and who may act on a dossier's way."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.utils import timezone

from dossiers.models import Absence, Competence, Dossier, ProcessStep
from portal.models import Role, RoleAssignment, UnitTree, User
from portal.models.user import WORKING_ROLES

DIRECTING_ROLES = (Role.LEADER, Role.UNIT_ADMIN)
"""Who may say who works on what."""


def may_handle(user: User, dossier: Dossier) -> bool:
    return _reaches(user, WORKING_ROLES, dossier)


def may_direct(user: User, dossier: Dossier) -> bool:
    return _reaches(user, DIRECTING_ROLES, dossier)


def may_hold(user: User, dossier: Dossier, step: ProcessStep) -> bool:
    """Named for the step, or of its role where the dossier is."""
    if not user.is_active:
        return False
    if step.user_id == user.pk:
        return True
    return bool(step.role) and _reaches(user, (Role(step.role),), dossier)


@dataclass(frozen=True)
class Candidate:
    """Somebody whom a step may go to."""

    user: User
    is_in_charge: bool
    """Of the procedure or its field (phân công)."""
    is_away: bool


def candidates(dossier: Dossier, step: ProcessStep, tree: UnitTree) -> list[Candidate]:
    """Officers a step may go to; a provincial office's people are not offered to a commune."""
    return Roster([dossier], tree).of(dossier, step)


class Roster:
    """The officers of some dossiers' units, what they are in charge of, who is away; read at once."""

    def __init__(self, dossiers: Iterable[Dossier], tree: UnitTree) -> None:
        self.tree = tree
        units = {unit for dossier in dossiers for unit in units_around(dossier, tree)}
        held = RoleAssignment.objects.filter(unit__in=units, user__is_active=True).select_related("user")
        self._held = [(one.role, one.unit_id, one.user) for one in held.order_by("user__full_name", "pk")]
        users = {user.pk for _, _, user in self._held}
        today = timezone.localdate()
        self._away = set(Absence.objects.on(today).filter(user__in=users).values_list("user_id", flat=True))
        charges = Competence.objects.filter(user__in=users)
        self._charges = set(charges.values_list("user_id", "procedure_id", "field_id"))

    def of(self, dossier: Dossier, step: ProcessStep) -> list[Candidate]:
        """Those in charge first, those who are away last."""
        around = units_around(dossier, self.tree)
        found = {user.pk: user for role, unit, user in self._held if role == step.role and unit in around}
        if step.user is not None and step.user.is_active:
            found = {step.user.pk: step.user} | found
        procedure = dossier.procedure
        candidates = [
            Candidate(
                user,
                not self._charges.isdisjoint({(pk, procedure.pk, None), (pk, None, procedure.field_id)}),
                pk in self._away,
            )
            for pk, user in found.items()
        ]
        return sorted(candidates, key=lambda one: (one.is_away, not one.is_in_charge))


def units_around(dossier: Dossier, tree: UnitTree) -> set[int]:
    """The dossier's units, what they became, and the local governments that they are offices of."""
    found: set[int] = set()
    waiting = [dossier.resolving_unit_id, dossier.receiving_unit_id]
    while waiting:
        unit = tree.units[waiting.pop()]
        if unit.pk in found:
            continue
        found.add(unit.pk)
        if unit.successor_id:
            waiting.append(unit.successor_id)
        if unit.parent_id and not unit.is_local_government:
            waiting.append(unit.parent_id)
    return found


def _reaches(user: User, roles: tuple[Role, ...], dossier: Dossier) -> bool:
    reach = user.unit_ids(roles)
    return dossier.resolving_unit_id in reach or dossier.receiving_unit_id in reach
