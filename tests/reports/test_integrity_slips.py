"""Issued slips and printed registers, checked by the command: a spoilt row is named."""

import contextlib
import json
from io import StringIO

import pytest
from django.conf import settings
from django.core.management import CommandError, call_command
from django.test import override_settings

from dossiers import lifecycle, slips
from dossiers.models import RegisterPrint, Slip, SlipCounter, SlipKind
from dossiers.printing import registers
from tests.dossiers.factories import OfficerFactory, ProcedureFactory, UnitFactory, at

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def files(tmp_path):
    default = {**settings.STORAGES["default"], "OPTIONS": {"location": tmp_path}}
    with override_settings(MEDIA_ROOT=tmp_path, STORAGES={**settings.STORAGES, "default": default}):
        yield tmp_path


@pytest.fixture
def receipts():
    unit = UnitFactory(name="Xã Phiếu")
    officer = OfficerFactory(unit=unit)
    received = [
        lifecycle.receive(
            procedure=ProcedureFactory(), unit=unit, applicant_name="A", by=officer, at=at("2025-03-03 08:00")
        )
        for _ in range(3)
    ]
    made = [
        slips.issue(SlipKind.RECEIPT, unit=unit, by=officer, dossier=one, at=one.received_at)
        for one in received
    ]
    slips.revise(made[1], by=officer, content={})
    return made


def found():
    out = StringIO()
    with contextlib.suppress(CommandError):
        call_command("check_integrity", years=0, format="json", stdout=out)
    return {(problem["code"], problem["record"]) for problem in json.loads(out.getvalue())["problems"]}


SERIES = "Giấy tiếp nhận hồ sơ và hẹn trả kết quả năm 2025 của Xã Phiếu"


def test_slips_as_the_portal_issues_them_are_quiet(receipts):
    assert found() == set()


def test_a_missing_number_is_a_gap(receipts):
    Slip.objects.filter(pk=receipts[1].pk).update(number=9)
    Slip.objects.filter(number=2).update(number=9, revision=1)
    SlipCounter.objects.update(last=9)

    assert found() == {("slip.gap", SERIES)}


def test_a_counter_that_would_give_a_number_twice_is_found(receipts):
    SlipCounter.objects.update(last=2)

    assert found() == {("slip.counter", SERIES)}


def test_a_lost_revision_is_found(receipts):
    Slip.objects.filter(revision=1).update(revision=2)

    assert found() == {("slip.revision", f"{SERIES}, số 2")}


def test_a_slip_that_can_no_longer_be_printed_is_found(receipts):
    Slip.objects.filter(pk=receipts[0].pk).update(content={})

    assert found() == {("slip.content", f"{SERIES}, số 1")}


def test_a_printed_register_that_was_changed_or_lost_is_found(receipts, files):
    unit, officer = receipts[0].unit, receipts[0].issued_by
    made = registers.order(unit, year=2025, volume=1, by=officer)
    registers.work_off(made.job)
    made.refresh_from_db()
    assert found() == set()

    (files / made.file.name).write_bytes(b"khac")
    assert found() == {("register.file", str(made))}

    (files / made.file.name).unlink()
    assert found() == {("register.file", str(made))}
    assert RegisterPrint.objects.count() == 1
