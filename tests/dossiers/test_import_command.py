"""`import_dossiers`: real files in, dossiers out, and a sentence for every row that cannot be taken."""

import io
import json
from datetime import date, timedelta

import pytest
from django.core.management import CommandError, call_command
from django.utils import timezone

from dossiers import lifecycle
from dossiers.models import Dossier, DossierEvent, ProcedureCaseType, ServiceLevel, Source
from dossiers.status import Channel, DossierStatus, Outcome, Rating
from portal.models import AuditEvent
from tests.dossiers.factories import (
    CaseTypeFactory,
    DossierFactory,
    OfficerFactory,
    ProcedureFactory,
    UnitFactory,
    at,
)
from tests.dossiers.sheets import HEADINGS, TYPICAL, csv_file, naive, row, workbook

pytestmark = pytest.mark.django_db


@pytest.fixture
def commune():
    """Xã Vĩnh Lâm before the reform; since then its code means another commune."""
    heir = UnitFactory(code="19429", name="Xã Vĩnh Thủy", valid_from=date(2025, 7, 1))
    UnitFactory(code="19405", name="Xã Cửa Tùng", valid_from=date(2025, 7, 1))
    return UnitFactory(
        code="19405", name="Xã Vĩnh Lâm", identifier="H50.25", valid_to=date(2025, 6, 30), successor=heir
    )


@pytest.fixture
def birth(commune):
    return ProcedureFactory(
        code="1.001193", name="Đăng ký khai sinh", service_level=ServiceLevel.FULL, field__name="Hộ tịch"
    )


@pytest.fixture
def run(birth, tmp_path):
    """Import rows (or a file) and give back what the command printed as JSON."""

    def do(rows, *options, unit="19405", **how):
        path = rows if not isinstance(rows, list) else workbook(tmp_path / "ho-so.xlsx", rows, **how)
        out = io.StringIO()
        try:
            call_command(
                "import_dossiers", str(path), "--unit", unit, "--format", "json", *options, stdout=out
            )
        except CommandError:
            if not out.getvalue():
                raise
        return json.loads(out.getvalue())

    return do


def counts(said):
    return said["created"], said["updated"], said["unchanged"], len(said["rejected"])


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


# What is refused, and how it is said

