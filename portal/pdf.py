"""HTML to PDF: tagged, with embedded fonts, the same bytes for the same page, and no way to the network."""

import re
from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from weasyprint.urls import URLFetcher

_STATIC = Path(__file__).resolve().parent.parent / "static"
_FONT = re.compile(re.escape(f"{_STATIC.as_uri()}/fonts/") + r"[\w-]+\.ttf")
_PRINT_CSS = _STATIC / "css" / "print.css"


def html_to_pdf(html: str, *, css: Iterable[str] = ()) -> bytes:
    """A whole page (with `lang` and `title`) on paper as `print.css` has it, and by more rules in `css`.

    Nothing is loaded but the fonts of the project and what the page carries as data URIs; a reference to
    anything else stops the printing, for a paper with a hole in it would go out unseen.
    """
    from weasyprint import CSS, HTML  # a slow library
    from weasyprint.text.fonts import FontConfiguration

    fetcher = _fetcher()
    fonts = FontConfiguration()
    sheets = [CSS(filename=_PRINT_CSS, font_config=fonts, url_fetcher=fetcher)]
    sheets += [CSS(string=rules, font_config=fonts, url_fetcher=fetcher) for rules in css]
    page = HTML(string=html, base_url=_STATIC.as_uri() + "/", url_fetcher=fetcher)
    pdf: bytes = page.write_pdf(
        stylesheets=sheets, font_config=fonts, presentational_hints=True, pdf_tags=True, pdf_identifier=True
    )
    return pdf


def _fetcher() -> "URLFetcher":
    from weasyprint.urls import (
        FatalURLFetchingError,
        URLFetcher,
        URLFetcherResponse,
    )

    class OwnFilesOnly(URLFetcher):
        def fetch(self, url: str, headers: dict[str, str] | None = None) -> URLFetcherResponse:
            if not url.startswith("data:") and not _FONT.fullmatch(url):
                raise FatalURLFetchingError(f"a printed page may not load {url[:200]}")
            return super().fetch(url, headers)

    return OwnFilesOnly(allowed_protocols={"data", "file"})
