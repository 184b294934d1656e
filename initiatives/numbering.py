"""Mã sáng kiến `SK-2026-01`: one counter for each deciding unit and year, without gaps."""

from initiatives.models import InitiativeCounter
from portal.models import Unit


def take(unit: Unit, year: int) -> int:
    """The next number; the counter's row stays locked until the transaction ends."""
    InitiativeCounter.objects.get_or_create(unit=unit, year=year)
    counter = InitiativeCounter.objects.select_for_update().get(unit=unit, year=year)
    counter.last += 1
    counter.save(update_fields=["last"])
    return counter.last


def code_of(year: int, number: int) -> str:
    return f"SK-{year}-{number:02d}"
