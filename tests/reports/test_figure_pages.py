"""Pages of figures: every number opens the records it counts, within the reader's reach and no further."""

import re
from datetime import date
from urllib.parse import urlencode

import pytest
from django.urls import reverse

from dossiers.status import Channel, Rating
from portal.models import Role
from reports.figures import By, figure_set
from reports.indicators import INDICATORS, Records
from reports.periods import Period
from tests.dossiers.factories import DossierFactory, UnitFactory, UserFactory, at

pytestmark = pytest.mark.django_db
PERIOD = "2024-Q2"
FIGURES = "/bao-cao/so-lieu/"
RECORDS = "/bao-cao/so-lieu/ho-so/"


@pytest.fixture
def commune():
    return UnitFactory(code="19405", name="Xã Vĩnh Lâm")


@pytest.fixture
def officer(client, commune):
    user = UserFactory(unit=commune, roles=[Role.REFORM])
    client.force_login(user)
    return user


def fill(commune):
    for number in range(7):
        DossierFactory(
            unit=commune, concluded=True, rating=Rating.SATISFIED if number < 6 else Rating.NEUTRAL,
            fee=8000, is_paid_online=number % 2 == 0, channel=Channel.ONLINE_FULL, is_inter_agency=True,
            papers_to_digitise=2, papers_digitised=number % 3, has_electronic_result=True,
            officer_name="Lê Thị Hồng",
        )  # fmt: skip
    DossierFactory(unit=commune, channel=Channel.POSTAL)
    DossierFactory(unit=commune, received_at=at("2024-02-01 08:00"), channel=Channel.DIRECT)


def listed(client, **words):
    """How many records the page says, and how many rows its pages hold."""
    response = client.get(RECORDS, {"don-vi": "19405", "ky": PERIOD} | words)
    page = response.context["page_obj"]
    return page.paginator.count, len(page.object_list)


@pytest.mark.parametrize("code", list(INDICATORS))
def test_the_list_behind_each_figure_counts_what_the_figure_says(client, officer, commune, code):
    fill(commune)
    value = figure_set(commune, Period.parse(PERIOD)).figures[code]

    if INDICATORS[code].records is Records.RATINGS:
        assert value >= 5
    assert listed(client, **{"chi-tieu": code}) == (value, value)


@pytest.mark.parametrize("by", [By.UNIT, By.FIELD, By.PROCEDURE, By.OFFICER])
def test_every_number_of_a_breakdown_is_a_link_to_its_own_records(client, officer, commune, by):
    fill(commune)

    html = client.get(FIGURES, {"don-vi": "19405", "ky": PERIOD, "theo": by}).content.decode()

    links = re.findall(r'<a href="(/bao-cao/so-lieu/ho-so/[^"]+nhom=[^"]*)"[^>]*>([\d.]+)</a>', html)
    assert len(links) >= 10
    for address, number in links:
        page = client.get(address.replace("&amp;", "&")).context["page_obj"]
        assert page.paginator.count == int(number.replace(".", ""))


def test_ratings_open_without_code_name_or_day(client, officer, commune):
    fill(commune)

    html = client.get(RECORDS, {"don-vi": "19405", "ky": PERIOD, "chi-tieu": "rated"}).content.decode()

    assert "Hài lòng" in html
    assert "Nguyễn Thị Số" not in html
    assert "19405-24" not in html


def test_fewer_than_five_ratings_do_not_open_at_all(client, officer, commune):
    for _ in range(4):
        DossierFactory(unit=commune, concluded=True, rating=Rating.SATISFIED)
    words = {"don-vi": "19405", "ky": PERIOD}

    html = client.get(RECORDS, words | {"chi-tieu": "rated"}).content.decode()

    assert "Có dưới 5 đánh giá nên danh sách không mở" in html
    assert "Thủ tục số" not in html
    assert "chi-tieu=rated" not in client.get(FIGURES, words).content.decode()


def test_a_stranger_to_the_unit_finds_nothing(client, commune):
    client.force_login(UserFactory(roles=[Role.REFORM]))
    fill(commune)

    for path in (FIGURES, RECORDS):
        query = {"don-vi": "19405", "ky": PERIOD, "chi-tieu": "received"}
        assert client.get(path, query).status_code == 404


