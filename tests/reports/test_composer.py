"""Outline + figures + words → Document: one story in sentences, tables and annexes."""

import pytest

from dossiers.models import Dossier
from dossiers.status import Channel
from reports import composer, kinds, outlines
from reports.document import Heading, Table
from reports.letterhead import Letterhead, Signer
from reports.material import gather
from reports.outlines import OutlineError
from reports.periods import Period
from reports.references import Reference
from tests.dossiers.factories import DossierFactory, UnitFactory, at
from tests.reports import reporting

pytestmark = pytest.mark.django_db


@pytest.fixture
def commune():
    return reporting.commune()


def compose(unit, period=reporting.PERIOD, texts=reporting.TEXTS, **header):
    material = gather(unit, Period.parse(period))
    head = Letterhead.usual(unit, material.superior).changed_by(header)
    return kinds.kind("cchc").compose(material, texts, head)


def words(document):
    return "\n".join(block.text for block in document.body if hasattr(block, "text"))


def tables(document):
    blocks = [*document.body, *(block for annex in document.annexes for block in annex.blocks)]
    return [block for block in blocks if isinstance(block, Table)]


def written(source, unit, period=reporting.PERIOD):
    """One line of an outline, as it comes out."""
    outline = outlines.parse(f"@title Kết quả\n{source}")
    material = gather(unit, Period.parse(period))
    head = Letterhead.usual(unit, material.superior)
    return [block.text for block in composer.compose(outline, material, {}, head).body]


def test_the_head_is_that_of_the_commune_and_its_superior(commune):
    reporting.fill(commune)

    meta = compose(commune).meta

    assert meta.agency_lines == ("ỦY BAN NHÂN DÂN", "XÃ VĨNH LÂM")
    assert meta.title == "Kết quả công tác cải cách hành chính năm 2022"
    assert meta.addressees == ("Ủy ban nhân dân huyện Vĩnh Linh", "Phòng Nội vụ huyện Vĩnh Linh")
    assert meta.signature.authority == ("TM. ỦY BAN NHÂN DÂN", "CHỦ TỊCH")
    assert meta.date_line.startswith("Vĩnh Lâm, ngày")
    assert meta.number_line == f"Số: {meta.number_line[4:].removesuffix('/BC-UBND')}/BC-UBND"


def test_since_july_2025_a_commune_reports_to_its_province():
    province = UnitFactory(code="44", name="Tỉnh Quảng Trị", subkind="tỉnh", kind="province")
    commune = UnitFactory(code="19405", name="Xã Vĩnh Thủy", subkind="xã", parent=province)
    DossierFactory(unit=commune, received_at=at("2025-08-04 08:00"))

    document = compose(commune, "2025-Q3")

    assert document.meta.addressees == ("Ủy ban nhân dân tỉnh Quảng Trị", "Sở Nội vụ tỉnh Quảng Trị")
    assert "Trung tâm Phục vụ hành chính công" in words(document)
    assert "Bộ phận Tiếp nhận" not in words(document)


def test_a_deputy_signs_for_the_chairman(commune):
    meta = compose(commune, signer=Signer.DEPUTY, signer_name="Nguyễn Văn Bình", number=5).meta

    assert meta.signature.authority == ("TM. ỦY BAN NHÂN DÂN", "KT. CHỦ TỊCH", "PHÓ CHỦ TỊCH")
    assert meta.signature.name == "Nguyễn Văn Bình"
    assert meta.number_line == "Số: 05/BC-UBND"


def test_the_place_of_a_numbered_ward_keeps_its_kind():
    ward = UnitFactory(name="Phường 1", subkind="phường")

    document = compose(ward)

    assert document.meta.place == "Phường 1"
    assert "Ủy ban nhân dân Phường 1 báo cáo" in words(document)


