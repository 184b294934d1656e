"""What a good row of a sheet becomes: its values, dates, state, procedure and kind of case."""

from datetime import date

import pytest

from dossiers.models import Dossier, DossierEvent, ProcedureCaseType, ServiceLevel, Source
from dossiers.status import Channel, DossierStatus, Outcome, Rating
from portal.models import AuditEvent
from tests.dossiers.factories import (
    CaseTypeFactory,
    ProcedureFactory,
    at,
)
from tests.dossiers.sheets import HEADINGS, counts, csv_file, naive, row, workbook

pytestmark = pytest.mark.django_db


# What a good row becomes


def test_a_row_becomes_a_dossier_with_all_that_it_says(run, commune, birth):
    said = run([row(OWNER="Nguyễn Văn Bình", FIELD="Hộ tịch", ADDRESS="Thôn Quảng Xá", INTER_AGENCY="x")])

    assert counts(said) == (1, 0, 0, 0)
    dossier = Dossier.objects.get()
    assert dossier.code == "H50.25-240315-0001"
    assert (dossier.receiving_unit, dossier.resolving_unit, dossier.procedure) == (commune, commune, birth)
    assert (dossier.applicant_name, dossier.owner_name) == ("Nguyễn Thị Hoa", "Nguyễn Văn Bình")
    assert (dossier.personal_number, dossier.phone) == ("045190001234", "0912345678")
    assert dossier.address == "Thôn Quảng Xá"
    assert (dossier.status, dossier.outcome) == (DossierStatus.RETURNED, Outcome.APPROVED)
    assert dossier.received_at == dossier.submitted_at == at("2024-03-15 09:30")
    assert dossier.due_at == dossier.original_due_at == at("2024-03-18 09:30")
    assert dossier.finished_at == at("2024-03-16 10:00")
    assert dossier.returned_at == at("2024-03-18 08:00")
    assert (dossier.received_on, dossier.due_on) == (date(2024, 3, 15), date(2024, 3, 18))
    assert (dossier.papers_to_digitise, dossier.papers_digitised) == (2, 1)
    assert (dossier.has_electronic_result, dossier.is_paid_online, dossier.is_inter_agency) == (
        True,
        False,
        True,
    )
    assert (dossier.fee, dossier.rating) == (8000, Rating.SATISFIED)
    assert (dossier.officer_name, dossier.source) == ("Lê Văn Nam", Source.IMPORT)
    assert dossier.search_text == "nguyen thi hoa · nguyen van binh"
    assert dossier.notes == {}


def test_it_leaves_one_line_in_the_history_and_one_in_the_trail(run):
    run([row(CODE="A-1"), row(CODE="A-2")])

    event = DossierEvent.objects.get(dossier__code="A-2")
    assert (event.action, event.to_status, event.reason) == ("import", "returned", "Tệp ho-so.xlsx, dòng 3")
    line = AuditEvent.objects.get(action="import.done")
    assert line.details["created"] == 2


def test_title_lines_above_the_headings_are_passed_over_and_rows_keep_the_sheets_numbers(run):
    above = ["UBND XÃ VĨNH LÂM", "DANH SÁCH HỒ SƠ TIẾP NHẬN", "Từ ngày 01/01/2024 đến ngày 31/03/2024"]

    said = run([row(), row(CODE="A-2", RECEIVED="31/02/2024")], above=above)

    assert said["created"] == 1
    assert [rejected["row"] for rejected in said["rejected"]] == [6]


def test_blank_lines_are_no_rows_but_count_in_the_numbering(run):
    said = run([row(), {}, {}, row(CODE="A-2", RECEIVED=None)])

    assert [rejected["row"] for rejected in said["rejected"]] == [5]
    assert said["created"] == 1


