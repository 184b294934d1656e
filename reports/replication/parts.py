"""Những phần mà báo cáo sáng kiến tự nói: the mandate, the unit's answers, the superior's consolidation."""

from collections.abc import Callable, Iterable, Iterator

from initiatives.models import Adoption
from initiatives.replication.quoting import decisions_of
from portal import formats
from portal.errors import DomainError
from reports import composer, letterhead, outlines
from reports.document import Block, ListItem, Paragraph, Run
from reports.material import Material
from reports.outlines import Heading, Words
from reports.replication.material import Answered, Entry, Replicated

Part = Iterator[outlines.Block | Block]
SAVED = "Tiết kiệm được các chi phí như sau:"
_SAVINGS = (
    ("money", "Chi phí về tiền"),
    ("time", "Chi phí về thời gian"),
    ("people", "Chi phí về nhân lực"),
)


def mandate(of: Material) -> Part:
    """Thực hiện Công văn số …: why the report is written."""
    found = _of(of)
    made, year = found.round, found.round.year
    superior = letterhead.agency_short(made.unit)
    recognised = decisions_of(entry.chosen.initiative for entry in found.entries)
    if made.unit_id == of.unit.pk:
        basis = f"Căn cứ {' và '.join(recognised)} về việc công nhận sáng kiến, " if recognised else ""
        yield _said(
            f"{basis}{superior} đã triển khai việc lựa chọn các sáng kiến, giải pháp, mô hình cải cách hành "
            f"chính (CCHC) được công nhận để nhân rộng áp dụng tại các cơ quan, đơn vị thuộc "
            f"{made.unit.subkind.lower()} trong năm {year} theo {_named(found)} và đạt được một số kết quả, "
            "hiệu quả như sau:"
        )
        return
    days = sorted(
        {
            entry.chosen.initiative.decided_on.year
            for entry in found.entries
            if entry.chosen.initiative.decided_on
        }
    )
    when = f" được công nhận năm {', '.join(map(str, days))}" if days else ""
    yield _said(
        f"Thực hiện {_named(found)} của {superior} về việc tiếp tục lựa chọn sáng kiến cải cách hành chính "
        f"(CCHC) và nhân rộng trên địa bàn {made.unit.subkind.lower()} năm {year}; "
        f"{letterhead.agency_short(of.unit)} đã triển khai việc lựa chọn các sáng kiến, giải pháp, mô hình "
        f"CCHC{when} để nhân rộng áp dụng tại cơ quan, đơn vị trong năm {year} và đạt được một số kết quả, "
        "hiệu quả như sau:"
    )


def answers(of: Material) -> Part:
    """Từng sáng kiến ở đơn vị: applied since when, what was done, what came of it."""
    for entry in _of(of).entries:
        yield Heading(2, (Words(entry.quote),))
        for one in entry.answers:
            yield from _answer(entry, one)


def _answer(entry: Entry, one: Answered) -> Part:
    adoption, agency = one.adoption, letterhead.agency_short(one.unit)
    if adoption.is_applied is None:
        yield Paragraph((Run("(Đơn vị chưa trả lời về sáng kiến này.)", italic=True),))
        return
    if not adoption.is_applied:
        yield _said(f"{agency} chưa áp dụng sáng kiến này. Lý do:")
        yield from _written(entry, "lý do", adoption.why_not)
        return
    if adoption.since:
        yield _said(f"{agency} áp dụng sáng kiến này từ ngày {formats.day_in_text(adoption.since)}.")
    yield from _written(entry, "việc đã làm", adoption.done)
    yield from _written(entry, "kết quả", adoption.results)
    for shown in one.measures:
        yield ListItem((Run(f"{shown.sentence}."),))
    savings = [(label, getattr(adoption, name)) for name, label in _SAVINGS]
    numbers = _saved([adoption])
    if any(text for _, text in savings) or numbers:
        yield _said(SAVED)
        for label, text in savings:
            yield from _saving(entry, label, text)
        yield from numbers
    if adoption.difficulties:
        yield _said("Khó khăn, vướng mắc:")
        yield from _written(entry, "khó khăn, vướng mắc", adoption.difficulties)


def initiatives(of: Material) -> Part:
    """Từng sáng kiến trên địa bàn: a) Thực trạng b) Nội dung c) Hiệu quả mang lại."""
    found = _of(of)
    for entry in found.entries:
        yield Heading(2, (Words(entry.quote),))
        yield Heading(3, (Words("Thực trạng"),))
        yield _said(_spread(found, entry))
        yield from _or_quoted(entry, "thực trạng", entry.chosen.situation, entry.chosen.initiative.situation)
        yield Heading(3, (Words("Nội dung"),))
        yield from _or_quoted(entry, "nội dung", entry.chosen.content, entry.chosen.initiative.solution)
        yield Heading(3, (Words("Hiệu quả mang lại"),))
        yield from _effects(entry)


