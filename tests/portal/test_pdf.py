from io import BytesIO

import pypdf
import pytest
from weasyprint.urls import FatalURLFetchingError

from portal.pdf import html_to_pdf

pytestmark = pytest.mark.once

PAGE = '<!doctype html><html lang="vi"><head><title>Phiếu</title></head><body>{}</body></html>'
DOT = "data:image/gif;base64,R0lGODlhAQABAIAAAAAAAP///yH5BAEAAAAALAAAAAABAAEAAAIBRAA7"


@pytest.mark.parametrize(
    "address",
    [
        "http://127.0.0.1:9/logo.png",
        "https://example.com/x.png",
        "file:///etc/hostname",
        "../portal/settings.py",
        "fonts/../css/print.css",
        "fonts/%2e%2e/css/print.css",
    ],
)
def test_a_page_that_loads_from_elsewhere_is_not_printed(address):
    with pytest.raises(FatalURLFetchingError, match="may not load"):
        html_to_pdf(PAGE.format(f'<img src="{address}" alt="">'))


def test_pictures_come_within_the_page():
    assert html_to_pdf(PAGE.format(f'<img src="{DOT}" alt="">')).startswith(b"%PDF-1.7")


def test_a_slip_may_have_rules_of_its_own():
    page = PAGE.format("<p>Giấy tiếp nhận hồ sơ và hẹn trả kết quả</p>")

    printed = pypdf.PdfReader(BytesIO(html_to_pdf(page, css=["@page { size: A5 }"])))

    assert printed.pages[0].mediabox.width == pytest.approx(148 * 72 / 25.4, abs=0.1)
    assert "Giấy tiếp nhận hồ sơ và hẹn trả kết quả" in printed.pages[0].extract_text()
