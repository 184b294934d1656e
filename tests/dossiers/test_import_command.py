"""`import_dossiers`: whose dossiers a sheet touches, a sheet brought in again, the command itself."""

import io
from datetime import date

import pytest
from django.core.management import CommandError, call_command

from dossiers import lifecycle
from dossiers.models import Dossier, DossierEvent, Source
from dossiers.status import DossierStatus, Rating
from portal.models import AuditEvent
from tests.dossiers.factories import (
    DossierFactory,
    OfficerFactory,
    UnitFactory,
)
from tests.dossiers.sheets import HEADINGS, TYPICAL, counts, row, workbook

pytestmark = pytest.mark.django_db


# Units


def test_a_code_means_the_unit_of_the_reception_date(run, commune):
    run(
        [
            row(CODE="A-1"),
            row(CODE="A-2", RECEIVED="02/07/2025", DUE=None, FINISHED=None, RETURNED="03/07/2025"),
        ]
    )

    units = list(Dossier.objects.order_by("code").values_list("resolving_unit__name", flat=True))
    assert units == ["Xã Vĩnh Lâm", "Xã Cửa Tùng"]


def test_a_unit_with_a_day_is_meant_outright(run):
    run([row(RECEIVED="02/07/2025", DUE=None, FINISHED=None, RETURNED="03/07/2025")], unit="19405@2025-06-30")

    assert Dossier.objects.get().resolving_unit.name == "Xã Vĩnh Lâm"


def test_rows_whose_day_finds_no_unit_are_refused(run):
    said = run(
        [row(), row(CODE="A-2", RECEIVED="02/07/2025", RETURNED="03/07/2025", FINISHED=None)], unit="19429"
    )

    assert counts(said) == (1, 0, 0, 1)
    assert said["rejected"][0] == {
        "row": 2,
        "column": "Ngày tiếp nhận",
        "value": "15/03/2024",
        "message": "Không có đơn vị nào mang mã “19429” có hiệu lực ngày 15/03/2024. "
        "Kiểm tra lại mã đơn vị hành chính.",
    }


@pytest.mark.parametrize(
    ("unit", "message"),
    [
        ("99999", "Không có đơn vị nào mang mã “99999”"),
        ("19405@30/06/2025", "Ngày “30/06/2025” sau mã đơn vị không đúng dạng YYYY-MM-DD"),
        ("19429@2024-01-01", "Không có đơn vị nào mang mã “19429” có hiệu lực ngày 01/01/2024"),
    ],
)
def test_a_unit_that_is_none_stops_the_command(run, unit, message):
    with pytest.raises(CommandError, match=message):
        run([row()], unit=unit)


def test_the_dossier_of_another_unit_is_never_touched(run):
    stranger = DossierFactory(code="A-1", unit__name="Xã Trung Nam", source=Source.IMPORT)

    said = run([row(CODE="A-1"), row(CODE="A-2")])

    assert counts(said) == (1, 0, 0, 1)
    assert said["rejected"][0]["message"] == (
        "Mã hồ sơ thuộc Xã Trung Nam, không phải Xã Vĩnh Lâm (đến 30/06/2025)."
    )
    stranger.refresh_from_db()
    assert stranger.applicant_name != "Nguyễn Thị Hoa"


def test_codes_of_the_unit_and_of_what_hangs_below_it_are_its_own(run, commune):
    UnitFactory(code="19405.TYT", name="Trạm Y tế xã Vĩnh Lâm", parent=commune)

    said = run(
        [row(CODE=code) for code in ("19405-240315-0001", "h50.25-240315-0002", "19405.TYT-240315-0003")]
    )

    assert counts(said) == (3, 0, 0, 0)


# Again, and again changed


def test_importing_twice_changes_nothing(run):
    rows = [row(CODE=f"A-{number}", CHANNEL="Trực tuyến") for number in range(5)]
    run(rows)
    before = list(Dossier.objects.values())

    said = run(rows)

    assert counts(said) == (0, 0, 5, 0)
    assert list(Dossier.objects.values()) == before
    assert DossierEvent.objects.count() == 5


def test_changed_rows_update_their_dossier_and_say_so_in_its_history(run):
    run([row(STATUS="Đang xử lý", FINISHED=None, RETURNED=None, RATING=None), row(CODE="A-2")])

    said = run([row(), row(CODE="A-2")])

    assert counts(said) == (0, 1, 1, 0)
    dossier = Dossier.objects.get(code=TYPICAL["Mã hồ sơ"])
    assert (dossier.status, dossier.finished_on) == (DossierStatus.RETURNED, date(2024, 3, 16))
    event = dossier.events.last()
    assert (event.action, event.from_status, event.to_status) == (
        "update_by_import",
        "processing",
        "returned",
    )


