"""Nhập bảng tính in the browser: upload, preview, confirm, summary, and who may see it."""

import io
from datetime import date

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from openpyxl import load_workbook
from pytest_django.asserts import assertContains, assertNotContains, assertRedirects

from dossiers.importing import batches, entry
from dossiers.models import Dossier, ImportBatch, ImportRow, ImportState
from portal import jobs
from portal.models import AuditEvent, Job, JobState, Role
from tests.dossiers.factories import DossierFactory, ProcedureFactory, UnitFactory, UserFactory
from tests.dossiers.sheets import csv_file, naive, row, workbook

pytestmark = pytest.mark.django_db


@pytest.fixture
def procedure():
    return ProcedureFactory(code="1.001193", name="Đăng ký khai sinh")


@pytest.fixture
def officer(procedure):
    return UserFactory(unit=UnitFactory(code="19405", name="Xã Vĩnh Lâm"), roles=[Role.REFORM])


@pytest.fixture
def desk(client, officer):
    client.force_login(officer)
    return client


@pytest.fixture
def upload(desk, officer, tmp_path, django_capture_on_commit_callbacks):
    """Send rows (or a file) and have them checked."""

    def do(rows, name="ho-so.xlsx", **how):
        path = workbook(tmp_path / name, rows, **how) if isinstance(rows, list) else rows
        sent = SimpleUploadedFile(path.name, path.read_bytes())
        with django_capture_on_commit_callbacks(execute=True):
            response = desk.post(reverse("dossiers:import-upload"), {"unit": officer.unit.pk, "file": sent})
        assert response.status_code == 302, response.content.decode()
        return ImportBatch.objects.latest("pk")

    return do


@pytest.fixture
def confirm(desk, django_capture_on_commit_callbacks):
    def do(batch):
        with django_capture_on_commit_callbacks(execute=True):
            response = desk.post(reverse("dossiers:import-confirm", args=[batch.key]))
        assertRedirects(response, batch.get_absolute_url(), fetch_redirect_response=False)
        batch.refresh_from_db()
        return batch

    return do


GOOD_AND_BAD = [row(CODE="A-1"), row(CODE="A-2", RECEIVED="31/02/2024"), row(CODE="A-3", NUMBER="191234567")]


def test_the_way_from_the_file_to_the_records(desk, officer, upload, confirm):
    batch = upload(GOOD_AND_BAD, above=["DANH SÁCH HỒ SƠ"])

    assert batch.state == ImportState.CHECKED
    assert not Dossier.objects.exists()
    preview = desk.get(batch.get_absolute_url())
    assertContains(preview, "Xem trước, chưa ghi gì.")
    assertContains(preview, "Ghi 2 hồ sơ")
    assertContains(preview, "Không có ngày hoặc giờ này trong lịch.")
    assertContains(preview, "31/02/2024")

    confirm(batch)

    assert batch.state == ImportState.DONE
    assert sorted(Dossier.objects.values_list("code", flat=True)) == ["A-1", "A-3"]
    assert Dossier.objects.filter(events__action="import", events__actor=officer).count() == 2
    done = desk.get(batch.get_absolute_url())
    assertContains(done, "Đã nhập xong:")
    assertContains(done, "Tải dòng bị từ chối")
    line = AuditEvent.objects.get(action="import.done")
    assert (line.actor, line.unit, line.details["created"], line.details["rejected"]) == (
        officer,
        officer.unit,
        2,
        1,
    )
    assertContains(desk.get(reverse("dossiers:import-list")), "ho-so.xlsx")


def test_the_preview_shows_new_changed_differing_and_warned_rows(desk, officer, procedure, upload, confirm):
    confirm(upload([row(CODE="A-1", PHONE="0900000000")]))
    DossierFactory(code="A-2", unit=officer.unit, procedure=procedure, phone="0911111111")

    batch = upload([row(CODE="A-1"), row(CODE="A-2"), row(CODE="A-3", NUMBER="191234567")], name="lan-2.xlsx")

    page = batch.get_absolute_url()
    changed = desk.get(f"{page}?xem=cap-nhat")
    assertContains(changed, "Số điện thoại")
    assertContains(changed, "0900000000")
    assertContains(changed, "0912345678")
    assertContains(desk.get(f"{page}?xem=khac-tai-quay"), "0911111111")
    assertContains(desk.get(f"{page}?xem=tao-moi"), "Nguyễn Thị Hoa · Đăng ký khai sinh")
    assertContains(desk.get(f"{page}?xem=canh-bao"), "Không phải 12 chữ số")
    assertContains(desk.get(f"{page}?xem=khong-co"), "0900000000")


