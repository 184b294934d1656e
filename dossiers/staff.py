"""Nghỉ, ủy quyền: who works in the place of somebody who is away."""

from datetime import date

from django.utils import timezone

from dossiers.models import Absence
from portal.models import User


def delegates(on: date) -> dict[int, int]:
    """Everybody who is away on a day and whom somebody stands in for: their id → the id of who does.

    A delegate who is away too hands on to their own; nobody stands in where that leads in a circle, or to
    somebody who has left.
    """
    away = dict(Absence.objects.on(on).order_by("pk").values_list("user_id", "delegate_id"))
    found = {}
    for absent, named in away.items():
        seen, here = {absent}, named
        while here in away and here not in seen:
            seen.add(here)
            here = away[here]
        if here is not None and here not in away:
            found[absent] = here
    active = set(User.objects.filter(pk__in=found.values(), is_active=True).values_list("pk", flat=True))
    return {absent: delegate for absent, delegate in found.items() if delegate in active}


def delegate_of(user: User, on: date | None = None) -> User | None:
    """Người làm thay of somebody who is away; none if they are there, or nobody was named."""
    pk = delegates(on or timezone.localdate()).get(user.pk)
    return User.objects.get(pk=pk) if pk else None


def stood_in_for(user: User, on: date | None = None) -> set[int]:
    """Ids of those whose work is this user's today."""
    return {absent for absent, by in delegates(on or timezone.localdate()).items() if by == user.pk}
