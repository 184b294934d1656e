"""Tin nhắn: how long a text is on the air (3GPP TS 23.038) and how it reads without Vietnamese marks."""

import unicodedata
from dataclasses import dataclass

_GSM = frozenset(
    "@£$¥èéùìòÇ\nØø\rÅåΔ_ΦΓΛΩΠΨΣΘΞÆæßÉ !\"#¤%&'()*+,-./0123456789:;<=>?¡ABCDEFGHIJKLMNOPQRSTUVWXYZ"
    "ÄÖÑÜ§¿abcdefghijklmnopqrstuvwxyzäöñüà"
)
_GSM_TWICE = frozenset("^{}\\[~]|€")
_TYPED_OTHERWISE = str.maketrans({"“": '"', "”": '"', "‘": "'", "’": "'", "–": "-", "—": "-", "…": "..."})


@dataclass(frozen=True)
class Length:
    """So many characters, which take so many parts; `is_gsm`: 160 to a part, with Vietnamese marks 70."""

    characters: int
    parts: int
    is_gsm: bool


def length(text: str) -> Length:
    """Parts of a longer text lose seven (GSM) or three (UCS-2) places to the mark that joins them."""
    is_gsm = _GSM.union(_GSM_TWICE).issuperset(text)
    if is_gsm:
        size, single, joined = sum(2 if letter in _GSM_TWICE else 1 for letter in text), 160, 153
    else:
        size, single, joined = len(text.encode("utf-16-le")) // 2, 70, 67
    return Length(size, 1 if size <= single else -(-size // joined), is_gsm)


def unmarked(text: str) -> str:
    """Bỏ dấu: “Đã có kết quả” → “Da co ket qua”, with the capitals kept."""
    bare = text.translate(_TYPED_OTHERWISE).replace("đ", "d").replace("Đ", "D")
    decomposed = unicodedata.normalize("NFD", bare)
    return "".join(letter for letter in decomposed if not unicodedata.combining(letter))
