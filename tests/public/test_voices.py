"""Phản ánh từ điện thoại: each state that is reached only by sending something."""

import pytest

from dossiers.voices import handling
from tests.barriers import NARROW, assert_open_to_all
from tests.browsing import chromium, needs_chromium, visitor
from tests.dossiers.voices.making import Home, code_of, filled
from tests.public.test_every_page import MOST_BYTES

pytestmark = [pytest.mark.once, pytest.mark.browser, pytest.mark.django_db, needs_chromium]
FORM, FOLLOW = "/gop-y/", "/gop-y/theo-doi/"


@pytest.fixture(scope="module")
def browser():
    with chromium() as started:
        yield started


def _sent(home):
    return FORM, filled(home)


def _in_error(home):
    return FORM, filled(home, what="ngắn", phone="12")


def _unknown(home):
    return FOLLOW, {"code": "AAAA-BBBB-CCCC"}


def _asked(home):
    feedback, code = code_of(home)
    handling.ask(feedback, question="Cột đèn số mấy?", by=home.officer)
    return FOLLOW, {"code": code, "viec": "bo-sung", "text": ""}


def _answered(home):
    feedback, code = code_of(home)
    handling.accept(feedback, by=home.officer)
    handling.draft_answer(feedback, text="Đã thay bóng đèn.", by=home.officer)
    handling.approve(feedback, by=home.leader)
    return FOLLOW, {"code": code}


def _refused(home):
    feedback, code = code_of(home)
    handling.refuse(feedback, reason="Đơn khiếu nại.", article="Luật Khiếu nại", by=home.officer)
    return FOLLOW, {"code": code}


@pytest.mark.parametrize("state", [_sent, _in_error, _unknown, _asked, _answered, _refused])
def test_nobody_is_kept_out_of_what_is_shown_after_sending(browser, client, state):
    address, sent = state(Home())
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
