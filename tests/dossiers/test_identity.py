"""The card's QR code: fields, gaps, and contradictions that warn and never refuse."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dossiers.identity import number_warnings, read_card

pytestmark = pytest.mark.once

ADDRESS = "Thôn Tân Mạch, Vĩnh Thủy, Vĩnh Linh, Quảng Trị"
CHIP = f"045185003217|191234567|Trần Thị Bích Ngọc|12081985|Nữ|{ADDRESS}|25042021"


def test_a_chip_card_is_read_whole():
    card = read_card(CHIP)

    assert (card.number, card.former_number, card.name) == ("045185003217", "191234567", "Trần Thị Bích Ngọc")
    assert (card.born_on, card.sex, card.issued_on) == (date(1985, 8, 12), "Nữ", date(2021, 4, 25))
    assert card.address == ADDRESS
    assert card.warnings == ()


@pytest.mark.parametrize(
    "text",
    [
        CHIP.replace("191234567", ""),  # no old number
        CHIP + "|",  # a trailing bar
        CHIP.rpartition("|")[0],  # six fields
        CHIP + "|Trần Văn A|Lê Thị B|",  # a newer card
        f"  {CHIP}\r\n",
    ],
)
def test_other_forms_of_the_card_are_read_too(text):
    card = read_card(text)

    assert (card.number, card.name, card.born_on) == ("045185003217", "Trần Thị Bích Ngọc", date(1985, 8, 12))
    assert card.warnings == ()


@pytest.mark.parametrize(
    "text", ["", "khai sinh", "045185003217", "0912345678|x", "19405-261122-0001", "|||||||"]
)
def test_what_is_no_card_is_none(text):
    assert read_card(text) is None


@pytest.mark.parametrize(
    ("before", "after", "warning"),
    [
        ("12081985", "12081986", "Số định danh cho năm sinh 1985, ngày sinh ghi 1986."),
        ("12081985", "31021985", "Không đọc được ngày sinh “31021985” trên thẻ."),
        ("|Nữ|", "|Nam|", "Số định danh của người nữ, giới tính ghi nam."),
        ("|Nữ|", "|?|", "Không đọc được giới tính trên thẻ."),
        ("045185", "003185", "Ba số đầu 003 không phải mã tỉnh nào: kiểm tra lại số định danh."),
        ("Trần Thị", "Tra62n Thi5", "Tên đọc từ thẻ có ký tự lạ"),
    ],
)
def test_what_does_not_fit_is_said_and_the_card_read_all_the_same(before, after, warning):
    card = read_card(CHIP.replace(before, after))

    assert card.address.endswith("Quảng Trị")
    assert [said for said in card.warnings if said.startswith(warning)]


@pytest.mark.parametrize(
    ("number", "born_on", "sex"),
    [
        ("045085001234", date(1985, 1, 1), "Nam"),
        ("045301001234", date(2001, 1, 1), "Nữ"),
        ("001210001234", date(2010, 1, 1), "Nam"),
    ],
)
def test_even_is_a_man_and_odd_a_woman_in_every_century(number, born_on, sex):
    assert number_warnings(number, born_on=born_on, sex=sex) == ()


@given(st.text())
def test_no_text_breaks_the_reader(text):
    card = read_card(text)

    assert card is None or len(card.number) == 12
