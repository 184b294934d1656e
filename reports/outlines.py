"""Đề cương: the text of a report with tokens in place of its numbers, parsed and checked.

One block a line; a blank line says nothing; `//` opens a remark. Headings are `#`, `##`, `###` and get their
numbers by themselves; `- ` is a list item. What an officer writes in a section takes the same tokens.

    [received]  [online%]            a figure; a rate
    [change received]                tăng, giảm against the same period of the year before, in words
    [period]  [agency]               words of the period and the unit (WORDS)
    [list: case-types]               an enumeration of counts (LISTS)
    [if resolved_late] … [else] … [end]         by whether a figure, or a sum (`a + b`), is above 0
    [if no online%] … [end]          … is 0; of a rate, whether it has a denominator
    [table: channels]  [section: staff]  [section?: proposals]  [basis: mandate]      alone on a line
    [part: answers]      paragraphs that the kind of report makes itself (PARTS), alone on a line

A section is declared by `@section code: name` and `@hint …`; one with `?` may stay empty without a mark.
`---` closes what stands under the last heading.
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace
from difflib import get_close_matches
from functools import cache
from pathlib import Path

from portal import text as texts
from portal.errors import DomainError
from reports.indicators import INDICATORS, RATES

_FOLDER = Path(__file__).resolve().parent / "data"
_TOKEN = re.compile(r"\[([^\[\]]*)\]")
_DECLARATION = re.compile(r"@section\s+(?P<code>[a-z][a-z-]*)\s*:\s*(?P<label>.+)")
_SLOT = re.compile(r"\[(?P<kind>table|section|basis|part)(?P<optional>\??)\s*:\s*(?P<code>[a-z-]+)\]")
_HEADING = re.compile(r"(?P<marks>#{1,3})\s+(?P<words>.+)")

YEAR_BEFORE = "year-before"  # the condition that there is anything to compare with
WORDS = {
    "unit": "tên đơn vị trong câu: xã Vĩnh Lâm",
    "agency": "Ủy ban nhân dân và tên đơn vị",
    "agency-short": "UBND và tên đơn vị",
    "one-stop": "tên Bộ phận Một cửa vào thời gian đó",
    "period": "kỳ báo cáo: năm 2022",
    "period-in-full": "kỳ báo cáo và ngày đầu, ngày cuối kỳ",
    "unit-kind": "loại đơn vị: xã, huyện",
    "superior-kind": "loại đơn vị cấp trên: huyện, tỉnh",
    "receiver": "nơi nhận báo cáo: Phòng Nội vụ huyện Vĩnh Linh",
}
LISTS = {"case-types": "số việc đã giải quyết theo loại việc"}
TABLES = {
    "channels": "hồ sơ tiếp nhận theo kênh",
    "by-field": "tiếp nhận, giải quyết theo lĩnh vực",
    "case-types": "đã giải quyết theo loại việc",
    "teams": "tổ công nghệ số cộng đồng theo xã, thôn",
}
PARTS = {
    "mandate": "văn bản giao nhân rộng sáng kiến",
    "answers": "kết quả đơn vị áp dụng từng sáng kiến",
    "initiatives": "tổng hợp từng sáng kiến: thực trạng, nội dung, hiệu quả",
}


class OutlineError(DomainError):
    """The line and what is wrong there."""

    def __init__(self, line: int, problem: str) -> None:
        super().__init__(f"Dòng {line}: {problem}")
        self.line = line


# What a line is made of


@dataclass(frozen=True)
class Words:
    text: str


@dataclass(frozen=True)
class Quantity:
    """A figure, or a rate where `is_rate`; written `received`, `online%`."""

    code: str
    is_rate: bool = False


@dataclass(frozen=True)
class Change:
    """Comparison with the same period of the year before, in computed words."""

    of: Quantity


@dataclass(frozen=True)
class Name:
    """One of WORDS."""

    code: str


@dataclass(frozen=True)
class Listing:
    """One of LISTS."""

    code: str


@dataclass(frozen=True)
class Condition:
    """Whether figures add up to more than 0, a rate has a value, a list has items, a year before exists."""

    quantities: tuple[Quantity, ...] = ()
    named: str = ""
    negated: bool = False


@dataclass(frozen=True)
class Choice:
    condition: Condition
    then: "Content"
    otherwise: "Content" = ()


Piece = Words | Quantity | Change | Name | Listing | Choice
Content = tuple[Piece, ...]


# What an outline is made of


@dataclass(frozen=True)
class Heading:
    level: int
    content: Content


@dataclass(frozen=True)
class Paragraph:
    content: Content


@dataclass(frozen=True)
class Item:
    content: Content


@dataclass(frozen=True)
class TableSlot:
    code: str


@dataclass(frozen=True)
class PartSlot:
    """What the kind of report tells itself."""

    code: str


@dataclass(frozen=True)
class SectionSlot:
    code: str
    optional: bool = False


@dataclass(frozen=True)
class BasisSlot:
    """Căn cứ ban hành: each line that the officer writes is one."""

    code: str


@dataclass(frozen=True)
class Break:
    """What follows stands under no heading."""


Block = Heading | Paragraph | Item | TableSlot | PartSlot | SectionSlot | BasisSlot | Break


@dataclass(frozen=True)
class Section:
    """Phần đơn vị nhập: what the officer writes, with a hint of what belongs there."""

    code: str
    label: str
    hint: str = ""
    optional: bool = False


@dataclass(frozen=True)
class Outline:
    title: Content
    blocks: tuple[Block, ...]
    sections: tuple[Section, ...]


@cache
def shipped(name: str) -> Outline:
    """An outline that ships with the project."""
    return parse((_FOLDER / f"{name}.txt").read_text("utf-8"))


def parse(source: str) -> Outline:
    """Read an outline; OutlineError names the first line that makes no sense."""
    return _Reader().read(source)


def parse_text(source: str) -> tuple[Paragraph | Item, ...]:
    """Read what an officer wrote in a section: paragraphs and list items, with the tokens of a line."""
    return tuple(_paragraph(number, line) for number, line in _lines(source))


def _lines(source: str) -> Iterator[tuple[int, str]]:
    for number, raw in enumerate(texts.clean(source).split("\n"), 1):
        line = texts.one_line(raw)
        if line:
            yield number, line


@dataclass
class _Reader:
    title: Content = ()
    blocks: list[Block] = field(default_factory=list)
    sections: dict[str, Section] = field(default_factory=dict)
    used: dict[str, int] = field(default_factory=dict)
    optional: set[str] = field(default_factory=set)

    def read(self, source: str) -> Outline:
        for number, line in _lines(source):
            if line.startswith("@"):
                self.declare(number, line)
            elif not line.startswith("//"):
                self.blocks.append(self.block(number, line))
        if not self.title:
            raise OutlineError(1, "thiếu trích yếu: viết “@title …” ở đầu đề cương.")
        for code, number in self.used.items():
            if code not in self.sections:
                known = _meant(code, self.sections)
                raise OutlineError(number, f"phần “{code}” chưa được khai báo bằng @section.{known}")
        if unused := self.sections.keys() - self.used.keys():
            raise OutlineError(1, f"phần “{min(unused)}” được khai báo mà không có chỗ trong đề cương.")
        sections = (replace(one, optional=one.code in self.optional) for one in self.sections.values())
        return Outline(self.title, tuple(self.blocks), tuple(sections))

    def declare(self, number: int, line: str) -> None:
        if line.startswith("@title "):
            self.title = _content(number, line.removeprefix("@title "))
        elif found := _DECLARATION.fullmatch(line):
            if found["code"] in self.sections:
                raise OutlineError(number, f"phần “{found['code']}” được khai báo hai lần.")
            self.sections[found["code"]] = Section(found["code"], found["label"])
        elif line.startswith("@hint ") and self.sections:
            last = next(reversed(self.sections))
            self.sections[last] = replace(self.sections[last], hint=line.removeprefix("@hint "))
        else:
            raise OutlineError(number, f"không hiểu “{line}”; chỉ có @title, @section và @hint theo sau nó.")

    def block(self, number: int, line: str) -> Block:
        if line == "---":
            return Break()
        if slot := _SLOT.fullmatch(line):
            return self.slot(number, slot)
        if heading := _HEADING.fullmatch(line):
            return Heading(len(heading["marks"]), _content(number, heading["words"]))
        return _paragraph(number, line)

    def slot(self, number: int, slot: re.Match[str]) -> Block:
        code, optional = slot["code"], bool(slot["optional"])
        if slot["kind"] == "table":
            if code not in TABLES:
                raise OutlineError(number, f"không có bảng nào tên “{code}”.{_meant(code, TABLES)}")
            return TableSlot(code)
        if slot["kind"] == "part":
            if code not in PARTS:
                raise OutlineError(number, f"không có phần nào tên “{code}”.{_meant(code, PARTS)}")
            return PartSlot(code)
        if code in self.used:
            raise OutlineError(number, f"phần “{code}” đã có chỗ ở dòng {self.used[code]}.")
        self.used[code] = number
        if optional or slot["kind"] == "basis":
            self.optional.add(code)
        return BasisSlot(code) if slot["kind"] == "basis" else SectionSlot(code, optional)


def _paragraph(number: int, line: str) -> Paragraph | Item:
    if line.startswith(("- ", "– ", "+ ", "• ", "* ")):
        return Item(_content(number, line[2:]))
    return Paragraph(_content(number, line))


# One line


def _content(number: int, line: str) -> Content:
    """The pieces of a line; conditions nest."""
    open_choices: list[_OpenChoice] = [_OpenChoice()]
    end = 0
    for token in _TOKEN.finditer(line):
        open_choices[-1].add(_words(number, line[end : token.start()]))
        end = token.end()
        said = " ".join(token[1].split())
        if said.startswith("if "):
            open_choices.append(_OpenChoice(_condition(number, said.removeprefix("if "))))
        elif said in {"else", "end"}:
            if len(open_choices) == 1 or (said == "else" and open_choices[-1].has_else):
                raise OutlineError(number, f"[{said}] không có [if …] đi trước.")
            if said == "else":
                open_choices[-1].has_else = True
            else:
                closed = open_choices.pop()
                open_choices[-1].add(closed.closed())
        else:
            open_choices[-1].add(_piece(number, said))
    open_choices[-1].add(_words(number, line[end:]))
    if len(open_choices) > 1:
        raise OutlineError(number, "có [if …] chưa được đóng bằng [end].")
    return tuple(open_choices[0].then)


@dataclass
class _OpenChoice:
    condition: Condition = Condition()
    then: list[Piece] = field(default_factory=list)
    otherwise: list[Piece] = field(default_factory=list)
    has_else: bool = False

    def add(self, piece: Piece | None) -> None:
        if piece is not None:
            (self.otherwise if self.has_else else self.then).append(piece)

    def closed(self) -> Choice:
        return Choice(self.condition, tuple(self.then), tuple(self.otherwise))


def _words(number: int, text: str) -> Words | None:
    if "[" in text or "]" in text:
        raise OutlineError(number, f"có ngoặc vuông không đủ cặp gần “{text.strip()}”.")
    return Words(text) if text else None


def _piece(number: int, said: str) -> Piece:
    if said in WORDS:
        return Name(said)
    if said.startswith("change "):
        return Change(_quantity(number, said.removeprefix("change ")))
    if said.startswith("list:"):
        code = said.removeprefix("list:").strip()
        if code not in LISTS:
            raise OutlineError(number, f"không có danh sách nào tên “{code}”.{_meant(code, LISTS)}")
        return Listing(code)
    if said.partition(":")[0].rstrip("?") in {"table", "section", "basis", "part"}:
        raise OutlineError(number, f"[{said}] phải đứng một mình trên một dòng của đề cương.")
    return _quantity(number, said)


def _quantity(number: int, said: str) -> Quantity:
    code = said.removesuffix("%").strip()
    if said.endswith("%"):
        if code not in RATES:
            raise OutlineError(number, f"không có tỷ lệ nào mang mã “{said}”.{_meant(code, RATES, '%')}")
        return Quantity(code, is_rate=True)
    if code not in INDICATORS:
        raise OutlineError(
            number, f"không có chỉ tiêu nào mang mã “{said}”.{_meant(code, (*INDICATORS, *WORDS))}"
        )
    return Quantity(code)


def _condition(number: int, said: str) -> Condition:
    negated = said.startswith("no ")
    said = said.removeprefix("no ").strip()
    if said == YEAR_BEFORE or said in LISTS:
        return Condition(named=said, negated=negated)
    terms = tuple(_quantity(number, term.strip()) for term in said.split("+"))
    if len(terms) > 1 and any(term.is_rate for term in terms):
        raise OutlineError(number, f"không cộng tỷ lệ trong [if {said}].")
    return Condition(terms, negated=negated)


def _meant(code: str, known: Iterable[str], suffix: str = "") -> str:
    close = get_close_matches(code, list(known), n=1)
    return f" Có phải là “{close[0]}{suffix}”?" if close else ""
