from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest

from portal.formats import GAP
from reports.document import (
    Annex,
    Basis,
    Cell,
    Column,
    Document,
    HeadCell,
    Heading,
    ListItem,
    NumberKind,
    Paragraph,
    Row,
    Run,
    Table,
)
from tests.reports.specimen import META

pytestmark = pytest.mark.once


def paragraph(text):
    return Paragraph((Run(text),))


@pytest.mark.parametrize(
    ("number", "day", "number_line", "date_line"),
    [
        (5, date(2026, 2, 5), "Số: 05/BC-UBND", "Vĩnh Lâm, ngày 05 tháng 02 năm 2026"),
        (12, date(2026, 5, 4), "Số: 12/BC-UBND", "Vĩnh Lâm, ngày 04 tháng 5 năm 2026"),
        (None, None, f"Số: {GAP}/BC-UBND", f"Vĩnh Lâm, ngày{GAP}tháng{GAP}năm 2022"),
    ],
)
def test_number_and_date_lines_follow_the_decree(number, day, number_line, date_line):
    meta = replace(META, number=number, issued_on=day)

    assert meta.number_line == number_line
    assert meta.date_line == date_line


def test_one_addressee_stands_on_the_line_and_several_below_it():
    one = replace(META, addressees=("Ủy ban nhân dân huyện Vĩnh Linh",))

    assert one.addressee_lines == ("Kính gửi: Ủy ban nhân dân huyện Vĩnh Linh.",)
    assert META.addressee_lines == (
        "Kính gửi:",
        "- Ủy ban nhân dân huyện Vĩnh Linh;",
        "- Phòng Nội vụ huyện Vĩnh Linh.",
    )
    assert replace(META, addressees=()).addressee_lines == ()


def test_lists_end_as_the_decree_says():
    assert replace(META, recipients=("Như trên;", "Lưu: VT.")).recipient_lines == (
        "- Như trên;",
        "- Lưu: VT.",
    )
    assert Basis(("Căn cứ Luật A", "Căn cứ Luật A")).lines == ("Căn cứ Luật A;", "Căn cứ Luật A.")


def test_an_annex_names_the_document_that_it_belongs_to():
    assert META.attached_to("Ủy ban nhân dân xã Vĩnh Lâm") == (
        "(Kèm theo Báo cáo số 05/BC-UBND ngày 16 tháng 12 năm 2022 của Ủy ban nhân dân xã Vĩnh Lâm)"
    )


@pytest.mark.parametrize(("number", "label"), [("", "Phụ lục"), ("II", "Phụ lục II")])
def test_a_single_annex_has_no_number(number, label):
    assert Annex(title="Số liệu", blocks=(), number=number).label == label


@pytest.mark.parametrize(
    ("heading", "label"),
    [
        (Heading(1, "II", "Kết quả thực hiện"), "II. KẾT QUẢ THỰC HIỆN"),
        (Heading(2, "1", "Cải cách thể chế"), "1. Cải cách thể chế"),
        (Heading(3, "đ", "Số hóa"), "đ) Số hóa"),
        (Heading(3, "2.1", "Số hóa"), "2.1. Số hóa"),
        (Heading(2, "", "Cải cách thể chế"), "Cải cách thể chế"),
    ],
)
def test_headings_are_marked_by_their_level(heading, label):
    assert heading.label == label


@pytest.mark.parametrize(
    ("block", "end"),
    [
        (paragraph("Trên đây là báo cáo."), "Trên đây là báo cáo./."),
        (paragraph("Trên đây là báo cáo"), "Trên đây là báo cáo./."),
        (paragraph("Trên đây là báo cáo./."), "Trên đây là báo cáo./."),
        (ListItem((Run("Hết"),)), "- Hết./."),
    ],
)
def test_the_text_ends_with_the_closing_mark(block, end):
    document = Document(META, (Heading(1, "I", "Kết quả"), block))

    assert document.closed_body[-1].text == end
    assert len(document.closed_body) == 2


def test_after_a_table_the_closing_mark_stands_alone():
    table = Table((Column(1),), ((HeadCell("STT"),),), (Row((Cell("1"),)),))

    assert Document(META, (table,)).closed_body == (table, Document(META, (table,)).closed_body[-1])
    assert Document(META, (table,)).closed_body[-1].text == "./."


@pytest.mark.parametrize(
    ("cell", "shown"),
    [
        (Cell("Hộ tịch"), "Hộ tịch"),
        (Cell.count(1710), "1.710"),
        (Cell.count(3), "3"),
        (Cell.percent(Decimal("56.67")), "56,67%"),
        (Cell.percent(Decimal(70)), "70,00%"),
        (Cell.percent(None), "-"),
        (Cell.money(5_000_000), "5.000.000"),
        (Cell.decimal(Decimal("4.257")), "4,26"),
        (Cell.decimal(None), "-"),
    ],
)
def test_cells_show_numbers_as_tables_have_them(cell, shown):
    assert cell.shown == shown


def test_text_is_cleaned_as_it_enters_and_kinds_are_left_alone():
    assert Run("Ho\u0302\u0300 sơ\x0b\nmới").text == "Hồ sơ mới"
    assert Basis(("Căn\tcứ\x00",)).items == ("Căn cứ",)
    assert Cell.percent(Decimal(1)).kind is NumberKind.PERCENT


def test_heading_cells_know_their_place():
    table = Table(
        columns=(Column(10), Column(20), Column(20)),
        head=((HeadCell("STT", rowspan=2), HeadCell("Kỳ", colspan=2)), (HeadCell("Này"), HeadCell("Trước"))),
        rows=(),
    )

    assert [(row, column, cell.text) for row, column, cell in table.placed_head] == [
        (0, 0, "STT"),
        (0, 1, "Kỳ"),
        (1, 1, "Này"),
        (1, 2, "Trước"),
    ]


@pytest.mark.parametrize(
    ("head", "row", "complaint"),
    [
        (((HeadCell("a"),),), (Cell("1"), Cell("2")), "heading rows do not fill"),
        (((HeadCell("a", colspan=2),), (HeadCell("b"),)), (Cell("1"), Cell("2")), "heading rows do not fill"),
        (
            ((HeadCell("a"), HeadCell("b", rowspan=2)), (HeadCell("c", colspan=2),)),
            (Cell("1"), Cell("2")),
            "overlap",
        ),
        (((HeadCell("a", colspan=2),),), (Cell("1"),), "does not fill its columns"),
    ],
)
def test_a_table_with_holes_is_refused(head, row, complaint):
    with pytest.raises(ValueError, match=complaint):
        Table((Column(10), Column(10)), head, (Row(row),))
