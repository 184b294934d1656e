"""Sổ và danh sách: the year's register as a printed book, and the list of a day's results."""

from datetime import date

import pytest
from django.conf import settings
from django.db import connection
from django.test import override_settings
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from dossiers import lifecycle, slips
from dossiers.models import Dossier, Office, RegisterPrint, Slip, SlipKind
from dossiers.printing import books, registers
from dossiers.status import DossierStatus
from portal.models import AuditEvent
from tests.dossiers.factories import DossierFactory, OfficerFactory, ProcedureFactory, UnitFactory, at
from tests.dossiers.printing.reading import Paper

pytestmark = [pytest.mark.django_db, pytest.mark.once]


@pytest.fixture(autouse=True)
def _storage(tmp_path):
    default = {**settings.STORAGES["default"], "OPTIONS": {"location": tmp_path}}
    with override_settings(MEDIA_ROOT=tmp_path, STORAGES={**settings.STORAGES, "default": default}):
        yield


@pytest.fixture
def officer(client):
    user = OfficerFactory(unit=UnitFactory(code="19405", name="Xã Vĩnh Lâm"), full_name="Trần Văn Quầy")
    client.force_login(user)
    return user


def receive(officer, count, year=2024, **fields):
    procedure = ProcedureFactory(name="Đăng ký khai sinh")
    return [
        lifecycle.receive(
            procedure=procedure, unit=officer.unit, applicant_name=f"Nguyễn Thị Số {n}", by=officer,
            address="Thôn Quảng Xá", phone="0912345678", at=at(f"{year}-05-06 08:00"), **fields,
        )
        for n in range(count)
    ]  # fmt: skip


def ordered(client, officer, year=2024, volume=1):
    """The register as the officer orders, awaits and opens it."""
    address = reverse("dossiers:register-order", args=[officer.unit.pk, year, volume])
    answer = client.post(address)
    made = RegisterPrint.objects.latest("pk")
    assert answer["Location"] == made.get_absolute_url()
    registers.work_off(made.job)
    made.refresh_from_db()
    file = client.get(reverse("dossiers:register-file", args=[made.pk]))
    assert file["Content-Type"] == "application/pdf"
    return made, Paper(b"".join(file.streaming_content))


def test_a_register_says_every_column_every_dossier_and_is_closed_at_the_end_of_the_year(client, officer):
    received = receive(officer, 3)
    lifecycle.withdraw(received[1], reason="Nhầm", by=officer, at=at("2024-05-07 08:00"))

    made, paper = ordered(client, officer)

    text = paper.text()
    assert paper.size_mm() == (297, 210)
    assert "SỔ THEO DÕI HỒ SƠ Năm: 2024 Quyển số: 01" in text
    assert "UBND XÃ VĨNH LÂM BỘ PHẬN TIẾP NHẬN VÀ TRẢ KẾT QUẢ" in text
    heads = [
        "TT Mã hồ sơ Tên TTHC Số lượng hồ sơ (bộ) Tên cá nhân, tổ chức Địa chỉ, số điện thoại",
        "Cơ quan chủ trì giải quyết Ngày, tháng, năm Phương thức nhận kết quả Ký nhận Ghi chú",
        "Nhận hồ sơ Hẹn trả kết quả Trả kết quả 1 2 3 4 5 6 7 8 9 10 11 12 13",
    ]
    assert all(head in text for head in heads), text
    for n, dossier in enumerate(received, start=1):
        assert f"{n:02d} {dossier.code}" in text.replace("- ", "-")
    assert "Công dân rút" in text
    assert "Mẫu số 06 · Thông tư 01/2018/TT-VPCP · Quyển số: 01 · Năm: 2024" in text
    assert paper.pages == made.pages == 2
    assert made.lines == 3
    assert "Sổ này gồm 2 trang, ghi 3 hồ sơ, từ số 01 đến số 03; khóa sổ ngày" in paper.text(1)
    assert "NGƯỜI ĐỨNG ĐẦU BỘ PHẬN MỘT CỬA (Ký, ghi rõ họ tên, đóng dấu)" in paper.text(1)
    assert AuditEvent.objects.filter(action="register.opened").count() == 1


def test_who_was_not_received_stands_behind_the_last_line_without_a_number(client, officer):
    receive(officer, 1)
    DossierFactory(
        unit=officer.unit, code="19405-240601-TC0001", status=DossierStatus.NOT_ACCEPTED,
        submitted_at=at("2024-06-01 08:00"), due_at=None,
    )  # fmt: skip
    Dossier.objects.filter(status=DossierStatus.NOT_ACCEPTED).update(received_at=None, received_on=None)

    made, paper = ordered(client, officer)

    assert made.lines == 2
    assert "Không tiếp nhận" in paper.text(0)
    assert "ghi 2 hồ sơ, từ số 01 đến số 01" in paper.text()


def test_the_book_of_the_running_year_is_not_closed(client, officer):
    year = timezone.localdate().year
    procedure = ProcedureFactory()
    lifecycle.receive(procedure=procedure, unit=officer.unit, applicant_name="A", by=officer)

    _, paper = ordered(client, officer, year=year)

    assert "khóa sổ" not in paper.text()
    assert "TRUNG TÂM PHỤC VỤ HÀNH CHÍNH CÔNG" in paper.text()


