"""What of a sheet is refused, and how it is said; what is only warned of."""

from datetime import timedelta

import pytest
from django.utils import timezone

from dossiers.models import Dossier
from tests.dossiers.factories import (
    UnitFactory,
)
from tests.dossiers.sheets import counts, row

pytestmark = pytest.mark.django_db


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
