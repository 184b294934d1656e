"""Ai xem được bản số hóa: a scan shows a person, so only those who work with people by name see it."""

from dossiers.models import Dossier, DossierQuerySet
from portal.models import User
from portal.models.user import DESK_ROLES


def seen_by_name(user: User) -> DossierQuerySet:
    """Dossiers whose papers the officer may open; those who only supervise see none."""
    return Dossier.objects.of_units(user.unit_ids(DESK_ROLES))
