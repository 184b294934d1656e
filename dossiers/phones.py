"""Số điện thoại: the form in which numbers are kept, and which of them can take a text message."""

import re

MOBILE = re.compile(r"0(3[2-9]|5[25689]|7[06-9]|8[1-9]|9[0-46-9])\d{7}")
"""Ten digits since the prefixes were converted in 2018; lists of prefixes change, so others only warn."""
LANDLINE = re.compile(r"02\d{9}")


def plain(typed: str) -> str:
    """`+84 912 345 678` and `0912.345.678` as `0912345678`."""
    return re.sub(r"^(\+?84)(?=\d{9,10}$)", "0", re.sub(r"[\s.\-()]", "", typed))


def mobile(typed: str) -> str:
    """The number a text message can be sent to; empty where it is none."""
    number = plain(typed)
    return number if MOBILE.fullmatch(number) else ""
