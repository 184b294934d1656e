from datetime import date

import pytest
from pytest_django.asserts import assertContains, assertNotContains, assertRedirects

from dossiers.models import Confidence, OfferedProcedure, Procedure, ProcedureFee, ServiceLevel
from portal.models import Role
from tests.dossiers.factories import (
    CaseTypeFactory,
    FieldFactory,
    OfficerFactory,
    ProcedureComponentFactory,
    ProcedureFactory,
    UnitFactory,
    UserFactory,
)

pytestmark = pytest.mark.django_db
STAFF = "/thu-tuc/quan-ly/"
PUBLIC = "/thu-tuc/"


@pytest.fixture
def birth():
    procedure = ProcedureFactory(
        code="1.001193",
        name="Đăng ký khai sinh",
        field=FieldFactory(code="ho-tich", name="Hộ tịch"),
        service_level=ServiceLevel.FULL,
        steps=["Nộp hồ sơ", "Nhận kết quả"],
        conditions=["Trong 60 ngày"],
        legal_basis=["Luật Hộ tịch số 60/2014/QH13"],
        authority="Ủy ban nhân dân cấp xã",
        result="Giấy khai sinh",
        decision_number="12/QĐ-UBND",
        decision_on=date(2026, 3, 5),
    )
    ProcedureComponentFactory(procedure=procedure, name="Tờ khai")
    ProcedureFee.objects.create(procedure=procedure, position=1, amount=8000, note="Mỗi bản sao")
    ProcedureFee.objects.create(procedure=procedure, position=2, amount=None, note="Quá hạn")
    CaseTypeFactory(procedure=procedure, name="Đăng ký lại")
    return procedure


@pytest.fixture
def waiting():
    return ProcedureFactory(
        code="NB-001", name="Gia đình văn hóa", confidence=Confidence.LOW, is_published=False
    )


class TestStaff:
    @pytest.fixture(autouse=True)
    def _signed_in(self, client):
        client.force_login(OfficerFactory())

    @pytest.mark.parametrize(
        ("query", "codes"),
        [
            ({}, {"1.001193", "NB-001"}),
            ({"q": "khai sinh"}, {"1.001193"}),
            ({"q": "nb-001"}, {"NB-001"}),
            ({"linh-vuc": "ho-tich"}, {"1.001193"}),
            ({"muc-do": "full"}, {"1.001193"}),
            ({"tinh-trang": "cong-khai"}, {"1.001193"}),
            ({"tinh-trang": "cho-cong-bo"}, {"NB-001"}),
            ({"muc-do": "nhảm"}, {"1.001193", "NB-001"}),
        ],
    )
    def test_the_list_is_narrowed_by_the_address(self, client, birth, waiting, query, codes):
        response = client.get(STAFF, query)

        assert {procedure.code for procedure in response.context["page_obj"]} == codes

    def test_an_empty_answer_offers_the_way_back(self, client, birth):
        assertContains(client.get(STAFF, {"q": "không có"}), "Xem cả danh mục")

    @pytest.mark.parametrize("count", [1, 3, 60])
    def test_the_list_costs_the_same_whatever_its_length(self, client, count, django_assert_num_queries):
        ProcedureFactory.create_batch(count, field=FieldFactory())

        with django_assert_num_queries(13):
            client.get(STAFF)

    def test_a_procedure_shows_papers_steps_fees_basis_and_how_sure_it_is(self, client, birth):
        response = client.get(f"{STAFF}1.001193/")

        for words in (
            "Tờ khai",
            "Nộp hồ sơ",
            "Trong 60 ngày",
            "8.000 đồng",
            "Theo quy định của tỉnh",
            "Luật Hộ tịch",
            "đã đối chiếu",
            "12/QĐ-UBND ngày 05/03/2026",
            "03 ngày làm việc",
            "Đăng ký lại",
        ):
            assertContains(response, words)
        assertNotContains(response, "Tiếp nhận thủ tục này")

    def test_an_intake_officer_decides_nothing(self, client, birth):
        client.post(f"{STAFF}1.001193/", {"act": "decline"})

        assert not OfferedProcedure.objects.exists()


