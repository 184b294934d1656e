"""A real Chromium whose requests the test client answers: quick, and inside the test's own transaction."""

import contextvars
import shutil
from contextlib import contextmanager
from html import escape
from urllib.parse import urlsplit

import pytest
from django.conf import settings
from django.test import Client

CHROMIUM = shutil.which("chromium")
HOST = "http://testserver"
"""The test client's own host."""
needs_chromium = pytest.mark.skipif(CHROMIUM is None, reason="needs Chromium: bin/setup --dev")
_static: dict[str, dict] = {}
"""Styles and scripts, which are the same for every page: the client is asked for them once."""
_OWN_TO_THE_CONNECTION = {
    "content-length",
    "host",
    "connection",
    "cookie",
    "origin",
    "referer",
    "accept-encoding",
}


@contextmanager
def chromium():
    """One browser for a module; each visitor gets a context of its own."""
    engine = pytest.importorskip("playwright.sync_api")
    with engine.sync_playwright() as started:
        browser = started.chromium.launch(
            executable_path=CHROMIUM, args=["--no-sandbox", "--disable-gpu", "--disable-quic"]
        )
        yield browser
        browser.close()


class Window:
    """One page for many visitors in turn, which is quicker than a page for each; each brings a client."""

    def __init__(self, browser):
        self._context = browser.new_context(base_url=HOST, locale="vi-VN", bypass_csp=True)
        self._context.route("**/*", self._pass_on)
        self._page = self._context.new_page()

    def _pass_on(self, route):
        self._answer(route)

    def of(self, client):
        """The page, answered by this client."""
        ours = contextvars.copy_context()
        self._answer = lambda route: ours.copy().run(_answer, route, client)
        self._context.clear_cookies()
        return self._page

    def leave(self):
        """No page goes on asking when its visitor has gone."""
        self._page.goto("about:blank")


@contextmanager
def visitor(browser, *, client=None, width=360, height=740, scripts=True):
    """A page of a visitor with a phone; `client` (signed in or not) answers all that it asks."""
    client = client or Client()
    context = browser.new_context(
        base_url=HOST,
        viewport={"width": width, "height": height},
        locale="vi-VN",
        timezone_id="Asia/Ho_Chi_Minh",
        java_script_enabled=scripts,
        bypass_csp=True,
    )
    # The browser calls back in a context of its own, which would open a database connection of its own.
    ours = contextvars.copy_context()
    context.route("**/*", lambda route: ours.copy().run(_answer, route, client))
    page = context.new_page()
    yield page
    context.close()


def _answer(route, client):
    asked = route.request
    if not asked.url.startswith(HOST):
        route.abort()
        return
    address = urlsplit(asked.url)
    path = f"{address.path}?{address.query}" if address.query else address.path
    if path in _static:
        route.fulfill(**_static[path])
        return
    headers = {name: value for name, value in asked.headers.items() if name not in _OWN_TO_THE_CONNECTION}
    kind = headers.pop("content-type", "application/octet-stream")
    response = client.generic(
        asked.method, path, asked.post_data_buffer or b"", content_type=kind, headers=headers
    )
    if response.status_code in (301, 302, 303) and asked.is_navigation_request():
        # What the browser asks because it was led on goes past the route; a page that leads on does not.
        on = escape(response["Location"])
        route.fulfill(
            content_type="text/html", body=f'<meta http-equiv="refresh" content="0;url={on}"><title>…</title>'
        )
        return
    body = b"".join(response.streaming_content) if response.streaming else response.content
    answer = {"status": response.status_code, "headers": dict(response.items()), "body": body}
    if path.startswith(settings.STATIC_URL) and response.status_code == 200:
        _static[path] = answer
    route.fulfill(**answer)
