"""What single cells say."""

from datetime import date, time

import pytest

from dossiers.importing import values
from dossiers.importing.values import WrittenChannel, Wrong
from dossiers.status import Channel, DossierStatus, Rating
from tests.dossiers.factories import at
from tests.dossiers.sheets import naive

pytestmark = pytest.mark.once


@pytest.mark.parametrize(
    ("cell", "moment", "has_time"),
    [
        ("05/03/2024", "2024-03-05", False),
        ("5/3/2024", "2024-03-05", False),
        ("05/03/2024 08:30", "2024-03-05 08:30", True),
        ("05/03/2024 8:30:15", "2024-03-05 08:30:15", True),
        ("05-03-2024", "2024-03-05", False),
        ("05.03.2024 08h30", "2024-03-05 08:30", True),
        ("08:30 05/03/2024", "2024-03-05 08:30", True),
        ("2024-03-05", "2024-03-05", False),
        ("2024-03-05T08:30:00", "2024-03-05 08:30", True),
        ("  05/03/2024  08:30 ", "2024-03-05 08:30", True),
        (naive("2024-03-05"), "2024-03-05", False),
        (naive("2024-03-05 08:29:59.999600"), "2024-03-05 08:30", True),
        (date(2024, 3, 5), "2024-03-05", False),
        (45356, "2024-03-05", False),
        (45356.354166666664, "2024-03-05 08:30", True),
    ],
)
def test_days_as_offices_write_them(cell, moment, has_time):
    found = values.moment(cell)

    assert found is not None
    assert found.at == at(moment)
    assert found.has_time is has_time


@pytest.mark.parametrize("cell", [None, "", "  "])
def test_no_day(cell):
    assert values.moment(cell) is None


@pytest.mark.parametrize(
    "cell", ["31/02/2024", "03/25/2024", "00/01/2024", "05/03/2024 25:00", "15/13/2024", "2024-13-01"]
)
def test_days_that_are_in_no_calendar_are_refused_and_never_turned_round(cell):
    with pytest.raises(Wrong, match="Không có ngày hoặc giờ này trong lịch"):
        values.moment(cell)


@pytest.mark.parametrize(
    "cell", ["05/03/24", "hôm qua", "05/2024", "20240305", time(8, 30), True, 0, -3, 9e9]
)
def test_what_is_no_day_is_refused_with_an_example(cell):
    with pytest.raises(Wrong, match=r"ví dụ 05/03/2024"):
        values.moment(cell)


@pytest.mark.parametrize("cell", ["05/03/0204", "05/03/1024", 366])
def test_years_before_there_were_records_are_refused(cell):
    with pytest.raises(Wrong, match="không hợp lệ"):
        values.moment(cell)


@pytest.mark.parametrize(
    ("cell", "amount"),
    [
        (None, 0), ("", 0), ("-", 0), ("Miễn phí", 0), ("Không", 0), (50000, 50000), (50000.0, 50000),
        ("50.000", 50000), ("50,000", 50000), ("50.000 đồng", 50000), ("50.000đ", 50000), ("8000 VNĐ", 8000),
        ("1.250.000", 1250000), ("50.000,00", 50000),
    ],
)  # fmt: skip
def test_money_is_whole_dong(cell, amount):
    assert values.money(cell) == amount


@pytest.mark.parametrize("cell", ["50.5", "-50000", "50 nghìn", "5.00.000", 99_999_999_999])
def test_money_that_is_none_is_refused(cell):
    with pytest.raises(Wrong):
        values.money(cell)


@pytest.mark.parametrize(
    ("cell", "answer"),
    [("Có", True), ("CO", True), ("x", True), (1, True), (True, True),
     ("Không", False), (None, False), ("", False), (0, False), ("-", False)],
)  # fmt: skip
def test_yes_and_no(cell, answer):
    assert values.yes_no(cell) is answer


@pytest.mark.parametrize("cell", ["có thể", 2, "?", "#N/A"])
def test_neither_yes_nor_no_is_refused(cell):
    with pytest.raises(Wrong, match="Ghi “Có” hoặc “Không”"):
        values.yes_no(cell)


