"""Bản in của một thủ tục, as the browser puts it on paper: one sheet where it can be, else well broken."""

import json

import pypdfium2
import pytest

from dossiers.citizens import shipping
from dossiers.models import Office, ProcedureFee
from tests.browsing import chromium, needs_chromium, visitor
from tests.dossiers.factories import OfficerFactory, ProcedureComponentFactory, ProcedureFactory

pytestmark = [pytest.mark.once, pytest.mark.browser, pytest.mark.django_db, needs_chromium]
LONGEST = "1.013978"
"""Of all that ships the procedure with the most words."""


@pytest.fixture(scope="module")
def browser():
    with chromium() as started:
        yield started


def longest(times=1):
    """The procedure as it ships, at an office of which everything is known; its steps so many times."""
    desk = OfficerFactory()
    Office.objects.create(
        unit=desk.unit, address="Thôn Tiên Mỹ, xã Vĩnh Lâm", phone="0233 3820 123", saturday_receives=True
    )
    records = json.loads((shipping.DATA / "procedures.json").read_text(encoding="utf-8"))
    record = next(one for one in records if one["code"] == LONGEST)
    told = {key: record[key] for key in ("name", "authority", "result", "conditions", "legal_basis")}
    made = ProcedureFactory(
        **told, code=LONGEST, steps=record["steps"] * times, purpose="Xin cấp sổ đỏ lần đầu cho đất, nhà.",
        decision_number="1507/QĐ-UBND",
    )  # fmt: skip
    for position, paper in enumerate(record["components"], start=1):
        ProcedureComponentFactory(procedure=made, position=position, **paper | {"form": paper["form"] or ""})
    for position, fee in enumerate(record["fee"], start=1):
        ProcedureFee.objects.create(
            procedure=made, position=position, amount=fee["amount_vnd"], note=fee["note"]
        )
    return f"/thu-tuc/{LONGEST}/ban-in/"


def printed(browser, path):
    """The lines of each sheet."""
    with visitor(browser) as page:
        page.goto(path)
        content = page.pdf(prefer_css_page_size=True)
    document = pypdfium2.PdfDocument(content)
    return [sheet.get_textpage().get_text_range().split("\r\n") for sheet in document]


def test_the_longest_procedure_fits_on_one_sheet(browser):
    (lines,) = printed(browser, longest())

    assert any("1507/QĐ-UBND" in line for line in lines)


def test_what_needs_two_sheets_leaves_no_heading_behind_and_takes_more_than_its_foot_along(browser):
    first, second = printed(browser, longest(times=5))

    assert first[-1].strip() not in {"Các bước thực hiện", "Yêu cầu, điều kiện"}
    assert len(second) > 8
