"""Một khoản thu as it is about to be laid on a dossier, and whether a note means phí or lệ phí.

It stands on the models alone: the catalogue's loader and the lifecycle need it before there are charges.
"""

from dataclasses import dataclass

from dossiers.models import FeeKind
from portal.text import fold

_FEE_DECREES = ("281/2016", "226/2016", "257/2016")
"""Circulars on phí: khai thác dữ liệu hộ tịch, chứng thực, công chứng."""


@dataclass(frozen=True)
class Line:
    """One charge as it is about to be laid on a dossier."""

    kind: str
    label: str
    amount: int
    exempted: int = 0
    exemption_reason: str = ""

    @property
    def due(self) -> int:
        return self.amount - self.exempted


def guessed_kind(note: str, field_code: str = "") -> FeeKind:
    """Phí or lệ phí, by the words of the catalogue's note; where they don't say, lệ phí.

    Certification is paid by phí (TT 226/2016/TT-BTC), so is a copy from the civil-status register
    (TT 281/2016/TT-BTC).
    """
    words = fold(note)
    if "le phi" in words:
        return FeeKind.DUTY
    if words.startswith("phi ") or " phi " in words or any(number in note for number in _FEE_DECREES):
        return FeeKind.FEE
    return FeeKind.FEE if "chung-thuc" in field_code else FeeKind.DUTY
