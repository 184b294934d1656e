"""Which records stand behind a number in a document: `received`, `received@field=ho-tich`, `a+b`."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Self

from reports.figures import By
from reports.indicators import INDICATORS, RATINGS_SHOWN_FROM, Records


@dataclass(frozen=True)
class Reference:
    """The codes of the figures that were counted together, of one group where `by` is given."""

    codes: tuple[str, ...]
    by: By | None = None
    key: str = ""

    def __str__(self) -> str:
        code = "+".join(self.codes)
        return f"{code}@{self.by}={self.key}" if self.by else code

    @classmethod
    def parse(cls, written: str) -> Self:
        code, _, group = written.partition("@")
        by, _, key = group.partition("=")
        return cls(tuple(code.split("+")), By(by) if by else None, key)


def refer(figures: Mapping[str, int], *codes: str, by: By | None = None, key: str = "") -> str:
    """The reference of one figure or of a sum; empty where the records may not be opened.

    Parts of a sum that are 0 have no records and are left out.
    """
    if sum(figures[code] for code in codes) < RATINGS_SHOWN_FROM and any(
        INDICATORS[code].records is Records.RATINGS for code in codes
    ):
        return ""
    counted = tuple(code for code in codes if figures[code]) or codes[:1]
    return str(Reference(counted, by, key))
