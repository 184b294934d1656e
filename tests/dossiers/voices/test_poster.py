"""Áp phích đường dây nóng: one A4 page whose numbers can be read and whose code leads to the form."""

from io import BytesIO

import pypdf
import pypdfium2
import pytest
import zxingcpp

from dossiers.models import Hotline
from dossiers.voices import hotlines
from tests.dossiers.factories import UnitFactory

pytestmark = [pytest.mark.django_db, pytest.mark.once]


def test_a_poster_is_one_page_with_the_lines_and_a_code_that_is_read_back():
    unit = UnitFactory(name="Xã Vĩnh Lâm", code="19405")
    for place in range(1, 9):
        Hotline.objects.create(
            unit=unit, position=place, name=f"Tiếp nhận việc số {place}", number=f"0233 3820 00{place}",
            hours="trong giờ làm việc",
        )  # fmt: skip

    printed = hotlines.poster(unit)

    [page] = pypdf.PdfReader(BytesIO(printed)).pages
    text = page.extract_text()
    assert "ĐƯỜNG DÂY NÓNG" in text
    assert all(f"0233 3820 00{place}" in text for place in range(1, 9))
    drawn = pypdfium2.PdfDocument(printed)[0].render(scale=2).to_pil()
    [code] = zxingcpp.read_barcodes(drawn)
    assert code.text == hotlines.address(unit)
    assert code.text.endswith("/gop-y/?don-vi=19405")
