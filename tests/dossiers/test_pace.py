"""Nhịp tiếp nhận: the median from the first key to the printed receipt, by procedure, on its page."""

from datetime import timedelta

import pytest
from django.utils import timezone
from pytest_django.asserts import assertContains, assertNotContains

from dossiers import pace
from tests.dossiers.factories import DossierFactory, OfficerFactory, ProcedureFactory

pytestmark = pytest.mark.django_db


def measured(procedure, unit, *times, days_ago=0):
    for seconds in times:
        DossierFactory(
            procedure=procedure, unit=unit, intake_seconds=seconds,
            received_at=timezone.now() - timedelta(days=days_ago),
        )  # fmt: skip


def test_the_procedures_page_tells_the_median_of_three_months_of_ones_own_desks(client):
    officer, procedure = OfficerFactory(), ProcedureFactory()
    measured(procedure, officer.unit, 10, 20, 90, None)
    measured(procedure, officer.unit, 900, days_ago=100)
    measured(procedure, OfficerFactory().unit, 600)
    measured(ProcedureFactory(), officer.unit, 600)
    client.force_login(officer)

    page = client.get(f"/thu-tuc/quan-ly/{procedure.code}/")

    assertContains(page, "20 giây")
    assertContains(page, "Trung vị của 3 lần trong 90 ngày")
    found = pace.of(procedure, user=officer, today=timezone.localdate())
    assert (found.count, found.median, found.slow) == (3, 20, 83)


def test_nothing_measured_is_nothing_told(client):
    officer, procedure = OfficerFactory(), ProcedureFactory()
    measured(procedure, officer.unit, None)
    client.force_login(officer)

    assertNotContains(client.get(f"/thu-tuc/quan-ly/{procedure.code}/"), "Thời gian tiếp nhận tại quầy")


@pytest.mark.parametrize(("seconds", "words"), [(18, "18 giây"), (60, "1 phút"), (125, "2 phút 5 giây")])
def test_a_time_in_words(seconds, words):
    assert pace.in_words(seconds) == words
