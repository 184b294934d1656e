"""The workbook: numbers to reckon with, paper to print on."""

from dataclasses import replace
from decimal import Decimal
from io import BytesIO

import openpyxl
import pytest

from reports.document import Cell, Column, Document, HeadCell, Paragraph, Row, Run, Table
from reports.renderers import xlsx as excel_renderer
from tests.reports.specimen import DOCUMENT, META

pytestmark = pytest.mark.once


@pytest.fixture(scope="module")
def workbook():
    return openpyxl.load_workbook(BytesIO(excel_renderer.render(DOCUMENT)))


def cell_after(sheet, text, offset):
    return next(
        sheet.cell(cell.row, cell.column + offset)
        for row in sheet.iter_rows()
        for cell in row
        if cell.value == text
    )


def table_of(cell):
    return Table((Column(20), Column(20)), ((HeadCell("Tên"), HeadCell("Số")),), (Row((Cell("x"), cell)),))


def written(cell):
    workbook = openpyxl.load_workbook(BytesIO(excel_renderer.render(Document(META, (table_of(cell),)))))
    return cell_after(workbook.worksheets[0], "x", 1)


def test_each_annex_has_its_sheet(workbook):
    assert workbook.sheetnames == ["Báo cáo", "Phụ lục I", "Phụ lục II"]


def test_figures_of_the_form_are_numbers(workbook):
    total = [cell_after(workbook["Phụ lục I"], "TỔNG CỘNG", offset) for offset in range(2, 13)]

    assert [cell.value for cell in total] == [1671, 1085, 559, 27, 1644, 1583, 51, 10, 27, 25, 2]
    assert {cell.number_format for cell in total} == {"#,##0"}
    assert all(cell.font.bold for cell in total)


@pytest.mark.parametrize(
    ("cell", "value", "number_format"),
    [
        (Cell.count(1710), 1710, "#,##0"),
        (Cell.percent(Decimal("56.67")), 0.5667, "0.00%"),
        (Cell.money(5_000_000), 5_000_000, "#,##0"),
        (Cell.decimal(Decimal("4.25")), 4.25, "#,##0.00"),
        (Cell.percent(None), "-", "General"),
    ],
)
def test_a_number_keeps_its_value_and_its_look(cell, value, number_format):
    assert written(cell).value == value
    assert written(cell).number_format == number_format


@pytest.mark.parametrize("text", ["=1+1", "+84912345678", "-5", "@SUM(A1)", '=HYPERLINK("http://x","y")'])
def test_text_never_becomes_a_formula(text):
    cell = written(Cell(text))

    assert (cell.value, cell.data_type) == (text, "s")
    assert cell.quotePrefix


def test_an_odd_letter_spoils_no_file():
    document = Document(META, (Paragraph((Run("a\x00b\x0bc\ud800\uffff"),)), table_of(Cell("\x01z"))))

    sheet = openpyxl.load_workbook(BytesIO(excel_renderer.render(document))).worksheets[0]

    assert cell_after(sheet, "x", 1).value == "z"


def test_sheets_print_one_page_wide_with_the_heading_on_each(workbook):
    assert [sheet.page_setup.orientation for sheet in workbook] == ["portrait", "landscape", "portrait"]
    for sheet in workbook:
        assert sheet.page_setup.paperSize == int(sheet.PAPERSIZE_A4)
        assert (sheet.page_setup.fitToWidth, sheet.page_setup.fitToHeight) == (1, 0)
        assert sheet.sheet_properties.pageSetUpPr.fitToPage
    form = workbook["Phụ lục I"]
    first, last = (int(row.lstrip("$")) for row in form.print_title_rows.split(":"))
    assert form.cell(first, 1).value == "STT"
    assert form.cell(last, 13).value == "(13)"
    # Below a table of the text more words follow, which its heading would stand above.
    assert workbook.worksheets[0].print_title_rows is None


def test_heading_cells_are_merged(workbook):
    sheet = workbook["Phụ lục I"]
    heading = cell_after(sheet, "Số hồ sơ nhận giải quyết", 0)

    assert f"C{heading.row}:F{heading.row}" in {str(merged) for merged in sheet.merged_cells.ranges}
    assert f"A{heading.row}:A{heading.row + 2}" in {str(merged) for merged in sheet.merged_cells.ranges}


def test_rows_are_high_enough_for_long_text():
    long = Document(replace(META, title="Kết quả"), (Paragraph((Run("cải cách hành chính " * 60),)),))
    sheet = openpyxl.load_workbook(BytesIO(excel_renderer.render(long))).worksheets[0]
    row = next(
        cell.row for row in sheet.iter_rows() for cell in row if str(cell.value).startswith("cải cách")
    )

    assert sheet.row_dimensions[row].height > 10 * 14
