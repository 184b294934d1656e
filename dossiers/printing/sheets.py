"""Tờ phiếu: the parts that printed forms are made of. Each part names the template that prints it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import ClassVar, Protocol

from django.utils import timezone
from django.utils.safestring import SafeString

from portal import formats

BLANK = "……"
BLANK_DAY = f"ngày {BLANK} tháng {BLANK} năm {BLANK}"
"""Room for a pen."""


@dataclass(frozen=True)
class Line:
    """Nhãn và giá trị; without a value a dotted line stands for a pen."""

    template: ClassVar[str] = "print/parts/line.html"
    label: str
    value: str = ""
    is_strong: bool = False


@dataclass(frozen=True)
class Pair:
    """Two short lines beside each other (điện thoại and thư điện tử)."""

    template: ClassVar[str] = "print/parts/pair.html"
    left: Line
    right: Line


@dataclass(frozen=True)
class Sentence:
    """Một câu: a text that has its values in it."""

    template: ClassVar[str] = "print/parts/sentence.html"
    text: str
    is_centred: bool = False
    is_strong: bool = False


@dataclass(frozen=True)
class Paragraph:
    """Lời do cán bộ ghi: as many lines as were typed; without words, room for a pen."""

    template: ClassVar[str] = "print/parts/paragraph.html"
    text: str


@dataclass(frozen=True)
class SideCode:
    """Mã ở lề phải: the lines that follow flow around it, so that it costs the page no height."""

    template: ClassVar[str] = "print/parts/side_code.html"
    drawing: SafeString
    words: str


@dataclass(frozen=True)
class Items:
    """Danh sách đánh số."""

    template: ClassVar[str] = "print/parts/items.html"
    items: Sequence[str]


@dataclass(frozen=True)
class Column:
    """Một cột: its head, its width in parts of the whole, and how its cells stand."""

    head: str
    width: int
    align: str = "left"


@dataclass(frozen=True)
class Table:
    """Bảng; `group` is a head over the columns from `group_from` on, `group_count` of them."""

    template: ClassVar[str] = "print/parts/table.html"
    columns: Sequence[Column]
    rows: Sequence[Sequence[str]]
    group: str = ""
    group_from: int = 0
    group_count: int = 0
    is_small: bool = False

    @property
    def before_group(self) -> Sequence[Column]:
        """All of them where there is no group."""
        return self.columns[: self.group_from] if self.group else self.columns

    @property
    def grouped(self) -> Sequence[Column]:
        return self.columns[self.group_from : self.group_from + self.group_count]

    @property
    def after_group(self) -> Sequence[Column]:
        return self.columns[self.group_from + self.group_count :]

    @property
    def aligned_rows(self) -> list[list[tuple[str, str]]]:
        """Each cell with how it stands."""
        return [
            [(column.align, cell) for column, cell in zip(self.columns, row, strict=True)]
            for row in self.rows
        ]


@dataclass(frozen=True)
class Handover:
    """Một khối giao – nhận of the control slip; empty ones are filled in by hand."""

    moment: str
    gives: str = ""
    takes: str = ""
    result: str = ""
    note: str = ""


@dataclass(frozen=True)
class ControlBlocks:
    """The table of the control slip: one block a hand-over, with room for both signatures."""

    template: ClassVar[str] = "print/parts/control.html"
    words: Mapping[str, str]
    blocks: Sequence[Handover]


class Part(Protocol):
    """What stands between the title and the signatures."""

    @property
    def template(self) -> str: ...


@dataclass(frozen=True)
class SignatureBox:
    """Ô ký: what stands above the signature, the note under it, and whose name is printed below."""

    title: str
    note: str = ""
    name: str = ""
    seal_note: str = ""


@dataclass(frozen=True)
class Recipients:
    """Nơi nhận, left of the signature of an agency."""

    title: str
    lines: Sequence[str]


@dataclass(frozen=True)
class Code:
    """One drawn code with the words under it."""

    drawing: SafeString
    words: str = ""


@dataclass(frozen=True)
class Sheet:
    """One form as it is printed once; a receipt in two liên is two sheets."""

    title: str
    form: str
    """`Mẫu số 01 · Thông tư 03/2025/TT-VPCP`, at the foot."""
    issuer: tuple[str, str]
    number: str
    place_and_day: str
    parts: Sequence[Part]
    paper_code: Code | None = None
    tracking: Code | None = None
    barcode: Code | None = None
    signed_by_body: str = ""
    under_title: Sequence[str] = ()
    left: SignatureBox | None = None
    recipients: Recipients | None = None
    right: SignatureBox | None = None
    notes: Sequence[str] = ()
    marks: Sequence[str] = ()
    """SỬA LẦN n, IN LẠI LẦN n."""
    size: str = "a5"


@dataclass(frozen=True)
class PrintOut:
    """What one press of the button prints."""

    title: str
    sheets: Sequence[Sheet] = field(default_factory=list)


def moment_in_words(moment: datetime | None) -> str:
    """`09 giờ 30 phút, ngày 15 tháng 3 năm 2024`; room for a pen where there is none."""
    if moment is None:
        return f"{BLANK} giờ {BLANK} phút, {BLANK_DAY}"
    local = timezone.localtime(moment)
    return f"{local:%H} giờ {local:%M} phút, {formats.day_in_words(local.date())}"


def day_in_words(moment: datetime) -> str:
    return formats.day_in_words(timezone.localtime(moment).date())


def short_moment(moment: datetime | None) -> str:
    """In the narrow cells of a list: `09:30 15/03/2024`."""
    if moment is None:
        return ""
    local = timezone.localtime(moment)
    return f"{local:%H:%M} {formats.day_on_screen(local.date())}"
