"""Báo cáo sáng kiến được nhân rộng: quoted from the registry, figures counted, none typed by hand."""

import json
from datetime import date
from decimal import Decimal
from io import StringIO
from pathlib import Path

import docx
import pytest
from django.core.management import CommandError, call_command
from django.test import Client

from initiatives.models import Reply
from initiatives.replication import answering, registering, rounds
from portal.errors import DomainError
from portal.models import Role, UnitTree
from reports import drafting, kinds
from reports.integrity import replication as integrity
from reports.periods import Period
from reports.replication import features, measuring
from tests.dossiers.factories import UserFactory
from tests.initiatives import spreading
from tests.initiatives.spreading import QUOTE, TITLE
from tests.reports import reporting

pytestmark = pytest.mark.django_db
PERIOD = "2021-12-15..2022-12-14"


@pytest.fixture
def made():
    """Ten dossiers of 2022, six online; the round is of 2022, so that the report finds them."""
    commune = reporting.commune()
    reporting.fill(commune)
    found = spreading.spread(commune=commune)
    found.round.year = 2022
    found.round.save()
    return found


def answer(made, **fields):
    usual = {"is_applied": True, "since": date(2022, 1, 3), "done": "Phát tờ rơi.", "results": ""}
    answering.answer(made.adoption, by=made.writer, **usual | fields)


def build(folder, kind, unit, period=PERIOD):
    out = StringIO()
    call_command(
        "build_report", kind=kind, unit=unit, period=period, out=str(folder), format="json", stdout=out
    )
    paths = json.loads(out.getvalue())
    word = docx.Document(paths["docx"])
    cells = [cell.text for table in word.tables for row in table.rows for cell in row.cells]
    lines = [paragraph.text.replace("\u00a0", " ") for paragraph in word.paragraphs]
    return lines, cells, json.loads(Path(paths["json"]).read_text("utf-8"))


def test_a_unit_reports_each_initiative_with_its_own_figures(made, tmp_path):
    answer(
        made, results="Tiếp nhận [received] hồ sơ, trong đó [received_online] hồ sơ trực tuyến, [online%]."
    )
    answering.enter(
        made.adoption, by=made.writer, what="Tổ công nghệ số thôn", unit_of="tổ", after=Decimal(4),
        whole=Decimal(4), source="Quyết định của UBND xã",
    )  # fmt: skip

    lines, cells, frozen = build(tmp_path, "initiatives", "19405")

    assert "I. KẾT QUẢ ĐẠT ĐƯỢC" in lines
    assert f"1. {QUOTE}" in lines
    assert "Tiếp nhận 10 hồ sơ, trong đó 06 hồ sơ trực tuyến, 60%." in lines
    assert any("100% (4/4 tổ) (số liệu nhập tay, nguồn: Quyết định của UBND xã)" in line for line in lines)
    assert "II. ĐÁNH GIÁ TÌNH HÌNH ÁP DỤNG CÁC SÁNG KIẾN" in lines
    assert "III. PHƯƠNG HƯỚNG TRỌNG TÂM TRONG THỜI GIAN TỚI" in lines
    mandate = next(
        line for line in lines if line.startswith("Thực hiện Công văn số 1508/UBND-NV ngày 06/9/2023")
    )
    assert "được công nhận năm 2022" in mandate
    assert any("số liệu nhập tay: Quyết định" in cell for cell in cells)
    assert frozen["replication"]["initiatives"][0]["quote"] == QUOTE
    assert frozen["figures"]["received"] == 10


