"""Tra cứu in a real browser: the states behind its form give axe nothing to object to."""

import pytest

from tests.barriers import NARROW, assert_open_to_all
from tests.browsing import chromium, needs_chromium, visitor
from tests.dossiers.factories import DossierFactory

pytestmark = [pytest.mark.once, pytest.mark.browser, pytest.mark.django_db, needs_chromium]


@pytest.fixture(scope="module")
def browser():
    with chromium() as started:
        yield started


def test_no_answer_keeps_anybody_out(browser):
    dossier = DossierFactory(processing=True, phone="0987651234")
    with visitor(browser, width=NARROW) as page:
        for digits in ("12", "0000", "1234"):
            page.goto(f"/tra-cuu/?ma={dossier.code}")
            page.get_by_label("Bốn số cuối").fill(digits)
            page.get_by_role("button", name="Xem chi tiết").click()
            page.wait_for_url("**/tra-cuu/")

            assert_open_to_all(page)
