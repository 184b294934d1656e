import re
from datetime import timedelta

import pytest
from django.utils import timezone
from pytest_django.asserts import assertContains, assertNotContains, assertRedirects

from dossiers import listing
from dossiers.models import Dossier
from dossiers.status import Channel, DossierStatus
from portal import paging
from portal.models import Role
from tests.dossiers.factories import (
    DossierFactory,
    FieldFactory,
    OfficerFactory,
    ProcedureFactory,
    UnitFactory,
    UserFactory,
    at,
)

pytestmark = pytest.mark.django_db
PAGE = "/ho-so/"


@pytest.fixture
def officer(client):
    officer = OfficerFactory()
    client.force_login(officer)
    return officer


def search(client, text, **filters):
    """The page after the search form was sent."""
    return client.post(PAGE, {"q": text, **filters}, follow=True)


def listed(response):
    """Codes on the page, in their order."""
    return [row.dossier.code for row in response.context["rows"]]


@pytest.mark.parametrize("count", [1, 3, 60])
def test_the_list_costs_the_same_whatever_its_length(client, officer, count, django_assert_num_queries):
    procedure = ProcedureFactory()
    DossierFactory.create_batch(count, unit=officer.unit, procedure=procedure)

    with django_assert_num_queries(15):
        response = client.get(PAGE)

    assert len(response.context["rows"]) == min(count, 50)


def test_newest_stand_first_fifty_a_page(client, officer):
    for number in range(51):
        DossierFactory(
            unit=officer.unit, code=f"X-{number:02d}", received_at=at("2024-03-15") + timedelta(hours=number)
        )

    first, second = client.get(PAGE), client.get(PAGE, {"page": 2})

    assert listed(first)[:2] == ["X-50", "X-49"]
    assert listed(second) == ["X-00"]
    assertContains(first, "51 hồ sơ")


def test_only_dossiers_of_the_units_in_reach_are_listed(client, officer):
    received_for_others = DossierFactory(receiving_unit=officer.unit, resolving_unit=UnitFactory())
    resolved_for_others = DossierFactory(receiving_unit=UnitFactory(), resolving_unit=officer.unit)
    DossierFactory()

    assert set(listed(client.get(PAGE))) == {received_for_others.code, resolved_for_others.code}


@pytest.mark.parametrize(
    "text",
    [
        "nguyen thi dao",
        "Nguyễn Thị Đào",
        "THI DAO",
        "045190000777",
        "0451 9000 0777",
        "045190000777||Nguyễn Thị Đào|01011990|Nữ|Thôn 1|01012021",
        "0977123456",
        "+84 977 123 456",
        "7123",
        "240315-0042",
        "0042",
        "tran van ty",
    ],
)
def test_a_dossier_is_found_by_what_the_citizen_brings(client, officer, text):
    DossierFactory(
        unit=officer.unit,
        code="X.25-240315-0042",
        owner_name="Nguyễn Thị Đào",
        applicant_name="Trần Văn Tý",
        personal_number="045190000777",
        phone="0977123456",
    )
    DossierFactory(unit=officer.unit, code="X.25-240315-0099", phone="0912000000")

    assert listed(search(client, text)) == ["X.25-240315-0042"]


def test_a_passport_number_is_found_too(client, officer):
    DossierFactory(unit=officer.unit, code="X-1", personal_number="C1234567")

    assert listed(search(client, "c1234567")) == ["X-1"]


def test_a_whole_code_opens_its_dossier_at_once(client, officer):
    dossier = DossierFactory(unit=officer.unit, code="H50.25-240315-0042")
    DossierFactory(unit=officer.unit, code="H50.25-240315-00421")

    assertRedirects(search(client, " h50.25-240315-0042 "), f"/ho-so/{dossier.code}/")


def test_what_is_looked_for_never_stands_in_an_address(client, officer):
    DossierFactory.create_batch(51, unit=officer.unit, owner_name="Nguyễn Thị Đào")
    DossierFactory(unit=officer.unit, owner_name="Trần Văn Tý")

    answer = client.post(PAGE, {"q": "nguyen thi dao", "kenh": "direct", "page": "9"})
    page = client.get(answer["Location"])

    assert "dao" not in answer["Location"]
    assert "kenh=direct" in answer["Location"]
    assertContains(page, "51 hồ sơ khớp với bộ lọc")
    assertContains(page, 'value="nguyen thi dao"')
    assert not re.search(r'href="[^"]*dao', page.content.decode())
    assert len(listed(client.get(f"{answer['Location']}&page=2"))) == 1