class TestOffering:
    """What a commune's administrator may decide of a procedure: whether their own unit takes it in."""

    @pytest.fixture
    def admin(self, client):
        admin = UserFactory(roles=[Role.UNIT_ADMIN])
        client.force_login(admin)
        return admin

    def test_an_administrator_takes_a_procedure_from_the_own_unit_alone(self, client, admin, birth):
        ProcedureFactory()
        elsewhere = UnitFactory()

        response = client.post(f"{STAFF}1.001193/", {"act": "decline"})

        assertRedirects(response, f"{STAFF}1.001193/")
        birth.refresh_from_db()
        assert birth.is_published
        assert birth not in Procedure.objects.offered_by(admin.unit)
        assert birth in Procedure.objects.offered_by(elsewhere)
        assert client.get(f"{PUBLIC}1.001193/").status_code == 200
        assertContains(client.get(f"{STAFF}1.001193/"), "Không tiếp nhận thủ tục này.")

    def test_what_was_put_aside_is_taken_up_again(self, client, admin, birth):
        ProcedureFactory()
        client.post(f"{STAFF}1.001193/", {"act": "decline"})

        client.post(f"{STAFF}1.001193/", {"act": "offer"})

        assert birth in Procedure.objects.offered_by(admin.unit)

    def test_the_last_procedure_stays(self, client, admin, birth):
        assertContains(client.post(f"{STAFF}1.001193/", {"act": "decline"}), "ít nhất một thủ tục")

    @pytest.mark.parametrize("act", ["offer", "decline", "confirm", "withdraw"])
    def test_no_button_makes_a_procedure_public_for_all(self, client, admin, birth, waiting, act):
        client.post(f"{STAFF}NB-001/", {"act": act})
        client.post(f"{STAFF}1.001193/", {"act": act})

        assert list(Procedure.objects.filter(is_published=True)) == [birth]
        assertContains(client.get(f"{STAFF}NB-001/"), "công bố theo quyết định của tỉnh")


class TestPublic:
    def test_citizens_find_a_procedure_without_accents(self, client, birth, waiting):
        assertContains(client.get(PUBLIC, {"q": "khai sinh"}), "Đăng ký khai sinh")
        assertContains(client.get(PUBLIC, {"q": "van hoa"}), "Gõ ít chữ hơn")

    def test_citizens_go_by_fields(self, client, birth, waiting):
        front = client.get(PUBLIC)

        assertContains(front, "?linh-vuc=ho-tich")
        assertContains(front, "1 thủ tục")
        assertContains(client.get(PUBLIC, {"linh-vuc": "ho-tich"}), f"{PUBLIC}1.001193/")

    def test_a_page_says_what_to_bring_how_long_how_much_where(self, client, birth):
        response = client.get(f"{PUBLIC}1.001193/")

        for words in (
            "Bạn cần mang theo",
            "Tờ khai",
            "03 ngày làm việc",
            "8.000 đồng",
            "Toàn trình",
        ):
            assertContains(response, words)

    def test_what_is_not_public_is_not_there(self, client):
        ProcedureFactory(code="9.1", is_published=False)

        assert client.get(f"{PUBLIC}9.1/").status_code == 404
        assertContains(client.get(PUBLIC), "Chưa có thủ tục nào được công khai")

    @pytest.mark.parametrize("hidden", [{"valid_to": date(2020, 1, 1)}, {"valid_from": date(2099, 1, 1)}])
    def test_what_is_not_in_force_stands_in_no_list(self, client, hidden):
        ProcedureFactory(code="9.1", **hidden)

        assertContains(client.get(PUBLIC), "Chưa có thủ tục nào được công khai")

    def test_a_first_visit_stays_small(self, client, birth):
        FieldFactory.create_batch(60)

        assert len(client.get(PUBLIC).content) < 20_000
        assert "<script" not in client.get(PUBLIC).content.decode()
