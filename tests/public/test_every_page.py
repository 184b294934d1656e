"""Mọi trang của người dân: light, without scripts, readable on a small screen, no barrier that axe finds.

Whatever address the permission table calls public is held to this, and the states of `states.STATES`.
"""

import re

import pytest
from django.urls import reverse

from tests.barriers import assert_open_to_all
from tests.browsing import Window, chromium, needs_chromium
from tests.public import weights
from tests.public.states import SCRIPTED, STATES
from tests.test_permissions import PUBLIC, TABLE, World

pytestmark = [pytest.mark.once, pytest.mark.browser, pytest.mark.django_db]
MOST_BYTES = 50_000
TOLERATED = 3_000
"""Bytes by which a page may differ from what docs/performance.md says of it."""
NOT_PAGES = {"portal:healthz", "portal:readyz"}
ADDRESSES = [name for name in sorted(TABLE) if TABLE[name].roles is PUBLIC and name not in NOT_PAGES]
DATA = re.compile(rb'<script type="application/ld\+json">[^<]*</script>')
"""Data for search engines: a browser runs nothing of it, and nothing in it can end it (no `<`)."""


@pytest.fixture(scope="module")
def window():
    with chromium() as browser:
        yield Window(browser)


@pytest.fixture
def world(db):
    return World()


@pytest.fixture(params=[*ADDRESSES, *STATES])
def name(request):
    return request.param


@pytest.fixture
def path(name, world):
    if name in STATES:
        return STATES[name](world)
    row = TABLE[name]
    return reverse(name, args=row.arguments(world)) + row.query


def test_it_weighs_little_on_a_first_visit(client, name, path, record_property):
    if not client.get(path)["Content-Type"].startswith("text/html"):
        pytest.skip("a file")

    own, whole, requests = weights.weigh(client, path)

    record_property(weights.shown_name(name), (own, whole, requests))
    assert whole < MOST_BYTES
    told = weights.written().get(weights.shown_name(name), (own, whole, requests))
    assert abs(told[1] - whole) < TOLERATED, "write the table anew: python -m tests.public.weights"


def test_it_needs_no_script(client, name, path):
    page = client.get(path)
    if name in SCRIPTED or not page["Content-Type"].startswith("text/html"):
        pytest.skip("its script is optional, or it is a file")

    assert b"<script" not in DATA.sub(b"", page.content)
    assert b"http-equiv" not in page.content


@pytest.fixture
def page(window, client, world):
    yield window.of(client)
    window.leave()


@needs_chromium
def test_nobody_is_kept_out(page, client, path):
    if not client.get(path)["Content-Type"].startswith("text/html"):
        pytest.skip("a file")
    page.goto(path)

    assert_open_to_all(page)