def test_a_search_belongs_to_the_session_it_was_made_in(client, officer):
    DossierFactory(unit=officer.unit, owner_name="Nguyễn Thị Đào")
    address = client.post(PAGE, {"q": "khong ai"})["Location"]
    client.logout()
    client.force_login(officer)

    assertContains(client.get(address), "1 hồ sơ")
    assertNotContains(client.get(address), "khong ai")


def test_names_are_looked_for_only_where_a_desk_role_reaches(client):
    district = UnitFactory(kind="district")
    own, other = UnitFactory(parent=district), UnitFactory(parent=district)
    user = UserFactory(unit=own, roles=[Role.INTAKE])
    user.assignments.create(role=Role.SUPERVISOR, unit=district)
    client.force_login(user)
    DossierFactory(unit=own, code="X-1", owner_name="Nguyễn Thị Đào")
    DossierFactory(unit=other, code="X-2", owner_name="Nguyễn Thị Đào")

    assert listed(search(client, "nguyen thi dao")) == ["X-1"]
    assert set(listed(search(client, "X-"))) == {"X-1", "X-2"}


def test_a_code_beyond_reach_opens_nothing(client, officer):
    DossierFactory(code="H50.26-240315-0001")

    assert listed(search(client, "H50.26-240315-0001")) == []


@pytest.fixture
def mixed(officer):
    """Three dossiers that differ in everything a filter knows."""
    family, land = FieldFactory(code="ho-tich"), FieldFactory(code="dat-dai")
    DossierFactory(
        unit=officer.unit,
        code="A",
        procedure=ProcedureFactory(field=family, name="Đăng ký khai sinh", code="1.001193"),
        status=DossierStatus.PROCESSING,
        received_at=at("2024-03-01 08:00"),
    )
    DossierFactory(
        unit=officer.unit,
        code="B",
        procedure=ProcedureFactory(field=land, name="Tách thửa"),
        channel=Channel.ONLINE_PARTIAL,
        received_at=at("2024-03-15 23:59"),
    )
    DossierFactory(
        unit=officer.unit,
        code="C",
        procedure=ProcedureFactory(field=land, name="Đăng ký biến động"),
        channel=Channel.ONLINE_FULL,
        received_at=at("2024-04-01 08:00"),
    )


@pytest.mark.parametrize(
    ("query", "codes"),
    [
        ({"trang-thai": "processing"}, ["A"]),
        ({"linh-vuc": "dat-dai"}, ["C", "B"]),
        ({"thu-tuc": "khai sinh"}, ["A"]),
        ({"thu-tuc": "1.001193"}, ["A"]),
        ({"thu-tuc": "dang ky"}, ["C", "A"]),
        ({"kenh": "truc-tuyen"}, ["C", "B"]),
        ({"kenh": "online_full"}, ["C"]),
        ({"tu": "15/03/2024"}, ["C", "B"]),
        ({"den": "15/03/2024"}, ["B", "A"]),
        ({"tu": "2024-03-15", "den": "2024-03-15"}, ["B"]),
        ({"linh-vuc": "dat-dai", "kenh": "online_full"}, ["C"]),
        ({"linh-vuc": "khong-co", "kenh": "nhảm", "tu": "ngày mai", "don-vi": "9"}, ["C", "B", "A"]),
    ],
)
def test_filters_stand_in_the_address(client, mixed, query, codes):
    assert listed(client.get(PAGE, query)) == codes


def test_a_filter_that_cannot_be_read_says_so_beside_itself(client, mixed):
    assertContains(client.get(PAGE, {"tu": "ngày mai"}), "Gõ ngày theo dạng ngày/tháng/năm")


