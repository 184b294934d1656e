"""VietQR: the text of a code that a bank's app reads as a filled-in transfer (EMVCo; NAPAS 247)."""

import re
from collections.abc import Iterator

from portal.text import fold

_NAPAS = "A000000727"
_TO_ACCOUNT = "QRIBFTTA"
_DONG = "704"
_LONGEST_PURPOSE = 25
BANKS = {
    "970403": "Sacombank",
    "970405": "Agribank",
    "970407": "Techcombank",
    "970415": "VietinBank",
    "970416": "ACB",
    "970418": "BIDV",
    "970422": "MB",
    "970423": "TPBank",
    "970432": "VPBank",
    "970436": "Vietcombank",
}
"""Names of the banks where offices mostly keep accounts, by NAPAS code."""


def payload(*, bank_bin: str, account: str, amount: int = 0, purpose: str = "") -> str:
    """With an amount the code is for one transfer, without one for any."""
    beneficiary = _field("00", bank_bin) + _field("01", account)
    text = "".join(
        (
            _field("00", "01"),
            _field("01", "12" if amount else "11"),
            _field("38", _field("00", _NAPAS) + _field("01", beneficiary) + _field("02", _TO_ACCOUNT)),
            _field("53", _DONG),
            _field("54", str(amount)) if amount else "",
            _field("58", "VN"),
            _field("62", _field("08", spelt(purpose))) if purpose else "",
            "6304",
        )
    )
    return text + f"{checksum(text):04X}"


def spelt(purpose: str) -> str:
    """What every bank carries through: letters without marks, digits, dots, dashes; of a long one the end."""
    return re.sub(r"[^0-9A-Z .-]", " ", fold(purpose).upper())[-_LONGEST_PURPOSE:].strip()


def checksum(text: str) -> int:
    """CRC-16/CCITT-FALSE."""
    value = 0xFFFF
    for byte in text.encode():
        value ^= byte << 8
        for _ in range(8):
            value = ((value << 1) ^ 0x1021 if value & 0x8000 else value << 1) & 0xFFFF
    return value


def fields(text: str) -> Iterator[tuple[str, str]]:
    """Tag and value of each field, as a reader takes them apart."""
    while text:
        length = int(text[2:4])
        yield text[:2], text[4 : 4 + length]
        text = text[4 + length :]


def _field(tag: str, value: str) -> str:
    return f"{tag}{len(value):02d}{value}"