@pytest.mark.parametrize("status", list(DossierStatus))
def test_every_state_is_known_by_its_national_name_without_accents(status):
    assert values.status(status.label) == status
    assert values.status(status.label.upper()) == status


def test_the_older_word_for_dissatisfied_counts():
    assert values.rating("Chưa hài lòng") == Rating.DISSATISFIED
    assert values.rating("RẤT HÀI LÒNG") == Rating.VERY_SATISFIED
    assert values.rating(None) is None


@pytest.mark.parametrize(
    ("cell", "channel"),
    [
        (None, WrittenChannel(Channel.DIRECT, False, "")),
        ("Trực tiếp", WrittenChannel(Channel.DIRECT, False, "")),
        ("Trực tuyến", WrittenChannel(None, True, "Trực tuyến")),
        ("Trực tuyến toàn trình", WrittenChannel(Channel.ONLINE_FULL, False, "")),
        ("trực tuyến một phần", WrittenChannel(Channel.ONLINE_PARTIAL, False, "")),
        ("Bưu chính công ích", WrittenChannel(Channel.POSTAL, False, "")),
        ("Mức độ 3", WrittenChannel(Channel.ONLINE_PARTIAL, True, "Mức độ 3")),
        ("Trực tuyến mức độ 4", WrittenChannel(Channel.ONLINE_FULL, True, "Trực tuyến mức độ 4")),
        ("BCCI", WrittenChannel(Channel.POSTAL, False, "BCCI")),
        ("Nộp trực tiếp", WrittenChannel(Channel.DIRECT, False, "Nộp trực tiếp")),
        ("Qua mạng", WrittenChannel(None, True, "Qua mạng")),
        ("Nộp trực tuyến mức độ 3", WrittenChannel(Channel.ONLINE_PARTIAL, True, "Nộp trực tuyến mức độ 3")),
        ("DVCTT mức độ 4", WrittenChannel(Channel.ONLINE_FULL, True, "DVCTT mức độ 4")),
        (
            "Dịch vụ công trực tuyến (toàn trình)",
            WrittenChannel(Channel.ONLINE_FULL, False, "Dịch vụ công trực tuyến (toàn trình)"),
        ),
        (
            "Qua bưu chính công ích (BCCI)",
            WrittenChannel(Channel.POSTAL, False, "Qua bưu chính công ích (BCCI)"),
        ),
    ],
)
def test_channels_keep_the_words_they_were_converted_from(cell, channel):
    assert values.channel(cell) == channel


def test_an_unknown_channel_is_refused_with_the_known_ones():
    for unknown in ("Fax", "Mức độ 2", "Qua", "Dịch vụ công"):
        with pytest.raises(Wrong, match="Bưu chính công ích"):
            values.channel(unknown)


@pytest.mark.parametrize(
    ("cell", "number"),
    [
        ("045190001234", "045190001234"),
        ("045 190 001 234", "045190001234"),
        ("'045190001234", "045190001234"),
        (45190001234, "45190001234"),
        (45190001234.0, "45190001234"),
        ("B1234567", "B1234567"),
        ("0101234567-001", "0101234567-001"),
    ],
)
def test_personal_numbers_lose_no_digit(cell, number):
    assert values.personal_number(cell) == number


@pytest.mark.parametrize(
    ("cell", "phone"),
    [("0912 345 678", "0912345678"), ("0912.345.678", "0912345678"), ("+84 912-345-678", "0912345678"),
     (912345678, "912345678"), ("(0233) 3820123", "02333820123"), ("hỏi con trai", "hỏi con trai")],
)  # fmt: skip
def test_phones_without_what_stands_between_the_digits(cell, phone):
    assert values.phone(cell) == phone


def test_an_error_of_a_formula_is_no_name():
    with pytest.raises(Wrong, match="lỗi công thức #N/A"):
        values.words("#N/A", at_most=100)


def test_what_is_too_long_is_refused_not_cut():
    with pytest.raises(Wrong, match="Dài 151 ký tự, chỉ nhận đến 150"):
        values.words("x" * 151, at_most=150)
