"""Nhờ xem giấy tờ trước từ điện thoại: each state that is reached only by sending something."""

import pytest

from tests.barriers import NARROW, assert_open_to_all
from tests.browsing import chromium, needs_chromium, visitor
from tests.dossiers.advance.making import Home, filled, opened
from tests.public.test_every_page import MOST_BYTES

pytestmark = [pytest.mark.once, pytest.mark.browser, pytest.mark.django_db, needs_chromium]
FOLLOW = "/ho-tro-truoc/"


@pytest.fixture(scope="module")
def browser():
    with chromium() as started:
        yield started


def _form(home):
    return f"/thu-tuc/{home.procedure.code}/nho-xem-truoc/"


def _opens(found, **values):
    return FOLLOW, {"code": found.code, "digits": "5678"} | values


STATES = {
    "sent": lambda home: (_form(home), filled()),
    "in error": lambda home: (_form(home), filled(phone="12", wish="")),
    "unknown": lambda home: (FOLLOW, {"code": "AAAA-BBBB-CCCC", "digits": "0000"}),
    "new": lambda home: _opens(home.new()),
    "asked, nothing added": lambda home: _opens(home.asked(), viec="bo-sung", key=opened()),
    "drafted, nothing said to be wrong": lambda home: _opens(home.drafted(), viec="sai", words=""),
    "offered": lambda home: _opens(home.offered()),
    "booked": lambda home: _opens(home.booked()),
    "closed": lambda home: _opens(home.closed()),
}


@pytest.mark.parametrize("state", STATES)
def test_nobody_is_kept_out_of_what_is_shown_after_sending(browser, client, state):
    address, sent = STATES[state](Home())
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
