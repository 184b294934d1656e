"""Trang của một thủ tục: what a citizen reads at one office, and what happens when it is over."""

import json
from datetime import date

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from lxml import html
from pytest_django.asserts import assertContains, assertNotContains, assertRedirects

from dossiers.models import Competence, ListedOfficer, Office, PageCount, ProcedureFee
from tests.dossiers.factories import (
    FieldFactory,
    FormFileFactory,
    OfficerFactory,
    ProcedureComponentFactory,
    ProcedureFactory,
    UnitFactory,
    UserFactory,
)

pytestmark = pytest.mark.django_db
PATH = "/thu-tuc/1.001193/"
PHONE = {"user-agent": "Mozilla/5.0 (Linux; Android 13) Mobile"}


@pytest.fixture
def birth():
    procedure = ProcedureFactory(
        code="1.001193",
        name="Đăng ký khai sinh",
        field=FieldFactory(code="ho-tich", name="Hộ tịch"),
        purpose="Làm giấy khai sinh cho con.",
        steps=["Nộp giấy tờ"],
        conditions=["Trong 60 ngày"],
        legal_basis=["Luật Hộ tịch 2014"],
        result="Giấy khai sinh",
        decision_number="12/QĐ-UBND",
        decision_on=date(2026, 3, 5),
        revision=4,
    )
    ProcedureFee.objects.create(procedure=procedure, position=1, amount=0, note="Đúng hạn")
    ProcedureFee.objects.create(procedure=procedure, position=2, amount=None, note="Quá hạn")
    return procedure


@pytest.fixture
def office():
    unit = OfficerFactory(unit=UnitFactory(code="19405", name="Xã Vĩnh Lâm")).unit
    Office.objects.create(
        unit=unit,
        address="Thôn Tiên Mỹ",
        phone="0233 3820 123",
        shifts=[["07:30", "11:30"], ["13:30", "17:00"]],
        saturday_receives=True,
    )
    return unit


def words(response):
    return " ".join(html.fromstring(response.content).text_content().split())


def test_it_says_what_it_is_for_and_what_to_bring(client, birth):
    ProcedureComponentFactory(
        procedure=birth, name="Tờ khai", originals=1, copies=2, form="Mẫu số 01", required=False
    )

    said = words(client.get(PATH))

    assert "Làm giấy khai sinh cho con." in said
    assert "Tờ khai Bản chính 01 · bản sao 02 Chỉ khi thuộc trường hợp này. Mẫu số 01" in said


def test_it_says_where_and_when_the_office_is_open(client, birth, office):
    said = words(client.get(PATH))

    assert "Thôn Tiên Mỹ" in said
    assert "Thứ Hai đến Thứ Sáu: 7:30–11:30 và 13:30–17:00" in said
    assert "Sáng Thứ Bảy 7:30–11:30, chỉ nhận hồ sơ" in said


def test_the_office_s_shorter_time_and_its_fee_stand_before_the_law_s(client, birth, office):
    birth.offers.create(unit=office, time_value=1, fee=5000)

    said = words(client.get(PATH))

    assert "01 ngày làm việc Quy định là 03 ngày làm việc." in said
    assert "5.000 đồng Quá hạn" in said
    assert "Không thu Đúng hạn" in said


def test_it_says_decision_version_steps_and_law(client, birth):
    said = words(client.get(PATH))

    assert "lần công bố 4 · theo Quyết định 12/QĐ-UBND ngày 05/03/2026" in said
    for part in ("Nộp giấy tờ", "Trong 60 ngày", "Luật Hộ tịch 2014", "Giấy khai sinh"):
        assert part in said


class TestWhomToCall:
    def test_the_office_where_nobody_is_in_charge(self, client, birth, office):
        assertContains(client.get(PATH), 'href="tel:02333820123"')

    @pytest.mark.parametrize("charged", ["field", "procedure"])
    def test_who_is_in_charge(self, client, birth, office, charged):
        officer = UserFactory(unit=office, full_name="Trần Thị Lan", phone="0912 000 111")
        subject = birth if charged == "procedure" else birth.field
        Competence.objects.create(user=officer, unit=office, **{charged: subject})
        ListedOfficer.objects.create(user=officer, unit=office)

        page = client.get(PATH)

        assertContains(page, 'href="tel:0912000111"')
        assertContains(page, "Trần Thị Lan, Công chức")

    def test_whom_the_office_does_not_list_keeps_their_number(self, client, birth, office):
        quiet = UserFactory(unit=office, full_name="Trần Thị Lan", phone="0912000111")
        Competence.objects.create(user=quiet, unit=office, procedure=birth)

        page = client.get(PATH)

        assertNotContains(page, "0912000111")
        assertNotContains(page, "Trần Thị Lan")
        assertContains(page, 'href="tel:02333820123"')

    def test_who_left_is_not_called(self, client, birth, office):
        gone = UserFactory(unit=office, phone="0912000111", is_active=False)
        Competence.objects.create(user=gone, unit=office, field=birth.field)
        ListedOfficer.objects.create(user=gone, unit=office)

        assertNotContains(client.get(PATH), "0912000111")