def test_refused_rows_come_back_as_a_sheet_that_can_be_corrected_and_sent_again(
    desk, upload, confirm, tmp_path
):
    bad = row(CODE="A-2", RECEIVED="31/02/2024", APPLICANT="=1+1") | {"Ghi chú": "giữ"}
    sheet = csv_file(tmp_path / "ho-so.csv", [row(CODE="A-1"), bad], headings=[*row(), "Ghi chú"])
    batch = confirm(upload(sheet))

    response = desk.get(reverse("dossiers:import-refused", args=[batch.key]))

    assert response["Content-Disposition"].startswith("attachment;")
    book = load_workbook(io.BytesIO(response.content))
    headings, cells = book.active.values
    assert headings == (*row(), "Ghi chú", "Lý do từ chối")
    sent_back = dict(zip(headings, cells, strict=True))
    assert sent_back["Người nộp"] == "=1+1"
    assert book.active.cell(2, headings.index("Người nộp") + 1).data_type == "s"
    assert sent_back["Ghi chú"] == "giữ"
    assert sent_back["Lý do từ chối"].startswith("Dòng 3. Ngày tiếp nhận: Không có ngày")

    corrected = sent_back | {"Ngày tiếp nhận": "01/03/2024"}
    again = confirm(upload([corrected], name="sua.xlsx", headings=headings))

    assert again.summary["created"] == 1
    assert Dossier.objects.get(code="A-2").notes == {"Ghi chú": "giữ"}


def test_days_and_numbers_of_refused_rows_come_back_as_such(desk, upload):
    batch = upload([row(CODE=None, RECEIVED=naive("2024-03-15 09:30"), FEE=50_000)])

    response = desk.get(reverse("dossiers:import-refused", args=[batch.key]))

    _, cells = load_workbook(io.BytesIO(response.content)).active.values
    assert naive("2024-03-15 09:30") in cells
    assert 50_000 in cells


def test_a_second_click_on_confirm_changes_nothing(desk, upload, confirm):
    batch = confirm(upload([row()]))

    confirm(batch)

    assert Dossier.objects.count() == 1
    assert Job.objects.filter(payload__step="write").count() == 1


def test_with_nothing_to_write_confirming_says_so(desk, upload, confirm):
    confirm(upload([row()]))
    batch = upload([row()], name="lan-2.xlsx")

    assertContains(desk.get(batch.get_absolute_url()), "Không có gì để ghi.")
    response = desk.post(reverse("dossiers:import-confirm", args=[batch.key]), follow=True)

    assertContains(response, "Không có dòng nào để ghi")
    assert batch.summary["unchanged"] == 1


def test_an_empty_sheet_says_that_it_is_empty(desk, upload):
    assertContains(desk.get(upload([]).get_absolute_url()), "không có dòng hồ sơ nào")


def test_cancelling_forgets_the_file_and_what_was_read(desk, upload, django_capture_on_commit_callbacks):
    batch = upload([row()])
    stored = batch.file.path

    with django_capture_on_commit_callbacks(execute=True):
        response = desk.post(reverse("dossiers:import-cancel", args=[batch.key]), follow=True)

    assertContains(response, "Chưa hồ sơ nào được ghi.")
    batch.refresh_from_db()
    assert batch.state == ImportState.CANCELLED
    assert not ImportRow.objects.exists()
    assert not batch.file.storage.exists(stored)
    assertContains(desk.get(batch.get_absolute_url()), "Đợt nhập đã bỏ")
    desk.post(reverse("dossiers:import-confirm", args=[batch.key]))
    assert not Dossier.objects.exists()


def test_what_was_written_cannot_be_cancelled(desk, upload, confirm):
    batch = confirm(upload([row()]))

    response = desk.post(reverse("dossiers:import-cancel", args=[batch.key]), follow=True)

    assertContains(response, "không bỏ được nữa")
    batch.refresh_from_db()
    assert batch.state == ImportState.DONE


@pytest.mark.parametrize(
    ("name", "content", "says"),
    [
        ("cu.csv", "Mã hồ sơ;Ngày".encode("cp1258", errors="replace") + b"\xea", "không ở bảng mã UTF-8"),
        ("cu.xls", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 99, "Excel cũ (.xls)"),
        ("rong.xlsx", b"", "Tệp rỗng"),
    ],
)
def test_a_file_that_cannot_be_read_is_refused_beside_its_field(desk, officer, name, content, says):
    sent = SimpleUploadedFile(name, content)

    response = desk.post(reverse("dossiers:import-upload"), {"unit": officer.unit.pk, "file": sent})

    assertContains(response, says)
    assert not ImportBatch.objects.exists()


