"""Các mục trên điện thoại: one row that opens without a script; on a wide screen the list stands open."""

import pytest

from portal.models import Role
from tests.browsing import chromium, needs_chromium, visitor
from tests.dossiers.factories import UserFactory

pytestmark = [pytest.mark.once, pytest.mark.browser, pytest.mark.django_db, needs_chromium]
RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]


@pytest.fixture(scope="module")
def browser():
    with chromium() as started:
        yield started


@pytest.fixture
def staff(client):
    client.force_login(UserFactory(roles=[Role.UNIT_ADMIN, Role.REFORM]))
    return client


def test_on_a_phone_they_are_one_row_that_opens_without_a_script(browser, staff):
    with visitor(browser, client=staff, width=360, scripts=False) as page:
        page.goto("/ho-so/")
        sections = page.get_by_role("navigation", name="Các phần của hệ thống")

        assert sections.bounding_box()["height"] < 60
        assert sections.get_by_text("Các mục: Hồ sơ").is_visible()
        sections.locator("summary").click()
        sections.get_by_role("link", name="Thủ tục", exact=True).click()

        page.get_by_role("heading", name="Danh mục thủ tục").wait_for()


def test_open_or_not_they_keep_nobody_out(browser, staff):
    axe = pytest.importorskip("axe_playwright_python.sync_playwright").Axe()
    with visitor(browser, client=staff, width=360) as page:
        page.goto("/tin-nhan/")
        for width in (360, 1366):
            page.set_viewport_size({"width": width, "height": 740})
            if width == 360:
                page.locator(".nav__summary").click()

            found = axe.run(page, options={"runOnly": RULES, "resultTypes": ["violations"]})
            assert found.violations_count == 0, found.generate_report()
            assert page.evaluate("document.documentElement.scrollWidth") <= width
            shown = page.get_by_role("link", name="Thủ tục", exact=True)
            assert shown.count() == 1