def test_the_superior_consolidates_what_was_handed_in(made, tmp_path):
    answer(made, saved_dong=1_500_000, saved_hours=20)
    answering.hand_in(made.reply, by=made.writer)
    other = UserFactory(unit=made.other, roles=[Role.REFORM])
    refused = made.round.replies.get(unit=made.other).adoptions.get()
    answering.answer(refused, by=other, is_applied=False, why_not="Chưa in được tờ rơi.")
    answering.hand_in(refused.reply, by=other)
    rounds.describe(
        made.round.chosen.get(), by=made.asker, situation="Người dân chưa quen.", effect="Đạt [online%].",
        money="Chỉ một tờ, 02 trang.",
    )  # fmt: skip

    lines, cells, _ = build(tmp_path, "initiatives-consolidated", "464")

    assert f"1. {QUOTE}" in lines
    start = lines.index("a) Thực trạng")
    assert lines[start + 1] == (
        f"Sáng kiến “{TITLE}” đang được áp dụng tại 01/02 đơn vị được giao; 01 đơn vị chưa áp dụng "
        "(xã Trung Nam)."
    )
    assert lines[start + 2] == "Người dân chưa quen."
    assert lines.index("b) Nội dung") < lines.index("c) Hiệu quả mang lại") < lines.index("Đạt 60%.")
    assert "Tiết kiệm được các chi phí như sau:" in lines
    assert "- Chi phí về tiền: Chỉ một tờ, 02 trang." in lines
    assert "- Quy ra số: 1.500.000 đồng, 20 giờ (số liệu nhập tay)." in lines
    assert any(line.startswith("Căn cứ Quyết định số 4029/QĐ-UBND ngày 18/11/2022") for line in lines)
    assert "Từ 03/01/2022" in cells
    assert "Chưa áp dụng" in cells


def test_what_is_not_handed_in_is_not_consolidated(made, tmp_path):
    answer(made)

    lines, _, frozen = build(tmp_path, "initiatives-consolidated", "464")

    assert any("tại 0/02 đơn vị được giao; 02 đơn vị chưa báo cáo" in line for line in lines)
    assert frozen["replication"]["initiatives"][0]["answers"] == []


def test_title_and_author_read_the_same_in_both_reports(made, tmp_path):
    answer(made)
    answering.hand_in(made.reply, by=made.writer)

    commune, _, _ = build(tmp_path / "a", "initiatives", "19405")
    district, _, _ = build(tmp_path / "b", "initiatives-consolidated", "464")

    assert [line for line in commune if line == f"1. {QUOTE}"] == [
        line for line in district if line == f"1. {QUOTE}"
    ]


def test_a_unit_that_was_asked_nothing_has_no_such_report(made, tmp_path):
    with pytest.raises(CommandError, match="không được giao nhân rộng sáng kiến nào"):
        build(tmp_path, "initiatives", "19405", "2020")
    with pytest.raises(CommandError, match="chưa gửi đợt nhân rộng"):
        build(tmp_path, "initiatives-consolidated", "19405")


def test_a_share_typed_into_the_assessment_is_refused(made):
    kind = kinds.kind("initiatives")
    report, _ = drafting.begin(kind, made.commune, Period.parse(PERIOD), by=made.writer)
    client = Client()
    client.force_login(made.writer)

    page = client.post(f"/bao-cao/{report.pk}/loi-van/", {"assessment": "Trực tuyến chiếm tỷ lệ 70%."})

    assert "Tỷ lệ “70%” gõ tay" in page.content.decode()
    with pytest.raises(DomainError, match="gõ tay"):
        drafting.write(report, {"assessment": "chiếm 70%"}, by=made.writer)
    report.refresh_from_db()
    assert report.texts == {}


def test_counts_typed_into_an_answer_are_looked_over_in_the_workshop(made):
    answer(made, results="Đã tiếp nhận 10 hồ sơ.")
    report, _ = drafting.begin(kinds.kind("initiatives"), made.commune, Period.parse(PERIOD), by=made.writer)
    client = Client()
    client.force_login(made.writer)

    page = client.get(f"/bao-cao/{report.pk}/").content.decode()

    assert "Sáng kiến 1:" in page
    assert "[received]" in page


