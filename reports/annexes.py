"""Phụ lục của báo cáo: form II.06a by field, and the indicators beside the year before."""

from collections.abc import Iterable, Mapping
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
    FormHead,
    HeadCell,
    Paragraph,
    Row,
    Run,
    Table,
)
from reports.figures import By
from reports.indicators import (
    ADVANCE_INDICATORS,
    CATALOGUE_INDICATORS,
    DOCUMENT_INDICATORS,
    DOCUMENT_TASK_INDICATORS,
    DOSSIER_INDICATORS,
    FEEDBACK_INDICATORS,
    RATES,
    Indicator,
    Rate,
)
from reports.material import Material
from reports.references import refer

# Columns 3 to 13 of the form; a column of two codes is their sum.
_FORM_COLUMNS = (
    ("to_resolve",),
    ("received_online",),
    ("received_direct", "received_postal"),
    ("carried_over",),
    ("resolved",),
    ("resolved_early",),
    ("resolved_on_time",),
    ("resolved_late",),
    ("pending",),
    ("pending_in_time",),
    ("pending_overdue",),
)
_FORM_HEAD = (
    (
        HeadCell("STT", rowspan=3),
        HeadCell("Lĩnh vực, công việc giải quyết theo cấp", rowspan=3),
        HeadCell("Số hồ sơ nhận giải quyết", colspan=4),
        HeadCell("Số hồ sơ đã giải quyết", colspan=4),
        HeadCell("Số hồ sơ đang giải quyết", colspan=3),
    ),
    (
        HeadCell("Tổng số", rowspan=2),
        HeadCell("Trong kỳ", colspan=2),
        HeadCell("Từ kỳ trước", rowspan=2),
        HeadCell("Tổng số", rowspan=2),
        HeadCell("Trước hạn", rowspan=2),
        HeadCell("Đúng hạn", rowspan=2),
        HeadCell("Quá hạn", rowspan=2),
        HeadCell("Tổng số", rowspan=2),
        HeadCell("Trong hạn", rowspan=2),
        HeadCell("Quá hạn", rowspan=2),
    ),
    (HeadCell("Trực tuyến"), HeadCell("Trực tiếp, dịch vụ bưu chính")),
    tuple(HeadCell(f"({column})", bold=False) for column in range(1, 14)),
)


def annexes(material: Material, meta: DocumentMeta) -> tuple[Annex, ...]:
    note = meta.attached_to(letterhead.agency(material.unit))
    return (
        Annex(
            number=formats.roman(1),
            title="Tình hình, kết quả giải quyết thủ tục hành chính theo lĩnh vực",
            note=note,
            landscape=True,
            blocks=(
                _form_head(material),
                Paragraph((Run("Đơn vị tính: Số hồ sơ TTHC", italic=True),), align=Align.RIGHT, indent=False),
                _form(material),
            ),
        ),
        Annex(
            number=formats.roman(2),
            title="Danh mục chỉ tiêu thống kê",
            note=note,
            blocks=(
                _indicators(material),
                Paragraph(
                    (Run("Tăng, giảm của tỷ lệ tính bằng điểm phần trăm.", italic=True),), indent=False
                ),
            ),
        ),
    )


# Biểu II.06a/VPCP/KSTT


def _form_head(material: Material) -> FormHead:
    period = material.period
    days = f"từ ngày {formats.day_in_text(period.first)} đến ngày {formats.day_in_text(period.last)}"
    name = "Kỳ báo cáo" if period.label == days else f"Kỳ báo cáo: {period.label}"
    receiver, *_ = letterhead.addressees(material.superior)
    return FormHead(
        left=("Biểu số II.06a/VPCP/KSTT", "Ban hành theo Thông tư số 01/2020/TT-VPCP ngày 21/10/2020"),
        title="TÌNH HÌNH, KẾT QUẢ GIẢI QUYẾT TTHC TẠI CƠ QUAN, ĐƠN VỊ TRỰC TIẾP GIẢI QUYẾT TTHC",
        subtitle=(name, f"({days[:1].upper()}{days[1:]})"),
        right=(
            f"- Đơn vị báo cáo: {letterhead.agency_short(material.unit)}",
            f"- Đơn vị nhận báo cáo: {receiver}",
        ),
    )