def test_a_supervisor_reads_the_subtree_with_names_masked(client, commune):
    district = UnitFactory(code="464", kind="district")
    commune.parent = district
    commune.save()
    client.force_login(UserFactory(unit=district, roles=[Role.SUPERVISOR]))
    DossierFactory(unit=commune, applicant_name="Trần Thị Bích Ngọc")

    query = {"don-vi": "464", "ky": PERIOD, "chi-tieu": "received", "theo": "unit", "nhom": "19405"}
    html = client.get(RECORDS, query).content.decode()

    assert "Trần T. B. N." in html
    assert "Bích Ngọc" not in html


@pytest.mark.parametrize(
    ("words", "sentence"),
    [
        ({"ky": "2024-Q9"}, "không phải là kỳ báo cáo"),
        ({"tu": "2024-05-01", "den": "2024-04-01"}, "trước ngày đầu kỳ"),
        ({"ky": "2000"}, "Năm 1999 nằm ngoài khoảng 2000–2100"),
        ({"don-vi": "99999", "ky": PERIOD}, "Không có đơn vị nào mang mã"),
    ],
)
def test_an_address_that_asks_nothing_answerable_gets_a_sentence(client, officer, words, sentence):
    response = client.get(FIGURES, words)

    assert response.status_code == 400
    assert sentence in response.content.decode()


def test_unknown_indicators_and_groups_are_not_found_or_empty(client, officer):
    assert client.get(RECORDS, {"chi-tieu": "sum", "ky": PERIOD}).status_code == 404
    assert listed(client, **{"chi-tieu": "received", "theo": "field", "nhom": "khong-co"}) == (0, 0)
    assert client.get(RECORDS, {"chi-tieu": "received", "theo": "case_type", "nhom": "²"}).status_code == 200


@pytest.mark.parametrize("path", [FIGURES, RECORDS])
def test_a_page_costs_the_same_number_of_queries_whatever_the_data(
    client, officer, commune, path, django_assert_num_queries
):
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    address = (
        f"{path}?{urlencode({'don-vi': '19405', 'ky': PERIOD, 'chi-tieu': 'received', 'theo': 'field'})}"
    )
    DossierFactory(unit=commune)
    with CaptureQueriesContext(
        connection,
    ) as few:
        client.get(address)
    for _ in range(3):
        DossierFactory(unit=commune)

    with django_assert_num_queries(len(few)):
        client.get(address)


def test_home_shows_what_is_late_and_what_is_due_today(
    client, officer, commune, django_assert_max_num_queries
):
    late = DossierFactory(unit=commune, processing=True, due_at=at("2024-03-20 08:00"))
    paused = DossierFactory(unit=commune, due_at=at("2024-03-20 08:00"), paused_since=at("2024-03-18 08:00"),
                            was_paused=True)  # fmt: skip

    with django_assert_max_num_queries(23):
        html = client.get("/ban-lam-viec/").content.decode()

    assert late.code in html
    assert paused.code not in html
    assert "Hôm nay không có hồ sơ nào đến hẹn." in html


def test_home_of_a_supervisor_lists_the_communes(client, commune):
    district = UnitFactory(kind="district", name="Huyện Vĩnh Linh")
    commune.parent = district
    commune.save()
    client.force_login(UserFactory(unit=district, roles=[Role.SUPERVISOR]))

    html = client.get(reverse("reports:home")).content.decode()

    assert "Xã Vĩnh Lâm" in html
    assert "Tiếp nhận hồ sơ</a>" not in html


def test_periods_offered_to_a_unit_that_is_no_more_all_open(client):
    district = UnitFactory(kind="district", valid_to=date(2025, 6, 30))
    client.force_login(UserFactory(unit=district, roles=[Role.SUPERVISOR]))

    chips = client.get("/bao-cao/so-lieu/").context["periods"]

    assert chips
    assert {client.get(f"/bao-cao/so-lieu/{chip.url}").status_code for chip in chips} == {200}


def test_who_only_supervises_is_told_to_search_by_code(client, commune):
    client.force_login(UserFactory(unit=commune, roles=[Role.SUPERVISOR]))

    html = client.get("/ban-lam-viec/").content.decode()

    assert "Quét giấy hẹn hoặc gõ mã hồ sơ" in html
    assert "số điện thoại" not in html