def test_a_token_without_meaning_names_its_initiative(made, tmp_path):
    answer(made, results="Đạt [onlin%].")

    with pytest.raises(CommandError, match=r"Sáng kiến 1, phần kết quả: .*online%"):
        build(tmp_path, "initiatives", "19405")


def test_a_measured_share_is_counted_over_both_periods_with_its_pace(made):
    answering.measure(
        made.adoption, code="online", is_rate=True, by=made.writer,
        before=(date(2021, 3, 1), date(2021, 3, 31)), after=(date(2022, 3, 1), date(2022, 3, 31)),
    )  # fmt: skip
    answering.measure(
        made.adoption, code="received", is_rate=False, by=made.writer,
        after=(date(2021, 12, 15), date(2022, 12, 14)),
    )  # fmt: skip

    share, count = measuring.Counter(UnitTree.load()).shown(made.adoption, made.commune)

    assert (share.before, share.after, share.pace) == (Decimal(0), Decimal("60.00"), Decimal("5.00"))
    assert (count.after, count.pace) == (Decimal(10), Decimal("0.83"))
    assert share.sentence.endswith("tăng 60 điểm phần trăm, bình quân 5 điểm phần trăm mỗi tháng")


@pytest.mark.parametrize(
    ("first", "last", "months"),
    [
        (date(2021, 12, 15), date(2022, 12, 14), Decimal(12)),
        (date(2023, 1, 1), date(2023, 6, 30), Decimal(6)),
        (date(2023, 1, 1), date(2023, 1, 15), Decimal("0.5")),
    ],
)
def test_months_of_a_period(first, last, months):
    assert measuring.months(Period.between(first, last)) == months


def test_measures_are_added_and_dropped_on_their_page(made):
    client = Client()
    client.force_login(made.writer)
    page = f"/sang-kien/nhan-rong/phieu/{made.adoption.pk}/so-lieu/"

    client.post(
        page,
        {"cach": "chi-tieu", "chi-tieu-code": "online%", "chi-tieu-after_first": "15/12/2021",
         "chi-tieu-after_last": "14/12/2022"},
    )  # fmt: skip
    client.post(
        page,
        {"cach": "nhap-tay", "nhap-tay-what": "Tổ thôn", "nhap-tay-after": "4", "nhap-tay-whole": "4",
         "nhap-tay-source": "Quyết định"},
    )  # fmt: skip
    shown = client.get(page).content.decode()

    assert "60% (từ ngày 15/12/2021 đến ngày 14/12/2022)" in shown
    assert "Tổ thôn: 100% (4/4) (số liệu nhập tay, nguồn: Quyết định)" in shown
    client.post(f"/sang-kien/nhan-rong/so-lieu/{made.adoption.measures.first().pk}/bo/")
    assert made.adoption.measures.get().what == "Tổ thôn"


@pytest.mark.parametrize("feature", ["leaflet", "land", "documents", "teams", "posting"])
def test_every_feature_of_the_portal_shows_its_figures(made, feature):
    registering.set_feature(made.initiative, feature, by=made.asker)
    client = Client()
    client.force_login(made.writer)

    page = client.get(f"/sang-kien/{made.initiative.pk}/so-lieu/").content.decode()
    lines = features.figures(feature, made.commune, Period.parse("2022"), UnitTree.load())

    assert made.initiative.get_feature_display() in page
    assert len(lines) >= 2
    if feature == "leaflet":
        assert [line.value for line in lines[-2:]] == ["6 hồ sơ", "60,00%"]
    if feature == "land":
        assert ("Đã giải quyết: Chuyển nhượng quyền sử dụng đất", "3 hồ sơ") in [
            (line.label, line.value) for line in lines
        ]


def test_a_reply_that_its_events_do_not_explain_is_found(made):
    assert list(integrity.problems(None)) == []
    Reply.objects.filter(pk=made.reply.pk).update(status="awaiting")

    found = list(integrity.problems(None))

    assert [one.code for one in found] == ["replication.reply"]
    assert "diễn biến đưa đến draft" in found[0].message
