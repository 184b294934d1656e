"""Dữ liệu cá nhân: masked where not needed, opened with a purpose, and told to the person who asks."""

import io

import pypdf
import pytest
from pytest_django.asserts import assertContains, assertNotContains

from portal.models import AuditEvent, Role
from tests.dossiers.factories import DossierFactory, OfficerFactory, UserFactory

pytestmark = pytest.mark.django_db
NUMBER = "045190000777"
LOG = "/quan-tri/nhat-ky-mot-nguoi/"


@pytest.fixture
def officer(client):
    officer = OfficerFactory()
    client.force_login(officer)
    return officer


def finished(officer, **fields):
    return DossierFactory(
        unit=officer.unit, returned=True, personal_number=NUMBER, phone="0912345678", **fields
    )


def test_numbers_of_a_dossier_in_work_are_shown_to_the_desk(client, officer):
    dossier = DossierFactory(unit=officer.unit, processing=True, personal_number=NUMBER)

    assertContains(client.get(f"/ho-so/{dossier.code}/"), NUMBER)
    assert AuditEvent.objects.get(action="dossier.opened").details["purpose"] == "handling"


def test_numbers_of_a_finished_dossier_show_their_ends_until_a_purpose_is_given(client, officer):
    dossier = finished(officer, email="nga@example.vn")

    before = client.get(f"/ho-so/{dossier.code}/")
    after = client.post(f"/ho-so/{dossier.code}/hien-so/", {"purpose": "answering"}, follow=True)

    assertNotContains(before, NUMBER)
    assertContains(before, "045•••777")
    assertNotContains(before, "nga@example.vn")
    assertContains(before, "n…@example.vn")
    assertContains(after, NUMBER)
    assertContains(after, "0912345678")
    assertContains(after, "nga@example.vn")
    assert AuditEvent.objects.get(action="dossier.numbers_shown").details == {"purpose": "answering"}


def test_a_purpose_that_is_none_shows_nothing(client, officer):
    dossier = finished(officer)

    answer = client.post(f"/ho-so/{dossier.code}/hien-so/", {"purpose": "tò mò"}, follow=True)

    assertNotContains(answer, NUMBER)
    assert not AuditEvent.objects.filter(action="dossier.numbers_shown").exists()


def test_a_purpose_holds_for_a_quarter_of_an_hour(client, officer, monkeypatch):
    dossier = finished(officer)
    client.post(f"/ho-so/{dossier.code}/hien-so/", {"purpose": "answering"})
    monkeypatch.setattr("dossiers.views.disclosure.SHOWN_FOR", 0)
    client.post(f"/ho-so/{dossier.code}/hien-so/", {"purpose": "answering"})

    assertNotContains(client.get(f"/ho-so/{dossier.code}/"), NUMBER)


def test_who_only_supervises_cannot_ask_for_numbers(client, officer):
    dossier = finished(officer)
    client.force_login(UserFactory(unit=officer.unit, roles=[Role.SUPERVISOR]))

    assert client.post(f"/ho-so/{dossier.code}/hien-so/", {"purpose": "answering"}).status_code == 403


@pytest.fixture
def seen(client, officer):
    """A dossier that was opened, and taken out in a list."""
    dossier = finished(officer)
    client.get(f"/ho-so/{dossier.code}/")
    client.post("/ho-so/xuat/excel/", {"address": "", "purpose": "reporting"})
    client.force_login(UserFactory(unit=officer.unit, roles=[Role.UNIT_ADMIN]))
    return dossier


def test_a_person_learns_who_has_seen_their_data_and_what_for(client, officer, seen):
    page = client.post(LOG, {"personal_number": "0451 9000 0777"})

    told = [(one.actor, one.what, one.code, one.purpose) for one in page.context["found"]]
    assert told == [
        (officer.full_name, "Xuất danh sách có tên người này", seen.code, "Tổng hợp, báo cáo"),
        (officer.full_name, "Mở xem hồ sơ", seen.code, "không ghi"),
    ]
    assert AuditEvent.objects.get(action="person.log_shown").details == {"lines": 2}


def test_the_persons_log_is_printed(client, officer, seen):
    answer = client.post(LOG, {"personal_number": NUMBER, "paper": "yes"})

    words = " ".join(pypdf.PdfReader(io.BytesIO(answer.content)).pages[0].extract_text().split())
    for text in ("NHẬT KÝ XEM DỮ LIỆU CÁ NHÂN", NUMBER, officer.full_name, "Xuất danh sách có tên người này"):
        assert text in words


def test_another_units_openings_are_not_told(client, officer):
    stranger = finished(OfficerFactory())
    AuditEvent.objects.create(
        action="dossier.opened",
        target_type="dossiers.Dossier",
        target_id=str(stranger.pk),
        actor_name="Ai đó",
    )
    client.force_login(UserFactory(unit=officer.unit, roles=[Role.UNIT_ADMIN]))

    assertContains(client.post(LOG, {"personal_number": NUMBER}), "Chưa ai xem dữ liệu của người này")
