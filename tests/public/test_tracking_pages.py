"""Tra cứu in a real browser: the states behind its form give axe nothing to object to."""

import pytest

from tests.browsing import chromium, needs_chromium, visitor
from tests.dossiers.factories import DossierFactory
from tests.public.test_every_page import NARROW, NARROWEST, RULES

pytestmark = [pytest.mark.once, pytest.mark.browser, pytest.mark.django_db, needs_chromium]


@pytest.fixture(scope="module")
def browser():
    with chromium() as started:
        yield started


def test_no_answer_keeps_anybody_out(browser):
    axe = pytest.importorskip("axe_playwright_python.sync_playwright").Axe()
    dossier = DossierFactory(processing=True, phone="0987651234")
    with visitor(browser, width=NARROW) as page:
        for digits in ("12", "0000", "1234"):
            page.goto(f"/tra-cuu/?ma={dossier.code}")
            page.get_by_label("Bốn số cuối").fill(digits)
            page.get_by_role("button", name="Xem chi tiết").click()
            page.wait_for_url("**/tra-cuu/")

            found = axe.run(page, options={"runOnly": RULES, "resultTypes": ["violations"]})
            assert found.violations_count == 0, found.generate_report()
            for width in (NARROW, NARROWEST):
                page.set_viewport_size({"width": width, "height": 568})
                assert page.evaluate("document.documentElement.scrollWidth") <= width
