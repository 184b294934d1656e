import unicodedata
import xml.etree.ElementTree as ET
from xml.sax.saxutils import escape

import pytest
from hypothesis import given
from hypothesis import strategies as st

from portal import text

pytestmark = pytest.mark.once


@pytest.mark.parametrize(
    ("typed", "found"),
    [
        ("Nguyễn Thị Đào", "nguyen thi dao"),
        ("  NGUYỄN\tTHỊ \n ĐÀO ", "nguyen thi dao"),
        ("Uỷ ban nhân dân", "uy ban nhan dan"),
        ("Ủy ban nhân dân", "uy ban nhan dan"),
        (unicodedata.normalize("NFD", "Hoà Bình"), "hoa binh"),
        ("Đường 3/2, tổ 5", "duong 3/2, to 5"),
        ("", ""),
    ],
)
def test_search_form_has_no_marks(typed, found):
    assert text.fold(typed) == found


@given(st.text())
def test_search_form_is_stable_and_blind_to_composition(value):
    folded = text.fold(value)

    assert text.fold(folded) == folded
    assert text.fold(unicodedata.normalize("NFD", value)) == folded
    assert folded == folded.strip()


def test_stored_text_is_precomposed():
    assert text.nfc(unicodedata.normalize("NFD", "Trường hợp")) == "Trường hợp"


def test_pasted_text_loses_what_cannot_be_seen():
    assert text.clean("Hồ\u200b sơ\x0b số\ufeff 5\r\nmới\x00") == "Hồ sơ số 5\nmới"


def test_one_line_has_single_spaces():
    assert text.one_line(" Chứng \r\n  thực\u00a0 bản sao ") == "Chứng thực bản sao"


@given(st.text(st.characters()))
def test_cleaned_text_fits_into_xml(value):
    cleaned = text.clean(value)

    assert ET.fromstring(f"<t>{escape(cleaned)}</t>").text == (cleaned or None)


def test_a_search_is_cut_where_a_database_would_give_up():
    assert len(text.sought("x" * 70_000)) == 300
    assert text.sought("  Nguyễn  Thị\tĐào ") == "Nguyễn Thị Đào"
