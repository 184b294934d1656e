"""Sổ thu trong ngày, quyết toán quý: sums, and the payments behind every one of them."""

from datetime import date, timedelta
from io import BytesIO

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from lxml import html
from openpyxl import load_workbook
from pypdf import PdfReader
from pytest_django.asserts import assertContains, assertNotContains

from dossiers.fees import taking
from dossiers.fees.book import Quarter
from dossiers.models import FeeKind, PaymentMethod
from tests.dossiers.factories import OfficerFactory, ProcedureFactory, UnitFactory
from tests.dossiers.money import COPY, REGISTRY, charged, paid

pytestmark = pytest.mark.django_db


@pytest.fixture
def books(client):
    """Two officers of a commune: cash, a transfer, online money, a reversal and a refund, all of today."""
    hong = OfficerFactory(full_name="Lê Thị Hồng")
    nam = OfficerFactory(full_name="Trần Văn Nam", unit=hong.unit)
    birth = ProcedureFactory(code="1.001193", name="Đăng ký khai sinh", field__name="Hộ tịch")
    copy = ProcedureFactory(code="2.000815", name="Chứng thực bản sao", field__name="Chứng thực")
    first, second = (charged(REGISTRY, COPY, officer=hong, procedure=birth) for _ in range(2))
    third = charged(COPY, officer=hong, procedure=copy, applicant_name="Nguyễn Văn Ba")
    paid(first, 21000, by=hong, receipt_number="0000123")
    taking.reverse(paid(second, 21000, by=nam), reason="Ghi nhầm hồ sơ", by=nam)
    paid(second, 21000, method=PaymentMethod.TRANSFER, by=nam)
    online = paid(third, 16000, method=PaymentMethod.ONLINE, by=hong)
    taking.refund(online, amount=8000, reason="Trả lại một bản", by=hong)
    paid(charged(REGISTRY), 5000)  # another unit's
    client.force_login(hong)
    return hong


def figures(response):
    """Heading of the line and its numbers with where they lead, of every line of the page's tables."""
    tree = html.fromstring(response.content.decode())
    return {
        (row.getparent().getparent().getparent().xpath("string(.//h2)"), row.xpath("string(./th)").strip()): [
            (int(link.text.replace(".", "").replace("-", "-")), link.get("href"))
            for link in row.xpath("./td[@class='num']/a")
        ]
        for row in tree.xpath("//tr[td[@class='num']/a]")
    }


def test_the_day_adds_up_by_method_and_by_officer(client, books):
    lines = figures(client.get("/phi-le-phi/"))

    def numbers(*key):
        return [number for number, _ in lines[key]]

    assert numbers("Theo hình thức", "Tiền mặt") == [42000, -21000, 21000, 16000, 5000]
    assert numbers("Theo hình thức", "Chuyển khoản") == [21000, 0, 21000, 16000, 5000]
    assert numbers("Theo hình thức", "Thanh toán trực tuyến") == [16000, -8000, 8000, 8000, 0]
    assert numbers("Theo người thu", "Lê Thị Hồng") == [37000, -8000, 29000, 24000, 5000]
    assert numbers("Theo người thu", "Trần Văn Nam") == [42000, -21000, 21000, 16000, 5000]
    assert numbers("Theo hình thức", "Cộng") == [79000, -29000, 50000, 40000, 10000]
    assert numbers("Theo người thu", "Cộng") == numbers("Theo hình thức", "Cộng")


@pytest.mark.parametrize("page", ["/phi-le-phi/", "/phi-le-phi/quyet-toan/"])
def test_every_figure_opens_the_payments_that_add_up_to_it(client, books, page):
    lines = figures(client.get(page))

    for numbers in lines.values():
        for number, address in numbers:
            response = client.get(address)
            assert (response.context["sum"], sum(row[1] for row in response.context["rows"])) == (number,) * 2
    assert len(lines) >= 5


def test_reversals_and_refunds_stand_in_the_book_with_their_reasons(client, books):
    response = client.get("/phi-le-phi/")

    for words in ("Hủy ghi nhầm: Ghi nhầm hồ sơ", "Hoàn trả: Trả lại một bản", "Biên lai số 0000123"):
        assertContains(response, words)


