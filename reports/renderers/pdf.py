"""Document → PDF: the sheets of the HTML renderer, printed."""

from html import escape

from portal.pdf import html_to_pdf
from reports.document import Document
from reports.renderers import html


def render(document: Document) -> bytes:
    meta = document.meta
    return html_to_pdf(
        f'<!doctype html>\n<html lang="{escape(meta.language)}">\n<head>\n<meta charset="utf-8">\n'
        f"<title>{escape(meta.full_title)}</title>\n</head>\n<body>\n"
        f"{html.render(document, top_level=1)}</body>\n</html>\n"
    )
