"""Một ô: words that stand in scanned papers lead to them, apart from the dossiers and only where papers may
be opened."""

import pytest
from pytest_django.asserts import assertContains, assertNotContains

from dossiers.models import Scan
from portal.models import AuditEvent, Role
from portal.text import fold
from tests.dossiers.factories import DossierFactory, OfficerFactory, UnitFactory, UserFactory
from tests.dossiers.scans import ready_scan

pytestmark = pytest.mark.django_db
WORDS = "Trạm y tế xã Vĩnh Mẫu"


@pytest.fixture
def officer(client):
    officer = OfficerFactory()
    client.force_login(officer)
    return officer


def scanned(unit, text=WORDS, **fields):
    scan = ready_scan(dossier=DossierFactory(unit=unit, **fields), name="Giấy chứng sinh")
    Scan.objects.filter(pk=scan.pk).update(text=text, folded_text=fold(text))
    return scan.component


def find(client, text):
    return client.post("/ho-so/tim/", {"q": text}, follow=True)


def test_words_of_a_scan_are_listed_apart_with_their_paper(client, officer):
    paper = scanned(officer.unit, "Số 12. " + WORDS + " cấp")

    response = find(client, "vinh mau")

    assertContains(response, "Trong giấy tờ đã quét")
    assertContains(response, f'href="/ho-so/{paper.dossier.code}/giay-to/{paper.pk}/"')
    assertContains(response, "so 12. tram y te xa vinh mau cap")
    assertContains(response, "Không có hồ sơ nào khớp")
    assert "mau" not in response.request["QUERY_STRING"]


def test_dossiers_of_that_name_stand_before_the_scans(client, officer):
    scanned(officer.unit, owner_name="Vĩnh Mẫu Một")
    DossierFactory(unit=officer.unit, owner_name="Vĩnh Mẫu Hai")

    page = find(client, "vinh mau").content.decode()

    assert page.index("Vĩnh Mẫu Hai") < page.index("Trong giấy tờ đã quét")


def test_only_the_first_five_are_shown_and_the_rest_is_a_button_away(client, officer):
    for _ in range(6):
        scanned(officer.unit)

    response = find(client, "vinh mau")

    assert response.content.decode().count('class="versions__one"') == 5
    every = client.post("/ho-so/tim-trong-ban-quet/", {"words": response.context["asked"].text})
    assert every.content.decode().count('class="versions__one"') == 6


def test_scans_of_another_office_are_not_found(client, officer):
    scanned(UnitFactory())

    assertNotContains(find(client, "vinh mau"), "Trong giấy tờ đã quét")


def test_who_only_supervises_finds_no_scans(client, officer):
    scanned(officer.unit)
    client.force_login(UserFactory(unit=officer.unit, roles=[Role.SUPERVISOR]))

    assertNotContains(find(client, "vinh mau"), "Trong giấy tờ đã quét")


def test_what_was_found_in_scans_is_logged_without_what_was_looked_for(client, officer):
    scanned(officer.unit)

    find(client, "vinh mau")

    line = AuditEvent.objects.get(action="scan.searched")
    assert (line.actor, line.details) == (officer, {"found": 1})


def test_a_list_without_words_looks_into_no_scans(client, officer):
    scanned(officer.unit)

    assertNotContains(client.get("/ho-so/?han=tre"), "Trong giấy tờ đã quét")
