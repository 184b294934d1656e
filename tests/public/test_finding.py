"""Tìm thủ tục: people's own words, without accents, the nearest first; what to do where nothing answers."""

import re

import pytest
from django.test import Client
from lxml import html
from pytest_django.asserts import assertContains, assertNotContains

from dossiers import catalogue
from dossiers.citizens import remembered
from dossiers.models import LifeEvent, Office, Procedure, ProcedureFee, ProcedureWord
from tests.dossiers.factories import FieldFactory, OfficerFactory, ProcedureFactory, UnitFactory

pytestmark = pytest.mark.django_db
MEANT = {
    "làm giấy khai sinh": "1.001193",
    "lam giay khai sinh cho con": "1.001193",
    "khai sinh": "1.001193",
    "sao y": "2.000815",
    "SAO Y BAN CHINH": "2.000815",
    "công chứng bằng tốt nghiệp": "2.000815",
    "nhập khẩu": "1.004222",
    "chuyen khau": "1.004222",
    "cắt khẩu": "1.003197",
    "giấy độc thân": "1.004873",
    "giay xac nhan doc than": "1.004873",
    "sổ đỏ": "1.013978",
    "lam so do lan dau": "1.013978",
    "bán đất": "2.001035",
    "mua ban dat": "2.001035",
    "tôi muốn mở quán": "1.001612",
    "dang ki kinh doanh": "1.001612",
    "xin phép xây nhà": "1.013225",
    "hộ nghèo": "1.011607",
    "khuyet tat": "1.001699",
    "tạm trú": "1.004194",
    "2.000815": "2.000815",
    "ly hôn": "2.000554",
    "li hon": "2.000554",
}
"""What a person types → the procedure that it means."""


def found(**asked):
    """The codes in the order of the page."""
    tree = html.fromstring(Client().get("/thu-tuc/", asked).content)
    links = tree.xpath("//a[@class='choices__link']/@href")
    return [match[1] for link in links if (match := re.match(r"/thu-tuc/([^/?]+)/", link))]


class TestShipped:
    """What a person would type, over the catalogue as it ships."""

    @pytest.fixture(autouse=True)
    def _loaded(self):
        catalogue.load()

    @pytest.mark.once
    def test_the_first_answer_is_what_was_meant(self):
        missed = {text: code for text, code in MEANT.items() if found(q=text)[:1] != [code]}

        assert missed == {}

    def test_nine_of_ten_public_procedures_have_people_s_own_words(self):
        public = Procedure.objects.published()

        assert public.filter(words__is_active=True).distinct().count() >= 0.9 * public.count()

    def test_every_life_event_leads_somewhere(self):
        page = Client().get("/")

        for event in LifeEvent.objects.all():
            assertContains(page, f'href="/thu-tuc/?su-kien={event.code}"')
            assert found(**{"su-kien": event.code})

    def test_a_life_event_keeps_its_order(self):
        assert found(**{"su-kien": "ket-hon"})[:2] == ["1.004873", "1.000894"]


@pytest.fixture
def birth():
    field = FieldFactory(code="ho-tich", name="Hộ tịch")
    return ProcedureFactory(code="1.1", name="Đăng ký khai sinh", field=field)


def test_a_name_that_begins_so_stands_before_one_that_holds_it(birth):
    ProcedureFactory(code="1.2", name="Cấp trích lục khai sinh")
    ProcedureFactory(code="1.3", name="Khai sinh lưu động")

    assert found(q="khai sinh")[0] == "1.3"


def test_all_words_leave_no_room_for_some(birth):
    ProcedureFactory(code="1.2", name="Đăng ký khai tử")

    assert found(q="khai sinh") == ["1.1"]


def test_where_none_has_all_words_those_with_most_answer(birth):
    assert found(q="khai sinh tại bệnh viện") == ["1.1"]
    assert found(q="bệnh viện huyện xa khai") == []


def test_words_that_say_nothing_are_passed_over(birth):
    assert found(q="tôi muốn làm thủ tục khai sinh thì đi đâu")[:1] == ["1.1"]


def test_part_of_another_word_is_no_answer(birth):
    ProcedureFactory(code="1.2", name="Thanh toán thù lao")

    assert found(q="an") == []


def test_no_pattern_of_a_database_is_understood(birth):
    assert found(q="%") == []
    assert found(q="_" * 5000) == []