def test_a_sheet_without_headings_fails_with_the_reason_and_keeps_no_file(desk, upload, tmp_path):
    batch = upload(csv_file(tmp_path / "khac.csv", [], headings=["Tên", "Tuổi"]))

    assert batch.state == ImportState.FAILED
    assertContains(desk.get(batch.get_absolute_url()), "Không thấy dòng tiêu đề")


def test_a_unit_out_of_reach_cannot_be_chosen(desk, tmp_path):
    path = workbook(tmp_path / "ho-so.xlsx", [row()])
    sent = SimpleUploadedFile(path.name, path.read_bytes())

    response = desk.post(reverse("dossiers:import-upload"), {"unit": UnitFactory().pk, "file": sent})

    assertContains(response, "Chọn một đơn vị trong danh sách.")
    assert not ImportBatch.objects.exists()


def test_rows_of_a_day_on_which_the_code_meant_a_unit_out_of_reach_are_refused(desk, officer, upload):
    officer.unit.valid_to = date(2025, 6, 30)
    officer.unit.save()
    UnitFactory(code="19405", name="Xã Cửa Tùng", valid_from=date(2025, 7, 1))

    batch = upload(
        [row(RECEIVED="02/07/2025", DUE=None, FINISHED=None, RETURNED="03/07/2025"), row(CODE="A-2")]
    )

    [refused] = batch.rows.filter(kind="rejected")
    assert (
        refused.findings[0]["message"]
        == "Ngày 02/07/2025 mã đơn vị 19405 là Xã Cửa Tùng, ngoài phạm vi của bạn."
    )
    assert batch.summary["created"] == 1


def test_long_previews_are_paged(desk, upload):
    batch = upload([row(CODE=f"A-{number:03d}") for number in range(60)])

    first, second = (desk.get(f"{batch.get_absolute_url()}?xem=tao-moi&page={page}") for page in (1, 2))

    assertContains(first, "A-000")
    assertNotContains(first, "A-059")
    assertContains(second, "A-059")


def test_the_preview_costs_the_same_for_one_row_and_for_many(desk, upload, django_assert_num_queries):
    few, many = (
        upload([row(CODE="A-1")]),
        upload([row(CODE=f"B-{number}") for number in range(30)], name="nhieu.xlsx"),
    )
    desk.get(few.get_absolute_url())  # the first request loads what the session keeps

    def queries(batch):
        from django.db import connection
        from django.test.utils import CaptureQueriesContext

        with CaptureQueriesContext(connection) as captured:
            desk.get(batch.get_absolute_url())
        return len(captured)

    assert queries(few) == queries(many)


# Progress and resumption


def test_progress_is_polled_until_the_work_is_over(desk, upload):
    batch = upload([row()])
    Job.objects.filter(pk=batch.job_id).update(
        state=JobState.RUNNING, done=1, total=4, step="Đang kiểm tra: 1 dòng"
    )
    ImportBatch.objects.update(state=ImportState.CHECKING)

    page, part = (
        desk.get(batch.get_absolute_url()),
        desk.get(reverse("dossiers:import-progress", args=[batch.key])),
    )

    for answer in (page, part):
        assertContains(answer, "Đang kiểm tra: 1 dòng")
        assertContains(answer, 'hx-trigger="every 1s"')
        assertContains(answer, "25%")
    ImportBatch.objects.update(state=ImportState.CHECKED)
    over = desk.get(reverse("dossiers:import-progress", args=[batch.key]))
    assert over["HX-Refresh"] == "true"


