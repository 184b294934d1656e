"""Real years: the records of a report, brought in by a sheet, must come out as its true figures.

Where a printed report contradicts itself, the test says what the true figure is.
"""

import json
import subprocess
from dataclasses import dataclass
from io import StringIO
from pathlib import Path

import docx
import openpyxl
import pytest
from django.core.management import call_command

from dossiers.models import Dossier
from tests.acceptance import seed_sheets
from tests.acceptance.seed_sheets import ALL, KHANH_VINH, QUANG_GIAO, VINH_HOA, VINH_LAM

pytestmark = pytest.mark.usefixtures("records")


def figures(unit, period, by=None):
    out = StringIO()
    call_command("figures", unit=unit, period=period, by=by, format="json", stdout=out)
    return json.loads(out.getvalue())


@dataclass(frozen=True)
class Built:
    """What a reader finds in the four files of a report."""

    word: str
    pdf: str
    cells: list
    frozen: dict

    @property
    def texts(self):
        return {"docx": self.word, "pdf": self.pdf}


@pytest.fixture
def build(tmp_path):
    def run(unit, period):
        out = StringIO()
        call_command(
            "build_report",
            kind="cchc",
            unit=unit,
            period=period,
            out=str(tmp_path),
            format="json",
            stdout=out,
        )
        paths = {kind: Path(path) for kind, path in json.loads(out.getvalue()).items()}
        pdf = subprocess.run(["pdftotext", "-layout", paths["pdf"], "-"], capture_output=True, check=True)
        book = openpyxl.load_workbook(paths["xlsx"], read_only=True)
        return Built(
            word=one_line(words_of(docx.Document(paths["docx"]))),
            pdf=one_line(pdf.stdout.decode()),
            cells=[value for sheet in book for row in sheet.iter_rows(values_only=True) for value in row],
            frozen=json.loads(paths["json"].read_text("utf-8")),
        )

    return run


def words_of(document):
    paragraphs = [paragraph.text for paragraph in document.paragraphs]
    cells = [cell.text for table in document.tables for row in table.rows for cell in row.cells]
    return "\n".join(paragraphs + cells)


def one_line(text):
    """Words as they follow one another, wherever a page breaks its lines or numbers itself."""
    return " ".join(text.replace("\u00a0", " ").split())


def test_every_row_of_every_workbook_came_in(records):
    for counts in ALL:
        assert records[counts.unit]["created"] == counts.received + counts.carried_over
        assert records[counts.unit]["rejected"] == []
        assert records[counts.unit]["warnings"] == []


def says(built, *sentences):
    for name, text in built.texts.items():
        for sentence in sentences:
            assert sentence in text, (name, sentence)


def says_nowhere(built, *sentences):
    for name, text in built.texts.items():
        for sentence in sentences:
            assert sentence not in text, (name, sentence)


# Xã Vĩnh Lâm, 15/12/2021–14/12/2022: 1.644 received, 1.085 online; 5,67 % and 18,84 %; none paid online


def test_vinh_lam_2022(build):
    found = figures("19405", "2022")
    counts, rates = found["figures"], found["rates"]

    assert found["period"] == {"from": "2021-12-15", "to": "2022-12-14"}
    assert (counts["received"], counts["resolved"], counts["pending"]) == (1644, 1644, 0)
    assert (counts["received_online"], rates["online"]) == (1085, 66.0)
    assert counts["resolved_withdrawn"] == 4
    assert (counts["to_digitise"], counts["fully_digitised"], rates["fully_digitised"]) == (1640, 93, 5.67)
    assert (counts["results_due"], counts["results_digitised"], rates["results_digitised"]) == (
        1640,
        309,
        18.84,
    )
    assert counts["with_fee"] == VINH_LAM.with_fee > 0
    assert (counts["paid_online"], rates["paid_online"]) == (0, 0.0)  # none, and not unknown

    built = build("19405", "2022")

    assert built.frozen["figures"] == counts
    assert built.frozen["rates"] == rates
    says(
        built,
        "năm 2022 (từ ngày 15/12/2021 đến ngày 14/12/2022)",
        "1.644 hồ sơ tiếp nhận trong kỳ",
        "có 1.085 hồ sơ nộp trực tuyến, chiếm tỷ lệ 66%",
        "93 hồ sơ được số hóa đầy đủ thành phần, đạt tỷ lệ 5,67%",
        "309 hồ sơ có kết quả điện tử, đạt tỷ lệ 18,84%",
        "Trong 806 hồ sơ phải nộp phí, lệ phí, chưa phát sinh thanh toán trực tuyến",
        "04 hồ sơ do công dân rút",
    )
    assert {1644, 1085, 93, 309} <= set(built.cells)


# Xã Quảng Giao, 01/01–15/08/2024: the report says 3 overdue and, below, that none was


def test_quang_giao_to_august_2024(build):
    period = "2024-01-01..2024-08-15"
    counts = figures("16519", period)["figures"]

    assert (counts["received"], counts["resolved"]) == (487, 487)
    assert (counts["received_online_full"], counts["received_inter_agency"]) == (92, 27)
    assert counts["resolved_late"] == 3

    built = build("16519", period)

    assert built.frozen["figures"] == counts
    says(
        built,
        "487 hồ sơ tiếp nhận trong kỳ",
        "toàn trình 92 hồ sơ",
        "có 27 hồ sơ giải quyết liên thông",
        "quá hạn 03 hồ sơ (0,62%)",
        "Còn trường hợp trễ hẹn: 03 hồ sơ giải quyết quá hạn",
    )
    says_nowhere(built, "không có hồ sơ giải quyết quá hạn", "không có trường hợp trễ hẹn")
    assert {487, 92, 27, 3} <= set(built.cells)


