"""The register of dossiers and the bundles, checked by the command: a spoilt row is named."""

import contextlib
import json
from io import StringIO

import pytest
from django.core.management import CommandError, call_command

from dossiers import lifecycle
from dossiers.models import Bundle, Dossier, RegisterCounter
from tests.dossiers.factories import ProcedureFactory, UnitFactory, at

pytestmark = pytest.mark.django_db


@pytest.fixture
def dossiers():
    unit = UnitFactory(name="Xã Sổ")
    bundle = Bundle.objects.create(unit=unit)
    return [
        lifecycle.receive(
            procedure=ProcedureFactory(), unit=unit, applicant_name="A", by=None, at=at(day), bundle=bundle
        )
        for day in ("2025-03-03 08:00", "2025-03-04 08:00", "2026-03-05 08:00")
    ]


def found():
    out = StringIO()
    with contextlib.suppress(CommandError):
        call_command("check_integrity", years=0, format="json", stdout=out)
    return {(problem["code"], problem["record"]) for problem in json.loads(out.getvalue())["problems"]}


def test_a_whole_register_is_quiet(dossiers):
    assert found() == set()


def test_a_line_that_is_missing_is_a_gap(dossiers):
    Dossier.objects.filter(pk=dossiers[0].pk).update(register_number=None)

    assert found() == {("register.gap", "Sổ theo dõi 2025 của Xã Sổ")}


def test_a_counter_that_ran_ahead_is_named(dossiers):
    RegisterCounter.objects.filter(year=2026).update(last=4)

    assert found() == {("register.counter", "Sổ theo dõi 2026 của Xã Sổ")}


def test_a_register_without_lines_is_named(dossiers):
    Dossier.objects.filter(pk=dossiers[2].pk).update(register_number=None)

    assert found() == {("register.counter", "Sổ theo dõi 2026 của Xã Sổ")}


def test_a_dossier_in_another_units_bundle_and_an_empty_bundle_are_named(dossiers):
    stray = Bundle.objects.create(unit=UnitFactory())
    Dossier.objects.filter(pk=dossiers[0].pk).update(bundle=stray)
    empty = Bundle.objects.create(unit=stray.unit)

    assert found() == {
        ("bundle.unit", f"Hồ sơ {dossiers[0].code}"),
        ("bundle.empty", f"Nhóm hồ sơ {empty.pk}"),
    }
