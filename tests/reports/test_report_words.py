"""A composed report, no specimen: Word, PDF, Excel and screen hold its words and numbers in its order."""

import pytest

from reports.renderers import docx as word_renderer
from reports.renderers import html as html_renderer
from reports.renderers import pdf as pdf_renderer
from reports.renderers import xlsx as excel_renderer
from tests.reports import reporting
from tests.reports.test_composer import compose
from tests.reports.test_document_words import heads_of, read_excel, read_pdf, read_screen, read_word, said

pytestmark = [pytest.mark.django_db, pytest.mark.once]


@pytest.fixture(params=[0, 3], ids=["none late", "three late"])
def document(request):
    unit = reporting.commune()
    reporting.fill(unit, late=request.param)
    return compose(unit)


def test_all_four_say_what_the_report_says(document, tmp_path):
    words = said(document)

    assert len(words) > 800
    assert read_word(word_renderer.render(document)) == words
    assert read_excel(excel_renderer.render(document)) == words
    assert read_screen(html_renderer.render(document)) == words
    assert read_pdf(pdf_renderer.render(document), tmp_path, heads_of(document)) == words