def test_sentences_state_the_figures_with_small_counts_in_two_digits(commune):
    reporting.fill(commune)

    text = words(compose(commune))

    assert "phải giải quyết là 11 hồ sơ, gồm 01 hồ sơ từ kỳ trước chuyển sang và 10 hồ sơ tiếp nhận" in text
    assert "có 06 hồ sơ nộp trực tuyến, chiếm tỷ lệ 60% (toàn trình 06 hồ sơ, một phần 0 hồ sơ)" in text
    assert "Đã giải quyết 10 hồ sơ: trước hạn 10 hồ sơ (100%), đúng hạn 0 hồ sơ" in text
    assert "Đến cuối kỳ còn 01 hồ sơ đang giải quyết" in text
    assert "theo loại việc có: chuyển nhượng quyền sử dụng đất 03 hồ sơ." in text
    assert "05 hồ sơ được số hóa đầy đủ thành phần, đạt tỷ lệ 50%" in text
    assert "chưa phát sinh thanh toán trực tuyến" in text


def test_no_late_dossier_is_said_only_while_there_is_none(commune):
    reporting.fill(commune)
    Dossier.objects.filter(finished_at=None).delete()

    text = words(compose(commune))

    assert "không có hồ sơ giải quyết quá hạn" in text
    assert "không có trường hợp trễ hẹn" in text
    assert "Còn trường hợp trễ hẹn" not in text


def test_late_dossiers_are_counted_wherever_lateness_is_spoken_of(commune):
    reporting.fill(commune, late=3)
    Dossier.objects.filter(finished_at=None).delete()

    text = words(compose(commune))

    assert "quá hạn 03 hồ sơ (30%)" in text
    assert "Còn trường hợp trễ hẹn: 03 hồ sơ giải quyết quá hạn." in text
    assert "không có hồ sơ giải quyết quá hạn" not in text
    assert "không có trường hợp trễ hẹn" not in text


def test_a_pending_late_dossier_alone_also_forbids_to_deny_lateness(commune):
    reporting.fill(commune)

    text = words(compose(commune))

    assert "không có hồ sơ giải quyết quá hạn" in text
    assert "01 hồ sơ đã quá hạn" in text
    assert "Còn trường hợp trễ hẹn: 01 hồ sơ đang giải quyết đã quá hạn." in text
    assert "không có trường hợp trễ hẹn" not in text


def test_the_year_before_is_compared_in_words(commune):
    reporting.fill(commune)

    assert written("[change received]; [change online%]", commune) == [
        "tăng 08 hồ sơ (400%) so với cùng kỳ năm trước; tăng 60 điểm phần trăm so với cùng kỳ năm trước"
    ]
    Dossier.objects.filter(received_on__year=2022, channel=Channel.ONLINE_FULL).delete()
    assert written("[change online%]", commune) == ["bằng cùng kỳ năm trước"]


def test_nothing_to_compare_with_is_said_so(commune):
    DossierFactory(unit=commune, received_at=at("2022-03-10 08:00"))

    assert written("[change received]", commune) == ["không có số liệu cùng kỳ năm trước để so sánh"]
    assert "Không có số liệu cùng kỳ năm trước để so sánh." in words(compose(commune))


def test_a_period_without_dossiers_says_so_and_draws_no_empty_table(commune):
    document = compose(commune)

    assert "Trong kỳ Bộ phận Tiếp nhận và Trả kết quả không phát sinh hồ sơ TTHC." in words(document)
    assert "hồ sơ quá hạn" not in words(document)
    assert [table.caption for table in tables(document)] == ["", ""]  # the annexes alone


def test_headings_number_themselves_and_leave_with_an_empty_optional_part(commune):
    labels = [block.label for block in compose(commune).body if isinstance(block, Heading)]

    assert labels[:2] == [
        "I. CÔNG TÁC CHỈ ĐẠO, ĐIỀU HÀNH CẢI CÁCH HÀNH CHÍNH",
        "1. Về kế hoạch cải cách hành chính",
    ]
    assert "a) Kiểm soát, rà soát, công khai thủ tục hành chính" in labels
    assert labels[-1] == "IV. PHƯƠNG HƯỚNG, NHIỆM VỤ TRONG THỜI GIAN TỚI"
    assert not [label for label in labels if "Nguyên nhân" in label]

    texts = {"proposals": "Cấp thêm máy quét.", "causes": "Thiếu người."}
    labels = [block.label for block in compose(commune, texts=texts).body if isinstance(block, Heading)]
    assert labels[-1] == "V. KIẾN NGHỊ, ĐỀ XUẤT"
    assert "3. Nguyên nhân" in labels


