from datetime import date
from decimal import ROUND_HALF_UP, Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from portal import formats

pytestmark = pytest.mark.once

COUNTS = st.integers(min_value=0, max_value=10**9)
DAYS = st.dates(min_value=date(1990, 1, 1), max_value=date(2099, 12, 31))


@pytest.mark.parametrize(
    ("number", "written"),
    [(0, "0"), (999, "999"), (1710, "1.710"), (5_000_000, "5.000.000"), (-1234, "-1.234")],
)
def test_integers_are_grouped_by_dots(number, written):
    assert formats.integer(number) == written


@given(st.integers(min_value=-(10**12), max_value=10**12))
def test_a_written_integer_reads_back(number):
    written = formats.integer(number)

    assert int(written.replace(".", "")) == number
    assert all(len(group) == 3 for group in written.split(".")[1:])


@pytest.mark.parametrize(
    ("value", "places", "written"),
    [
        ("1234.5", 2, "1.234,50"),
        ("0.005", 2, "0,01"),
        ("-0.004", 2, "0,00"),
        ("-1.005", 2, "-1,01"),
        ("4.25", 1, "4,3"),
        ("12.5", 0, "13"),
    ],
)
def test_decimals_have_a_comma_and_round_half_up(value, places, written):
    assert formats.decimal(Decimal(value), places) == written


@given(st.decimals(min_value=-(10**9), max_value=10**9, places=4))
def test_a_decimal_in_prose_is_the_same_number(value):
    written = formats.decimal_in_prose(value)

    assert not written.endswith(",")
    read = Decimal(written.replace(".", "").replace(",", "."))
    assert read == value.quantize(Decimal("0.01"), ROUND_HALF_UP)


@pytest.mark.parametrize(
    ("number", "written"), [(0, "0"), (1, "01"), (3, "03"), (9, "09"), (10, "10"), (1710, "1.710")]
)
def test_small_counts_in_prose_have_a_leading_zero(number, written):
    assert formats.count_in_prose(number) == written


def test_money_has_no_decimals():
    assert formats.money(5_000_000) == "5.000.000 đồng"


@pytest.mark.parametrize(
    ("part", "whole", "value"),
    [
        (969, 1710, "56.67"),
        (1085, 1644, "66.00"),
        (11064, 15195, "72.81"),
        (1, 800, "0.13"),  # 0,125 goes up
        (0, 5, "0.00"),
        (5, 5, "100.00"),
    ],
)
def test_a_percentage_comes_from_the_counts(part, whole, value):
    assert formats.percentage(part, whole) == Decimal(value)


def test_nothing_counted_has_no_percentage():
    assert formats.percentage(0, 0) is None


@given(COUNTS, COUNTS.filter(bool))
def test_a_percentage_is_the_nearest_hundredth(part, whole):
    exact = Fraction(100 * part, whole)
    rounded = Fraction(formats.percentage(part, whole))

    assert Fraction(-1, 200) < rounded - exact <= Fraction(1, 200)


@pytest.mark.parametrize(
    ("value", "in_table", "in_prose"),
    [
        ("56.67", "56,67%", "56,67%"),
        ("70", "70,00%", "70%"),
        ("78.50", "78,50%", "78,5%"),
        ("100", "100,00%", "100%"),
        ("0", "0,00%", "0%"),
    ],
)
def test_percents_are_fixed_in_tables_and_short_in_prose(value, in_table, in_prose):
    assert formats.percent(Decimal(value)) == in_table
    assert formats.percent_in_prose(Decimal(value)) == in_prose


@pytest.mark.parametrize(
    ("before", "after", "written"),
    [
        ("83.61", "87.68", "tăng 4,07 điểm phần trăm"),
        ("80.64", "79.96", "giảm 0,68 điểm phần trăm"),
        ("70.00", "70.50", "tăng 0,5 điểm phần trăm"),
        ("70.00", "70", "không thay đổi"),
    ],
)
def test_a_change_of_a_rate_is_in_percentage_points(before, after, written):
    assert formats.point_change_in_prose(Decimal(before), Decimal(after)) == written


@pytest.mark.parametrize(
    ("day", "in_text", "on_screen", "in_words"),
    [
        (date(2023, 9, 6), "06/9/2023", "06/09/2023", "ngày 06 tháng 9 năm 2023"),
        (date(2019, 1, 18), "18/01/2019", "18/01/2019", "ngày 18 tháng 01 năm 2019"),
        (date(2024, 2, 1), "01/02/2024", "01/02/2024", "ngày 01 tháng 02 năm 2024"),
        (date(2023, 5, 4), "04/5/2023", "04/05/2023", "ngày 04 tháng 5 năm 2023"),
        (date(2023, 12, 14), "14/12/2023", "14/12/2023", "ngày 14 tháng 12 năm 2023"),
    ],
)
def test_of_the_months_only_the_first_two_have_a_leading_zero(day, in_text, on_screen, in_words):
    assert formats.day_in_text(day) == in_text
    assert formats.day_on_screen(day) == on_screen
    assert formats.day_in_words(day) == in_words


@given(DAYS)
def test_a_written_day_reads_back(day):
    for written in (formats.day_in_text(day), formats.day_on_screen(day)):
        assert date(*map(int, reversed(written.split("/")))) == day


def test_a_draft_leaves_room_for_day_and_number():
    assert formats.blank_day_in_words(2026).split() == ["ngày", "tháng", "năm", "2026"]
    assert formats.document_number(None, "BC-UBND").strip() == "/BC-UBND"
    assert formats.GAP in formats.document_number(None, "BC-UBND")


@pytest.mark.parametrize(("number", "written"), [(5, "05/BC-UBND"), (12, "12/BC-UBND"), (119, "119/BC-UBND")])
def test_document_numbers_under_ten_have_a_leading_zero(number, written):
    assert formats.document_number(number, "BC-UBND") == written


@pytest.mark.parametrize(
    ("number", "written"), [(1, "I"), (4, "IV"), (9, "IX"), (14, "XIV"), (40, "XL"), (399, "CCCXCIX")]
)
def test_roman_numbers(number, written):
    assert formats.roman(number) == written


def test_items_follow_the_vietnamese_alphabet():
    assert [formats.item_letter(index) for index in range(1, 9)] == ["a", "b", "c", "d", "đ", "e", "g", "h"]


@pytest.mark.parametrize(
    ("numbering", "number"), [("roman", 0), ("roman", 400), ("item_letter", 0), ("item_letter", 99)]
)
def test_what_has_no_number_is_refused(numbering, number):
    with pytest.raises(ValueError, match=str(number)):
        getattr(formats, numbering)(number)