def test_deadline_chips_narrow_to_the_numbers_of_the_bar(client, officer):
    now = timezone.now()
    today = timezone.localtime().replace(hour=12, minute=0, second=0, microsecond=0)

    def due(code, days, **fields):
        return DossierFactory(
            unit=officer.unit,
            code=code,
            received_at=now - timedelta(days=30),
            due_at=today + timedelta(days=days),
            **fields,
        )

    due("LATE", -1)
    due("TODAY", 0)
    due("SOON", 2)
    due("FAR", 9)
    due("STANDS", -1, status="awaiting_supplement", paused_since=now - timedelta(days=5))
    due("STANDS-LATE", -9, status="awaiting_supplement", paused_since=now - timedelta(days=5))
    due("DONE", -1, concluded=True)

    assert set(listed(client.get(PAGE, {"han": "tre"}))) == {"LATE", "STANDS-LATE"}
    assert listed(client.get(PAGE, {"han": "hom-nay"})) == ["TODAY"]
    assert listed(client.get(PAGE, {"han": "sap-den"})) == ["SOON"]
    page = client.get(PAGE, {"han": "tre", "linh-vuc": "x", "page": 3})
    assertContains(page, "?han=tre&amp;han=hom-nay&amp;linh-vuc=x")
    assert (page.context["frame"].late_count, page.context["frame"].due_count) == (2, 1)


def test_due_days_are_told_in_words(client, officer):
    today = timezone.localtime()
    DossierFactory(unit=officer.unit, due_at=today + timedelta(days=2))
    DossierFactory(unit=officer.unit, due_at=today - timedelta(days=3))
    DossierFactory(unit=officer.unit, due_at=None)
    DossierFactory(unit=officer.unit, concluded=True)

    response = client.get(PAGE)

    for words in ("còn 2 ngày", "trễ 3 ngày", "không hẹn ngày", "trước hạn"):
        assertContains(response, words)


def test_a_supervisor_sees_no_names_and_finds_by_code_only(client):
    district = UnitFactory(kind="district")
    commune = UnitFactory(parent=district)
    client.force_login(UserFactory(unit=district, roles=[Role.SUPERVISOR]))
    DossierFactory(unit=commune, code="X-1", owner_name="Nguyễn Thị Đào", phone="0977123456")

    page = client.get(PAGE)

    assertContains(page, "Nguyễn T. Đ.")
    assertNotContains(page, "Nguyễn Thị Đào")
    assert listed(search(client, "nguyen")) == []
    assert listed(search(client, "0977123456")) == []
    assert listed(search(client, "X-")) == ["X-1"]


def test_names_are_masked_where_a_desk_role_does_not_reach(client):
    district = UnitFactory(kind="district")
    own, other = UnitFactory(parent=district), UnitFactory(parent=district)
    user = UserFactory(unit=own, roles=[Role.INTAKE])
    user.assignments.create(role=Role.SUPERVISOR, unit=district)
    client.force_login(user)
    DossierFactory(unit=own, owner_name="Nguyễn Thị Đào")
    DossierFactory(unit=other, owner_name="Trần Văn Tý")

    page = client.get(PAGE)

    assertContains(page, "Nguyễn Thị Đào")
    assertContains(page, "Trần V. T.")
    assertNotContains(page, "Trần Văn Tý")


def test_a_supervisor_narrows_to_one_commune_with_what_it_was(client):
    district = UnitFactory(kind="district")
    new = UnitFactory(parent=district, name="Xã Mới")
    old = UnitFactory(parent=district, name="Xã Cũ", valid_to=at("2025-06-30").date(), successor=new)
    client.force_login(UserFactory(unit=district, roles=[Role.SUPERVISOR]))
    DossierFactory(unit=old, code="OLD")
    DossierFactory(unit=UnitFactory(parent=district), code="OTHER")

    page = client.get(PAGE, {"don-vi": new.pk})

    assert listed(page) == ["OLD"]
    assertContains(page, "Xã Cũ (đến 30/06/2025)")


def test_counting_stops_where_nobody_turns_pages(client, officer, monkeypatch):
    monkeypatch.setattr(paging, "COUNTED", 2)
    monkeypatch.setattr(listing, "PAGE", 2)
    DossierFactory.create_batch(3, unit=officer.unit)

    page = client.get(PAGE)

    assertContains(page, "Hơn")
    assertContains(page, "Danh sách dừng ở 2 hồ sơ mới nhất")


def test_empty_places_offer_the_first_step(client, officer):
    assertContains(client.get(PAGE), "Tiếp nhận hồ sơ đầu tiên")
    assertContains(search(client, "khong co"), "Không có hồ sơ nào khớp")
    assert not Dossier.objects.exists()
