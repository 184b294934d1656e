"""Đề cương: tokens are read, and what makes no sense is named by its line."""

import re

import pytest

from reports import outlines, tables
from reports.outlines import Choice, Condition, OutlineError, Quantity, SectionSlot, TableSlot, Words

pytestmark = pytest.mark.once

HEAD = "@title Kết quả [period]\n@section staff: Tổ chức bộ máy\n@hint Số người.\n"


def test_a_line_becomes_words_figures_and_rates():
    outline = outlines.parse("@title Kết quả\nTiếp nhận [received] hồ sơ, đạt [online%].")

    assert outline.blocks == (
        outlines.Paragraph(
            (
                Words("Tiếp nhận "),
                Quantity("received"),
                Words(" hồ sơ, đạt "),
                Quantity("online", True),
                Words("."),
            )
        ),
    )


def test_conditions_nest_and_may_add_figures():
    source = "@title Kết quả\n[if resolved_late + pending_overdue]có[else][if no online%]không[end][end]"
    paragraph = outlines.parse(source).blocks[0]

    inner = Choice(Condition((Quantity("online", True),), negated=True), (Words("không"),))
    terms = (Quantity("resolved_late"), Quantity("pending_overdue"))
    assert paragraph.content == (Choice(Condition(terms), (Words("có"),), (inner,)),)


def test_headings_items_tables_and_sections_are_blocks_of_their_own():
    outline = outlines.parse(HEAD + "# Phần\n## Mục\n- một việc\n[table: channels]\n[section?: staff]\n---")

    kinds = [type(block).__name__ for block in outline.blocks]
    assert kinds == ["Heading", "Heading", "Item", "TableSlot", "SectionSlot", "Break"]
    assert outline.blocks[3:5] == (TableSlot("channels"), SectionSlot("staff", optional=True))
    assert [(one.code, one.label, one.hint, one.optional) for one in outline.sections] == [
        ("staff", "Tổ chức bộ máy", "Số người.", True)
    ]


@pytest.mark.parametrize(
    ("line", "problem"),
    [
        ("Có [recieved] hồ sơ.", "Có phải là “received”?"),
        ("Đạt [onlin%].", "Có phải là “online%”?"),
        ("[table: channel]", "không có bảng nào tên “channel”"),
        ("[section: staf]", "phần “staf” chưa được khai báo"),
        ("Xem [section: staff].", "phải đứng một mình"),
        ("[list: types]", "không có danh sách nào tên “types”"),
        ("[if received]có", "chưa được đóng"),
        ("có[end]", "không có [if …] đi trước"),
        ("[if received]a[else]b[else]c[end]", "không có [if …] đi trước"),
        ("[if online% + late%]a[end]", "không cộng tỷ lệ"),
        ("Có [received hồ sơ.", "ngoặc vuông không đủ cặp"),
        ("@titel Kết quả", "không hiểu"),
        ("@section staff: Lần nữa", "khai báo hai lần"),
    ],
)
def test_what_makes_no_sense_is_named_by_its_line(line, problem):
    with pytest.raises(OutlineError) as refusal:
        outlines.parse(HEAD + "[section: staff]\n\n" + line)

    assert refusal.value.line == 6
    assert refusal.value.message.startswith("Dòng 6: ")
    assert problem in refusal.value.message


def test_a_section_has_one_place():
    with pytest.raises(OutlineError, match="Dòng 5: phần “staff” đã có chỗ ở dòng 4"):
        outlines.parse(HEAD + "[section: staff]\n[section: staff]")


def test_a_declared_section_has_a_place():
    with pytest.raises(OutlineError, match="không có chỗ trong đề cương"):
        outlines.parse(HEAD + "Lời văn.")


def test_an_outline_has_a_title():
    with pytest.raises(OutlineError, match="thiếu trích yếu"):
        outlines.parse("Lời văn.")


def test_the_officers_words_take_the_same_tokens():
    blocks = outlines.parse_text("Một đoạn.\n\n- Có [received] hồ sơ;\n+ việc khác.")

    assert [type(block).__name__ for block in blocks] == ["Paragraph", "Item", "Item"]
    with pytest.raises(OutlineError, match="Dòng 2"):
        outlines.parse_text("Một đoạn.\nCó [received!] hồ sơ.")


def test_the_reform_outline_holds_no_typed_figure():
    """Numbers come from tokens alone; only the codes inside brackets may hold a digit."""
    lines = (outlines._FOLDER / "cchc.txt").read_text("utf-8").splitlines()
    printed = [line for line in lines if line and not line.startswith(("//", "@hint"))]

    assert printed
    for line in printed:
        assert not re.search(r"\d", re.sub(r"\[[^\[\]]*\]", "", line)), line


def test_the_reform_outline_has_the_six_contents_of_the_reform_programme():
    headings = [
        "".join(piece.text for piece in block.content)
        for block in outlines.shipped("cchc").blocks
        if isinstance(block, outlines.Heading) and block.level == 2
    ]

    assert [heading for heading in headings if heading.startswith(("Cải cách", "Xây dựng"))] == [
        "Cải cách thể chế",
        "Cải cách thủ tục hành chính và thực hiện cơ chế một cửa, một cửa liên thông",
        "Cải cách tổ chức bộ máy",
        "Cải cách chế độ công vụ",
        "Cải cách tài chính công",
        "Xây dựng và phát triển chính quyền điện tử, chính quyền số",
    ]


def test_every_table_of_the_vocabulary_can_be_drawn():
    assert set(outlines.TABLES) == set(tables.TABLES)
