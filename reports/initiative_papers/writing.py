"""Lời của tác giả on paper: paragraphs and dashes as they were typed, measured effects as a table."""

from collections.abc import Iterable, Iterator, Sequence

from initiatives.models import Author, Effect, Initiative, Participant
from portal import formats
from reports.document import (
    Align,
    Block,
    Cell,
    Column,
    HeadCell,
    ListItem,
    Paragraph,
    Row,
    Run,
    Table,
)

_DASHES = ("-", "–", "+", "•", "*")
_EFFECTS = (
    ("effect_money", "Chi phí về tiền"),
    ("effect_time", "Chi phí về thời gian"),
    ("effect_people", "Chi phí về nhân lực"),
    ("effect_other", "Hiệu quả khác"),
)


def text(words: str) -> Iterator[Block]:
    """Each line a paragraph; one that begins with a dash is an item."""
    for line in map(str.strip, words.splitlines()):
        if line.startswith(_DASHES):
            yield ListItem((Run(line.lstrip("".join(_DASHES)).strip()),))
        elif line:
            yield Paragraph((Run(line),))


def labelled(label: str, words: str, *, empty: str = "không có.") -> Iterator[Block]:
    """“Nhãn: lời”: on one line where it is short, else the words below."""
    lines = [line for line in words.splitlines() if line.strip()]
    if len(lines) < 2 and not words.lstrip().startswith(_DASHES):
        yield Paragraph((Run(f"{label}: ", bold=True), Run(words.strip() or empty)))
        return
    yield Paragraph((Run(f"{label}:", bold=True),))
    yield from text(words)


def effects(initiative: Initiative) -> Iterator[Block]:
    """Hiệu quả: money, time, people as the districts' reports head them, then what was measured."""
    for name, label in _EFFECTS:
        words = getattr(initiative, name).strip()
        first, *rest = [line for line in words.splitlines() if line.strip()] or [""]
        if first:
            yield ListItem((Run(f"{label}: ", italic=True), Run(first.lstrip("-–+•* ").strip())))
        yield from text("\n".join(rest))
    if measured := list(initiative.effects.all()):
        yield _effect_table(measured)


def author_table(authors: Sequence[Author]) -> Table:
    """Danh sách tác giả (TT 18/2013/TT-BKHCN, Phụ lục I)."""
    head = (
        "Số TT", "Họ và tên", "Ngày tháng năm sinh", "Nơi công tác (hoặc nơi thường trú)", "Chức danh",
        "Trình độ chuyên môn", "Tỷ lệ (%) đóng góp vào việc tạo ra sáng kiến",
    )  # fmt: skip
    rows = [
        (*_person(number, one), formats.decimal_in_prose(one.share) if one.share is not None else "")
        for number, one in enumerate(authors, start=1)
    ]
    return _people(head, rows, last=Align.CENTRE)


def participant_table(participants: Sequence[Participant]) -> Table:
    """Danh sách những người đã tham gia áp dụng thử hoặc áp dụng sáng kiến lần đầu."""
    head = (
        "Số TT", "Họ và tên", "Ngày tháng năm sinh", "Nơi công tác (hoặc nơi thường trú)", "Chức danh",
        "Trình độ chuyên môn", "Nội dung công việc hỗ trợ",
    )  # fmt: skip
    rows = [(*_person(number, one), one.work) for number, one in enumerate(participants, start=1)]
    return _people(head, rows, last=Align.LEFT)


def _person(number: int, one: Author | Participant) -> tuple[str, ...]:
    born = formats.day_in_text(one.birth_on) if one.birth_on else ""
    return (str(number), one.name, born, one.workplace, one.post, one.qualification)


def _people(head: Sequence[str], rows: Iterable[Sequence[str]], *, last: Align) -> Table:
    widths = (10, 32, 23, 33, 25, 21, 21)
    aligns = (Align.CENTRE, Align.LEFT, Align.CENTRE, Align.LEFT, Align.LEFT, Align.LEFT, last)
    return Table(
        columns=tuple(Column(width, align) for width, align in zip(widths, aligns, strict=True)),
        head=(tuple(HeadCell(words) for words in head),),
        rows=tuple(Row(tuple(Cell(words) for words in row)) for row in rows),
        font_size=11,
    )


def _effect_table(measured: Sequence[Effect]) -> Table:
    head = ("STT", "Chỉ số", "Đơn vị tính", "Trước khi áp dụng", "Sau khi áp dụng", "Kỳ đo", "Nguồn số liệu")
    columns = ((10, Align.CENTRE), (42, Align.LEFT), (18, Align.CENTRE), (22, Align.RIGHT), (22, Align.RIGHT))
    last = ((27, Align.CENTRE), (24, Align.LEFT))
    rows = []
    for number, one in enumerate(measured, start=1):
        cells = (str(number), one.what, one.measure, one.before, one.after, one.period, one.source)
        rows.append(Row(tuple(Cell(words) for words in cells)))
    return Table(
        columns=tuple(Column(width, align) for width, align in (*columns, *last)),
        head=(tuple(HeadCell(words) for words in head),),
        rows=tuple(rows),
        caption="Hiệu quả đo được",
        font_size=11,
    )