# Xã Vĩnh Hòa, 15/12/2022–30/10/2023: the report says 70 %, and 56 % further down


def test_vinh_hoa_to_october_2023(build):
    period = "2022-12-15..2023-10-30"
    found = figures("19396", period)
    counts = found["figures"]

    assert (counts["received"], counts["resolved"], counts["received_online"]) == (1710, 1710, 969)
    assert found["rates"]["online"] == 56.67  # 969 / 1.710, not the printed 70
    assert found["rates"]["fully_digitised"] == 78.5
    assert found["rates"]["paid_online"] == 32.7

    built = build("19396", period)

    assert built.frozen["figures"] == counts
    kinds = {kind["label"]: kind["resolved"] for kind in built.frozen["case_types"]}
    assert kinds == VINH_HOA.contracts
    assert sum(kinds.values()) == 263
    says(
        built,
        "có 969 hồ sơ nộp trực tuyến, chiếm tỷ lệ 56,67%",
        "chuyển nhượng quyền sử dụng đất 54 hồ sơ",
        "tặng cho quyền sử dụng đất 77 hồ sơ",
        "văn bản phân chia tài sản, di sản 58 hồ sơ",
        "di chúc 01 hồ sơ",
        "ủy quyền vay vốn 73 hồ sơ",
        "đạt tỷ lệ 78,5%",
        "đạt tỷ lệ 32,7%",
    )
    says_nowhere(built, "tỷ lệ 70%", "70,00%")


# Huyện Khánh Vĩnh, 2019: the report prints 13.555 to resolve and 97,70 % of the communes' before the due date


@pytest.mark.parametrize("period", ["2018-12-15..2019-11-30", "2019"])
def test_khanh_vinh_2019_adds_up(period):
    found = figures("573", period, by="unit")
    counts, rates = found["figures"], found["rates"]

    assert (counts["received"], counts["carried_over"]) == (12_781, 574)
    assert counts["to_resolve"] == 13_355  # not the printed 13.555
    assert (counts["resolved"], counts["pending"]) == (12_990, 365)
    split = (counts["resolved_early"], counts["resolved_on_time"], counts["resolved_late"])
    assert split == (12_950, 2, 38)
    assert (rates["early"], rates["late"]) == (99.69, 0.29)
    groups = {group["key"]: group["figures"] for group in found["groups"]}
    for one in KHANH_VINH:
        line = groups[one.unit]
        assert (line["received"], line["carried_over"]) == (one.received, one.carried_over), one.name
        assert (line["resolved_early"], line["resolved_on_time"], line["resolved_late"], line["pending"]) == (
            one.early, one.on_time, one.late, one.pending,
        )  # fmt: skip


def test_khanh_vinh_2019_district_bodies_and_communes_apart():
    found = {group["key"]: group for group in figures("573", "2019", by="unit")["groups"]}
    bodies = found.pop("573.CQ")
    communes = [found[one.unit]["figures"] for one in KHANH_VINH[1:]]

    assert (bodies["figures"]["to_resolve"], bodies["figures"]["resolved"]) == (1571, 1477)
    assert (bodies["rates"]["early"], bodies["rates"]["late"]) == (99.8, 0.2)
    total = {code: sum(one[code] for one in communes) for code in communes[0]}
    assert (total["received"], total["carried_over"], total["to_resolve"]) == (11_553, 231, 11_784)
    assert (total["resolved"], total["pending"]) == (11_513, 271)
    early = round(100 * total["resolved_early"] / total["resolved"], 2)
    assert (total["resolved_early"], early) == (11_476, 99.68)  # the printed 97,70 % would be 11.248
    assert (total["resolved_on_time"], total["resolved_late"]) == (2, 35)


def test_khanh_vinh_2019_in_the_files(build):
    built = build("573", "2018-12-15..2019-11-30")

    assert built.frozen["figures"]["to_resolve"] == 13_355
    says(
        built,
        "phải giải quyết là 13.355 hồ sơ, gồm 574 hồ sơ từ kỳ trước chuyển sang và 12.781 hồ sơ tiếp nhận",
        "Đã giải quyết 12.990 hồ sơ: trước hạn 12.950 hồ sơ (99,69%), đúng hạn 02 hồ sơ, quá hạn 38 hồ sơ",
        "Đến cuối kỳ còn 365 hồ sơ đang giải quyết",
    )
    says_nowhere(built, "13.555", "97,70%", "97,7%")
    assert {13_355, 12_990, 12_950, 38, 365} <= set(built.cells)


def test_bringing_a_year_in_again_changes_nothing(tmp_path):
    path, out = seed_sheets.write(QUANG_GIAO, tmp_path), StringIO()
    before = Dossier.objects.count()

    call_command("import_dossiers", str(path), unit=QUANG_GIAO.unit, format="json", stdout=out)

    said = json.loads(out.getvalue())
    assert (said["created"], said["updated"], said["unchanged"]) == (0, 0, 487)
    assert Dossier.objects.count() == before
