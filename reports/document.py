"""Văn bản hành chính as data: what a report says, in reading order, before any file format.

The composer makes a `Document`; each renderer turns it into a file. What stands here is therefore the
same in all of them: the wording of the lines that NĐ 30/2020/NĐ-CP, Phụ lục I, prescribes (number, date,
Nơi nhận, the endings of căn cứ), and how a number in a cell is written. Looks are the renderers' part.

All text is precomposed, on one line and printable: each class sees to it as it is made.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from datetime import date
from decimal import Decimal
from enum import StrEnum
from typing import assert_never

from portal import formats
from reports.document_parts import Cover, Picture, TextPart

COUNTRY = "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM"  # Quốc hiệu
MOTTO = "Độc lập - Tự do - Hạnh phúc"  # Tiêu ngữ
RECIPIENTS_TITLE = "Nơi nhận:"
NOTHING = "-"  # a rate of nothing: its denominator is 0
_CLOSING = "./."


class Align(StrEnum):
    LEFT = "left"
    CENTRE = "center"
    RIGHT = "right"
    JUSTIFY = "justify"


class NumberKind(StrEnum):
    COUNT = "count"  # 1.710
    PERCENT = "percent"  # 56,67%; the number is the percentage, 56.67
    MONEY = "money"  # 5.000.000; the unit stands in the heading
    DECIMAL = "decimal"  # 4,25


# Text


@dataclass(frozen=True)
class Run(TextPart):
    """A piece of a paragraph. With `figure`, it is a computed number: the code opens its records."""

    text: str
    figure: str = ""
    bold: bool = False
    italic: bool = False


@dataclass(frozen=True)
class Basis(TextPart):
    """Căn cứ ban hành: one a line, in italics; the ends of the lines are the decree's (Mục II.6a)."""

    items: tuple[str, ...]

    @property
    def lines(self) -> tuple[str, ...]:
        return _listed(self.items)


@dataclass(frozen=True)
class Heading(TextPart):
    """Tiêu đề: level 1 is `I. IN HOA`, 2 is `1. Khoản`, 3 is `a) Điểm`, without its dot or bracket here."""

    level: int
    number: str
    text: str

    @property
    def label(self) -> str:
        words = self.text.upper() if self.level == 1 else self.text
        if not self.number:
            return words
        is_letter = len(self.number) == 1 and self.number.islower()
        return f"{self.number}{')' if is_letter else '.'} {words}"


@dataclass(frozen=True)
class Paragraph:
    """Đoạn văn: justified with an indented first line, if not said otherwise."""

    runs: tuple[Run, ...]
    align: Align = Align.JUSTIFY
    indent: bool = True

    @property
    def text(self) -> str:
        return _joined(self.runs)


@dataclass(frozen=True)
class ListItem:
    """Gạch đầu dòng: `- …`."""

    runs: tuple[Run, ...]

    @property
    def marked_runs(self) -> tuple[Run, ...]:
        return (Run("- "), *self.runs)

    @property
    def text(self) -> str:
        return _joined(self.marked_runs)


@dataclass(frozen=True)
class FormHead(TextPart):
    """Đầu biểu mẫu thống kê: the form's name left, its title in the middle, who reports to whom right."""

    left: tuple[str, ...]
    title: str
    subtitle: tuple[str, ...]
    right: tuple[str, ...]


# Tables


@dataclass(frozen=True)
class Column:
    width: float  # mm
    align: Align = Align.LEFT


@dataclass(frozen=True)
class HeadCell(TextPart):
    """A cell of the heading rows. Those covered by another's span are left out, as in HTML."""

    text: str
    colspan: int = 1
    rowspan: int = 1
    bold: bool = True


PlacedHeadCell = tuple[int, int, HeadCell]


