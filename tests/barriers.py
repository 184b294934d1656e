"""Rào cản: what keeps people out of a page that a real browser shows, by axe and on small screens."""

import pytest

RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
NARROW, NARROWEST = 320, 160
"""CSS pixels: a small phone, and the same phone with the page drawn twice as large."""
_FIND = """options => axe.run(options).then(found => found.violations.map(one => [
  `${one.id}: ${one.help}`, ...one.nodes.map(node => `  ${node.html}\\n  ${node.failureSummary}`)
].join("\\n")))"""


def assert_open_to_all(page):
    """No violation of WCAG 2.2 AA, and nothing to scroll sideways for."""
    axe = pytest.importorskip("axe_playwright_python.sync_playwright").Axe()
    page.set_viewport_size({"width": NARROW, "height": 568})
    page.evaluate(axe.axe_script)
    # Loaded ahead, styles would serve rules about sound and turned screens only, and take most of the time.
    options = {"runOnly": RULES, "resultTypes": ["violations"], "preload": False}

    found = page.evaluate(_FIND, options)

    assert not found, "\n".join(found)
    for width in (NARROW, NARROWEST):
        page.set_viewport_size({"width": width, "height": 568})
        assert page.evaluate("document.documentElement.scrollWidth") <= width