class TestForms:
    def test_a_form_and_a_sample_are_downloaded(self, client, birth):
        paper = ProcedureComponentFactory(procedure=birth, name="Tờ khai đăng ký")
        FormFileFactory(component=paper)
        FormFileFactory(component=paper, kind="sample", content=b"%PDF-mau-dien")

        page = client.get(PATH)
        blank = client.get(f"{PATH}mau-don/{paper.pk}/")
        sample = client.get(f"{PATH}mau-don/{paper.pk}/dien-san/")

        assertContains(page, "Tải mẫu để điền (PDF, 1 KB)")
        assertContains(page, "Xem bản điền sẵn (PDF, 1 KB)")
        assert (blank.content, sample.content) == (b"%PDF-1.4 mau", b"%PDF-mau-dien")
        assert blank["Content-Disposition"] == 'attachment; filename="to-khai-dang-ky.pdf"'
        assert blank["X-Content-Type-Options"] == "nosniff"

    def test_the_office_s_own_form_stands_before_the_one_for_all(self, client, birth, office):
        paper = ProcedureComponentFactory(procedure=birth)
        FormFileFactory(component=paper, content=b"%PDF-chung")
        FormFileFactory(component=paper, content=b"%PDF-rieng", unit=office)

        assert client.get(f"{PATH}mau-don/{paper.pk}/").content == b"%PDF-rieng"

    def test_another_office_s_form_and_another_procedure_s_are_not_there(self, client, birth, office):
        other = FormFileFactory(
            component=ProcedureComponentFactory(procedure=birth), unit=UnitFactory(name="Xã Khác")
        )
        foreign = FormFileFactory()

        assert client.get(f"{PATH}mau-don/{other.component.pk}/").status_code == 404
        assert client.get(f"{PATH}mau-don/{foreign.component.pk}/").status_code == 404


class TestOnline:
    def test_the_button_leads_on_and_is_counted_by_day_alone(self, client, birth, office):
        birth.online_address = "https://dichvucong.example.vn/khai-sinh"
        birth.save()

        assertContains(client.get(PATH), f'href="{PATH}nop-truc-tuyen/"')
        answer = client.get(f"{PATH}nop-truc-tuyen/", headers=PHONE)

        assertRedirects(answer, "https://dichvucong.example.vn/khai-sinh", fetch_redirect_response=False)
        counted = PageCount.objects.get()
        assert (counted.procedure, counted.unit, counted.told, counted.count) == (birth, office, "online", 1)
        assert not answer.cookies

    def test_the_office_s_own_address_stands_before_the_one_for_all(self, client, birth, office):
        birth.online_address = "https://chung.example.vn/"
        birth.save()
        birth.offers.create(unit=office, online_address="https://rieng.example.vn/")

        assert client.get(f"{PATH}nop-truc-tuyen/")["Location"] == "https://rieng.example.vn/"

    def test_robots_are_not_counted(self, client, birth):
        birth.online_address = "https://chung.example.vn/"
        birth.save()

        client.get(f"{PATH}nop-truc-tuyen/", headers={"user-agent": "Googlebot/2.1"})

        assert not PageCount.objects.exists()

    def test_without_an_address_there_is_no_button_and_an_old_link_says_so(self, client, birth):
        assertNotContains(client.get(PATH), "nop-truc-tuyen")
        assertContains(client.get(f"{PATH}nop-truc-tuyen/"), "chưa nộp trực tuyến được")

    def test_what_is_only_information_has_no_button(self, client, birth):
        birth.online_address, birth.service_level = "https://chung.example.vn/", "information"
        birth.save()

        page = client.get(PATH)

        assertNotContains(page, "nop-truc-tuyen")
        assertContains(page, "Chưa nộp qua mạng được")


