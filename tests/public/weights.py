"""Trang nặng bao nhiêu: writes the table of docs/performance.md.

    .venv/bin/python -m tests.public.weights

`test_every_page` weighs each page and holds the table to what it finds.
"""

import re
import sys
from pathlib import Path
from urllib.parse import urljoin

import pytest

from tests.pages import words_of

DOCUMENT = Path(__file__).resolve().parent.parent.parent / "docs" / "performance.md"
BEGIN, END = "<!-- weights -->\n", "<!-- /weights -->\n"
HEADING = "| page | itself | with all it loads | requests |\n|---|--:|--:|--:|\n"
LINKED = re.compile(r'<(?:link|img|script|source)[^>]*?(?:href|src)="([^"]+)"')
_ROW = re.compile(r"\| (.+) \| ([\d.]+) kB \| ([\d.]+) kB \| (\d+) \|")
_OF_THE_SERVER = 120
"""Bytes of the status line, date, name and connection, which the test client does not send."""


def weigh(client, path):
    """Bytes over the wire of a page, of all that a first visit loads, and how many requests that takes."""
    page = client.get(path, headers={"accept-encoding": "gzip"})
    linked = {urljoin(path, address) for address in LINKED.findall(words_of(page))}
    parts = [client.get(one, headers={"accept-encoding": "gzip"}) for one in linked if "://" not in one]
    assert all(part.status_code == 200 for part in parts)
    own, *others = (_sent(part) for part in (page, *parts))
    return own, own + sum(others), 1 + len(others)


def _sent(response):
    head = sum(len(name) + len(value) + 4 for name, value in response.items())
    return _OF_THE_SERVER + head + len(response.getvalue())


def shown_name(name):
    """As the table names it: a state by its words, an address by its name."""
    return name.partition(":")[2] or name


def written():
    """What the table says: name → bytes of the page, of all, requests."""
    table = DOCUMENT.read_text().partition(BEGIN)[2].partition(END)[0]
    return {
        name: (float(own) * 1000, float(whole) * 1000, int(requests))
        for name, own, whole, requests in _ROW.findall(table)
    }


class _Table:
    def __init__(self):
        self.rows = {}

    def pytest_runtest_logreport(self, report):
        for name, weight in report.user_properties if report.when == "call" else ():
            self.rows[name] = weight

    def write(self):
        lines = [
            f"| {name} | {own / 1000:.1f} kB | {whole / 1000:.1f} kB | {requests} |\n"
            for name, (own, whole, requests) in sorted(self.rows.items(), key=lambda row: -row[1][1])
        ]
        before, _, rest = DOCUMENT.read_text().partition(BEGIN)
        DOCUMENT.write_text(before + BEGIN + HEADING + "".join(lines) + END + rest.partition(END)[2])


if __name__ == "__main__":
    table = _Table()
    pages = str(Path(__file__).with_name("test_every_page.py"))
    status = pytest.main(["-q", "--no-migrations", "-k", "weighs_little", pages], plugins=[table])
    table.write()
    sys.exit(status)
