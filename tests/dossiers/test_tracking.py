"""Tra cứu: the page behind the QR of a slip tells how far a dossier is, and nothing of anybody."""

import pytest
from django.urls import reverse

from dossiers.views import tracking
from tests.dossiers.factories import DossierFactory

pytestmark = pytest.mark.django_db
PAGE = reverse("dossiers:tracking")


def test_a_code_shows_its_state_and_nothing_of_the_person(client):
    dossier = DossierFactory(processing=True, applicant_name="Ngô Văn Kín", address="Thôn Kín")

    page = client.get(PAGE, {"ma": f" {dossier.code.lower()} "}).content.decode()

    assert "Đang xử lý" in page
    for secret in ("Ngô Văn Kín", "Thôn Kín", dossier.phone, dossier.personal_number, dossier.procedure.name):
        assert secret not in page


def test_the_address_on_the_slip_is_the_one_of_the_page():
    assert PAGE == "/tra-cuu/"


def test_an_unknown_code_says_where_the_code_stands(client):
    assert "Mã hồ sơ in dưới tên của giấy tiếp nhận" in client.get(PAGE, {"ma": "X-1"}).content.decode()


def test_who_asks_too_often_waits(client, monkeypatch):
    monkeypatch.setattr(tracking, "QUESTIONS", 3)
    code = DossierFactory().code

    statuses = [client.get(PAGE, {"ma": code}).status_code for _ in range(5)]

    assert statuses == [200, 200, 200, 429, 429]
    assert client.get(PAGE).status_code == 200
