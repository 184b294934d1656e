"""Trang của cán bộ trên điện thoại và ở 200 %: whatever the role sees, nobody scrolls sideways to read it."""

import re
from pathlib import Path

import pytest
from django.conf import settings
from django.db import transaction
from django.urls import reverse

from tests.browsing import chromium, needs_chromium
from tests.pages import words_of
from tests.test_permissions import NAMES, TABLE, World

pytestmark = [pytest.mark.once, pytest.mark.browser, pytest.mark.django_db, needs_chromium]
CSS = Path(settings.BASE_DIR) / "static/css"
WIDTHS = [360, 683]
"""CSS pixels: a phone, and a screen of 1366 with the page drawn twice as large."""
STAFF = [name for name in NAMES if name in TABLE and TABLE[name].roles and TABLE[name].method == "get"]
FRAMES = """([styles, widths]) => {
  for (const width of widths) {
    const frame = document.createElement("iframe");
    frame.style.cssText = `width: ${width}px; height: 740px; border: 0`;
    document.body.append(frame);
    const style = frame.contentDocument.createElement("style");
    style.textContent = styles;
    frame.contentDocument.head.append(style);
  }
}"""
NEEDED = """page => {
  const parsed = new DOMParser().parseFromString(page, "text/html").body;
  parsed.querySelectorAll("main details").forEach(one => { one.open = true; });
  return [...document.querySelectorAll("iframe")].map(frame => {
    const shown = frame.contentDocument;
    shown.body.replaceWith(shown.importNode(parsed, true));
    return shown.documentElement.scrollWidth;
  });
}"""


@pytest.fixture(scope="module")
def screens():
    """Empty frames with the staff's styles: to put pages into them is quicker than to go to each."""
    parts = re.findall(r'@import url\("([^"]+)"\)', (CSS / "staff.css").read_text(encoding="utf-8"))
    with chromium() as browser:
        page = browser.new_page()
        page.set_content("<!doctype html><title>…</title>")
        page.evaluate(FRAMES, ["\n".join((CSS / part).read_text(encoding="utf-8") for part in parts), WIDTHS])
        yield page


@pytest.fixture
def world(db, settings, tmp_path):
    place = {"BACKEND": "django.core.files.storage.FileSystemStorage", "OPTIONS": {"location": tmp_path}}
    settings.STORAGES = settings.STORAGES | {"default": place}
    made = World()
    for fill in (made.dossier, made.message, made.batch):
        fill()
    return made


def test_no_page_of_the_staff_is_wider_than_the_screen(client, world, screens):
    users, wide = {}, []
    for name in STAFF:
        row = TABLE[name]
        role = row.roles[0]
        users[role] = users.get(role) or world.user(role, world.home)
        with transaction.atomic():
            client.force_login(users[role])
            response = client.get(reverse(name, args=row.arguments(world)) + row.query)
            transaction.set_rollback(True)
        if response.status_code == 200 and response["Content-Type"].startswith("text/html"):
            needed = screens.evaluate(NEEDED, words_of(response))
            wide += [
                f"{name}: {taken} > {width}"
                for taken, width in zip(needed, WIDTHS, strict=True)
                if taken > width
            ]

    assert wide == []
