"""Không lộ ai: no public answer, header, redirect, cookie, error or log line says anything of a person."""

import logging
import re

import pytest
from django.db import InterfaceError, OperationalError, connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from dossiers import kiosk, rating_links
from dossiers.models import Dossier, Result
from portal.models import Role
from tests.dossiers.advance.making import Home as AdvanceHome
from tests.dossiers.appointments.making import Home as AppointmentHome
from tests.dossiers.appointments.making import clock
from tests.dossiers.factories import DossierFactory, ProcedureFactory
from tests.dossiers.voices.making import Home, code_of
from tests.public.hidden import hide, models_about_people, said
from tests.public.states import STATES
from tests.public.test_every_page import ADDRESSES
from tests.test_permissions import TABLE, World

pytestmark = [pytest.mark.once, pytest.mark.django_db]
TOKEN = re.compile(r'name="csrfmiddlewaretoken" value="[^"]+"')
METHODS = ("get", "head", "options", "post", "put", "delete")


@pytest.fixture
def world(db):
    return World()


@pytest.fixture
def lines(caplog):
    """All that is logged, but for the queries that a capture logs."""
    caplog.set_level(logging.DEBUG)
    for library in ("django.db.backends", "factory"):
        caplog.set_level(logging.INFO, logger=library)
    return caplog


def leaked(words, *texts):
    return [word for word in words if any(word in text for text in texts)]


def test_what_tells_of_people_is_known():
    assert {model.__name__ for model in models_about_people()} >= {
        "Dossier",
        "DossierComponent",
        "Feedback",
        "Message",
        "ReturnRecord",
    }


@pytest.mark.parametrize("name", [*ADDRESSES, *STATES])
def test_no_public_address_tells_of_anybody(client, world, lines, name):
    Home(world.home).published(contact_name="A B", phone="0912345678")
    DossierFactory(unit=world.home, returned=True)
    if name in STATES:
        path = STATES[name](world)
    else:
        path = reverse(name, args=TABLE[name].arguments(world)) + TABLE[name].query
    words = hide()
    assert len(words) > 20

    for method in METHODS:
        answer = client.generic(method.upper(), path)
        assert not leaked(words, said(answer), lines.text), (method, path)
        assert answer.status_code < 500, (method, path)
    conditional = {"if-modified-since": "Mon, 01 Jan 2024 00:00:00 GMT", "if-none-match": "*"}
    assert not leaked(words, said(client.get(path, headers=conditional)))


def test_who_may_read_more_reads_days_and_no_names(client, world, lines):
    """The right digits, the right code, the wrong ones: states behind a form."""
    home = Home(world.home)
    _, code = code_of(home, contact_name="A B", phone="0912345678", where="Ngõ 1")
    dossier = DossierFactory(unit=world.home, processing=True)
    returned = DossierFactory(unit=world.home, returned=True)
    words = hide()
    digits = Dossier.objects.get(pk=dossier.pk).phone[-4:]
    rating, screen = f"/danh-gia/{rating_links.token_of(returned)}/", kiosk.path_of(world.home)
    asked = [
        ("/tra-cuu/", {"ma": dossier.code}),
        ("/tra-cuu/", {"ma": dossier.code, "so": "0000"}),
        ("/tra-cuu/", {"ma": dossier.code, "so": digits}),
        (f"{screen}tra-cuu/", {"ma": dossier.code, "so": digits}),
        ("/gop-y/theo-doi/", {"code": code}),
        ("/gop-y/theo-doi/", {"code": code, "viec": "danh-gia", "satisfaction": "satisfied"}),
        ("/gop-y/theo-doi/", {"code": "sai sai"}),
        (rating, {"rating": "9"}),
        (rating, {"rating": "1"}),
        (rating, {"rating": "1"}),
        ("/danh-gia/ly-do/", {"ticket": "x", "reason": "time", "text": ""}),
    ]

    pages = [client.post(path, sent) for path, sent in asked]

    assert not leaked(words, lines.text, *map(said, pages))
    assert "Hẹn trả" in said(pages[2])
    assert "Phản ánh số" in said(pages[4])