class TestOver:
    def test_a_repealed_procedure_says_so(self, client, birth):
        birth.valid_to = date(2025, 6, 30)
        birth.save()

        page = client.get(PATH)

        assert page.status_code == 200
        assertContains(page, "đã bị bãi bỏ sau ngày 30/06/2025")
        assertNotContains(page, "Bạn cần mang theo")

    def test_a_replaced_one_leads_to_what_stands_now(self, client, birth):
        newest = ProcedureFactory(code="9.3", name="Khai sinh mới nhất")
        middle = ProcedureFactory(code="9.2", replaced_by=newest, valid_to=date(2025, 1, 1))
        birth.replaced_by, birth.valid_to, birth.is_published = middle, date(2024, 1, 1), False
        birth.save()

        page = client.get(PATH)

        assertContains(page, 'href="/thu-tuc/9.3/"')
        assertContains(page, "Khai sinh mới nhất")

    def test_a_circle_of_replacements_ends(self, client, birth):
        other = ProcedureFactory(replaced_by=birth, valid_to=date(2025, 1, 1))
        birth.replaced_by, birth.valid_to = other, date(2025, 1, 1)
        birth.save()

        assertContains(client.get(PATH), "đã bị bãi bỏ")

    def test_one_that_is_still_valid_is_shown_until_its_last_day(self, client, birth):
        birth.replaced_by, birth.valid_to = ProcedureFactory(), date(2099, 1, 1)
        birth.save()

        assertContains(client.get(PATH), "Bạn cần mang theo")

    def test_one_that_begins_later_says_when(self, client, birth):
        birth.valid_from = date(2099, 3, 1)
        birth.save()

        assertContains(client.get(PATH), "có hiệu lực từ 01/03/2099")


class TestSeveralOffices:
    @pytest.fixture(autouse=True)
    def _other(self, office):
        OfficerFactory(unit=UnitFactory(code="19409", name="Xã Bến Quan"))

    def test_a_place_is_chosen(self, client, birth):
        page = client.get(PATH)

        assertContains(page, "Bạn làm ở đâu?")
        assertContains(page, '<option value="19405">Xã Vĩnh Lâm</option>', html=True)
        assertNotContains(page, "Thôn Tiên Mỹ")
        assertContains(client.get(PATH, {"don-vi": "19405"}), "Thôn Tiên Mỹ")

    def test_only_those_that_offer_it_can_be_chosen(self, client, birth, office):
        ProcedureFactory().offers.create(unit=office)

        elsewhere, there = client.get(PATH), client.get(PATH, {"don-vi": "19405"})

        assertNotContains(elsewhere, "Xã Vĩnh Lâm")
        assertContains(elsewhere, "Xã Bến Quan")
        assertContains(there, "Xã Vĩnh Lâm không nhận thủ tục này")


class TestShared:
    def test_a_preview_has_title_words_and_a_picture_of_ours(self, client, birth, settings):
        settings.BASE_URL = "https://motcua.example.vn"

        tree = html.fromstring(client.get(PATH).content)
        told = {tag.get("property"): tag.get("content") for tag in tree.iter("meta")}

        assert told["og:title"] == "Đăng ký khai sinh"
        assert told["og:description"] == "Làm giấy khai sinh cho con."
        assert told["og:url"] == f"https://motcua.example.vn{PATH}"
        assert told["og:image"] == f"https://motcua.example.vn{PATH}anh.png"

    def test_the_picture_is_of_the_size_that_others_expect(self, client, birth):
        from io import BytesIO

        from PIL import Image

        birth.name = "Chứng thực bản sao từ bản chính giấy tờ do cơ quan, tổ chức có thẩm quyền cấp " * 4
        birth.save()

        answer = client.get(f"{PATH}anh.png")

        assert answer["Content-Type"] == "image/png"
        assert Image.open(BytesIO(answer.content)).size == (1200, 630)
        assert len(answer.content) < 100_000

    def test_structured_data_say_what_the_page_says_and_nothing_runs(self, client, birth, office):
        birth.name = "Khai sinh </script><script>alert(1)</script>"
        birth.save()

        tree = html.fromstring(client.get(PATH).content)
        (script,) = tree.iter("script")
        facts = json.loads(script.text)

        assert script.get("type") == "application/ld+json"
        assert (facts["@type"], facts["identifier"]) == ("GovernmentService", "1.001193")
        assert facts["name"] == birth.name
        assert facts["provider"]["name"] == "Xã Vĩnh Lâm"
        assert facts["availableChannel"][0]["servicePhone"]["telephone"] == "0233 3820 123"

    def test_the_page_to_share_has_the_whole_address_and_its_code(self, client, birth, settings):
        settings.BASE_URL = "https://motcua.example.vn"

        page = client.get(f"{PATH}chia-se/")

        assertContains(page, f'value="https://motcua.example.vn{PATH}"')
        assertContains(page, "<svg")