def test_another_day_and_another_units_book_hold_nothing_of_it(client, books):
    yesterday = timezone.localdate() - timedelta(days=1)
    other = UnitFactory()

    assertContains(client.get(f"/phi-le-phi/?ngay={yesterday:%Y-%m-%d}"), "Ngày này chưa thu lần nào")
    assert client.get(f"/phi-le-phi/?don-vi={other.pk}").context["unit"] == books.unit
    client.force_login(OfficerFactory())
    assertNotContains(client.get("/phi-le-phi/"), "0000123")


def test_words_of_an_address_that_mean_nothing_narrow_nothing(client, books):
    response = client.get(
        "/phi-le-phi/chi-tiet/?tu=khong&den=2026-99-99&hinh-thuc=x&nguoi-thu=a&loai=b&don-vi=z"
    )

    assert response.status_code == 200
    assert response.context["sum"] == 50000


def test_the_successor_keeps_the_books_of_the_unit_that_it_replaced(client, books):
    old = books.unit
    old.successor, old.valid_to = UnitFactory(), timezone.localdate()
    old.save()
    client.force_login(OfficerFactory(unit=old.successor))

    assert client.get("/phi-le-phi/").context["book"].total.left.amount == 50000


def test_the_quarter_is_settled_by_field_procedure_and_kind(client, books):
    lines = figures(client.get("/phi-le-phi/quyet-toan/"))

    assert {name: [number for number, _ in numbers] for (_, name), numbers in lines.items()} == {
        "Hộ tịch": [63000, -21000, 42000, 32000, 10000],
        "Đăng ký khai sinh": [63000, -21000, 42000, 32000, 10000],
        "Chứng thực": [16000, -8000, 8000, 8000, 0],
        "Chứng thực bản sao": [16000, -8000, 8000, 8000, 0],
        "Tổng cộng": [79000, -29000, 50000, 40000, 10000],
    }


def test_the_day_on_paper_says_what_the_screen_says(client, books):
    response = client.get("/phi-le-phi/so-thu.pdf")

    page = PdfReader(BytesIO(response.content)).pages[0]
    text = " ".join(page.extract_text().split())
    for words in ("SỔ THU PHÍ, LỆ PHÍ NGÀY", "Nguyễn Văn Ba", "Hủy ghi nhầm: Ghi nhầm hồ sơ", "-21.000"):
        assert words in text
    assert "Cộng: 6 lượt; thu 79.000, hoàn trả và hủy -29.000 40.000 10.000 50.000" in text
    assert page.mediabox.width > page.mediabox.height


def test_the_settlement_on_paper_and_as_a_sheet_has_the_same_numbers(client, books):
    paper = PdfReader(BytesIO(client.get("/phi-le-phi/quyet-toan.pdf").content)).pages[0].extract_text()
    sheet = load_workbook(BytesIO(client.get("/phi-le-phi/quyet-toan.xlsx").content)).active
    rows = list(sheet.iter_rows(min_row=4, values_only=True))

    assert "Tổng cộng 6 79.000 -29.000 50.000 40.000 10.000" in " ".join(paper.split())
    assert rows[-1] == (None, "Tổng cộng", 6, 79000, -29000, 50000, 40000, 10000)
    code = next(cell for row in sheet.iter_rows(min_row=4) for cell in row if cell.value == "1.001193")
    assert (code.data_type, code.number_format) == ("s", "@")


def test_a_book_costs_the_same_whatever_it_holds(client, books):
    def cost(address):
        with CaptureQueriesContext(connection) as asked:
            client.get(address)
        return len(asked)

    addresses = ("/phi-le-phi/", "/phi-le-phi/quyet-toan/", "/phi-le-phi/chi-tiet/")
    before = [cost(address) for address in addresses]
    for _ in range(3):
        paid(charged(COPY, officer=books), 16000, by=OfficerFactory(unit=books.unit))

    assert [cost(address) for address in addresses] == before


