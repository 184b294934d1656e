"""Chống đoán: who guesses is stopped, from however many machines; whose dossier it is gets in."""

import re

import pytest
from django.test import RequestFactory
from django.urls import reverse

from dossiers import guessing
from dossiers.views import tracking
from portal.addresses import client_network
from tests.dossiers.factories import DossierFactory

pytestmark = [pytest.mark.django_db, pytest.mark.once]
PAGE = reverse("dossiers:tracking")
PHONE, NUMBER = "0987 651 234", "045190007788"
OWNER = "203.0.113.9"


@pytest.fixture
def dossier():
    return DossierFactory(processing=True, phone=PHONE, personal_number=NUMBER)


@pytest.fixture(autouse=True)
def clock(monkeypatch):
    """Minutes that pass for the cache."""

    class Clock:
        now = 1_800_000_000.0

        def time(self):
            return self.now

        def wait(self, seconds):
            self.now += seconds

    clock = Clock()
    for module in ("base", "locmem"):
        monkeypatch.setattr(f"django.core.cache.backends.{module}.time", clock)
    return clock


def ask(client, code, digits, machine=OWNER):
    return client.post(PAGE, {"ma": code, "so": digits}, REMOTE_ADDR=machine)


def opened(response):
    return "Hẹn trả" in response.content.decode()


def machines(count):
    return [f"198.51.{number // 250}.{number % 250 + 1}" for number in range(count)]


def guess_from_everywhere(client, code, answers, *, rounds=1):
    """Each machine guesses as often as it is heard; the guesses that were heard."""
    heard = 0
    for machine in machines(40):
        for _ in range(rounds):
            digits = next(answers)
            page = ask(client, code, digits, machine)
            heard += page.status_code == 200
    return heard


def wrong(length=4):
    number = 0
    while True:
        number += 1
        yield f"{number:0{length}d}"


def test_one_machine_has_six_answers_a_day_with_growing_pauses(client, dossier, clock):
    statuses = []
    for seconds in (0, 0, 0, 59, 2, 301, 1801, 3600):
        clock.wait(seconds)
        statuses.append(ask(client, dossier.code, "0000").status_code)

    assert statuses == [200, 200, 200, 429, 200, 200, 200, 429]
    assert not opened(ask(client, dossier.code, "1234"))
    clock.wait(guessing.DAY)
    assert opened(ask(client, dossier.code, "1234"))


def test_a_stranger_shuts_nobody_out_but_himself(client, dossier):
    for number in range(7):
        ask(client, dossier.code, f"000{number}", "198.51.100.7")

    assert ask(client, dossier.code, "1234", "198.51.100.7").status_code == 429
    assert opened(ask(client, dossier.code, "1234"))


def test_guessed_at_from_everywhere_the_whole_number_is_asked_for_and_opens(client, dossier):
    assert guess_from_everywhere(client, dossier.code, wrong()) == guessing.FOUR_DIGITS

    asked = ask(client, dossier.code, "1234")
    assert asked.status_code == 429
    assert "Cả số điện thoại hoặc số định danh" in asked.content.decode()
    assert 'maxlength="16"' in asked.content.decode()
    assert opened(ask(client, dossier.code, "0987.651.234"))
    assert opened(ask(client, dossier.code, NUMBER, "203.0.113.10"))


def test_whoever_was_right_before_is_heard_whatever_strangers_do(client, dossier):
    assert opened(ask(client, dossier.code, "1234"))

    guess_from_everywhere(client, dossier.code, wrong())
    guess_from_everywhere(client, dossier.code, wrong(10))

    assert opened(ask(client, dossier.code, "1234"))
    elsewhere = ask(client, dossier.code, NUMBER, "203.0.113.10")
    assert tracking.REFUSED[guessing.Refusal.EVERYWHERE] in elsewhere.content.decode()


def test_with_any_number_of_machines_a_day_gives_less_than_one_chance_in_a_hundred(client, dossier, clock):
    """Half of them at the end of one count and half at the beginning of the next: the worst 24 hours."""
    short = guess_from_everywhere(client, dossier.code, wrong(), rounds=3)
    whole = guess_from_everywhere(client, dossier.code, wrong(12), rounds=3)
    clock.wait(guessing.DAY)
    short += guess_from_everywhere(client, dossier.code, wrong(), rounds=3)
    whole += guess_from_everywhere(client, dossier.code, wrong(12), rounds=3)

    beside_the_owner = 2 * guessing.FROM_ONE_MACHINE
    assert (short, whole) == (24, 60)
    assert (short + beside_the_owner) * 2 / 10_000 + whole / 1_000_000 < 0.01
    assert (short + beside_the_owner + whole) / 10_000 < 0.01


def test_answers_sent_at_once_are_counted_before_they_are_looked_at():
    at_once = [guessing.Guesses("19405-1", machine) for machine in machines(40)]

    heard = [one.hear("0000") for one in at_once]

    assert heard.count(None) == guessing.FOUR_DIGITS


def test_right_answers_leave_the_count_of_wrong_ones_alone(client, dossier):
    for _ in range(20):
        assert opened(ask(client, dossier.code, "1234"))

    assert guess_from_everywhere(client, dossier.code, wrong()) == guessing.FOUR_DIGITS


def test_writing_the_code_in_another_way_gives_no_more_answers(client, dossier):
    plain = dossier.code.replace("-", "")
    ways = [dossier.code, dossier.code.lower(), plain, f"{dossier.code}|x"] * 4

    statuses = [
        ask(client, way, "0000", machine).status_code for way, machine in zip(ways, machines(16), strict=True)
    ]

    assert statuses == [200] * 12 + [429] * 4


def test_a_code_that_does_not_exist_is_answered_in_the_same_way(client, dossier, clock):
    unknown = f"{dossier.code[:-4]}9999"

    def pages(code):
        found = []
        for digits, machine in [*zip(wrong(), machines(14), strict=False), *[("0000000000", OWNER)] * 4]:
            page = ask(client, code, digits, machine)
            found.append((page.status_code, page.content.decode().replace(code, "")))
        return found

    assert pages(dossier.code) == pages(unknown)


@pytest.mark.parametrize("digits", ["651234", "45190007788", "90007788", "0987651234567", "１234"])
def test_only_four_digits_or_a_whole_number_open(client, dossier, digits):
    assert not opened(ask(client, dossier.code, digits))


def test_a_household_of_ipv6_is_one_machine():
    def network(address):
        return client_network(RequestFactory().get("/", REMOTE_ADDR=address))

    assert network("2001:db8:1:2::1") == network("2001:db8:1:2:ffff::9")
    assert network("2001:db8:1:2::1") != network("2001:db8:1:3::1")
    assert network("10.0.0.1") == "10.0.0.1"
    assert network("") == ""


def test_the_cache_tells_neither_codes_nor_addresses(client, dossier, monkeypatch):
    kept = []
    monkeypatch.setattr(guessing.cache, "add", lambda key, *args, **named: kept.append(key))
    monkeypatch.setattr(guessing.cache, "set", lambda key, *args, **named: kept.append(key))
    monkeypatch.setattr(guessing.cache, "incr", lambda key: 3)

    ask(client, dossier.code, "0000")

    told = " ".join(key for key in kept if "guesses" in key)
    assert told
    assert not re.search(f"{re.escape(dossier.code)}|{OWNER}", told)
