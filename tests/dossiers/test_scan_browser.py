"""Số hóa trong trình duyệt thật: files dropped on a paper and photos of a phone appear without a reload."""

import shutil
from urllib.parse import urlsplit

import pytest
from django.conf import settings
from playwright.sync_api import expect, sync_playwright

from dossiers.models import Scan
from tests.dossiers.factories import DossierComponentFactory, OfficerFactory
from tests.dossiers.scans import pdf, photo

pytestmark = [
    pytest.mark.once,
    pytest.mark.browser,
    pytest.mark.django_db(transaction=True),
    pytest.mark.skipif(not shutil.which("chromium"), reason="needs Chromium"),
]
PATIENCE = 30_000
DROP = """([selector, name, bytes]) => {
  const files = new DataTransfer();
  files.items.add(new File([new Uint8Array(bytes)], name));
  document.querySelector(selector).dispatchEvent(new DragEvent("drop", {bubbles: true, dataTransfer: files}));
}"""


@pytest.fixture
def chromium():
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=shutil.which("chromium"), args=["--no-sandbox"])
        yield browser
        browser.close()


def new_page(chromium, **options):
    """A page whose scripts and styles are those collected for the tests, under their hashed names."""
    context = chromium.new_context(locale="vi-VN", **options)

    def serve(route):
        name = urlsplit(route.request.url).path.removeprefix(settings.STATIC_URL)
        route.fulfill(path=settings.STATIC_ROOT / name)

    context.route("**/static/**", serve)
    context.set_default_timeout(60_000)
    return context.new_page()


@pytest.fixture
def officer_page(chromium, client, live_server, files, monkeypatch):
    """A page of an officer who is signed in, with the paper that is to be scanned."""
    monkeypatch.setattr(settings, "BASE_URL", live_server.url)
    paper = DossierComponentFactory(name="Giấy chứng sinh")
    client.force_login(OfficerFactory(unit=paper.dossier.receiving_unit))
    page = new_page(chromium, viewport={"width": 1366, "height": 768})
    cookie = client.cookies[settings.SESSION_COOKIE_NAME].value
    page.context.add_cookies(
        [{"name": settings.SESSION_COOKIE_NAME, "value": cookie, "url": live_server.url}]
    )
    page.goto(f"{live_server.url}{paper.dossier.get_absolute_url()}")
    yield page
    page.context.close()


def test_file_dropped_on_a_row_shows_its_pages_there(officer_page):
    officer_page.evaluate(DROP, ["tr.drop", "quet.pdf", list(pdf(2))])

    expect(officer_page.locator("tr.drop .thumbs__page")).to_have_count(2, timeout=PATIENCE)
    expect(officer_page.locator("tr.drop")).to_contain_text("đã số hóa")


def test_file_dropped_that_is_refused_says_why_in_the_row(officer_page):
    officer_page.evaluate(DROP, ["tr.drop", "xau.pdf", list(b"MZ program")])

    expect(officer_page.locator("tr.drop .drop__word")).to_contain_text("tệp chương trình", timeout=PATIENCE)
    assert not Scan.objects.exists()


def test_photo_sent_by_a_phone_appears_on_the_screen_without_a_reload(officer_page, chromium):
    officer_page.get_by_role("link", name="Giấy chứng sinh").click()
    officer_page.get_by_role("button", name="Mở mã chụp").click()
    address = officer_page.locator(".address").inner_text()
    officer_page.evaluate("window.stillTheSamePage = true")

    phone = new_page(chromium, viewport={"width": 360, "height": 740})
    phone.goto(address)
    photos = [{"name": f"{n}.jpg", "mimeType": "image/jpeg", "buffer": photo(f"Trang {n}")} for n in (1, 2)]
    phone.locator("input[type=file]").set_input_files(photos)

    expect(phone.get_by_text("Đã gửi 2 ảnh.")).to_be_visible(timeout=PATIENCE)
    expect(officer_page.locator(".scan__image")).to_have_count(2, timeout=PATIENCE)
    assert officer_page.evaluate("window.stillTheSamePage") is True
    assert phone.evaluate("document.documentElement.scrollWidth") <= 360
    large = phone.locator(".capture .button").evaluate_all("all => all.map(one => one.offsetHeight)")
    assert min(large) >= 48