def test_a_column_that_is_missing_says_nothing_and_a_blank_cell_says_blank(run):
    run([{**row(), "Ghi chú": "cũ"}], headings=[*HEADINGS, "Ghi chú"])
    fewer = ["Mã hồ sơ", "Mã TTHC", "Ngày tiếp nhận", "Số điện thoại"]

    said = run([row(PHONE=None)], headings=fewer)

    assert counts(said) == (0, 1, 0, 0)
    dossier = Dossier.objects.get()
    assert dossier.phone == ""
    assert (dossier.status, dossier.fee, dossier.rating) == (DossierStatus.RETURNED, 8000, Rating.SATISFIED)
    assert dossier.notes == {"Ghi chú": "cũ"}


def test_a_state_left_blank_does_not_undo_a_more_exact_one(run):
    run([row(STATUS="Yêu cầu bổ sung giấy tờ", FINISHED=None, RETURNED=None)])

    said = run([row(STATUS=None, FINISHED=None, RETURNED=None)])

    assert counts(said) == (0, 0, 1, 0)
    assert Dossier.objects.get().status == DossierStatus.AWAITING_SUPPLEMENT


def test_an_intake_moved_behind_a_known_result_is_refused(run):
    run([row()])

    said = run(
        [row(RECEIVED="20/03/2024"), row(CODE="A-2")], headings=["Mã hồ sơ", "Mã TTHC", "Ngày tiếp nhận"]
    )

    assert said["rejected"][0]["message"] == (
        "Hồ sơ đã có kết quả ngày 16/03/2024 10:00, trước ngày tiếp nhận này. Kiểm tra lại ngày tiếp nhận."
    )


def test_a_dossier_of_the_desk_is_never_overwritten_and_the_difference_is_shown(run, commune, birth):
    desk = DossierFactory(
        code="A-1", unit=commune, procedure=birth, applicant_name="Nguyễn Thị Hoa", phone="0987654321"
    )

    said = run([row(CODE="A-1", FINISHED=None, RETURNED=None, STATUS=None, DUE=None)])

    assert counts(said) == (0, 0, 1, 0)
    [differing] = said["differing"]
    assert (differing["row"], differing["code"]) == (2, "A-1")
    assert {"field": "Số điện thoại", "old": "0987654321", "new": "0912345678"} in differing["changes"]
    desk.refresh_from_db()
    assert desk.phone == "0987654321"


def test_an_imported_dossier_that_the_desk_went_on_with_belongs_to_the_desk(run):
    rows = [row(STATUS="Đang xử lý", FINISHED=None, RETURNED=None)]
    run(rows)
    lifecycle.conclude(Dossier.objects.get(), by=OfficerFactory())

    said = run(rows)

    assert counts(said) == (0, 0, 1, 0)
    assert Dossier.objects.get().status == DossierStatus.CONCLUDED
    assert len(said["differing"]) == 1


# The command itself


def test_a_dry_run_says_the_same_and_writes_nothing(run):
    said = run([row(), row(CODE=None)], "--dry-run")

    assert counts(said) == (1, 0, 0, 1)
    assert not Dossier.objects.exists()
    assert not AuditEvent.objects.filter(action="import.done").exists()


def test_it_fails_only_when_there_were_rows_and_none_was_taken(birth, tmp_path):
    empty = workbook(tmp_path / "trong.xlsx", [])
    bad = workbook(tmp_path / "sai.xlsx", [row(CODE=None)])

    call_command("import_dossiers", str(empty), "--unit", "19405", stdout=io.StringIO())
    with pytest.raises(CommandError, match="Không dòng nào nhập được"):
        call_command("import_dossiers", str(bad), "--unit", "19405", stdout=io.StringIO())


def test_without_json_it_speaks_in_sentences(birth, tmp_path):
    path = workbook(tmp_path / "ho-so.xlsx", [row(), row(CODE="A-2", RECEIVED="31/02/2024")])
    out = io.StringIO()

    call_command("import_dossiers", str(path), "--unit", "19405", stdout=out)

    first, second = out.getvalue().strip().split("\n")
    assert first.startswith("Đã nhập: tạo mới 1; cập nhật 0; không đổi 0;")
    assert second.startswith("Bị từ chối, dòng 3, cột “Ngày tiếp nhận” (31/02/2024): Không có ngày")


def test_a_file_that_is_not_there_is_told_in_words():
    with pytest.raises(CommandError, match="Không mở được tệp"):
        call_command("import_dossiers", "khong-co.xlsx", "--unit", "19405")


def test_queries_grow_with_chunks_not_with_rows(run, tmp_path, django_assert_max_num_queries):
    few, many = (
        [row(CODE=f"{prefix}-{number}") for number in range(count)] for prefix, count in (("A", 1), ("B", 60))
    )

    with django_assert_max_num_queries(20):
        run(few)
    with django_assert_max_num_queries(32):  # on SQLite a statement takes about 20 rows
        run(many)
