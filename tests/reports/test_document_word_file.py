"""The Word file from inside: page setup, styles and tables as an office goes on editing them."""

from dataclasses import replace
from io import BytesIO
from zipfile import ZipFile

import docx
import pytest
from docx.enum.section import WD_ORIENT
from docx.oxml.ns import qn
from lxml import etree

from reports.document import COUNTRY, MOTTO, Document
from reports.renderers import docx as word_renderer
from reports.renderers.metrics import text_width
from tests.reports.specimen import DOCUMENT, META

pytestmark = pytest.mark.once


@pytest.fixture(scope="module")
def content():
    return word_renderer.render(DOCUMENT)


@pytest.fixture(scope="module")
def word(content):
    return docx.Document(BytesIO(content))


def paragraphs(word):
    """All of them, those in tables too, in reading order."""
    return [docx.text.paragraph.Paragraph(p, word) for p in word.element.body.iter(qn("w:p"))]


def the_one(word, text):
    return next(paragraph for paragraph in paragraphs(word) if paragraph.text == text)


def test_margins_and_paper(word):
    assert len(word.sections) == 3
    for section in word.sections:
        margins = (section.top_margin, section.bottom_margin, section.left_margin, section.right_margin)
        assert [round(margin.mm) for margin in margins] == [20, 20, 30, 15]
    assert [(round(s.page_width.mm), round(s.page_height.mm)) for s in word.sections] == [
        (210, 297),
        (297, 210),
        (210, 297),
    ]
    assert word.sections[1].orientation is WD_ORIENT.LANDSCAPE


def test_page_numbers_start_on_the_second_page_and_again_in_each_annex(word):
    for section in word.sections:
        assert section.different_first_page_header_footer
        assert section.first_page_header.paragraphs[0].text == ""
        assert "PAGE" in section.header._element.xpath("string(.//w:instrText)")
    starts = [section._sectPr.find(qn("w:pgNumType")) for section in word.sections]
    assert starts[0] is None
    assert [start.get(qn("w:start")) for start in starts[1:]] == ["1", "1"]


def test_all_text_is_times_new_roman(content):
    with ZipFile(BytesIO(content)) as parts:
        documents = [
            etree.fromstring(parts.read(name))
            for name in parts.namelist()
            if name.startswith("word/") and name.endswith(".xml")
        ]
    fonts = [fonts for document in documents for fonts in document.iter(qn("w:rFonts"))]

    assert len(fonts) == 1  # the default of all styles; nothing overrules it
    assert {fonts[0].get(qn(f"w:{script}")) for script in ("ascii", "hAnsi", "eastAsia", "cs")} == {
        "Times New Roman"
    }
    assert not [
        colour
        for document in documents
        for colour in document.iter(qn("w:style"))
        if colour.find(f".//{qn('w:color')}") is not None
    ]


@pytest.mark.parametrize(
    ("text", "size", "bold", "italic"),
    [
        ("ỦY BAN NHÂN DÂN", 12, True, False),
        (COUNTRY, 12, True, False),
        (MOTTO, 13, True, False),
        ("Số: 05/BC-UBND", 13, False, False),
        ("Vĩnh Lâm, ngày 16 tháng 12 năm 2022", 13, False, True),
        ("BÁO CÁO", 14, True, False),
        (META.title, 14, True, False),
        ("I. CÔNG TÁC CHỈ ĐẠO, ĐIỀU HÀNH CẢI CÁCH HÀNH CHÍNH", 14, True, False),
        ("1. Về tổ chức chỉ đạo, điều hành", 14, True, False),
        ("a) Tình hình tiếp nhận, giải quyết hồ sơ", 14, False, False),
        ("- Hướng dẫn thanh toán trực tuyến ngay tại quầy.", 14, False, False),
        ("Nơi nhận:", 12, True, True),
        ("- Lưu: VT, CCHC.", 11, False, False),
        ("KT. CHỦ TỊCH", 14, True, False),
        ("Nguyễn Văn Bình", 14, True, False),
        ("Phụ lục I", 14, True, False),
        ("DANH MỤC CHỈ TIÊU THỐNG KÊ", 14, True, False),
    ],
)
def test_size_and_style_of_each_element(word, text, size, bold, italic):
    style = the_one(word, text).style

    assert (style.font.size.pt, bool(style.font.bold), bool(style.font.italic)) == (size, bold, italic)


def test_the_basis_is_in_italics(word):
    basis = next(p for p in paragraphs(word) if p.text.startswith("Căn cứ Nghị định"))

    assert basis.style.font.italic


def test_the_parent_agency_is_not_bold():
    meta = replace(META, parent_agency="ỦY BAN NHÂN DÂN HUYỆN VĨNH LINH")
    word = docx.Document(BytesIO(word_renderer.render(Document(meta, DOCUMENT.body))))

    assert paragraphs(word)[0].text == meta.parent_agency
    assert not paragraphs(word)[0].style.font.bold


def test_rules_have_the_length_that_the_decree_gives(word):
    rules = [p for p in paragraphs(word) if p.style.name == "Đường kẻ"]
    indents = [
        (rule.paragraph_format.left_indent.mm, rule.paragraph_format.right_indent.mm) for rule in rules
    ]
    lengths = [space - left - right for space, (left, right) in zip((75, 90, 165), indents, strict=True)]
    name, motto = text_width("XÃ VĨNH LÂM", 12, bold=True), text_width(MOTTO, 13, bold=True)

    assert name / 3 <= lengths[0] <= name / 2
    assert lengths[1] == pytest.approx(motto, abs=0.2)
    assert 165 / 3 <= lengths[2] <= 165 / 2
    for left, right in indents:
        assert left == pytest.approx(right, abs=0.1)


def test_the_signature_is_never_cut_from_the_text(word):
    row = the_one(word, "Nguyễn Văn Bình")._p.getparent().getparent()
    last = next(p for p in paragraphs(word) if p.text.endswith("./."))

    assert row.find(f"{qn('w:trPr')}/{qn('w:cantSplit')}") is not None
    assert last.paragraph_format.keep_with_next
    assert the_one(word, "KT. CHỦ TỊCH").style.paragraph_format.keep_with_next


def test_heading_rows_are_repeated_and_rows_stay_whole(word):
    table = next(t for t in word.tables if "Chỉ tiêu thống kê" in t._tbl.xpath("string(.)"))
    rows = table._tbl.findall(qn("w:tr"))

    assert [row.find(f"{qn('w:trPr')}/{qn('w:tblHeader')}") is not None for row in rows] == [True] + [
        False
    ] * 37
    assert all(row.find(f"{qn('w:trPr')}/{qn('w:cantSplit')}") is not None for row in rows)


def test_every_table_is_as_wide_as_its_grid(word):
    for table in word.tables:
        grid = [int(column.get(qn("w:w"))) for column in table._tbl.tblGrid]
        assert int(table._tbl.tblPr.find(qn("w:tblW")).get(qn("w:w"))) == sum(grid)
        for row in table._tbl.findall(qn("w:tr")):
            assert sum(int(width.get(qn("w:w"))) for width in row.iter(qn("w:tcW"))) == sum(grid)


def test_properties_name_the_document(word):
    properties = word.core_properties

    assert properties.title == META.full_title
    assert properties.language == "vi"
    assert properties.author == "ỦY BAN NHÂN DÂN XÃ VĨNH LÂM"
    assert "python-docx" not in properties.comments
