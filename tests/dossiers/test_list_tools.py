"""Danh sách hồ sơ: several filters, saved searches, columns, steps for many, Excel and paper."""

import io
from datetime import date, timedelta

import pypdf
import pytest
from django.http import QueryDict
from openpyxl import load_workbook
from pytest_django.asserts import assertContains, assertNotContains, assertRedirects

from dossiers import exporting, saved_searches
from dossiers.models import DataExport, Dossier, ListColumns, SavedSearch
from dossiers.status import Channel, DossierStatus
from portal.models import AuditEvent, Notice, Role
from tests.dossiers.factories import DossierFactory, OfficerFactory, UnitFactory, UserFactory, at

pytestmark = pytest.mark.django_db
PAGE = "/ho-so/"
TODAY = date(2026, 11, 23)


@pytest.fixture
def officer(client):
    officer = OfficerFactory()
    client.force_login(officer)
    return officer


def listed(response):
    return [row.dossier.code for row in response.context["rows"]]


def test_several_values_of_one_filter_find_what_any_of_them_finds(client, officer):
    DossierFactory(unit=officer.unit, code="A", status=DossierStatus.PROCESSING)
    DossierFactory(unit=officer.unit, code="B", channel=Channel.POSTAL)
    DossierFactory(unit=officer.unit, code="C", concluded=True)

    both = client.get(PAGE, {"trang-thai": ["processing", "concluded"]})
    with_channel = client.get(PAGE, {"trang-thai": ["processing", "received"], "kenh": ["postal"]})

    assert set(listed(both)) == {"A", "C"}
    assert listed(with_channel) == ["B"]


def test_days_of_the_due_date_and_of_the_result_filter_too(client, officer):
    early = {"unit": officer.unit, "received_at": at("2024-03-01 08:00"), "due_at": at("2024-03-04 08:00")}
    DossierFactory(
        code="A", **early, status="concluded", outcome="approved", finished_at=at("2024-03-05 08:00")
    )
    DossierFactory(code="B", unit=officer.unit, due_at=at("2024-03-20 08:00"))

    assert listed(client.get(PAGE, {"hen-tu": "05/03/2024"})) == ["B"]
    assert listed(client.get(PAGE, {"xong-tu": "05/03/2024", "xong-den": "05/03/2024"})) == ["A"]


def test_each_filter_in_force_is_a_chip_that_takes_it_away(client, officer):
    page = client.get(PAGE, {"trang-thai": ["processing", "received"], "tu": "01/03/2024"})

    assertContains(page, "Trạng thái: Đang xử lý ×")
    assertContains(page, "Tiếp nhận từ ngày 01/03/2024 ×")
    assertContains(page, "?trang-thai=received&amp;tu=01%2F03%2F2024")


def test_a_saved_search_opens_the_list_as_it_was_and_shows_no_name_in_the_address(client, officer):
    DossierFactory(unit=officer.unit, code="A", owner_name="Nguyễn Thị Đào")
    DossierFactory(unit=officer.unit, code="B", owner_name="Trần Văn Tý")
    searched = client.post(PAGE, {"q": "nguyen thi dao", "trang-thai": ["received"]})["Location"]

    client.post("/ho-so/bo-loc/", {"name": "Chị Đào", "address": searched.partition("?")[2]})
    saved = SavedSearch.objects.get()
    opened = client.get(f"/ho-so/bo-loc/{saved.pk}/")

    assert (saved.text, QueryDict(saved.address).getlist("trang-thai")) == ("nguyen thi dao", ["received"])
    assert "dao" not in opened["Location"]
    assert listed(client.get(opened["Location"])) == ["A"]


def test_an_unfiltered_list_or_a_search_without_a_name_is_not_saved(client, officer):
    nameless = client.post("/ho-so/bo-loc/", {"name": " ", "address": "trang-thai=received"}, follow=True)
    unfiltered = client.post("/ho-so/bo-loc/", {"name": "Tất cả", "address": ""}, follow=True)

    assertContains(nameless, "Đặt tên cho bộ lọc")
    assertContains(unfiltered, "Danh sách chưa lọc gì")
    assert not SavedSearch.objects.exists()


def test_somebody_elses_saved_search_neither_opens_nor_goes(client, officer):
    other = SavedSearch.objects.create(user=OfficerFactory(), name="Của tôi", address="q=x", text="bí mật")

    assertContains(client.get(f"/ho-so/bo-loc/{other.pk}/", follow=True), "Bộ lọc này không còn")
    client.post(f"/ho-so/bo-loc/{other.pk}/bo/")

    assert SavedSearch.objects.filter(pk=other.pk).exists()


