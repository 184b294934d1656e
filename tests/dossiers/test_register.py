"""Sổ theo dõi hồ sơ: lines without gaps, by unit and year, in volumes where the office keeps them."""

import pytest
from django.db import transaction

from dossiers import lifecycle, register
from dossiers.models import Dossier, Office
from tests.dossiers.factories import ProcedureFactory, UnitFactory, at

pytestmark = pytest.mark.django_db


def received(unit, day):
    dossier = lifecycle.receive(
        procedure=ProcedureFactory(), unit=unit, applicant_name="A", by=None, at=at(f"{day} 08:00")
    )
    return dossier.register_year, dossier.register_volume, dossier.register_number


def test_each_unit_and_year_has_a_register_of_its_own():
    here, there = UnitFactory(), UnitFactory()

    lines = [received(here, "2024-12-30"), received(here, "2024-12-31"), received(here, "2025-01-02")]

    assert lines == [(2024, 1, 1), (2024, 1, 2), (2025, 1, 1)]
    assert received(there, "2024-12-31") == (2024, 1, 1)


def test_an_intake_that_failed_leaves_no_gap():
    unit = UnitFactory()
    with transaction.atomic():
        received(unit, "2024-03-15")
        transaction.set_rollback(True)

    assert received(unit, "2024-03-15") == (2024, 1, 1)
    assert Dossier.objects.count() == 1


def test_numbers_run_on_through_the_volumes_of_a_year():
    unit = UnitFactory()
    Office.objects.create(unit=unit, register_lines=2)

    assert [received(unit, "2024-03-15")[1:] for _ in range(3)] == [(1, 1), (1, 2), (2, 3)]


@pytest.mark.parametrize(("number", "lines", "volume"), [(1, 0, 1), (999, 0, 1), (50, 50, 1), (51, 50, 2)])
def test_a_volume_is_full_with_its_last_line(number, lines, volume):
    assert register.volume_of(number, lines) == volume
