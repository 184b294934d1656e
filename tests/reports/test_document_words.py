"""The same words and numbers stand in the same order in Word, PDF, Excel and on the screen."""

import re
import subprocess
from dataclasses import replace
from decimal import Decimal
from html.parser import HTMLParser
from io import BytesIO

import docx
import openpyxl
import pytest
from docx.oxml.ns import qn

from portal import formats
from reports.document import COUNTRY, MOTTO, RECIPIENTS_TITLE, Basis, Document, FormHead, Heading, Table
from reports.renderers import docx as word_renderer
from reports.renderers import html as html_renderer
from reports.renderers import pdf as pdf_renderer
from reports.renderers import xlsx as excel_renderer
from tests.reports.specimen import DOCUMENT, META

pytestmark = pytest.mark.once

TOP_MARGIN = 56  # pt, just under 20 mm


def said(document):
    """The words of the model itself, as one reads them."""
    meta = document.meta
    texts = [meta.parent_agency, *meta.agency_lines, COUNTRY, MOTTO, meta.number_line, meta.date_line]
    texts += [meta.kind_name, meta.title, *meta.addressee_lines]
    texts += said_in(document.closed_body)
    texts += [RECIPIENTS_TITLE, *meta.recipient_lines, *meta.signature.authority, meta.signature.name]
    for annex in document.annexes:
        texts += [annex.label, annex.title.upper(), annex.note, *said_in(annex.blocks)]
    return " ".join(texts).split()


def said_in(blocks):
    for block in blocks:
        match block:
            case Basis():
                yield from block.lines
            case Heading():
                yield block.label
            case FormHead():
                yield from (*block.left, block.title, *block.subtitle, *block.right)
            case Table():
                yield block.caption
                yield from (cell.text for _, _, cell in block.placed_head)
                yield from (cell.shown for row in block.rows for cell in row.cells)
            case _:
                yield block.text


def read_word(content):
    body = docx.Document(BytesIO(content)).element.body
    paragraphs = ("".join(t.text or "" for t in p.iter(qn("w:t"))) for p in body.iter(qn("w:p")))
    return " ".join(paragraphs).split()


def read_pdf(content, tmp_path, heads):
    """Below the page numbers, the heading that a table takes over to the next page left out."""
    file = tmp_path / "report.pdf"
    file.write_bytes(content)
    crop = ["-x", "0", "-y", str(TOP_MARGIN), "-W", "900", "-H", "900"]
    text = subprocess.run(
        ["pdftotext", "-raw", *crop, str(file), "-"], check=True, capture_output=True, text=True
    ).stdout
    words = []
    for page in text.split("\f"):
        read = page.split()
        for head in heads:
            if read[: len(head)] == head:
                read = read[len(head) :]
        words += read
    return re.sub(r"(?<=\S)- ", "-", " ".join(words)).split()  # 01/2020/TT-|VPCP


def read_excel(content):
    words = []
    for sheet in openpyxl.load_workbook(BytesIO(content)):
        for row in sheet.iter_rows():
            for cell in row:
                words += as_shown(cell).split()
    return words


def as_shown(cell):
    if cell.value is None:
        return ""
    if cell.data_type != "n":
        return cell.value
    if cell.number_format == "0.00%":
        return f"{100 * cell.value:.2f}%".replace(".", ",")
    if cell.number_format == "#,##0.00":
        return formats.decimal(Decimal(str(cell.value)))
    assert cell.number_format == "#,##0"
    return formats.integer(cell.value)


def read_screen(fragment):
    class Reader(HTMLParser):
        words = ()

        def handle_data(self, data):
            self.words = (*self.words, *data.split())

    reader = Reader()
    reader.feed(re.sub(r"</(a|b|i)>|<(a|b|i)\b[^>]*>", "", fragment))
    return list(reader.words)


def heads_of(document):
    blocks = (*document.body, *(block for annex in document.annexes for block in annex.blocks))
    tables = (block for block in blocks if isinstance(block, Table))
    return [" ".join(cell.text for _, _, cell in table.placed_head).split() for table in tables]


@pytest.fixture(
    params=[
        DOCUMENT,
        Document(
            replace(
                META,
                number=None,
                issued_on=None,
                addressees=("Sở Nội vụ",),
                parent_agency="UBND TỈNH QUẢNG TRỊ",
            ),
            DOCUMENT.body,
        ),
    ],
    ids=["issued", "draft"],
)
def document(request):
    return request.param


def test_word_says_what_the_document_says(document):
    assert read_word(word_renderer.render(document)) == said(document)


def test_pdf_says_what_the_document_says(document, tmp_path):
    content = pdf_renderer.render(document)

    assert read_pdf(content, tmp_path, heads_of(document)) == said(document)


def test_excel_says_what_the_document_says(document):
    assert read_excel(excel_renderer.render(document)) == said(document)


def test_the_screen_says_what_the_document_says(document):
    assert read_screen(html_renderer.render(document)) == said(document)


def test_two_figures_of_one_sentence_are_links_to_their_records():
    fragment = html_renderer.render(DOCUMENT, figure_url=lambda code: f"/bao-cao/1/so-lieu/{code}/?a=1&b=2")

    assert '<a href="/bao-cao/1/so-lieu/received_online/?a=1&amp;b=2">1.085</a>' in fragment
    assert '<a href="/bao-cao/1/so-lieu/online/?a=1&amp;b=2">66%</a>' in fragment
    assert "<a " not in html_renderer.render(DOCUMENT)


def test_the_screen_carries_no_inline_style_and_no_foreign_markup():
    document = Document(replace(META, title='<script>alert("x")</script>'), DOCUMENT.body)

    fragment = html_renderer.render(document)

    assert "style=" not in fragment
    assert "<script" not in fragment
    assert "&lt;script&gt;" in fragment


def test_the_preview_has_no_h1_of_its_own():
    assert "<h1" not in html_renderer.render(DOCUMENT)
    assert html_renderer.render(DOCUMENT, top_level=1).count("<h1") == 1