class TestNarrowed:
    def test_by_what_is_free(self, birth):
        ProcedureFee.objects.create(procedure=birth, position=1, amount=0)
        paid = ProcedureFactory(code="1.2")
        ProcedureFee.objects.create(procedure=paid, position=1, amount=5000)
        ProcedureFactory(code="1.3")

        assert found(phi="mien-phi") == ["1.1"]

    def test_an_amount_that_the_council_sets_is_not_free_before_it_is_known(self, client, birth):
        unit = OfficerFactory(unit=UnitFactory(code="19405")).unit
        ProcedureFee.objects.create(procedure=birth, position=1, amount=None)

        assert found(phi="mien-phi") == []
        birth.offers.create(unit=unit, fee=0)
        remembered._begin_generation()
        assert found(phi="mien-phi") == ["1.1"]

    @pytest.mark.parametrize(
        ("value", "unit", "before", "times"),
        [
            (1, "working_day", "15:00", ["trong-ngay", "duoi-5-ngay"]),
            (8, "working_hour", None, ["trong-ngay", "duoi-5-ngay"]),
            (12, "hour", None, ["trong-ngay", "duoi-5-ngay"]),
            (4, "working_day", None, ["duoi-5-ngay"]),
            (5, "working_day", None, []),
            (None, "", None, []),
        ],
    )
    def test_by_time(self, birth, value, unit, before, times):
        Procedure.objects.filter(pk=birth.pk).update(
            time_value=value, time_unit=unit, same_day_if_before=before
        )

        assert [time for time in ("trong-ngay", "duoi-5-ngay") if found(han=time)] == times

    def test_the_office_s_own_time_counts(self, birth):
        unit = OfficerFactory(unit=UnitFactory(code="19405")).unit
        Procedure.objects.filter(pk=birth.pk).update(time_value=10)
        birth.offers.create(unit=unit, time_value=2)

        assert found(han="duoi-5-ngay") == ["1.1"]

    def test_choices_add_up_and_can_be_taken_back(self, client, birth):
        page = client.get("/thu-tuc/", {"linh-vuc": "ho-tich", "q": "khai sinh", "phi": "mien-phi"})

        assertContains(page, 'href="/thu-tuc/?q=khai+sinh&amp;linh-vuc=ho-tich"')
        assertContains(
            page, 'href="/thu-tuc/?q=khai+sinh&amp;linh-vuc=ho-tich&amp;phi=mien-phi&amp;han=trong-ngay"'
        )


class TestNotFound:
    def test_it_says_what_to_do(self, client, birth):
        unit = OfficerFactory(unit=UnitFactory(code="19405")).unit
        Office.objects.create(unit=unit, phone="0233 3820 123")

        page = client.get("/thu-tuc/", {"q": "xyz", "phi": "mien-phi"})

        assertContains(page, "Không tìm thấy thủ tục nào về “xyz”")
        assertContains(page, 'Gọi <a href="tel:02333820123">')
        assertContains(page, 'href="/thu-tuc/?q=xyz"')
        assertContains(page, "Theo lĩnh vực")

    def test_what_was_typed_is_never_markup(self, client, birth):
        assertNotContains(client.get("/thu-tuc/", {"q": "<b>x</b>"}), "<b>x</b>")


def test_a_long_answer_comes_in_pages(client):
    ProcedureFactory.create_batch(45, name="Chứng thực bản sao")

    assert len(found(q="ban sao")) == 40
    assert len(found(q="ban sao", page=2)) == 5


def test_a_search_costs_the_same_for_one_and_for_many(client, birth, django_assert_max_num_queries):
    client.get("/thu-tuc/", {"q": "khai sinh"})
    ProcedureFactory.create_batch(20, name="Khai sinh khác")

    with django_assert_max_num_queries(12):
        client.get("/thu-tuc/", {"q": "khai sinh"})


class TestPurposes:
    def test_what_an_office_wrote_stays(self):
        catalogue.load()
        Procedure.objects.filter(code="1.001193").update(purpose="Lời của xã.")

        assert catalogue.load().purposes.updated == 0
        assert Procedure.objects.get(code="1.001193").purpose == "Lời của xã."


class TestWords:
    def test_a_word_that_was_struck_out_stays_so(self):
        catalogue.load()
        ProcedureWord.objects.filter(folded_text="sao y").update(is_active=False)

        assert catalogue.load().words.created == 0
        assert not ProcedureWord.objects.get(folded_text="sao y").is_active


class TestFrontPage:
    def test_search_comes_first_then_tracking_and_the_office(self, client, birth):
        unit = OfficerFactory(unit=UnitFactory(code="19405", name="Xã Vĩnh Lâm")).unit
        Office.objects.create(unit=unit, phone="0233 3820 123", address="Thôn Tiên Mỹ")

        page = client.get("/").content.decode()

        order = ["Bạn cần làm gì?", "Mã hồ sơ in trên giấy hẹn", "Thứ Hai đến Thứ Sáu", "Theo lĩnh vực"]
        assert sorted(order, key=page.index) == order
        assert "Bạn làm ở đâu?" not in page

    def test_of_several_offices_one_is_chosen_and_stays(self, client, birth):
        for code in ("19405", "19409"):
            OfficerFactory(unit=UnitFactory(code=code))

        first, chosen = client.get("/"), client.get("/", {"don-vi": "19405"})

        assertContains(first, "Bạn làm ở đâu?")
        assertContains(chosen, '<input type="hidden" name="don-vi" value="19405">', html=True)
        assertContains(chosen, "Chọn nơi khác")