def test_an_import_killed_half_way_goes_on_behind_what_it_wrote_and_counts_right(
    desk, upload, confirm, monkeypatch
):
    monkeypatch.setattr(entry, "CHUNK", 2)
    batch = upload([row(CODE=f"A-{number}") for number in range(5)] + [row(CODE="A-0")])
    write = entry.Entry.write
    chunks = iter([True, True, False])

    def dying(self, chunk, **how):
        if not next(chunks):
            raise KeyboardInterrupt
        return write(self, chunk, **how)

    with monkeypatch.context() as patch:
        patch.setattr(entry.Entry, "write", dying)
        with pytest.raises(KeyboardInterrupt):
            confirm(batch)
    batch.refresh_from_db()
    assert (batch.state, batch.written_to, Dossier.objects.count()) == (ImportState.IMPORTING, 5, 4)
    Job.objects.filter(pk=batch.job_id).update(state=JobState.FAILED)
    assertContains(desk.get(batch.get_absolute_url()), "Ghi tiếp phần còn lại")

    confirm(batch)

    assert batch.state == ImportState.DONE
    assert Dossier.objects.count() == 5
    told = {name: batch.summary[name] for name in ("created", "updated", "unchanged", "rejected")}
    assert told == {"created": 5, "updated": 0, "unchanged": 0, "rejected": 1}
    assert batch.rows.count() == 6


def test_a_job_that_is_run_again_after_its_end_does_nothing(upload, confirm):
    batch = confirm(upload([row()]))
    before = batch.summary

    batches.work_off(batch.job)

    batch.refresh_from_db()
    assert batch.summary == before
    assert Dossier.objects.count() == 1


def test_a_worker_that_was_overtaken_writes_nothing_twice(upload, confirm, monkeypatch):
    monkeypatch.setattr(entry, "CHUNK", 1)
    batch = upload([row(CODE="A-1"), row(CODE="A-2")])
    write = entry.Entry.write

    def overtaken(self, chunk, **how):
        ImportBatch.objects.update(written_to=2)
        return write(self, chunk, **how)

    monkeypatch.setattr(entry.Entry, "write", overtaken)
    confirm(batch)

    assert not Dossier.objects.exists()
    assert batch.state == ImportState.IMPORTING


def test_a_check_that_was_cut_off_starts_over(upload):
    batch = upload([row(CODE="A-1")])
    ImportBatch.objects.update(state=ImportState.CHECKING)
    job = jobs.enqueue(batches.KIND, by=batch.created_by, batch=batch.pk, step=batches.CHECK)

    jobs.work_off(job)

    batch.refresh_from_db()
    assert (batch.state, batch.summary["created"], batch.rows.count()) == (ImportState.CHECKED, 1, 1)


# Strangers

PAGES = ["import-batch", "import-progress", "import-refused"]
ACTS = ["import-confirm", "import-cancel"]


@pytest.mark.parametrize("name", [*PAGES, *ACTS])
def test_an_officer_of_another_unit_does_not_see_that_it_exists(client, upload, name):
    batch = upload([row()])
    client.force_login(UserFactory(roles=[Role.REFORM, Role.UNIT_ADMIN]))

    address = reverse(f"dossiers:{name}", args=[batch.key])
    response = client.post(address) if name in ACTS else client.get(address)

    assert response.status_code == 404
    batch.refresh_from_db()
    assert batch.state == ImportState.CHECKED


@pytest.mark.parametrize("role", [Role.INTAKE, Role.LEADER, Role.SUPERVISOR, Role.SYSTEM_ADMIN])
def test_other_roles_of_the_same_unit_are_kept_out(client, officer, upload, role):
    batch = upload([row()])
    client.force_login(UserFactory(unit=officer.unit, roles=[role]))

    for name in PAGES:
        assert client.get(reverse(f"dossiers:{name}", args=[batch.key])).status_code == 403
    for name in ("import-list", "import-upload", "import-template"):
        assert client.get(reverse(f"dossiers:{name}")).status_code == 403


def test_the_list_of_another_unit_is_empty(client, upload):
    upload([row()])
    client.force_login(UserFactory(roles=[Role.UNIT_ADMIN]))

    assertContains(client.get(reverse("dossiers:import-list")), "Chưa nhập bảng nào")


def test_the_unit_above_sees_the_batches_of_its_subtree(client, officer, upload):
    batch = upload([row()])
    district = UnitFactory(kind="district")
    officer.unit.parent = district
    officer.unit.save()
    client.force_login(UserFactory(unit=district, roles=[Role.REFORM]))

    assert client.get(batch.get_absolute_url()).status_code == 200


# The sheet to begin with


def test_the_template_has_every_heading_and_can_be_sent_as_it_is(desk, upload, tmp_path):
    response = desk.get(reverse("dossiers:import-template"))
    path = tmp_path / "mau.xlsx"
    path.write_bytes(response.content)

    batch = upload(path)

    assert batch.state == ImportState.CHECKED
    assert batch.headings[0] == "Mã hồ sơ"
    assert set(row()) <= set(batch.headings)