def test_a_saved_search_is_dropped_by_its_owner(client, officer):
    saved = SavedSearch.objects.create(user=officer, name="Hộ tịch", address="linh-vuc=ho-tich")

    assertContains(client.get(PAGE), "Hộ tịch")
    client.post(f"/ho-so/bo-loc/{saved.pk}/bo/")

    assertNotContains(client.get(PAGE), "Bỏ bộ lọc Hộ tịch")


def saved_for(officer, **fields):
    return SavedSearch.objects.create(
        user=officer, name="Chờ xử lý", filters={"trang-thai": ["received"]}, tells_daily=True, **fields
    )


def test_a_saved_search_is_told_once_a_day_with_the_number_it_finds(officer):
    saved = saved_for(officer)
    DossierFactory.create_batch(2, unit=officer.unit)
    DossierFactory()

    counts = [saved_searches.tell_owners(TODAY), saved_searches.tell_owners(TODAY)]
    saved_searches.tell_owners(TODAY + timedelta(days=1))

    assert counts == [1, 0]
    told = Notice.objects.filter(user=officer).order_by("pk")
    assert [(notice.text, notice.url) for notice in told] == [
        ("Bộ lọc “Chờ xử lý”: 2 hồ sơ khớp hôm nay.", f"/ho-so/bo-loc/{saved.pk}/")
    ] * 2


def test_a_search_that_finds_nothing_or_is_not_to_be_told_stays_silent(officer):
    saved_for(officer)
    SavedSearch.objects.create(user=officer, name="Im lặng", filters={"kenh": ["direct"]})

    assert saved_searches.tell_owners(TODAY) == 0
    assert not Notice.objects.exists()


def test_chosen_columns_stand_in_the_list_until_the_usual_ones_are_asked_for(client, officer):
    DossierFactory(unit=officer.unit, phone="0912345678")

    answer = client.post("/ho-so/cot/", {"keys": ["dien-thoai", "phi"], "address": "kenh=direct&page=2"})
    chosen = client.get(PAGE)
    client.post("/ho-so/cot/", {"usual": "yes"})

    assertRedirects(answer, "/ho-so/?kenh=direct&page=2", fetch_redirect_response=False)
    assert [cell.label for cell in chosen.context["rows"][0].cells] == ["Điện thoại", "Phí, lệ phí (đồng)"]
    assertContains(chosen, "0912345678")
    assert not ListColumns.objects.exists()


def test_a_supervisor_gets_no_column_of_peoples_numbers(client):
    district = UnitFactory(kind="district")
    DossierFactory(unit=UnitFactory(parent=district), phone="0912345678", owner_name="Nguyễn Thị Đào")
    client.force_login(UserFactory(unit=district, roles=[Role.SUPERVISOR]))
    client.post("/ho-so/cot/", {"keys": ["chu", "dien-thoai", "dia-chi", "trang-thai"]})

    page = client.get(PAGE)

    assert [cell.label for cell in page.context["rows"][0].cells] == ["Chủ hồ sơ", "Trạng thái"]
    assertContains(page, "Nguyễn T. Đ.")


def bulk(client, verb, *codes, **more):
    return client.post("/ho-so/hang-loat/", {"verb": verb, "code": codes, **more}, follow=True)


def test_a_step_for_many_is_looked_at_first_and_changes_nothing(client, officer):
    DossierFactory(unit=officer.unit, code="A")
    DossierFactory(unit=officer.unit, code="B", concluded=True)

    preview = bulk(client, "start-processing", "A", "B")

    assertContains(preview, "1 hồ sơ sẽ chuyển")
    assertContains(preview, "Chuyển xử lý: chỉ với hồ sơ vừa tiếp nhận")
    assert Dossier.objects.get(code="A").status == DossierStatus.RECEIVED


def test_a_step_for_many_moves_each_that_can_and_says_why_the_others_stay(client, officer):
    DossierFactory(unit=officer.unit, code="A")
    DossierFactory(unit=officer.unit, code="B", concluded=True)
    DossierFactory(code="FREMD")

    answer = bulk(client, "start-processing", "A", "B", "FREMD", step="do", address="kenh=direct")

    assertContains(answer, "Đã chuyển xử lý 1 hồ sơ.")
    assertContains(answer, "Không làm được với B: Chuyển xử lý: chỉ với hồ sơ vừa tiếp nhận")
    assert Dossier.objects.get(code="A").events.get().action == "start_processing"
    assert Dossier.objects.get(code="FREMD").status == DossierStatus.RECEIVED