def _effects(entry: Entry) -> Part:
    registered = entry.chosen.initiative
    yield from _written(entry, "hiệu quả mang lại", entry.chosen.effect)
    measured = sum(bool(one.measures) for one in entry.answers)
    if measured:
        yield _said(f"Số liệu đo được của {formats.count_in_prose(measured)} đơn vị có phụ lục kèm theo.")
    elif not entry.chosen.effect:
        yield _said("Các đơn vị chưa báo cáo số liệu đo được.")
    numbers = _saved(one.adoption for one in entry.answers)
    savings = [
        (label, getattr(entry.chosen, name), getattr(registered, f"effect_{name}"))
        for name, label in _SAVINGS
    ]
    if any(own or quoted for _, own, quoted in savings) or numbers:
        yield _said(SAVED)
        for label, own, quoted in savings:
            if own:
                yield from _saving(entry, label, own)
            elif quoted:
                yield ListItem((Run(f"{label}: {' '.join(quoted.split())}"),))
        yield from numbers


def _spread(found: Replicated, entry: Entry) -> str:
    """`Sáng kiến này đang được áp dụng tại 17/18 đơn vị được giao; 01 đơn vị chưa áp dụng: …`"""
    applied = [one for one in entry.answers if one.adoption.is_applied]
    refused = [one for one in entry.answers if one.adoption.is_applied is False]
    silent = found.asked - found.handed_in
    said = (
        f"Sáng kiến “{entry.chosen.initiative.title}” đang được áp dụng tại "
        f"{formats.count_in_prose(len(applied))}/{formats.count_in_prose(found.asked)} đơn vị được giao"
    )
    if refused:
        names = "; ".join(letterhead.name_in_text(one.unit) for one in refused)
        said += f"; {formats.count_in_prose(len(refused))} đơn vị chưa áp dụng ({names})"
    if silent:
        said += f"; {formats.count_in_prose(silent)} đơn vị chưa báo cáo"
    return f"{said}."


def _saved(adoptions: Iterable[Adoption]) -> list[ListItem]:
    """Money, hours and people in numbers, as the units entered them."""
    totals = [0, 0, 0]
    for one in adoptions:
        for place, value in enumerate((one.saved_dong, one.saved_hours, one.saved_people)):
            totals[place] += value or 0
    dong, hours, people = totals
    said = [formats.money(dong)] if dong else []
    said += [f"{formats.integer(hours)} giờ"] if hours else []
    said += [f"{formats.count_in_prose(people)} người"] if people else []
    return [ListItem((Run(f"Quy ra số: {', '.join(said)} (số liệu nhập tay)."),))] if said else []


def _saving(entry: Entry, label: str, text: str) -> Part:
    lines = list(_written(entry, label.lower(), text))
    for place, line in enumerate(lines):
        if place == 0 and isinstance(line, outlines.Paragraph | outlines.Item):
            yield outlines.Item((Words(f"{label}: "), *line.content))
        else:
            yield line


def _or_quoted(entry: Entry, name: str, own: str, quoted: str) -> Part:
    if own:
        yield from _written(entry, name, own)
        return
    if not quoted.strip():
        yield Paragraph((Run(composer.UNWRITTEN, italic=True),))
    for line in quoted.splitlines():
        if words := " ".join(line.split()):
            is_item = words.startswith(("- ", "+ ", "• "))
            yield ListItem((Run(words[2:]),)) if is_item else _said(words)


def _written(entry: Entry, name: str, text: str) -> Part:
    try:
        yield from outlines.parse_text(text)
    except outlines.OutlineError as refusal:
        raise DomainError(f"Sáng kiến {entry.chosen.position}, phần {name}: {refusal.message}") from refusal


def _named(found: Replicated) -> str:
    made = found.round
    return f"Công văn số {made.document} ngày {formats.day_in_text(made.document_on)}"


def _said(words: str) -> Paragraph:
    return Paragraph((Run(words),))


def _of(of: Material) -> Replicated:
    if not isinstance(of, Replicated):
        raise TypeError("these parts tell of a round of replication")
    return of


PARTS: dict[str, Callable[[Material], Iterable[outlines.Block | Block]]] = {
    "mandate": mandate,
    "answers": answers,
    "initiatives": initiatives,
}
