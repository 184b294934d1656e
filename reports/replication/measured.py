"""Phụ lục của báo cáo sáng kiến: who applies what, and every measured effect with where it comes from."""

from decimal import Decimal

from portal import formats
from reports import letterhead
from reports.document import (
    NOTHING,
    Align,
    Annex,
    Cell,
    Column,
    DocumentMeta,
    HeadCell,
    Paragraph,
    Row,
    Run,
    Table,
)
from reports.material import Material
from reports.replication.material import Answered, Entry, Replicated
from reports.replication.measuring import BY_HAND, Shown


def attach_answers(of: Material, meta: DocumentMeta) -> tuple[Annex, ...]:
    """Of one unit: its measured effects, if there are any."""
    found = _of(of)
    table = _measures(found, with_unit=False)
    return (_annex("Số liệu đo được khi áp dụng sáng kiến", table, of, meta),) if table else ()


def attach_round(of: Material, meta: DocumentMeta) -> tuple[Annex, ...]:
    """Of the superior: which unit applies which initiative, then the effects of all."""
    found = _of(of)
    tables = [("Tình hình áp dụng sáng kiến của từng đơn vị", _applied(found))]
    if (measures := _measures(found, with_unit=True)) is not None:
        tables.append(("Số liệu đo được khi áp dụng sáng kiến", measures))
    return tuple(
        _annex(title, table, of, meta, number=formats.roman(place) if len(tables) > 1 else "")
        for place, (title, table) in enumerate(tables, 1)
    )


def _annex(title: str, table: Table, of: Material, meta: DocumentMeta, number: str = "") -> Annex:
    hint = f"Nguồn “{BY_HAND}” là số đơn vị tự ghi; các số khác được tính từ hồ sơ trong phần mềm."
    return Annex(
        title=title,
        number=number,
        note=meta.attached_to(letterhead.agency(of.unit)),
        landscape=True,
        blocks=(table, Paragraph((Run(hint, italic=True),), indent=False)),
    )


def _applied(found: Replicated) -> Table:
    order: dict[int, list[Answered]] = {}
    for entry in found.entries:
        for one in entry.answers:
            order.setdefault(one.unit.pk, []).append(one)
    rows = [
        Row((Cell.count(place), Cell(ones[0].unit.name), *(Cell(_word(one)) for one in ones)))
        for place, ones in enumerate(order.values(), 1)
    ]
    sums = [
        Cell.count(sum(bool(one.adoption.is_applied) for one in entry.answers)) for entry in found.entries
    ]
    rows.append(Row((Cell("SỐ ĐƠN VỊ ÁP DỤNG", colspan=2), *sums), total=True))
    width = 180 / max(1, len(found.entries))
    return Table(
        columns=(Column(12, Align.CENTRE), Column(50), *(Column(width, Align.CENTRE) for _ in found.entries)),
        head=(
            (
                HeadCell("STT"),
                HeadCell("Đơn vị"),
                *(HeadCell(f"Sáng kiến {entry.chosen.position}") for entry in found.entries),
            ),
        ),
        rows=tuple(rows),
    )


def _measures(found: Replicated, *, with_unit: bool) -> Table | None:
    rows: list[Row] = []
    number = 0
    for entry in found.entries:
        lines = [(one, shown) for one in entry.answers for shown in one.measures]
        if not lines:
            continue
        rows.append(Row((Cell(_title(entry), colspan=7 if with_unit else 6),), total=True))
        for one, shown in lines:
            number += 1
            unit = (Cell(one.unit.name),) if with_unit else ()
            rows.append(Row((Cell.count(number), *unit, *_cells(shown))))
    if not rows:
        return None
    names = ["Chỉ tiêu", "Trước khi áp dụng", "Sau khi áp dụng", "Bình quân tháng", "Nguồn"]
    widths = [70.0, 40.0, 40.0, 30.0, 40.0]
    if with_unit:
        names, widths = ["Đơn vị", *names], [35.0, 58.0, 38.0, 38.0, 28.0, 33.0]
    aligns = [Align.LEFT] * (2 if with_unit else 1) + [Align.RIGHT] * 3 + [Align.LEFT]
    return Table(
        columns=(
            Column(12, Align.CENTRE),
            *(Column(width, align) for width, align in zip(widths, aligns, strict=True)),
        ),
        head=((HeadCell("STT"), *(HeadCell(name) for name in names)),),
        rows=tuple(rows),
        font_size=11,
    )


def _cells(shown: Shown) -> tuple[Cell, ...]:
    days = ""
    if shown.after_period:
        last = formats.day_on_screen(shown.after_period.last)
        days = f" ({formats.day_on_screen(shown.after_period.first)} – {last})"
    label = f"{shown.label}{days}"
    if shown.counts:
        label += f", {formats.decimal_in_prose(shown.counts[0])}/{formats.decimal_in_prose(shown.counts[1])}"
    if shown.measure:
        label += f" ({shown.measure})"
    source = f"{BY_HAND}: {shown.source}" if shown.is_by_hand else shown.source
    return (
        Cell(label),
        _number(shown, shown.before),
        _number(shown, shown.after),
        Cell.decimal(shown.pace) if shown.pace is not None else Cell(NOTHING),
        Cell(source),
    )


def _number(shown: Shown, value: Decimal | None) -> Cell:
    if value is None:
        return Cell(NOTHING)
    if shown.is_share:
        return Cell.percent(value)
    return Cell.count(int(value)) if value == value.to_integral() else Cell.decimal(value)


def _title(entry: Entry) -> str:
    return f"Sáng kiến {entry.chosen.position}: {entry.chosen.initiative.title}"


def _word(one: Answered) -> str:
    if one.adoption.is_applied is None:
        return NOTHING
    if not one.adoption.is_applied:
        return "Chưa áp dụng"
    since = one.adoption.since
    return f"Từ {formats.day_on_screen(since)}" if since else "Đã áp dụng"


def _of(of: Material) -> Replicated:
    if not isinstance(of, Replicated):
        raise TypeError("these annexes tell of a round of replication")
    return of