def test_a_long_book_is_laid_out_in_stretches_with_pages_and_heads_running_on(client, officer, monkeypatch):
    monkeypatch.setattr(books, "STRETCH", 20)
    Office.objects.create(unit=officer.unit, register_lines=45)
    receive(officer, 50)

    made, first = ordered(client, officer, volume=1)
    rest, second = ordered(client, officer, volume=2)

    assert (made.lines, rest.lines) == (45, 5)
    pages = [first.text(page) for page in range(first.pages)]
    assert all(f"Trang {number}" in text for number, text in enumerate(pages, start=1))
    assert all("Mã hồ sơ" in text for text in pages[:-1])
    assert "từ số 01 đến số 45" in pages[-1]
    assert "Quyển số: 02" in second.text(0)
    assert "từ số 46 đến số 50" in second.text()


def test_a_second_press_waits_for_the_same_book_and_a_job_run_twice_changes_nothing(client, officer):
    receive(officer, 1)
    first = registers.order(officer.unit, year=2024, volume=1, by=officer)

    assert registers.order(officer.unit, year=2024, volume=1, by=officer) == first

    registers.work_off(first.job)
    once = RegisterPrint.objects.get()
    registers.work_off(first.job)
    assert RegisterPrint.objects.get().file.name == once.file.name


def test_a_volume_that_is_not_there_is_refused(client, officer):
    answer = client.post(reverse("dossiers:register-order", args=[officer.unit.pk, 2024, 1]), follow=True)

    assert "không có quyển 1" in answer.content.decode()
    assert not RegisterPrint.objects.exists()


def test_the_page_lists_the_books_and_costs_the_same_for_one_and_for_three(client, officer):
    def queries():
        with CaptureQueriesContext(connection) as seen:
            page = client.get(reverse("dossiers:books"))
        return len(seen), page.content.decode()

    receive(officer, 1)
    one, page = queries()
    assert f"Năm 2024, {officer.unit.name}" in page
    receive(officer, 1, year=2023)
    receive(officer, 1, year=2022)
    for year in (2022, 2023, 2024):
        RegisterPrint.objects.create(unit=officer.unit, year=year, volume=1, made_by=officer)

    three, page = queries()

    assert three == one
    assert "Năm 2022" in page


def test_the_results_of_a_day_go_on_one_list_that_is_printed_and_counted(client, officer):
    first, second, other = receive(officer, 3)
    lifecycle.conclude(first, by=officer, at=at("2024-05-08 09:00"))
    lifecycle.conclude(second, by=officer, at=at("2024-05-08 10:00"))
    lifecycle.conclude(other, by=officer, at=at("2024-05-09 10:00"))

    client.post(reverse("dossiers:books"), {"unit": officer.unit.pk, "day": "08/05/2024"})

    slip = Slip.objects.get(kind=SlipKind.RESULT_HANDOVER)
    response = client.get(reverse("dossiers:unit-slip", args=[slip.pk]))
    text = Paper(response.content).text()
    assert "Tổng số kết quả bàn giao: 02 kết quả." in text
    assert text.index(first.code) < text.index(second.code)
    assert other.code not in text
    assert slip.prints.count() == 1


def test_very_many_results_of_a_day_go_on_several_lists_and_none_is_left_out(client, officer, monkeypatch):
    monkeypatch.setattr("dossiers.printing.results.MOST", 2)
    for dossier in receive(officer, 3):
        lifecycle.conclude(dossier, by=officer, at=at("2024-05-08 09:00"))

    client.post(reverse("dossiers:books"), {"unit": officer.unit.pk, "day": "08/05/2024"})

    assert [len(slip.content["codes"]) for slip in Slip.objects.order_by("number")] == [2, 1]


def test_the_lists_are_turned_by_pages_and_narrowed_by_kind(client, officer, monkeypatch):
    monkeypatch.setattr("dossiers.views.books.SHOWN", 1)
    for kind in (SlipKind.HANDOVER_LIST, SlipKind.RESULT_HANDOVER):
        slips.issue(kind, unit=officer.unit, by=officer, content={"codes": []})
    page = reverse("dossiers:books")

    second = client.get(page, {"page": 2}).content.decode()
    handed = client.get(page, {"loai": "handover_list"}).context["page_obj"]
    books = client.get(page, {"loai": "so"}).content.decode()

    assert "trang 2/2" in second
    assert [slip.kind for slip in handed] == [SlipKind.HANDOVER_LIST]
    assert "Chưa dựng bản in sổ nào" in books


def test_a_day_without_results_makes_no_list_and_takes_no_number(client, officer):
    answer = client.post(reverse("dossiers:books"), {"unit": officer.unit.pk, "day": "08/05/2024"})

    assert "không có kết quả nào chờ trả" in answer.content.decode()
    assert not Slip.objects.exists()


def test_a_stranger_s_unit_takes_no_list(client, officer):
    elsewhere = UnitFactory()

    client.post(reverse("dossiers:books"), {"unit": elsewhere.pk, "day": date(2024, 5, 8).isoformat()})

    assert not Slip.objects.exists()


def test_a_worker_gone_after_the_file_was_written_leaves_one_file(client, officer, tmp_path, monkeypatch):
    receive(officer, 1)
    client.post(reverse("dossiers:register-order", args=[officer.unit.pk, 2024, 1]))
    made = RegisterPrint.objects.get()
    RegisterPrint.objects.update(file="")
    for stored in tmp_path.rglob("*.pdf"):
        stored.unlink()
    with monkeypatch.context() as patched:

        def die(*_, **__):
            raise KeyboardInterrupt

        patched.setattr(RegisterPrint, "save", die)
        with pytest.raises(KeyboardInterrupt):
            registers.work_off(made.job)
    made.refresh_from_db()
    assert not made.file
    assert len(list(tmp_path.rglob("*.pdf"))) == 1

    registers.work_off(made.job)

    made.refresh_from_db()
    assert [str(path) for path in tmp_path.rglob("*.pdf")] == [made.file.path]
