"""Bảng trong lời văn: small tables of a report's figures; none where there is nothing to show."""

from collections.abc import Callable

from portal import formats
from reports.community_board import TABLE_COLUMNS
from reports.document import Align, Cell, Column, HeadCell, Row, Table
from reports.figures import By, Group
from reports.indicators import INDICATORS
from reports.material import Material
from reports.references import Reference, refer

_CHANNELS = ("received_online_full", "received_online_partial", "received_direct", "received_postal")
_BY_FIELD = ("received", "received_online", "resolved", "resolved_late", "pending", "pending_overdue")


def channels(material: Material) -> Table | None:
    """Hồ sơ tiếp nhận theo kênh, beside the same period of the year before."""
    now = material.figures.figures
    before = material.year_before.figures if material.year_before else None
    if not now["received"]:
        return None
    rows = [
        Row((Cell.count(number), Cell(INDICATORS[code].label), *_channel_cells(code, now, before)))
        for number, code in enumerate(_CHANNELS, 1)
    ]
    rows.append(
        Row((Cell("Tổng cộng", colspan=2), *_channel_cells("received", now, before)), total=True),
    )
    return Table(
        caption="Hồ sơ tiếp nhận theo kênh",
        columns=(Column(12, Align.CENTRE), Column(69), *(Column(28, Align.RIGHT),) * 3),
        head=(
            (
                HeadCell("STT", rowspan=2),
                HeadCell("Kênh tiếp nhận", rowspan=2),
                HeadCell("Trong kỳ", colspan=2),
                HeadCell("Cùng kỳ năm trước", rowspan=2),
            ),
            (HeadCell("Số hồ sơ"), HeadCell("Tỷ lệ")),
        ),
        rows=tuple(rows),
    )


def _channel_cells(code: str, now: dict[str, int], before: dict[str, int] | None) -> tuple[Cell, ...]:
    reference = refer(now, code)
    return (
        Cell.count(now[code], figure=reference),
        Cell.percent(formats.percentage(now[code], now["received"]), figure=reference),
        Cell.count(before[code]) if before else Cell("-"),
    )


def by_field(material: Material) -> Table | None:
    """Tiếp nhận, giải quyết theo lĩnh vực, in brief; the whole form is an annex."""
    groups = material.figures.groups
    if not groups:
        return None
    rows = [
        Row((Cell.count(number), Cell(group.label), *_field_cells(group.figures, group.key)))
        for number, group in enumerate(groups, 1)
    ]
    total = material.figures.figures
    rows.append(
        Row(
            (
                Cell("Tổng cộng", colspan=2),
                *(Cell.count(total[code], figure=refer(total, code)) for code in _BY_FIELD),
            ),
            total=True,
        )
    )
    return Table(
        caption="Hồ sơ theo lĩnh vực",
        columns=(Column(11, Align.CENTRE), Column(46), *(Column(18, Align.RIGHT),) * 6),
        head=(
            (
                HeadCell("STT"),
                HeadCell("Lĩnh vực"),
                HeadCell("Tiếp nhận"),
                HeadCell("Trực tuyến"),
                HeadCell("Đã giải quyết"),
                HeadCell("Quá hạn"),
                HeadCell("Đang giải quyết"),
                HeadCell("Đã quá hạn"),
            ),
        ),
        rows=tuple(rows),
    )


def _field_cells(figures: dict[str, int], key: str) -> tuple[Cell, ...]:
    return tuple(
        Cell.count(figures[code], figure=refer(figures, code, by=By.FIELD, key=key)) for code in _BY_FIELD
    )


def case_types(material: Material) -> Table | None:
    """Đã giải quyết theo loại việc, for example the kinds of certified contracts."""
    if not material.case_types:
        return None
    rows = [
        Row(
            (
                Cell.count(number),
                Cell(group.label),
                Cell.count(group.figures["resolved"], figure=case_type_reference(group)),
            )
        )
        for number, group in enumerate(material.case_types, 1)
    ]
    return Table(
        caption="Hồ sơ đã giải quyết theo loại việc",
        columns=(Column(12, Align.CENTRE), Column(115), Column(38, Align.RIGHT)),
        head=((HeadCell("STT"), HeadCell("Loại việc"), HeadCell("Số hồ sơ")),),
        rows=tuple(rows),
    )


def case_type_reference(group: Group) -> str:
    return str(Reference(("resolved",), By.CASE_TYPE, group.key))


def teams(material: Material) -> Table | None:
    """Tổ công nghệ số cộng đồng: by commune of a superior, by hamlet of a commune."""
    total = material.figures.figures
    if not material.teams or not total["teams"]:
        return None
    rows = [
        Row((Cell.count(number), Cell(group.label), *_team_cells(group.figures, By.UNIT, group.key)))
        for number, group in enumerate(material.teams, 1)
    ]
    rows.append(Row((Cell("Tổng cộng", colspan=2), *_team_cells(total)), total=True))
    return Table(
        caption="Tổ công nghệ số cộng đồng",
        columns=(Column(11, Align.CENTRE), Column(49), *(Column(15, Align.RIGHT),) * 7),
        head=(
            (
                HeadCell("STT"),
                HeadCell("Đơn vị"),
                *(HeadCell(INDICATORS[code].short_label) for code in TABLE_COLUMNS),
            ),
        ),
        rows=tuple(rows),
    )


def _team_cells(figures: dict[str, int], by: By | None = None, key: str = "") -> tuple[Cell, ...]:
    return tuple(
        Cell.count(figures[code], figure=refer(figures, code, by=by, key=key)) for code in TABLE_COLUMNS
    )


TABLES: dict[str, Callable[[Material], Table | None]] = {
    "channels": channels,
    "by-field": by_field,
    "case-types": case_types,
    "teams": teams,
}
