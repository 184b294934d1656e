"""Outline + figures + the officer's words → Document.

Every number comes from one `Material`, so that sentences, tables and annexes can't contradict each other.
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from typing import assert_never

from portal import formats
from reports import annexes, letterhead, outlines, references, tables
from reports.document import Annex, Basis, Block, Document, DocumentMeta, Heading, ListItem, Paragraph, Run
from reports.indicators import INDICATORS, RATES
from reports.letterhead import Letterhead
from reports.material import Material
from reports.outlines import Outline, Quantity
from reports.periods import Period

UNWRITTEN = "(Đơn vị chưa nhập nội dung phần này.)"
NOTHING_TO_COMPARE = "không có số liệu cùng kỳ năm trước để so sánh"
_NUMBERS: dict[int, Callable[[int], str]] = {1: formats.roman, 2: str, 3: formats.item_letter}


Parts = Mapping[str, Callable[[Material], Iterable[outlines.Block | Block]]]
Annexes = Callable[[Material, DocumentMeta], tuple[Annex, ...]]


def compose(
    outline: Outline, material: Material, texts: Mapping[str, str], head: Letterhead, *,
    parts: Parts | None = None, attach: Annexes = annexes.annexes,
) -> Document:  # fmt: skip
    """The whole report; OutlineError if an officer's text holds a token that means nothing."""
    writer = _Writer(material, texts, parts or {})
    for block in outline.blocks:
        writer.write(block)
    meta = head.meta(material.unit, material.period, writer.plain(outline.title))
    return Document(meta, tuple(writer.blocks), attach(material, meta))


def check_text(text: str) -> None:
    """Refuse an officer's text whose tokens mean nothing."""
    outlines.parse_text(text)