def test_headings_match_whatever_their_case_and_spaces_and_other_columns_become_notes(run):
    headings = ["STT", "SỐ HỒ SƠ", "ten tthc", "Ngày  Tiếp Nhận", "Ghi chú", "Số tờ khai", "Ngày ghi"]
    ours = {"SỐ HỒ SƠ": "A-1", "ten tthc": "đăng ký KHAI SINH", "Ngày  Tiếp Nhận": naive("2024-03-15")}
    others = {"STT": 1, "Ghi chú": "Trẻ sinh tại nhà", "Số tờ khai": 12, "Ngày ghi": naive("2024-03-16")}

    said = run([ours | others], headings=headings)

    assert counts(said) == (1, 0, 0, 0)
    dossier = Dossier.objects.get()
    assert dossier.notes == {"Ghi chú": "Trẻ sinh tại nhà", "Số tờ khai": "12", "Ngày ghi": "16/03/2024"}
    assert (dossier.status, dossier.channel) == (DossierStatus.RECEIVED, Channel.DIRECT)
    assert dossier.due_at is None


@pytest.mark.parametrize("separator", [",", ";", "\t"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig"])
def test_csv_with_any_of_the_usual_separators(run, tmp_path, separator, encoding):
    path = csv_file(tmp_path / "ho-so.csv", [row()], separator=separator, encoding=encoding)

    assert counts(run(path)) == (1, 0, 0, 0)


def test_the_first_sheet_with_a_heading_row_is_taken(run, tmp_path):
    from openpyxl import load_workbook

    path = workbook(tmp_path / "nhieu-trang.xlsx", [row()])
    book = load_workbook(path)
    cover = book.create_sheet("Bìa", 0)
    cover["A1"] = "Sở Nội vụ"
    book.save(path)

    assert counts(run(path)) == (1, 0, 0, 0)


@pytest.mark.parametrize("code", ["1.001193.H38", "1.001193.000.00.00.H38", "1.001193", "1.001193.h50"])
def test_suffixes_of_provinces_are_cut_from_procedure_codes(run, birth, code):
    run([row(PROCEDURE_CODE=code, PROCEDURE_NAME=None)])

    assert Dossier.objects.get().procedure == birth


def test_a_procedure_code_that_became_a_number_gets_its_zeros_back(run):
    procedure = ProcedureFactory(code="2.000080")

    run([row(PROCEDURE_CODE=2.00008, PROCEDURE_NAME=None)])

    assert Dossier.objects.get().procedure == procedure


@pytest.mark.parametrize(
    "name", ["Thủ tục đăng ký khai sinh", "ĐĂNG KÝ KHAI SINH", "Thủ tục: Đăng ký  khai sinh"]
)
def test_without_a_code_the_whole_name_finds_the_procedure(run, birth, name):
    run([row(PROCEDURE_CODE=None, PROCEDURE_NAME=name)])

    assert Dossier.objects.get().procedure == birth


def test_the_code_wins_over_a_name_that_contradicts_it(run, birth):
    ProcedureFactory(code="1.000894", name="Đăng ký kết hôn")

    said = run([row(PROCEDURE_NAME="Đăng ký kết hôn")])

    assert Dossier.objects.get().procedure == birth
    assert said["warnings"][0]["message"] == (
        "Tên TTHC không khớp mã 1.001193 (Đăng ký khai sinh): đã lấy theo mã."
    )


@pytest.mark.parametrize(
    ("level", "channel"),
    [
        (ServiceLevel.FULL, Channel.ONLINE_FULL),
        (ServiceLevel.PARTIAL, Channel.ONLINE_PARTIAL),
        (ServiceLevel.INFORMATION, Channel.ONLINE_PARTIAL),
    ],
)
def test_plain_online_takes_the_level_of_the_procedure_and_says_so(run, level, channel):
    ProcedureFactory(code="9.999999", service_level=level)

    run([row(PROCEDURE_CODE="9.999999", PROCEDURE_NAME=None, CHANNEL="Trực tuyến")])

    dossier = Dossier.objects.get()
    assert dossier.channel == channel
    assert (dossier.channel_as_written, dossier.channel_is_converted) == ("Trực tuyến", True)


def test_old_levels_are_converted_and_kept_as_written(run):
    run([row(CODE="A-3", CHANNEL="Mức độ 3"), row(CODE="A-4", CHANNEL="Mức độ 4")])

    found = Dossier.objects.order_by("code").values_list(
        "channel", "channel_as_written", "channel_is_converted"
    )
    assert list(found) == [("online_partial", "Mức độ 3", True), ("online_full", "Mức độ 4", True)]


# Dates and states


def test_a_missing_result_date_takes_the_return_date(run):
    run([row(FINISHED=None)])

    assert Dossier.objects.get().finished_at == at("2024-03-18 08:00")


def test_a_blank_due_date_stays_none(run):
    run([row(DUE=None)])

    assert Dossier.objects.get().due_at is None


def test_a_result_of_the_same_day_without_a_time_is_not_before_the_intake(run):
    said = run([row(FINISHED="15/03/2024", RETURNED="15/03/2024")])

    assert counts(said) == (1, 0, 0, 0)
    dossier = Dossier.objects.get()
    assert dossier.finished_at == dossier.returned_at == at("2024-03-15 09:30")


@pytest.mark.parametrize(
    ("cells", "status", "outcome"),
    [
        ({}, DossierStatus.RETURNED, Outcome.APPROVED),
        ({"RETURNED": None}, DossierStatus.CONCLUDED, Outcome.APPROVED),
        ({"FINISHED": None, "RETURNED": None}, DossierStatus.RECEIVED, ""),
    ],
)
def test_a_blank_state_is_derived_from_the_dates(run, cells, status, outcome):
    run([row(STATUS=None, **cells)])

    dossier = Dossier.objects.get()
    assert (dossier.status, dossier.outcome) == (status, outcome)


@pytest.mark.parametrize(
    ("written", "outcome"),
    [("Công dân yêu cầu rút hồ sơ", Outcome.WITHDRAWN), ("Dừng xử lý", Outcome.STOPPED)],
)
def test_withdrawn_and_stopped_dossiers_are_finished(run, written, outcome):
    run([row(STATUS=written, RETURNED=None)])

    dossier = Dossier.objects.get()
    assert (dossier.outcome, dossier.finished_at) == (outcome, at("2024-03-16 10:00"))


@pytest.mark.parametrize("written", ["Mới đăng ký", "Không được tiếp nhận"])
def test_what_was_never_received_is_kept_but_counts_nowhere(run, written):
    run([row(STATUS=written, FINISHED=None, RETURNED=None)])

    dossier = Dossier.objects.get()
    assert (dossier.received_at, dossier.received_on, dossier.finished_at) == (None, None, None)
    assert dossier.submitted_at == at("2024-03-15 09:30")


def test_concluded_with_a_return_date_is_returned_with_a_warning(run):
    said = run([row(STATUS="Đã xử lý xong")])

    assert Dossier.objects.get().status == DossierStatus.RETURNED
    assert said["warnings"][0]["column"] == "Trạng thái"


# Kinds of case


def test_kinds_of_case_are_found_by_name_and_new_ones_added_with_one_warning(run, birth):
    known = CaseTypeFactory(procedure=birth, name="Tặng cho quyền sử dụng đất")
    headings = [*HEADINGS, "Loại việc"]

    said = run(
        [
            row(CODE="A-1", CASE_TYPE="tặng cho QUYỀN sử dụng đất"),
            row(CODE="A-2", CASE_TYPE="Ủy quyền"),
            row(CODE="A-3", CASE_TYPE="ủy quyền"),
            row(CODE="A-4"),
        ],
        headings=headings,
    )

    kinds = list(Dossier.objects.order_by("code").values_list("case_type__name", flat=True))
    assert kinds == [known.name, "Ủy quyền", "Ủy quyền", None]
    assert ProcedureCaseType.objects.count() == 2
    assert [warning["row"] for warning in said["warnings"]] == [3]