def _form(material: Material) -> Table:
    rows = [
        Row((Cell.count(number), Cell(group.label), *_form_cells(group.figures, By.FIELD, group.key)))
        for number, group in enumerate(material.figures.groups, 1)
    ]
    rows.append(Row((Cell("TỔNG CỘNG", colspan=2), *_form_cells(material.figures.figures)), total=True))
    return Table(
        columns=(Column(11, Align.CENTRE), Column(54), *(Column(17, Align.RIGHT),) * 11),
        head=_FORM_HEAD,
        rows=tuple(rows),
        font_size=11,
    )


def _form_cells(figures: Mapping[str, int], by: By | None = None, key: str = "") -> Iterable[Cell]:
    return (
        Cell.count(sum(figures[code] for code in codes), figure=refer(figures, *codes, by=by, key=key))
        for codes in _FORM_COLUMNS
    )


# Danh mục chỉ tiêu


def _indicators(material: Material) -> Table:
    parts = (
        ("Tiếp nhận, giải quyết hồ sơ", [_count_row(material, one) for one in DOSSIER_INDICATORS]),
        ("Tỷ lệ", [_rate_row(material, one) for one in RATES.values()]),
        ("Danh mục thủ tục hành chính", [_count_row(material, one) for one in CATALOGUE_INDICATORS]),
        ("Phản ánh, kiến nghị", [_count_row(material, one) for one in FEEDBACK_INDICATORS]),
        ("Hỗ trợ trước khi đến", [_count_row(material, one) for one in ADVANCE_INDICATORS]),
        ("Văn bản đi, văn bản đến", [_count_row(material, one) for one in DOCUMENT_INDICATORS]),
        ("Việc giao từ văn bản", [_count_row(material, one) for one in DOCUMENT_TASK_INDICATORS]),
    )
    rows: list[Row] = []
    for part, (title, lines) in enumerate(parts, 1):
        rows.append(Row((Cell(formats.roman(part)), Cell(title, colspan=5)), total=True))
        rows += [
            Row((Cell(f"{formats.roman(part)}.{number}"), *cells)) for number, cells in enumerate(lines, 1)
        ]
    return Table(
        columns=(
            Column(14, Align.CENTRE),
            Column(67),
            Column(20, Align.CENTRE),
            Column(21, Align.RIGHT),
            Column(22, Align.RIGHT),
            Column(21, Align.RIGHT),
        ),
        head=(
            (
                HeadCell("STT"),
                HeadCell("Chỉ tiêu thống kê"),
                HeadCell("Đơn vị tính"),
                HeadCell("Trong kỳ"),
                HeadCell("Cùng kỳ năm trước"),
                HeadCell("Tăng, giảm"),
            ),
        ),
        rows=tuple(rows),
    )


def _count_row(material: Material, indicator: Indicator) -> tuple[Cell, ...]:
    figures = material.figures.figures
    now = figures[indicator.code]
    start = (
        Cell(indicator.label),
        Cell(indicator.measure),
        Cell.count(now, figure=refer(figures, indicator.code)),
    )
    if material.year_before is None:
        return (*start, Cell(NOTHING), Cell(NOTHING))
    before = material.year_before.figures[indicator.code]
    return (*start, Cell.count(before), Cell.count(now - before))


def _rate_row(material: Material, rate: Rate) -> tuple[Cell, ...]:
    """The change of a rate is in percentage points, without the sign of per cent."""
    figures = material.figures.figures
    now = rate.of(figures)
    before = rate.of(material.year_before.figures) if material.year_before else None
    change: Decimal | None = None if now is None or before is None else now - before
    reference = refer(figures, *rate.part) if now is not None else ""
    return (
        Cell(rate.label),
        Cell("%"),
        Cell.percent(now, figure=reference),
        Cell.percent(before),
        Cell.decimal(change),
    )