def test_an_unwritten_part_is_marked(commune):
    document = compose(commune, texts={})

    assert words(document).count(composer.UNWRITTEN) == 14


def test_the_officers_words_hold_live_figures_and_lists(commune):
    reporting.fill(commune)

    text = words(compose(commune))

    assert "hỗ trợ nộp 06 hồ sơ, tăng 60 điểm phần trăm so với cùng kỳ năm trước." in text
    assert "- Kế hoạch số 04/KH-UBND ngày 12/01/2022;" in text


def test_a_wrong_token_in_the_officers_words_is_refused(commune):
    with pytest.raises(OutlineError, match="recieved"):
        compose(commune, texts={"plan": "[recieved]"})


def test_form_06a_keeps_its_identities_in_every_row(commune):
    reporting.fill(commune, late=2)

    form = tables(compose(commune))[-2]

    assert [row.cells[1].text for row in form.rows[:-1]] == ["Hộ tịch", "Chứng thực"]
    for row in form.rows:
        (_, online, other, carried, done, early, on_time, late, open_, in_time, overdue) = numbers = [
            cell.number for cell in row.cells[-11:]
        ]
        total = numbers[0]
        assert total == online + other + carried == done + open_
        assert done == early + on_time + late
        assert open_ == in_time + overdue
    fields = [[cell.number for cell in row.cells[2:]] for row in form.rows[:-1]]
    assert [sum(column) for column in zip(*fields, strict=True)] == [
        cell.number for cell in form.rows[-1].cells[1:]
    ]
    assert form.rows[-1].cells[0].text == "TỔNG CỘNG"


def test_form_06a_names_the_form_the_period_and_both_units(commune):
    head = compose(commune).annexes[0].blocks[0]

    assert head.left[0] == "Biểu số II.06a/VPCP/KSTT"
    assert head.subtitle == ("Kỳ báo cáo: Năm 2022", "(Từ ngày 15/12/2021 đến ngày 14/12/2022)")
    assert head.right == (
        "- Đơn vị báo cáo: UBND xã Vĩnh Lâm",
        "- Đơn vị nhận báo cáo: Ủy ban nhân dân huyện Vĩnh Linh",
    )


def test_the_indicator_list_has_this_year_last_year_and_the_change(commune):
    reporting.fill(commune)

    rows = {row.cells[1].text: row for row in tables(compose(commune))[-1].rows if len(row.cells) == 6}

    assert [cell.shown for cell in rows["Tiếp nhận trong kỳ"].cells[2:]] == ["hồ sơ", "10", "2", "8"]
    assert [cell.shown for cell in rows["Hồ sơ trực tuyến"].cells[2:]] == ["%", "60,00%", "0,00%", "60,00"]


def test_each_number_refers_to_the_records_that_it_counts(commune):
    reporting.fill(commune)
    document = compose(commune)

    runs = [run for block in document.body for run in getattr(block, "runs", ()) if run.figure]
    assert {"received", "received_online", "resolved_early"} <= {run.figure for run in runs}
    cells = [cell for row in tables(document)[-2].rows for cell in row.cells[1:] if cell.number]
    assert all(cell.figure for cell in cells)
    assert Reference.parse(cells[0].figure).key == "ho-tich"


def test_a_free_range_is_named_by_its_days(commune):
    document = compose(commune, "2024-01-01..2024-08-15")

    assert document.meta.title.endswith("từ ngày 01/01/2024 đến ngày 15/8/2024")
    assert document.annexes[0].blocks[0].subtitle == ("Kỳ báo cáo", "(Từ ngày 01/01/2024 đến ngày 15/8/2024)")