REFUSED = [
    ({"CODE": None}, "Mã hồ sơ", "", "Thiếu mã hồ sơ."),
    ({"CODE": "A 1"}, "Mã hồ sơ", "A 1", "Mã hồ sơ không được có khoảng trắng hoặc dấu /, ?, #."),
    ({"CODE": "A/1"}, "Mã hồ sơ", "A/1", "Mã hồ sơ không được có khoảng trắng hoặc dấu /, ?, #."),
    ({"CODE": "A" * 61}, "Mã hồ sơ", "A" * 61, "Dài 61 ký tự, chỉ nhận đến 60. Viết gọn lại."),
    ({"RECEIVED": None}, "Ngày tiếp nhận", "", "Thiếu ngày tiếp nhận."),
    (
        {"RECEIVED": "31/02/2024"}, "Ngày tiếp nhận", "31/02/2024",
        "Không có ngày hoặc giờ này trong lịch. Kiểm tra lại ngày, tháng (ngày đứng trước tháng).",
    ),
    (
        {"RECEIVED": "03/25/2024"}, "Ngày tiếp nhận", "03/25/2024",
        "Không có ngày hoặc giờ này trong lịch. Kiểm tra lại ngày, tháng (ngày đứng trước tháng).",
    ),
    (
        {"DUE": "tuần sau"}, "Ngày hẹn trả", "tuần sau",
        "Không đọc được ngày. Ghi ngày/tháng/năm (năm đủ 4 chữ số), ví dụ 05/03/2024 hoặc 05/03/2024 08:30.",
    ),
    (
        {"FINISHED": "14/03/2024 10:00"}, "Ngày có kết quả", "14/03/2024 10:00",
        "Ngày có kết quả trước ngày tiếp nhận (15/03/2024 09:30). Kiểm tra lại hai ngày.",
    ),
    (
        {"FINISHED": "15/03/2024 08:00"}, "Ngày có kết quả", "15/03/2024 08:00",
        "Ngày có kết quả trước ngày tiếp nhận (15/03/2024 09:30). Kiểm tra lại hai ngày.",
    ),
    (
        {"RETURNED": "15/03/2024 10:00"}, "Ngày trả kết quả", "15/03/2024 10:00",
        "Ngày trả kết quả trước ngày có kết quả (16/03/2024 10:00). Kiểm tra lại hai ngày.",
    ),
    (
        {"STATUS": "Đang xử lý"}, "Trạng thái", "Đang xử lý",
        "“Đang xử lý” nhưng đã có ngày có kết quả hoặc ngày trả kết quả. "
        "Sửa trạng thái thành “Đã xử lý xong” hay “Đã trả kết quả”, hoặc xóa ngày.",
    ),
    (
        {"FINISHED": None, "RETURNED": None}, "Trạng thái", "Đã trả kết quả",
        "“Đã trả kết quả” nhưng không có ngày có kết quả. "
        "Ghi “Ngày có kết quả” (hoặc “Ngày trả kết quả”), hoặc sửa trạng thái.",
    ),
    (
        {"STATUS": "Mới đăng ký"}, "Trạng thái", "Mới đăng ký",
        "“Mới đăng ký” nhưng đã có ngày có kết quả hoặc ngày trả kết quả. Sửa trạng thái hoặc xóa ngày.",
    ),
    (
        {"PROCEDURE_CODE": None, "PROCEDURE_NAME": "Đăng ký khai sin"}, "Tên TTHC", "Đăng ký khai sin",
        "Thủ tục này không có trong danh mục. Gần nhất: 1.001193 Đăng ký khai sinh.",
    ),
    (
        {"PROCEDURE_CODE": "1.001194", "PROCEDURE_NAME": None}, "Mã TTHC", "1.001194",
        "Mã TTHC “1.001194” không có trong danh mục. Gần nhất: 1.001193 Đăng ký khai sinh.",
    ),
    (
        {"PROCEDURE_CODE": "9.999999", "PROCEDURE_NAME": "Đăng ký khai sin"}, "Mã TTHC", "9.999999",
        "Mã TTHC “9.999999” và tên thủ tục này không có trong danh mục. "
        "Gần nhất: 1.001193 Đăng ký khai sinh.",
    ),
    (
        {"PROCEDURE_CODE": "9.999999", "PROCEDURE_NAME": "Việc khác"}, "Mã TTHC", "9.999999",
        "Mã TTHC “9.999999” và tên thủ tục này không có trong danh mục.",
    ),
    ({"PROCEDURE_CODE": None, "PROCEDURE_NAME": None}, "Tên TTHC", "", "Thiếu tên và mã thủ tục."),
    (
        {"CHANNEL": "Fax"}, "Kênh tiếp nhận", "Fax",
        "Ghi “Trực tiếp”, “Trực tuyến”, “Trực tuyến toàn trình”, “Trực tuyến một phần” "
        "hoặc “Bưu chính công ích”.",
    ),
    (
        {"DIGITISED": 3}, "Số giấy tờ đã số hóa", "3",
        "Số giấy tờ đã số hóa (3) lớn hơn số phải số hóa (2).",
    ),
    ({"PAPERS": "hai"}, "Số giấy tờ phải số hóa", "hai", "Ghi một số nguyên từ 0 trở lên."),
    ({"FEE": "tám nghìn"}, "Phí, lệ phí", "tám nghìn", "Ghi số tiền bằng đồng, ví dụ 50.000."),
    ({"PAID_ONLINE": "chưa rõ"}, "Thanh toán trực tuyến", "chưa rõ", "Ghi “Có” hoặc “Không”."),
    (
        {"RATING": "Tuyệt vời"}, "Đánh giá", "Tuyệt vời",
        "Ghi một trong năm mức: “Rất hài lòng”; “Hài lòng”; “Bình thường”; "
        "“Không hài lòng”; “Rất không hài lòng”.",
    ),
    ({"APPLICANT": "#REF!"}, "Người nộp", "#REF!",
     "Ô mang lỗi công thức #REF!. Sửa công thức hoặc gõ thẳng giá trị."),
    (
        {"CODE": "46400-240315-0001"}, "Mã hồ sơ", "46400-240315-0001",
        "Mã hồ sơ thuộc Xã Trung Nam, không phải Xã Vĩnh Lâm (đến 30/06/2025).",
    ),
]  # fmt: skip