@dataclass
class _Writer:
    material: Material
    texts: Mapping[str, str]
    parts: Parts
    blocks: list[Block] = field(default_factory=list)
    pending: list[outlines.Heading] = field(default_factory=list)
    counts: dict[int, int] = field(default_factory=dict)

    # Blocks

    def write(self, block: outlines.Block) -> None:
        match block:
            case outlines.Heading():
                # A heading waits for what stands below it, so that an empty optional part leaves no trace.
                self.pending = [one for one in self.pending if one.level < block.level] + [block]
            case outlines.Paragraph() | outlines.Item():
                self.add(self.line(block))
            case outlines.TableSlot():
                self.add(tables.TABLES[block.code](self.material))
            case outlines.PartSlot():
                self.part(block)
            case outlines.SectionSlot():
                self.section(block)
            case outlines.BasisSlot():
                written = self.texts.get(block.code, "").splitlines()
                lines = tuple(line.strip().removeprefix("- ") for line in written if line.strip())
                self.add(Basis(lines) if lines else None)
            case outlines.Break():
                self.pending = []
            case _:
                assert_never(block)

    def part(self, slot: outlines.PartSlot) -> None:
        """What the kind of report tells: outline blocks are written like the others, others stand."""
        for block in self.parts[slot.code](self.material):
            if isinstance(block, outlines.Block):
                self.write(block)
            else:
                self.add(block)

    def section(self, slot: outlines.SectionSlot) -> None:
        written = [self.line(each) for each in outlines.parse_text(self.texts.get(slot.code, ""))]
        for each in written:
            self.add(each)
        if not any(written) and not slot.optional:
            self.add(Paragraph((Run(UNWRITTEN, italic=True),)))

    def add(self, block: Block | None) -> None:
        if block is None:
            return
        for heading in self.pending:
            self.blocks.append(
                Heading(heading.level, self.number(heading.level), self.plain(heading.content))
            )
        self.pending = []
        self.blocks.append(block)

    def number(self, level: int) -> str:
        self.counts = {each: count for each, count in self.counts.items() if each <= level}
        self.counts[level] = self.counts.get(level, 0) + 1
        return _NUMBERS[level](self.counts[level])

    def line(self, block: outlines.Paragraph | outlines.Item) -> Paragraph | ListItem | None:
        """None where the conditions leave nothing to say."""
        runs = tuple(_merged(self.runs(block.content)))
        if not "".join(run.text for run in runs).strip():
            return None
        return ListItem(runs) if isinstance(block, outlines.Item) else Paragraph(runs)

    # Lines

    def plain(self, content: outlines.Content) -> str:
        return "".join(run.text for run in self.runs(content))

    def runs(self, content: outlines.Content) -> Iterable[Run]:
        for piece in content:
            match piece:
                case outlines.Words():
                    yield Run(piece.text)
                case outlines.Quantity():
                    yield self.quantity(piece)
                case outlines.Change():
                    yield Run(self.change(piece.of))
                case outlines.Name():
                    yield Run(self.name(piece.code))
                case outlines.Listing():
                    yield from self.case_types()
                case outlines.Choice():
                    yield from self.runs(piece.then if self.holds(piece.condition) else piece.otherwise)
                case _:
                    assert_never(piece)

    def quantity(self, quantity: Quantity) -> Run:
        figures = self.material.figures.figures
        if not quantity.is_rate:
            reference = references.refer(figures, quantity.code)
            return Run(formats.count_in_prose(figures[quantity.code]), figure=reference)
        rate = RATES[quantity.code]
        value = rate.of(figures)
        if value is None:
            return Run("không phát sinh")
        return Run(formats.percent_in_prose(value), figure=references.refer(figures, *rate.part))

    def change(self, quantity: Quantity) -> str:
        """Tăng, giảm so với cùng kỳ năm trước; of a rate in percentage points."""
        if self.material.year_before is None:
            return NOTHING_TO_COMPARE
        now, before = self.material.figures.figures, self.material.year_before.figures
        if not quantity.is_rate:
            return _count_change(before[quantity.code], now[quantity.code], INDICATORS[quantity.code].measure)
        rate = RATES[quantity.code]
        return _rate_change(rate.of(before), rate.of(now))

    def name(self, code: str) -> str:
        unit, superior, period = self.material.unit, self.material.superior, self.material.period
        words: dict[str, Callable[[], str]] = {
            "unit": lambda: letterhead.name_in_text(unit),
            "agency": lambda: letterhead.agency(unit),
            "agency-short": lambda: letterhead.agency_short(unit),
            "one-stop": lambda: letterhead.one_stop(unit, period),
            "period": lambda: _in_sentence(period),
            "period-in-full": lambda: period_in_full(period),
            "unit-kind": unit.subkind.lower,
            "superior-kind": (superior or unit).subkind.lower,
            "receiver": lambda: letterhead.addressees(superior)[-1],
        }
        return words[code]()

    def case_types(self) -> Iterable[Run]:
        """`chuyển nhượng quyền sử dụng đất 54 hồ sơ; di chúc 01 hồ sơ`."""
        for index, group in enumerate(self.material.case_types):
            label = f"{group.label[:1].lower()}{group.label[1:]}"
            yield Run(f"; {label} " if index else f"{label} ")
            count = formats.count_in_prose(group.figures["resolved"])
            yield Run(count, figure=tables.case_type_reference(group))
            yield Run(" hồ sơ")

    def holds(self, condition: outlines.Condition) -> bool:
        return self.is_there(condition) is not condition.negated

    def is_there(self, condition: outlines.Condition) -> bool:
        if condition.named == outlines.YEAR_BEFORE:
            return self.material.year_before is not None
        if condition.named:
            return bool(self.material.case_types)
        figures = self.material.figures.figures
        first, *_ = condition.quantities
        if first.is_rate:
            return RATES[first.code].of(figures) is not None
        return sum(figures[one.code] for one in condition.quantities) > 0


def period_in_full(period: Period) -> str:
    """`năm 2022 (từ ngày 15/12/2021 đến ngày 14/12/2022)`; of a free range the days alone."""
    days = f"từ ngày {formats.day_in_text(period.first)} đến ngày {formats.day_in_text(period.last)}"
    words = _in_sentence(period)
    return days if words == days else f"{words} ({days})"


def _in_sentence(period: Period) -> str:
    return period.label[:1].lower() + period.label[1:]


def _count_change(before: int, now: int, measure: str) -> str:
    change = now - before
    if not change:
        return "bằng cùng kỳ năm trước"
    direction = "tăng" if change > 0 else "giảm"
    share = formats.percentage(abs(change), before)
    by = f" ({formats.percent_in_prose(share)})" if share is not None else ""
    return f"{direction} {formats.count_in_prose(abs(change))} {measure}{by} so với cùng kỳ năm trước"


def _rate_change(before: Decimal | None, now: Decimal | None) -> str:
    if before is None or now is None:
        return NOTHING_TO_COMPARE
    if before == now:
        return "bằng cùng kỳ năm trước"
    return f"{formats.point_change_in_prose(before, now)} so với cùng kỳ năm trước"


def _merged(runs: Iterable[Run]) -> Iterable[Run]:
    """Neighbouring words as one run, with single spaces: conditions leave seams."""
    last: Run | None = None
    for run in runs:
        if last is not None and not last.figure and not run.figure:
            last = Run(last.text + run.text)
            continue
        if last is not None:
            yield last
        last = run
    if last is not None:
        yield last
