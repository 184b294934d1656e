"""Tiếp nhận một lần: one form of the desk makes one dossier, however often it is sent."""

from typing import Any
from uuid import UUID

from django.db import IntegrityError

from dossiers import lifecycle
from dossiers.models import Dossier


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