def test_nothing_marked_says_what_to_do(client, officer):
    assertContains(bulk(client, "conclude"), "Chưa chọn hồ sơ nào")


def workbook(response):
    sheet = load_workbook(io.BytesIO(response.content)).active
    return [list(row) for row in sheet.iter_rows()]


def test_excel_holds_every_dossier_of_the_filter_and_long_numbers_as_text(client, officer):
    DossierFactory(unit=officer.unit, code="A", personal_number="045190000777", fee=50_000, owner_name="=1+1")
    DossierFactory(unit=officer.unit, code="B", channel=Channel.POSTAL)
    client.post("/ho-so/cot/", {"keys": ["chu", "so-dinh-danh", "tiep-nhan", "phi"]})

    rows = workbook(client.post("/ho-so/xuat/excel/", {"address": "kenh=direct", "purpose": "reporting"}))

    assert [cell.value for cell in rows[0]] == [
        "Mã hồ sơ", "Chủ hồ sơ", "Số định danh", "Tiếp nhận", "Phí, lệ phí (đồng)",
    ]  # fmt: skip
    assert len(rows) == 2
    code, owner, number, received, fee = rows[1]
    assert (code.value, owner.value, owner.data_type) == ("A", "=1+1", "s")
    assert (number.value, number.data_type, number.number_format) == ("045190000777", "s", "@")
    assert (received.value.date(), fee.value) == (at("2024-03-15").date(), 50_000)


def test_every_export_is_kept_with_its_purpose_and_its_dossiers(client, officer):
    dossier = DossierFactory(unit=officer.unit)

    client.post("/ho-so/xuat/excel/", {"address": "", "purpose": "checking"})

    export = DataExport.objects.get()
    assert (export.by, export.form, export.purpose, export.has_personal_data) == (
        officer, "xlsx", "checking", True,
    )  # fmt: skip
    assert list(export.dossiers.all()) == [dossier]
    assert AuditEvent.objects.get(action="dossier.exported").details["rows"] == 1


def test_an_export_without_a_purpose_is_refused(client, officer):
    DossierFactory(unit=officer.unit)

    answer = client.post("/ho-so/xuat/excel/", {"address": "", "purpose": "vì thích"}, follow=True)

    assertContains(answer, "Chọn mục đích xuất dữ liệu")
    assert not DataExport.objects.exists()


def test_a_list_too_long_for_a_file_is_refused_with_what_to_do(client, officer, monkeypatch):
    monkeypatch.setattr(exporting, "MOST_ROWS", 1)
    DossierFactory.create_batch(2, unit=officer.unit)

    answer = client.post("/ho-so/xuat/excel/", {"address": "", "purpose": "reporting"}, follow=True)

    assertContains(answer, "Danh sách dài hơn 1 hồ sơ")
    assert not DataExport.objects.exists()


def test_a_supervisors_export_masks_people_and_is_no_personal_data(client):
    district = UnitFactory(kind="district")
    DossierFactory(unit=UnitFactory(parent=district), owner_name="Nguyễn Thị Đào")
    client.force_login(UserFactory(unit=district, roles=[Role.SUPERVISOR]))

    rows = workbook(client.post("/ho-so/xuat/excel/", {"address": "", "purpose": "reporting"}))

    assert "Nguyễn T. Đ." in [cell.value for cell in rows[1]]
    assert not DataExport.objects.get().has_personal_data


def test_the_list_prints_on_paper_with_its_columns(client, officer):
    DossierFactory(unit=officer.unit, code="H50.25-240315-0042", owner_name="Nguyễn Thị Đào")

    answer = client.post("/ho-so/xuat/ban-in/", {"address": "", "purpose": "handling"})

    page = pypdf.PdfReader(io.BytesIO(answer.content)).pages[0]
    words = " ".join(page.extract_text().split())
    assert page.mediabox.width > page.mediabox.height
    for text in ("DANH SÁCH HỒ SƠ", "H50.25-240315-0042", "Nguyễn Thị Đào", "Hẹn trả", "NGƯỜI LẬP"):
        assert text in words
