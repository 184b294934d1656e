"""Sổ theo dõi hồ sơ: the line of the year's register for a dossier (TT 01/2018/TT-VPCP, Mẫu 06)."""

from datetime import date
from typing import NamedTuple

from django.db import transaction

from dossiers.models import Office, RegisterCounter
from portal.models import Unit


class Line(NamedTuple):
    """Năm, quyển số, số thứ tự; numbers run on through the volumes of a year."""

    year: int
    volume: int
    number: int


@transaction.atomic
def enter(unit: Unit, day: date) -> Line:
    """The next line of the unit's register for the year of `day`.

    The counter row stays locked until the caller's transaction ends: a rolled-back intake leaves no gap.
    """
    counter, _ = RegisterCounter.objects.select_for_update().get_or_create(unit=unit, year=day.year)
    counter.last += 1
    counter.save(update_fields=["last"])
    return Line(day.year, volume_of(counter.last, Office.of(unit).register_lines), counter.last)


def volume_of(number: int, lines: int) -> int:
    """Quyển số of a line, where a volume has so many lines; 0: one volume a year."""
    return (number - 1) // lines + 1 if lines else 1
