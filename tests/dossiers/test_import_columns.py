"""Headings of real sheets."""

import pytest

from dossiers.importing import columns
from dossiers.importing.columns import Column


@pytest.mark.parametrize(
    ("written", "column"),
    [
        ("Mã hồ sơ", Column.CODE),
        ("SỐ HỒ SƠ", Column.CODE),
        ("ma ho so", Column.CODE),
        ("  Mã   hồ sơ ", Column.CODE),
        ("Mã hồ\nsơ", Column.CODE),
        ("NGÀY TIẾP NHẬN", Column.RECEIVED),
        ("Nga\u0300y tie\u0302\u0301p nha\u0323\u0302n", Column.RECEIVED),
        ("Phí, lệ phí (đồng)", Column.FEE),
        ("Phí lệ phí", Column.FEE),
        ("Kết quả điện tử (Có/Không)", Column.ELECTRONIC_RESULT),
        ("Ghi chú", None),
        ("", None),
    ],
)
def test_headings_match_without_case_accents_and_spaces(written, column):
    assert columns.meaning(written) == column


@pytest.mark.parametrize("column", list(Column))
def test_every_column_of_the_contract_is_known_by_its_own_name(column):
    assert columns.meaning(column.value) == column


def test_columns_that_are_not_ours_keep_a_name_each():
    headings = columns.read(["Mã hồ sơ", "Ghi chú", None, "Ghi chú", "STT", "Lý do từ chối", 2024])

    assert headings.at == {Column.CODE: 0}
    assert headings.others == {1: "Ghi chú", 3: "Ghi chú (2)"}


def test_of_a_column_that_stands_twice_the_second_is_a_note():
    headings = columns.read(["Số hồ sơ", "Mã hồ sơ"])

    assert headings.at == {Column.CODE: 0}
    assert headings.others == {1: "Mã hồ sơ"}


def test_a_row_that_is_no_heading_row_says_what_it_lacks():
    headings = columns.read(["Mã hồ sơ", "Người nộp"])

    assert columns.missing(headings) == ["“Mã TTHC” hoặc “Tên TTHC”", "“Ngày tiếp nhận”"]
