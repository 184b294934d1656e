"""Trang công khai gửi nén; nothing that holds a secret does (BREACH)."""

import gzip

import pytest

from tests.dossiers.factories import DossierFactory, OfficerFactory, ProcedureFactory

pytestmark = pytest.mark.django_db
ASKS = {"accept-encoding": "gzip"}


def is_squeezed(response):
    return response.headers.get("Content-Encoding") == "gzip"


def test_a_page_for_everybody_goes_squeezed_and_says_the_same(client):
    address = f"/thu-tuc/{ProcedureFactory(name='Đăng ký khai sinh').code}/"

    plain, squeezed = client.get(address), client.get(address, headers=ASKS)

    assert is_squeezed(squeezed)
    assert gzip.decompress(squeezed.content) == plain.content
    assert len(squeezed.content) < len(plain.content) / 2
    assert "Accept-Encoding" in squeezed["Vary"]
    assert not is_squeezed(plain)


def test_pages_with_the_token_of_a_form_do_not(client):
    form = client.get("/dang-nhap/", headers=ASKS)

    assert form.cookies
    assert not is_squeezed(form)


def test_whoever_brings_a_cookie_gets_nothing_squeezed(client):
    address = f"/thu-tuc/{ProcedureFactory().code}/"
    client.cookies["csrftoken"] = "x" * 32
    assert not is_squeezed(client.get(address, headers=ASKS))
    client.force_login(OfficerFactory())

    assert not is_squeezed(client.get(address, headers=ASKS))
    assert not is_squeezed(client.get("/ho-so/", headers=ASKS))


def test_an_answer_to_what_was_posted_does_not(client):
    dossier = DossierFactory(processing=True, phone="0987651234")

    days = client.post("/tra-cuu/", {"ma": dossier.code, "so": "1234"}, headers=ASKS)

    assert "Hẹn trả" in days.content.decode()
    assert not is_squeezed(days)


def test_files_and_pictures_are_sent_as_they_are(client):
    picture = client.get(f"/thu-tuc/{ProcedureFactory().code}/anh.png", headers=ASKS)

    assert not is_squeezed(picture)
