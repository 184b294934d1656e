"""Người phụ trách: who is in charge of a procedure in a unit, who is away, and who works in their place."""

from collections.abc import Iterable
from datetime import date

from dossiers.models import Absence, Competence, Procedure
from portal.models import Role, Unit, UnitKind, User


def competent(unit: Unit, procedure: Procedure, role: Role, on: date) -> list[User]:
    """Who may be given a dossier of the procedure in that role, the likeliest first.

    Those in charge of the procedure itself; where there are none, those in charge of its field; then holders
    of the role whom nobody put in charge of anything; then every holder. Whoever is away is stood in for by
    their delegate, or left out.
    """
    holders = _holders(unit, role)
    for chosen in _preferred(holders, unit, procedure):
        present = _present(chosen, on)
        if present:
            return present
    return []


def is_absent(user: User, on: date) -> bool:
    return Absence.objects.on(on).filter(user=user).exists()


def delegate_of(user: User, on: date) -> User | None:
    """Người làm thay of somebody who is away on a day; none if they are there, or nobody was named.

    A delegate who is away too hands on to their own.
    """
    seen = {user.pk}
    here: User | None = user
    while here is not None:
        away = Absence.objects.on(on).filter(user=here).select_related("delegate").first()
        if away is None:
            return here if here.pk != user.pk and here.is_active else None
        here = away.delegate
        if here is not None and here.pk in seen:
            return None
        if here is not None:
            seen.add(here.pk)
    return None


def _holders(unit: Unit, role: Role) -> list[User]:
    """Holders of the role in the unit itself or in a division of it; not in what lies above or below."""
    places = [unit.pk, *Unit.objects.filter(parent=unit, kind=UnitKind.DIVISION).values_list("pk", flat=True)]
    found = User.objects.filter(
        is_active=True, assignments__role=role, assignments__unit__in=places
    ).distinct()
    return list(found.order_by("full_name", "pk"))


def _preferred(holders: list[User], unit: Unit, procedure: Procedure) -> Iterable[list[User]]:
    rows = Competence.objects.filter(user__in=holders, unit=unit)
    by_procedure, by_field, with_any = set(), set(), set()
    for user_id, field_id, procedure_id in rows.values_list("user_id", "field_id", "procedure_id"):
        with_any.add(user_id)
        if procedure_id == procedure.pk:
            by_procedure.add(user_id)
        if field_id == procedure.field_id:
            by_field.add(user_id)
    yield [user for user in holders if user.pk in by_procedure]
    yield [user for user in holders if user.pk in by_field]
    yield [user for user in holders if user.pk not in with_any]
    yield holders


def _present(users: list[User], on: date) -> list[User]:
    """Those who are there that day, with the delegates of those who are not."""
    away = set(Absence.objects.on(on).filter(user__in=users).values_list("user_id", flat=True))
    found = {user.pk: user for user in users if user.pk not in away}
    for user in users:
        if user.pk in away and (delegate := delegate_of(user, on)) is not None:
            found.setdefault(delegate.pk, delegate)
    return list(found.values())