def test_the_sheet_to_print_folds_nothing(client, birth):
    page = client.get(f"{PATH}ban-in/")

    assertNotContains(page, "<details")
    for part in ("Bạn cần mang theo", "Nộp giấy tờ", "Trong 60 ngày", "lần công bố 4"):
        assertContains(page, part)


class TestOpinions:
    def test_useful_is_counted_and_nothing_else_is_kept(self, client, birth, office):
        answer = client.post(f"{PATH}y-kien/", {"told": "useful"})

        assertRedirects(answer, f"{PATH}y-kien/?cam-on=1")
        assert [(row.told, row.count, row.unit) for row in PageCount.objects.all()] == [("useful", 1, office)]
        assert not answer.cookies

    def test_a_second_word_of_a_day_adds_to_the_same_line(self, client, birth):
        for _ in range(3):
            client.post(f"{PATH}y-kien/", {"told": "hard"})

        assert PageCount.objects.get().count == 3

    def test_without_a_reason_it_asks_again(self, client, birth):
        page = client.post(f"{PATH}y-kien/", {})

        assertContains(page, "Chọn một lý do trong danh sách")
        assert not PageCount.objects.exists()

    @pytest.mark.parametrize("told", ["online", "khac", "x" * 1000])
    def test_only_what_is_offered_is_counted(self, client, birth, told):
        client.post(f"{PATH}y-kien/", {"told": told})

        assert not PageCount.objects.exists()

    def test_a_flood_from_one_machine_is_thanked_and_not_counted(self, client, birth):
        for _ in range(25):
            client.post(f"{PATH}y-kien/", {"told": "wrong"})

        assert PageCount.objects.get().count == 20

    def test_it_needs_neither_cookie_nor_token(self, birth):
        from django.test import Client

        strict = Client(enforce_csrf_checks=True)

        assert strict.post(f"{PATH}y-kien/", {"told": "useful"}).status_code == 302

    def test_staff_read_counts_and_reasons(self, client, birth, office):
        for told in ("useful", "hard", "hard", "wrong"):
            client.post(f"{PATH}y-kien/", {"told": told})
        client.force_login(OfficerFactory(unit=office))

        said = words(client.get("/thu-tuc/quan-ly/1.001193/"))

        assert "Có ích 1 lượt Còn thiếu 3 lượt Khó hiểu 2 Sai hoặc đã cũ 1" in said

    def test_another_unit_s_counts_are_not_read(self, client, birth, office):
        client.post(f"{PATH}y-kien/", {"told": "hard"})
        client.force_login(OfficerFactory(unit=UnitFactory(name="Xã Khác")))

        assert "Còn thiếu 0 lượt" in words(client.get("/thu-tuc/quan-ly/1.001193/"))


class TestRemembered:
    def test_a_page_that_was_drawn_costs_no_query(self, client, birth, office, django_assert_num_queries):
        client.get(PATH)

        with django_assert_num_queries(0):
            assertContains(client.get(PATH), "Bạn cần mang theo")

    @pytest.mark.django_db(transaction=True)
    def test_a_change_is_seen_at_once(self, client, birth, office):
        client.get(PATH)

        birth.purpose = "Lời mới."
        birth.save()
        seen_purpose = client.get(PATH)
        settings = Office.objects.get(unit=office)
        settings.phone = "0233 999 999"
        settings.save()

        assertContains(seen_purpose, "Lời mới.")
        assertContains(client.get(PATH), "0233 999 999")

    def test_a_page_of_a_made_up_office_is_not_remembered(self, client, birth, office):
        client.get(PATH, {"don-vi": "88888"})

        with CaptureQueriesContext(connection) as asked:
            client.get(PATH, {"don-vi": "88888"})

        assert any("procedurecomponent" in query["sql"] for query in asked)

    def test_an_officer_s_page_is_not_handed_to_citizens(self, client, birth, office):
        client.force_login(OfficerFactory(unit=office))
        client.get(PATH)
        client.logout()

        assertNotContains(client.get(PATH), "Về bàn làm việc")
