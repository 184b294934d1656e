"""Hỏi có hay không: one app asks whether another one keeps a record, and learns nothing else of it.

`settings.RECORD_LOOKUPS` names for a kind of record the function that answers: codes and the ids of units →
those of the codes that the units have.
"""

from collections.abc import Collection

from django.conf import settings
from django.utils.module_loading import import_string


def known(kind: str, codes: Collection[str], *, unit_ids: Collection[int]) -> set[str]:
    """Which of these codes are records of the units."""
    if not codes:
        return set()
    found: set[str] = import_string(settings.RECORD_LOOKUPS[kind])(codes, unit_ids)
    return found