@dataclass(frozen=True)
class Cell(TextPart):
    """Text, or a number with the way it is written; made by `Cell.count(…)` and its like."""

    text: str = ""
    number: int | Decimal | None = None
    kind: NumberKind = NumberKind.COUNT
    figure: str = ""
    bold: bool = False
    colspan: int = 1

    @classmethod
    def count(cls, number: int, *, figure: str = "", bold: bool = False) -> "Cell":
        return cls(number=number, figure=figure, bold=bold)

    @classmethod
    def percent(cls, number: Decimal | None, *, figure: str = "", bold: bool = False) -> "Cell":
        if number is None:
            return cls(NOTHING, figure=figure, bold=bold)
        return cls(number=number, kind=NumberKind.PERCENT, figure=figure, bold=bold)

    @classmethod
    def money(cls, number: int, *, figure: str = "", bold: bool = False) -> "Cell":
        return cls(number=number, kind=NumberKind.MONEY, figure=figure, bold=bold)

    @classmethod
    def decimal(cls, number: Decimal | None, *, figure: str = "", bold: bool = False) -> "Cell":
        if number is None:
            return cls(NOTHING, figure=figure, bold=bold)
        return cls(number=number, kind=NumberKind.DECIMAL, figure=figure, bold=bold)

    @property
    def shown(self) -> str:
        """The cell as it is read on paper."""
        if self.number is None:
            return self.text
        match self.kind:
            case NumberKind.COUNT | NumberKind.MONEY:
                return formats.integer(int(self.number))
            case NumberKind.PERCENT:
                return formats.percent(Decimal(self.number))
            case NumberKind.DECIMAL:
                return formats.decimal(Decimal(self.number))
        assert_never(self.kind)


@dataclass(frozen=True)
class Row:
    """A row of the body; `total` is the last one (TỔNG CỘNG) or a group's head, all in bold."""

    cells: tuple[Cell, ...]
    total: bool = False

    def is_bold(self, cell: Cell) -> bool:
        return self.total or cell.bold


@dataclass(frozen=True)
class Table(TextPart):
    """Bảng số liệu. Heading rows come back on every page; a row is never cut in two."""

    columns: tuple[Column, ...]
    head: tuple[tuple[HeadCell, ...], ...]
    rows: tuple[Row, ...]
    caption: str = ""
    font_size: int = 12  # pt, 9 to 13

    def __post_init__(self) -> None:
        super().__post_init__()
        for row in self.rows:
            if sum(cell.colspan for cell in row.cells) != len(self.columns):
                raise ValueError(f"a row of {self.caption or 'the table'} does not fill its columns: {row}")
        _place(self.head, len(self.columns))

    @property
    def width(self) -> float:
        return sum(column.width for column in self.columns)

    @property
    def placed_head(self) -> tuple[PlacedHeadCell, ...]:
        """Each heading cell with its row and first column, both from 0."""
        return _place(self.head, len(self.columns))

    def cells_with_columns(self, row: Row) -> Iterator[tuple[int, Cell]]:
        """Each cell of a body row with the index of its first column."""
        column = 0
        for cell in row.cells:
            yield column, cell
            column += cell.colspan


def _place(head: tuple[tuple[HeadCell, ...], ...], width: int) -> tuple[PlacedHeadCell, ...]:
    placed: list[PlacedHeadCell] = []
    taken: set[tuple[int, int]] = set()
    for row, cells in enumerate(head):
        column = 0
        for cell in cells:
            while (row, column) in taken:
                column += 1
            covered = {(row + y, column + x) for y in range(cell.rowspan) for x in range(cell.colspan)}
            if taken & covered:
                raise ValueError(f"heading cells overlap at “{cell.text}”")
            taken |= covered
            placed.append((row, column, cell))
    if taken != {(row, column) for row in range(len(head)) for column in range(width)}:
        raise ValueError("the heading rows do not fill the table's columns")
    return tuple(placed)


TextBlock = Basis | Heading | Paragraph | ListItem | FormHead | Table
Block = TextBlock | Picture


# The document


@dataclass(frozen=True)
class Signature(TextPart):
    """Chức vụ, họ tên người ký: (`TM. ỦY BAN NHÂN DÂN`, `CHỦ TỊCH`), then the name without titles."""

    authority: tuple[str, ...]
    name: str = ""