def test_who_opens_an_appointment_reads_no_name(client, lines, monkeypatch):
    clock(monkeypatch)
    made = AppointmentHome().booked()
    words = hide()
    made.refresh_from_db()
    opened = {"ma": made.code, "so": made.last_digits}

    pages = [
        client.post("/lich-hen/cua-ban/", opened | more) for more in ({}, {"viec": "doi"}, {"viec": "huy"})
    ]

    assert not leaked(words, lines.text, *map(said, pages))
    assert all(made.code in page.content.decode() for page in pages)


@pytest.mark.parametrize("situation", ["new", "asked", "drafted", "offered", "booked", "closed"])
def test_who_opens_a_request_for_help_reads_no_name(client, lines, situation):
    made = getattr(AdvanceHome(), situation)()
    words = hide()
    made.refresh_from_db()

    page = client.post("/ho-tro-truoc/", {"code": made.code, "digits": made.phone[-4:]})

    assert not leaked(words, lines.text, said(page))
    assert made.code in page.content.decode()


def test_errors_tell_of_nobody(client, world, lines, monkeypatch):
    dossier = DossierFactory(unit=world.home, processing=True)
    words = hide()
    strict = Client(enforce_csrf_checks=True, raise_request_exception=False)
    answers = [
        strict.get("/khong-co/"),
        strict.get(f"/ho-so/{dossier.code}/"),
        strict.get("/thu-tuc/9.999999/"),
        strict.get("/?x=%00"),
        client.post("/thu-tuc/"),
        strict.post("/gop-y/", {"what": "x"}),
        strict.post("/gop-y/", {"what": "x"}, headers={"content-length": str(10**9)}),
        strict.post("/gop-y/theo-doi/", b"\xff\xfe", content_type="multipart/form-data; boundary=x"),
        strict.get("/robots.txt"),
        strict.get("/sitemap.xml"),
    ]
    monkeypatch.setattr("dossiers.following.how_far", lambda text: Dossier.objects.get(pk=-1))
    answers.append(strict.get("/tra-cuu/", {"ma": dossier.code}))

    statuses = [answer.status_code for answer in answers]
    assert statuses == [404, 302, 404, 400, 405, 403, 413, 403, 404, 404, 500]
    assert not leaked(words, lines.text, *map(said, answers))
    assert dossier.code not in said(answers[-1])


@pytest.mark.parametrize(
    ("typed", "error"),
    [
        ({"ma": "H49.1-250715-0001", "so": "5678"}, OperationalError("the server closed")),
        ({"ma": "H49.1-250715-0001"}, InterfaceError("the connection closed")),
    ],
)
def test_while_the_database_is_away_nobody_reads_what_was_asked_or_why(lines, monkeypatch, typed, error):
    """503: neither what was typed nor what the database said of it, in page, header or log."""

    def fails(*args, **kwargs):
        raise error

    strict = Client(raise_request_exception=False)
    monkeypatch.setattr("dossiers.offices.meant", fails)
    answers = [
        strict.get("/thu-tuc/", {"don-vi": "x"}),
        strict.get("/tra-cuu/", {**typed, "don-vi": "x"}),
        strict.post("/tra-cuu/?don-vi=x", typed),
        strict.post("/gop-y/?don-vi=x", {"what": "Ngô Thị Kín", "phone": "0912345678"}),
    ]

    words = ("Ngô Thị Kín", "0912345678", *typed.values())
    assert [answer.status_code for answer in answers] == [503] * 4
    assert {answer["Retry-After"] for answer in answers} == {"10"}
    assert not leaked((*words, "closed"), *map(said, answers))
    assert not leaked(words, lines.text)
    assert len({answer.content for answer in answers}) == 1


# What a stranger can observe: status, headers, the page but for what was typed, the work.


def observed(client, method, path, typed, sent=None):
    with CaptureQueriesContext(connection) as work:
        page = getattr(client, method)(path, sent)
    shown = TOKEN.sub("", page.content.decode().replace(typed, ""))
    return page.status_code, dict(page.headers) | {"Content-Length": "", "Expires": ""}, shown, len(work)


def test_a_dossier_of_any_unit_state_or_person_looks_the_same_by_its_code(client, world):
    """Whoever and wherever it is of, the code alone tells how far it is."""
    mine = DossierFactory(unit=world.home, processing=True, phone="", personal_number="")
    other = DossierFactory(unit=world.elsewhere, processing=True, email="a@b.vn", authority_note="Ủy quyền")
    client.get("/tra-cuu/", {"ma": mine.code})  # what is drawn once is drawn

    seen = [observed(client, "get", "/tra-cuu/", one.code, {"ma": one.code}) for one in (mine, other)]

    assert seen[0] == seen[1]


