"""Giấy tờ đã số hóa ở lần trước: an officer uses it again at the intake instead of asking for it."""

from datetime import timedelta

import pytest
from django.utils import timezone
from pytest_django.asserts import assertContains, assertNotContains

from dossiers.models import Dossier
from tests.dossiers.factories import (
    DossierComponentFactory,
    DossierFactory,
    OfficerFactory,
    ProcedureComponentFactory,
    ProcedureFactory,
)
from tests.dossiers.scans import ready_scan
from tests.dossiers.test_intake import sent

pytestmark = pytest.mark.django_db
PAGE = "/ho-so/tiep-nhan/"
NUMBER = "045185003217"


@pytest.fixture
def officer(client):
    officer = OfficerFactory()
    client.force_login(officer)
    return officer


@pytest.fixture
def asked(officer):
    """A procedure that asks for a paper of which the same person has a scan here."""
    return ProcedureComponentFactory(procedure=ProcedureFactory(), name="Giấy khai sinh")


def earlier(officer, **paper):
    before = DossierFactory(unit=officer.unit, personal_number=NUMBER, concluded=True)
    component = DossierComponentFactory(dossier=before, name="Giấy khai sinh", is_digitised=True, **paper)
    ready_scan(component=component)
    return component


def reusing(officer, asked):
    return sent(officer, asked.procedure, personal_number=NUMBER, **{f"paper-{asked.pk}-reuse": "on"})


def test_a_scan_of_the_same_person_stands_for_the_paper_and_counts_as_digitised(client, officer, asked):
    source = earlier(officer)

    offered = client.post(PAGE, {"personal_number": NUMBER, "choose": asked.procedure.code})
    client.post(PAGE, reusing(officer, asked))

    dossier = Dossier.objects.exclude(pk=source.dossier_id).get()
    paper = dossier.components.get()
    assertContains(offered, "Dùng lại bản đã số hóa")
    assert (paper.reused_from, paper.is_digitised, paper.required) == (source, True, asked)
    assert paper.scans.get().sha256 == source.scans.get().sha256
    assert (dossier.papers_to_digitise, dossier.papers_digitised) == (1, 1)


def test_a_paper_that_is_used_again_is_not_missing(client, officer, asked):
    earlier(officer)

    response = client.post(PAGE, reusing(officer, asked), follow=True)

    assertNotContains(response, "Chưa nhận giấy tờ bắt buộc")


def test_what_is_no_longer_in_force_is_not_offered(client, officer, asked):
    earlier(officer, expires_on=timezone.localdate() - timedelta(days=1))

    page = client.post(PAGE, {"personal_number": NUMBER, "choose": asked.procedure.code})

    assertNotContains(page, "Dùng lại bản đã số hóa")


def test_nobody_uses_the_paper_of_somebody_else(client, officer, asked):
    earlier(officer)

    client.post(PAGE, reusing(officer, asked) | {"personal_number": "045185009999"})

    dossier = Dossier.objects.get(personal_number="045185009999")
    assert not dossier.components.exists()