@pytest.mark.parametrize(
    ("day", "code", "first", "last"),
    [
        (date(2026, 11, 22), "2026-Q4", date(2026, 10, 1), date(2026, 12, 31)),
        (date(2024, 2, 29), "2024-Q1", date(2024, 1, 1), date(2024, 3, 31)),
        (date(2025, 6, 30), "2025-Q2", date(2025, 4, 1), date(2025, 6, 30)),
    ],
)
def test_quarters_are_those_of_the_calendar_year(day, code, first, last):
    quarter = Quarter.of(day)

    assert (quarter.code, quarter.first, quarter.last) == (code, first, last)
    assert (quarter.next.before, quarter.before.next) == (quarter, quarter)
    assert Quarter.parse("linh tinh", today=day) == quarter


def test_kinds_of_the_book_are_those_of_the_law():
    assert [kind.label for kind in FeeKind] == ["Phí", "Lệ phí"]


@pytest.mark.parametrize("day", ["01/01/0001", "31/12/9999", "31/02/2026"])
def test_a_day_that_no_office_means_opens_today(client, day):
    client.force_login(OfficerFactory())

    assertContains(client.get("/phi-le-phi/", {"ngay": day}), f"ngày {timezone.localdate():%d/%m/%Y}")


@pytest.mark.parametrize("quarter", ["²", "²-Q1", "9999-Q1", "2026-Q5"])
def test_a_quarter_that_is_none_opens_the_running_one(client, quarter):
    client.force_login(OfficerFactory())

    response = client.get("/phi-le-phi/quyet-toan/", {"quy": quarter})

    assert response.context["table"].quarter == Quarter.of(timezone.localdate())


class TestUnpaid:
    """Đã trả, còn nợ."""

    def returned(self, officer, *lines, paying=0, days=0, **facts):
        dossier = charged(*lines, officer=officer, **facts)
        if paying:
            paid(dossier, paying, by=officer)
        type(dossier).objects.filter(pk=dossier.pk).update(
            status="returned", outcome="approved", finished_at=timezone.now(),
            finished_on=timezone.localdate(), returned_at=timezone.now(),
            returned_on=timezone.localdate() - timedelta(days=days),
        )  # fmt: skip
        return dossier

    def test_the_list_has_what_was_returned_and_not_all_paid_with_its_sum(self, client):
        officer = OfficerFactory()
        client.force_login(officer)
        partly = self.returned(officer, REGISTRY, COPY, paying=5000)
        whole = self.returned(officer, REGISTRY, paying=5000)
        free = self.returned(officer)
        open_one = charged(REGISTRY, officer=officer)
        strange = self.returned(OfficerFactory(), REGISTRY)

        page = client.get("/phi-le-phi/con-no/")

        assertContains(page, "1 hồ sơ, còn phải thu 16.000 đồng")
        assertContains(page, f"/ho-so/{partly.code}/phi/")
        for other in (whole, free, open_one, strange):
            assertNotContains(page, other.code)
        assertContains(client.get("/phi-le-phi/"), "Đã trả, còn nợ")

    def test_it_is_narrowed_by_days_and_turned_by_pages_at_one_cost(self, client, monkeypatch):
        monkeypatch.setattr("dossiers.views.cashbook.PER_PAGE", 2)
        officer = OfficerFactory()
        client.force_login(officer)
        earlier = self.returned(officer, REGISTRY, days=3)

        def asked(address):
            with CaptureQueriesContext(connection) as queries:
                page = client.get(address)
            return len(queries), page

        one, _ = asked("/phi-le-phi/con-no/")
        for _ in range(3):
            self.returned(officer, REGISTRY)
        four, page = asked("/phi-le-phi/con-no/")
        before = f"{timezone.localdate() - timedelta(days=1):%d/%m/%Y}"
        _, narrowed = asked(f"/phi-le-phi/con-no/?den={before}")

        assert one == four
        assertContains(page, "trang 1/2")
        assert [dossier.pk for dossier, *_ in narrowed.context["rows"]] == [earlier.pk]