@pytest.mark.parametrize("typed", ["ABCD EFGH JKMN", "abcd-efgh-jkmn"])
def test_a_feedback_code_that_is_not_known_looks_like_any_other(client, world, typed):
    _, code = code_of(Home(world.home))
    near = code[:-1] + ("2" if code[-1] != "2" else "3")
    answers = [
        observed(client, "post", "/gop-y/theo-doi/", one, {"code": one}) for one in (typed, typed, near, near)
    ]

    assert answers[1] == answers[3]


def test_wrong_digits_of_an_appointment_look_like_a_code_of_none(client, monkeypatch):
    clock(monkeypatch)
    made = AppointmentHome().booked()
    _assert_alike(client, "/lich-hen/cua-ban/", made.code, ma=made.code, so="0000")


def test_wrong_digits_of_a_request_for_help_look_like_a_code_of_none(client, world):
    made = AdvanceHome().new()
    _assert_alike(client, "/ho-tro-truoc/", made.code, code=made.code, digits="0000")


def _assert_alike(client, path, known, **sent):
    near = known[:-1] + ("2" if known[-1] != "2" else "3")
    seen = []
    for one in (near, known, near, known):
        asked = {name: one if value == known else value for name, value in sent.items()}
        seen.append(observed(client, "post", path, one, asked))

    assert seen[2] == seen[3]


def test_a_ticket_that_is_not_there_looks_like_any_other(client, world):
    pages = [observed(client, "get", f"/hang-doi/so/{one}/", one) for one in ("wwwww", "zzzzz", "yyyyyy")]

    assert pages[1] == pages[2]
    assert pages[1][0] == 404


def test_a_rating_address_that_was_made_up_looks_like_any_other(client, world):
    token = rating_links.token_of(DossierFactory(returned=True))
    gone = rating_links.token_of(Dossier(pk=999_999_999))
    pages = [
        observed(client, "get", f"/danh-gia/{one}/", one)[:3] for one in (f"{token}x", gone, "zz~zz", "zzzzz")
    ]

    assert pages[0][0] == 404
    assert all(page == pages[0] for page in pages)


def test_a_result_that_is_not_there_looks_like_any_other(client, world):
    """And of one that is there the page says nothing of the dossier or its owner."""
    code = world.check_code()[0]
    result = Result.objects.select_related("dossier__procedure").get(check_code=code)
    near = code[:-1] + ("A" if code[-1] != "A" else "B")
    client.get(f"/ket-qua/{near}/")  # what is drawn once is drawn
    pages = [observed(client, "get", f"/ket-qua/{one}/", one) for one in (near, "0" * 16)]

    assert pages[0] == pages[1]
    assert pages[0][0] == 404
    known = client.get(f"/ket-qua/{code}/").content.decode()
    assert not [part for part in (result.dossier.code, result.dossier.procedure.name) if part in known]


def test_a_posted_address_of_nothing_looks_like_any_other(client, world):
    pages = [
        observed(client, "get", f"/q/{one}", one)[:3] for one in ("k7m2p9x", "zzzzzzz", "Wxyzw", "w" * 99)
    ]

    assert pages[0][0] == 404
    assert all(page == pages[0] for page in pages)


def test_what_waits_to_be_told_to_an_officer_is_not_drawn_for_everybody(client, world):
    """A session that ended leaves its last message in a cookie; who opens the page next must not read it."""
    procedure = ProcedureFactory()
    path = f"/thu-tuc/{procedure.code}/"
    client.force_login(world.user(Role.INTAKE, world.home))
    client.cookies["messages"] = _message("Đã nhận hồ sơ của Ngô Thị Kín.")
    client.cookies.pop("sessionid")

    own, next_one = client.get(path), Client().get(path)

    assert "Ngô Thị Kín" in own.content.decode()
    assert "Ngô Thị Kín" not in next_one.content.decode()


def _message(text):
    from django.contrib.messages.storage.base import Message
    from django.contrib.messages.storage.cookie import CookieStorage

    return CookieStorage(None)._encode([Message(25, text)])