@dataclass(frozen=True)
class DocumentMeta(TextPart):
    """Thể thức: everything around the text."""

    title: str  # trích yếu
    agency_lines: tuple[str, ...]  # (`ỦY BAN NHÂN DÂN`, `XÃ VĨNH LÂM`)
    symbol: str  # `BC-UBND`
    place: str  # địa danh
    signature: Signature
    year: int  # of the date line while the day is open
    kind_name: str = "BÁO CÁO"
    parent_agency: str = ""  # cơ quan chủ quản, only where there is one
    number: int | None = None
    issued_on: date | None = None
    addressees: tuple[str, ...] = ()  # Kính gửi
    recipients: tuple[str, ...] = field(default=("Lưu: VT",))  # Nơi nhận, without dash and end mark
    countersign: Signature | None = None  # left, where others have Nơi nhận
    ends_marked: bool = True  # ./. after the last word
    language: str = "vi"

    @property
    def is_personal(self) -> bool:
        """Đơn của cá nhân: no body issues it; the date stands over the signature."""
        return not self.agency_lines

    @property
    def number_line(self) -> str:
        """Số và ký hiệu: `Số: 05/BC-UBND`; none where the paper has no symbol."""
        if not self.symbol:
            return ""
        return f"Số: {formats.document_number(self.number, self.symbol)}"

    @property
    def day_in_words(self) -> str:
        return (
            formats.day_in_words(self.issued_on) if self.issued_on else formats.blank_day_in_words(self.year)
        )

    @property
    def date_line(self) -> str:
        """Địa danh và thời gian: `Vĩnh Lâm, ngày 04 tháng 5 năm 2023`."""
        return f"{self.place}, {self.day_in_words}"

    @property
    def addressee_lines(self) -> tuple[str, ...]:
        """Kính gửi: one receiver on the same line, several below each other (Mục II.9b)."""
        if len(self.addressees) < 2:
            return tuple(f"Kính gửi: {addressee}." for addressee in self.addressees)
        return ("Kính gửi:", *_listed(self.addressees, mark="- "))

    @property
    def recipient_lines(self) -> tuple[str, ...]:
        return _listed(self.recipients, mark="- ")

    @property
    def full_title(self) -> str:
        """What a reader of files shows: `Báo cáo: Kết quả công tác cải cách hành chính quý IV năm 2023`."""
        return f"{self.kind_name.capitalize()}: {self.title}".rstrip(": ")

    def attached_to(self, issuer: str) -> str:
        """Chỉ dẫn kèm theo, under an annex's title; `issuer` as in a sentence (`Ủy ban nhân dân xã …`)."""
        number = formats.document_number(self.number, self.symbol)
        return f"(Kèm theo {self.kind_name.capitalize()} số {number} {self.day_in_words} của {issuer})"


@dataclass(frozen=True)
class Annex(TextPart):
    """Phụ lục: numbered in Roman (I, II, …) only if there are two or more; its pages count from 1."""

    title: str
    blocks: tuple[Block, ...]
    number: str = ""
    note: str = ""  # (Kèm theo …)
    landscape: bool = False

    @property
    def label(self) -> str:
        return f"Phụ lục {self.number}".rstrip()


@dataclass(frozen=True)
class Document:
    meta: DocumentMeta
    body: tuple[Block, ...]
    annexes: tuple[Annex, ...] = ()
    cover: Cover | None = None

    @property
    def closed_body(self) -> tuple[Block, ...]:
        """The body with the mark that nothing follows: `./.`"""
        if not self.body or not self.meta.ends_marked:
            return self.body
        *before, last = self.body
        if isinstance(last, Paragraph | ListItem):
            return (*before, replace(last, runs=_closed(last.runs)))
        return (*self.body, Paragraph((Run(_CLOSING),), align=Align.RIGHT, indent=False))


def _joined(runs: tuple[Run, ...]) -> str:
    return "".join(run.text for run in runs)


def _listed(items: tuple[str, ...], *, mark: str = "") -> tuple[str, ...]:
    """Lines of a list: each ends in `;`, the last in `.`"""
    if not items:
        return ()
    ends = [";"] * (len(items) - 1) + ["."]
    return tuple(f"{mark}{item.rstrip(' .;,')}{end}" for item, end in zip(items, ends, strict=True))


def _closed(runs: tuple[Run, ...]) -> tuple[Run, ...]:
    words = _joined(runs).rstrip()
    if words.endswith(_CLOSING):
        return runs
    return (*runs, Run("/." if words.endswith(".") else _CLOSING))
