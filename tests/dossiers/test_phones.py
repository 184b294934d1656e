import pytest

from dossiers import phones


@pytest.mark.parametrize(
    ("typed", "number"),
    [
        ("0912345678", "0912345678"),
        ("+84 912 345 678", "0912345678"),
        ("0912.345-678", "0912345678"),
        ("84912345678", "0912345678"),
        ("02333821234", ""),
        ("01234567890", ""),
        ("0951234567", ""),
        ("không có", ""),
        ("", ""),
    ],
)
def test_only_a_mobile_number_takes_a_text_message(typed, number):
    assert phones.mobile(typed) == number
