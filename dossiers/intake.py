"""Tiếp nhận một lần: one form of the desk makes one dossier, however often it is sent."""

from datetime import date, timedelta
from typing import Any
from uuid import UUID

from django.db import IntegrityError
from django.db.models import Q, QuerySet

from dossiers import lifecycle
from dossiers.models import Dossier, Procedure
from dossiers.status import RUNNING
from portal.models import User

RECENT = timedelta(days=30)


def receive_once(key: UUID, **arguments: Any) -> tuple[Dossier, bool]:
    """The dossier of this form, and whether it is new.

    A double click, a reload or two tabs send the same key; the database lets only the first one in.
    """
    found = Dossier.objects.filter(intake_key=key).first()
    if found is not None:
        return found, False
    try:
        return lifecycle.receive(intake_key=key, **arguments), True
    except IntegrityError:
        found = Dossier.objects.filter(intake_key=key).first()
        if found is None:
            raise
        return found, False


def doubles(
    key: UUID, *, procedure: Procedure, personal_number: str, user: User, today: date
) -> QuerySet[Dossier]:
    """Hồ sơ có thể trùng: the same person's for the same procedure, running or received in the last 30 days.

    What this very form has made is no double of itself: sending it again leads to that dossier.
    """
    found = Dossier.objects.visible_to(user).select_related("procedure").order_by("-received_at")
    if not personal_number or Dossier.objects.filter(intake_key=key).exists():
        return found.none()
    return found.filter(procedure=procedure, personal_number=personal_number).filter(
        Q(status__in=RUNNING) | Q(received_on__gte=today - RECENT)
    )
