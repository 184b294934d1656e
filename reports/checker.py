"""Soát lời văn: numbers typed by hand, parts not written, parts copied from the report before."""

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal

from portal import formats
from reports.figures import FigureSet
from reports.indicators import INDICATORS, RATES
from reports.outlines import Outline, Section

_TOKENS = re.compile(r"\[[^\[\]]*\]")
_PERCENT = re.compile(r"(?<![\d/.,])(\d{1,3}(?:[.,]\d+)?)\s?%")
_DOSSIERS = re.compile(r"(?<![\d/.,])(\d{1,3}(?:\.\d{3})+|\d+) (?:hồ sơ|lượt hồ sơ)\b")


@dataclass(frozen=True)
class TypedNumber:
    """Số gõ tay: `token` is what to write instead, where the number is a figure of the period."""

    section: Section
    words: str
    label: str = ""
    token: str = ""


@dataclass(frozen=True)
class Check:
    typed: tuple[TypedNumber, ...]
    unwritten: tuple[Section, ...]
    repeated: tuple[Section, ...]

    @property
    def summary(self) -> str:
        """`2 con số gõ tay · 3 phần chưa viết`."""
        counts = (
            (self.typed, "con số gõ tay"),
            (self.repeated, "phần còn nguyên như báo cáo trước"),
            (self.unwritten, "phần chưa viết"),
        )
        return " · ".join(f"{len(found)} {what}" for found, what in counts if found)

    @property
    def is_clear(self) -> bool:
        return not (self.typed or self.unwritten or self.repeated)


def check(
    outline: Outline, texts: Mapping[str, str], figures: FigureSet, earlier: Mapping[str, str],
    beside: Iterable[tuple[Section, str]] = (),
) -> Check:  # fmt: skip
    """`beside` are texts from elsewhere that the report takes along."""
    own = [(section, texts[section.code]) for section in outline.sections if section.code in texts]
    return Check(
        typed=tuple(found for section, text in (*own, *beside) for found in _typed(section, text, figures)),
        unwritten=tuple(one for one in outline.sections if not one.optional and not texts.get(one.code)),
        repeated=tuple(
            one
            for one in outline.sections
            if texts.get(one.code) and texts[one.code] == earlier.get(one.code)
        ),
    )


def _typed(section: Section, text: str, figures: FigureSet) -> Iterator[TypedNumber]:
    """Percentages and numbers of dossiers; other numbers are the officer's own facts."""
    bare = _TOKENS.sub(" ", text)
    for found in _PERCENT.finditer(bare):
        value = Decimal(found[1].replace(",", "."))
        same = (code for code, rate in figures.rates.items() if rate is not None and rate == value)
        code = next(same, "")
        yield TypedNumber(section, found[0], RATES[code].label if code else "", f"[{code}%]" if code else "")
    for found in _DOSSIERS.finditer(bare):
        number = int(found[1].replace(".", ""))
        code = next((one for one, value in figures.figures.items() if value == number and number), "")
        yield TypedNumber(
            section, formats.count_in_prose(number) + " hồ sơ",
            INDICATORS[code].label if code else "", f"[{code}]" if code else "",
        )  # fmt: skip
