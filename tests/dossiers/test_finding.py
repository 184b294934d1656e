"""Một ô: whatever is scanned or typed leads to the one dossier, to a list, or to the intake."""

import pytest
from pytest_django.asserts import assertContains, assertNotContains, assertRedirects

from dossiers import finding
from dossiers.models import DossierComponent
from portal.models import Role
from tests.dossiers.factories import DossierFactory, OfficerFactory, UserFactory

pytestmark = pytest.mark.django_db
BOX = "/ho-so/tim/"
CARD = "045185003217||Trần Thị Bích Ngọc|12081985|Nữ|Thôn Tân Mạch, Vĩnh Thủy|25042021|"


@pytest.fixture
def officer(client):
    officer = OfficerFactory()
    client.force_login(officer)
    return officer


@pytest.mark.parametrize(
    "scanned",
    [
        "H50.25-261122-0017",
        "h50.25-261122-0017",
        "  H50.25-261122-0017\r\n",
        "H50.25-261122-0017|1.001193|Đăng ký khai sinh|22/11/2026",
        "https://motcua.example.vn/tra-cuu/?ma=H50.25-261122-0017",
        "https://motcua.example.vn/q/H50.25-261122-0017/",
        "261122-0017",
        "Mã hồ sơ: H50.25-261122-0017",
    ],
)
def test_a_receipts_barcode_qr_or_code_opens_its_dossier(client, officer, scanned):
    dossier = DossierFactory(unit=officer.unit, code="H50.25-261122-0017")
    DossierFactory(unit=officer.unit, code="H50.25-261122-0018")

    assertRedirects(client.post(BOX, {"q": scanned}), dossier.get_absolute_url())


@pytest.mark.parametrize(
    "typed", ["0017", "045185003217", "0912345678", "0912 345 678", "tran thi bich ngoc", "Bích Ngọc"]
)
def test_the_last_digits_a_number_a_phone_or_a_name_open_the_one_match(client, officer, typed):
    dossier = DossierFactory(
        unit=officer.unit, code="H50.25-261122-0017", applicant_name="Trần Thị Bích Ngọc",
        personal_number="045185003217", phone="0912345678",
    )  # fmt: skip
    DossierFactory(unit=officer.unit, code="H50.25-261122-0018", phone="0987654321")

    assertRedirects(client.post(BOX, {"q": typed}), dossier.get_absolute_url())


def test_several_matches_are_listed_and_the_text_stands_in_no_address(client, officer):
    first, second = (DossierFactory(unit=officer.unit, applicant_name="Trần Thị Ngọc") for _ in range(2))

    response = client.post(BOX, {"q": "tran thi ngoc"}, follow=True)

    assertContains(response, first.code)
    assertContains(response, second.code)
    assert all("ngoc" not in address for address, _ in response.redirect_chain)


def test_a_dossier_of_another_unit_is_not_found(client, officer):
    elsewhere = DossierFactory(code="H50.25-261122-0017")

    response = client.post(BOX, {"q": elsewhere.code}, follow=True)

    assertContains(response, "Không có hồ sơ nào khớp")


def test_a_supervisor_finds_by_code_and_not_by_name(client, officer):
    dossier = DossierFactory(unit=officer.unit, applicant_name="Trần Thị Ngọc")
    client.force_login(UserFactory(unit=officer.unit, roles=[Role.SUPERVISOR]))

    by_name = client.post(BOX, {"q": "tran thi ngoc"}, follow=True)

    assertNotContains(by_name, dossier.code)
    assertRedirects(client.post(BOX, {"q": dossier.code}), dossier.get_absolute_url())


def test_a_card_opens_the_intake_with_its_bearer_and_what_they_have_here(client, officer):
    here = DossierFactory(unit=officer.unit, personal_number="045185003217", processing=True)

    response = client.post(BOX, {"q": CARD}, follow=True)

    form = response.context["sheet"].form
    assert form["applicant_name"].value() == "Trần Thị Bích Ngọc"
    assert form["personal_number"].value() == "045185003217"
    assertContains(response, here.code)
    assert all("045185003217" not in address for address, _ in response.redirect_chain)


def test_a_card_shows_its_bearers_dossiers_to_who_takes_nothing_in(client, officer):
    here = DossierFactory(unit=officer.unit, personal_number="045185003217")
    client.force_login(UserFactory(unit=officer.unit, roles=[Role.LEADER]))

    response = client.post(BOX, {"q": CARD}, follow=True)

    assertContains(response, here.code)


def test_a_card_that_the_keyboard_spoilt_is_shown_as_it_was_read(client, officer):
    response = client.post(BOX, {"q": "o45i85oo32i7||Trần|12081985|Nữ|Thôn|25042021"}, follow=True)

    assertContains(response, "o45i85oo32i7||Trần|12081985|Nữ|Thôn|25042021")
    assertContains(response, "tắt bộ gõ tiếng Việt")


def test_nothing_typed_leads_to_the_list(client, officer):
    assertRedirects(client.post(BOX, {"q": "  "}), "/ho-so/")
    assertRedirects(client.get(BOX), "/ho-so/")


def test_a_very_long_text_is_cut_and_searched():
    reading = finding.read("a" * 5000)

    assert len(reading.text) == finding.LONGEST


@pytest.mark.parametrize("path", ["/ho-so/", "/thu-tuc/quan-ly/", "/ho-so/tiep-nhan/", "/phim-tat/"])
def test_the_box_and_the_keys_are_on_every_page(client, officer, path):
    page = client.get(path)

    assertContains(page, f'action="{BOX}" method="post"')
    assertContains(page, 'id="shortcuts"')
    assertContains(page, "Đến ô tìm: quét thẻ, giấy hẹn")


def test_no_paper_is_made_by_looking(client, officer):
    client.post(BOX, {"q": CARD}, follow=True)

    assert not DossierComponent.objects.exists()


@pytest.mark.parametrize("word", ["x", "x ", "1", "0 "])
def test_a_book_pasted_into_a_search_finds_nothing_and_breaks_nothing(client, word):
    officer = OfficerFactory()
    client.force_login(officer)
    book = word * 40_000

    assert client.post("/ho-so/tiep-nhan/", {"card": book}).status_code == 200
    assert client.post("/ho-so/tim/", {"q": book}).status_code in (200, 302)
    assert client.get("/ho-so/tiep-nhan/thu-tuc/", {"find": book}).status_code == 200
    assert client.get("/ho-so/", {"q": book}).status_code == 200
    assert client.get("/thu-tuc/", {"q": book}).status_code == 200
