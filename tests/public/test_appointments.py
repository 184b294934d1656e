"""Lịch hẹn từ điện thoại: each state that is reached only by sending something."""

import time
from unittest import mock

import pytest
from django.test import Client

from dossiers.appointments import booking
from dossiers.models import Appointment
from tests.barriers import NARROW, assert_open_to_all
from tests.browsing import chromium, needs_chromium, visitor
from tests.dossiers.appointments.making import TUESDAY, Home, clock
from tests.dossiers.factories import ProcedureComponentFactory
from tests.public.test_every_page import MOST_BYTES

pytestmark = [pytest.mark.once, pytest.mark.browser, pytest.mark.django_db]
MINE = "/lich-hen/cua-ban/"


@pytest.fixture(scope="module")
def browser():
    with chromium() as started:
        yield started


@pytest.fixture
def home(monkeypatch):
    clock(monkeypatch)
    made = Home()
    ProcedureComponentFactory(procedure=made.procedure, name="Căn cước của hai bên", copies=1)
    return made


def _form(home, **values):
    with mock.patch("django.core.signing.time.time", return_value=time.time() - 60):
        key = booking.CODES.new_form()
    sent = {"key": key, "at": "2026-03-03T08:00", "name": "Trần Thị Bích Ngọc", "phone": "0912345678"}
    return f"/lich-hen/dat/{home.procedure.code}/", sent | values


def _taken(home):
    home.booked(phone="0987654321")
    return _form(home)


def _mine(home, **more):
    made = home.booked()
    return MINE, {"ma": made.code, "so": made.last_digits} | more


def _cancelled(home):
    address, sent = _mine(home)
    booking.cancel(Appointment.objects.get())
    return address, sent


STATES = {
    "booked": _form,
    "typed wrong": lambda home: _form(home, phone="12", email="x"),
    "gone in between": _taken,
    "no such code": lambda home: (MINE, {"ma": "AAAA-BBBB-CCCC", "so": "1234"}),
    "seen": _mine,
    "to be moved to a day": lambda home: _mine(home, viec="doi"),
    "to be moved to a time": lambda home: _mine(home, viec="doi", ngay="2026-03-04"),
    "moved": lambda home: _mine(home, viec="doi", gio="2026-03-04T08:00"),
    "not moved": lambda home: _mine(home, viec="doi", gio="2026-03-04T12:00"),
    "to be cancelled": lambda home: _mine(home, viec="huy"),
    "cancelled": _cancelled,
}


@needs_chromium
@pytest.mark.parametrize("state", STATES)
def test_nobody_is_kept_out_of_what_is_shown_after_sending(browser, client, home, state):
    address, sent = STATES[state](home)
    answer = client.post(address, sent)
    assert answer.status_code == 200
    assert b"<script" not in answer.content
    assert len(answer.content) < MOST_BYTES

    with visitor(browser, client=client, width=NARROW, height=568) as page:
        page.route(
            f"**{address}",
            lambda route: route.fulfill(body=answer.content, content_type="text/html; charset=utf-8"),
        )
        page.goto(address)

        assert_open_to_all(page)


@needs_chromium
def test_by_keyboard_alone_from_the_procedure_to_the_code(browser, home, monkeypatch):
    """Without a script: each step is a link or a button that Tab reaches and Enter presses."""
    monkeypatch.setattr("dossiers.forms.appointments.QUICKEST", -1)

    with visitor(browser, client=Client(), width=NARROW, height=568) as page:
        page.goto(f"/thu-tuc/{home.procedure.code}/")
        for name in ("Đặt lịch hẹn đến làm", "Thứ Ba, 03/03/2026", "08:00"):
            page.get_by_role("link", name=name).focus()
            page.keyboard.press("Enter")
            page.wait_for_load_state()
        page.get_by_label("Họ và tên").focus()
        page.keyboard.type("Trần Thị Bích Ngọc")
        page.keyboard.press("Tab")
        page.keyboard.type("0912345678")
        page.keyboard.press("Enter")
        page.wait_for_selector(".voice-code")

        assert page.locator(".voice-code").inner_text() == Appointment.objects.get().code
    assert Appointment.objects.get().starts_at == TUESDAY
