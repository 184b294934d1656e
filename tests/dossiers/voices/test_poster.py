"""Áp phích đường dây nóng: one A4 page whose numbers can be read and whose code leads to the form."""

from io import BytesIO

import pypdf
import pypdfium2
import pytest
import zxingcpp
from pytest_django.asserts import assertContains, assertNotContains

from dossiers.models import Hotline, Office
from dossiers.voices import hotlines
from portal.errors import DomainError
from portal.models import Role
from tests.dossiers.factories import UnitFactory, UserFactory

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


def test_without_a_line_the_poster_shows_the_telephone_of_the_office():
    unit = UnitFactory(name="Xã Vĩnh Lâm")
    Office.objects.create(unit=unit, phone="0233 3820 123", one_stop_name="Bộ phận Một cửa xã Vĩnh Lâm")

    text = pypdf.PdfReader(BytesIO(hotlines.poster(unit))).pages[0].extract_text()

    assert "0233 3820 123" in text
    assert "Bộ phận Một cửa xã Vĩnh Lâm" in " ".join(text.split())


def test_without_any_number_nothing_is_printed_and_the_page_says_what_to_do(client):
    unit = UnitFactory()
    with pytest.raises(DomainError, match="Chưa có số nào để in"):
        hotlines.poster(unit)
    client.force_login(UserFactory(unit=unit, roles=[Role.UNIT_ADMIN]))

    asked = client.get(f"/quan-tri/duong-day-nong/{unit.pk}/ap-phich.pdf", follow=True)

    assert asked.request["PATH_INFO"] == f"/quan-tri/duong-day-nong/{unit.pk}/"
    assertContains(asked, "Chưa có số nào để in lên áp phích")
    assertNotContains(asked, "In áp phích A4")


def test_an_officer_without_a_line_to_print_is_told_who_sets_it(client):
    unit = UnitFactory()
    client.force_login(UserFactory(unit=unit, roles=[Role.INTAKE]))

    asked = client.get(f"/quan-tri/duong-day-nong/{unit.pk}/ap-phich.pdf", follow=True)

    assertContains(asked, "quản trị đơn vị ghi đường dây nóng")