@pytest.mark.parametrize(("cells", "column", "value", "message"), REFUSED)
def test_a_bad_row_is_refused_with_its_reason_and_never_stops_the_good_ones(
    run, cells, column, value, message
):
    UnitFactory(code="46400", name="Xã Trung Nam")

    said = run([row(CODE="A-1"), row(**cells), row(CODE="A-2")])

    assert said["rejected"] == [{"row": 3, "column": column, "value": value, "message": message}]
    assert said["created"] == 2
    assert sorted(Dossier.objects.values_list("code", flat=True)) == ["A-1", "A-2"]


def test_a_row_with_several_faults_is_one_refusal_that_names_them_all(run):
    said = run([row(CODE="A-1"), row(CODE="A-2", FEE="?", RATING="?", RECEIVED="?")])

    [refused] = said["rejected"]
    assert refused["column"] == "Ngày tiếp nhận"
    assert "Ghi số tiền" in refused["message"]
    assert "năm mức" in refused["message"]


def test_reception_in_the_future_is_refused(run):
    tomorrow = timezone.localtime() + timedelta(days=1)

    said = run([row(CODE="A-1"), row(CODE="A-2", RECEIVED=f"{tomorrow:%d/%m/%Y}", DUE=None)], unit="19429")

    assert said["rejected"][1]["message"].startswith("Ngày tiếp nhận ở tương lai.")


def test_of_a_code_that_stands_twice_the_first_row_counts(run):
    said = run([row(CODE="A-1", APPLICANT="Người thứ nhất"), row(CODE="A-1", APPLICANT="Người thứ hai")])

    assert counts(said) == (1, 0, 0, 1)
    assert said["rejected"][0]["row"] == 3
    assert said["rejected"][0]["message"] == (
        "Mã hồ sơ đã có ở dòng 2 của tệp này: chỉ xét dòng 2, bỏ dòng này."
    )
    assert Dossier.objects.get().applicant_name == "Người thứ nhất"


def test_odd_numbers_are_kept_as_they_are_with_a_warning(run):
    said = run(
        [
            row(CODE="A-1", NUMBER="191234567"),
            row(CODE="A-2", NUMBER=45190001234, PHONE=912345678),
            row(CODE="A-3", NUMBER="B1234567"),
            row(CODE="A-4", NUMBER="4.519E+10"),
        ]
    )

    assert counts(said) == (4, 0, 0, 0)
    kept = Dossier.objects.order_by("code").values_list("personal_number", "phone")
    assert list(kept) == [
        ("191234567", "0912345678"), ("45190001234", "912345678"),
        ("B1234567", "0912345678"), ("4.519E+10", "0912345678"),
    ]  # fmt: skip
    assert [(warning["row"], warning["column"]) for warning in said["warnings"]] == [
        (2, "Số định danh"), (3, "Số định danh"), (3, "Số điện thoại"),
        (4, "Số định danh"), (5, "Số định danh"),
    ]  # fmt: skip
    assert "có thể mất số 0 ở đầu" in said["warnings"][1]["message"]
    assert "Excel đã rút gọn" in said["warnings"][4]["message"]


def test_a_due_date_before_the_intake_is_a_warning(run):
    said = run([row(DUE="14/03/2024")])

    assert said["created"] == 1
    assert said["warnings"][0]["message"].startswith("Ngày hẹn trả trước ngày tiếp nhận")


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
