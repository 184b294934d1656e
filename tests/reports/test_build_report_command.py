"""`build_report` and `figures`: the same numbers without a browser, refusals in Vietnamese."""

import json
from io import StringIO
from pathlib import Path

import docx
import pytest
from django.core.management import CommandError, call_command

from portal.models import AuditEvent
from reports import drafting, kinds
from reports.models import Report, ReportFile
from reports.periods import Period
from tests.reports import reporting

pytestmark = pytest.mark.django_db


@pytest.fixture
def commune():
    unit = reporting.commune()
    reporting.fill(unit)
    return unit


def build(folder, **options):
    out = StringIO()
    options = {"kind": "cchc", "unit": "19405", "period": "2022", "format": "json"} | options
    call_command("build_report", out=str(folder), stdout=out, **options)
    return json.loads(out.getvalue())


def figures(**options):
    out = StringIO()
    call_command("figures", **({"unit": "19405", "period": "2022"} | options), stdout=out)
    return out.getvalue()


def test_four_files_are_written_and_nothing_is_stored(commune, tmp_path):
    paths = build(tmp_path / "out")

    assert {kind: Path(path).name for kind, path in paths.items()} == {
        kind: f"cchc-19405-2022.{kind}" for kind in ("docx", "pdf", "xlsx", "json")
    }
    assert all(Path(path).stat().st_size for path in paths.values())
    assert Path(paths["pdf"]).read_bytes().startswith(b"%PDF-")
    assert not Report.objects.exists()
    assert not ReportFile.objects.exists()
    assert not AuditEvent.objects.exists()


def test_the_frozen_figures_are_those_of_the_figures_command(commune, tmp_path):
    frozen = json.loads(Path(build(tmp_path)["json"]).read_text("utf-8"))
    printed = json.loads(figures(by="field", format="json"))

    assert {name: frozen[name] for name in printed} == printed
    assert frozen["definitions"]["rates"]["online"]["whole"] == "received"
    assert frozen["computed_at"]


def test_what_was_written_in_the_browser_is_taken_along(commune, tmp_path):
    author = reporting.officer(commune)
    report, _ = drafting.begin(kinds.kind("cchc"), commune, Period.parse("2022"), by=author)
    drafting.write(report, {"plan": "Kế hoạch có 32 nhiệm vụ."}, by=author)

    word = docx.Document(build(tmp_path)["docx"])

    assert "Kế hoạch có 32 nhiệm vụ." in [paragraph.text for paragraph in word.paragraphs]


@pytest.mark.parametrize(
    ("wrong", "sentence"),
    [
        ({"kind": "khac"}, "Không có loại báo cáo “khac”"),
        ({"unit": "00000"}, "Không có đơn vị nào mang mã “00000”"),
        ({"period": "2022-Q9"}, "không phải là kỳ báo cáo"),
    ],
)
def test_a_refusal_says_what_is_wrong(commune, tmp_path, wrong, sentence):
    with pytest.raises(CommandError, match=sentence):
        build(tmp_path / "out", **wrong)
    assert not (tmp_path / "out").exists()


def test_a_folder_that_can_not_be_made_is_named(commune, tmp_path):
    (tmp_path / "file").write_text("")

    with pytest.raises(CommandError, match="Không ghi được vào"):
        build(tmp_path / "file" / "out")


def test_figures_as_json_have_the_agreed_shape(commune):
    printed = json.loads(figures(format="json"))

    assert printed["unit"] == "19405"
    assert printed["period"] == {"from": "2021-12-15", "to": "2022-12-14"}
    assert printed["figures"]["to_resolve"] == 11
    assert printed["rates"]["online"] == 60.0
    assert printed["rates"]["satisfied"] is None
    assert printed["groups"] == []


def test_figures_are_broken_down(commune):
    printed = json.loads(figures(by="field", format="json"))

    assert [(group["key"], group["figures"]["received"]) for group in printed["groups"]] == [
        ("ho-tich", 7),
        ("chung-thuc", 3),
    ]


def test_figures_read_as_a_table_without_json(commune):
    lines = figures(by="unit").splitlines()

    assert lines[0] == "Xã Vĩnh Lâm · Năm 2022 · 15/12/2021 – 14/12/2022"
    assert any(line.split() == ["Tiếp", "nhận", "trong", "kỳ", "10"] for line in lines)
    assert any(line.startswith("Tỷ lệ: Hồ sơ trực tuyến") and line.endswith("60,00%") for line in lines)


def test_unknown_units_and_periods_are_refused_by_figures_too(commune):
    with pytest.raises(CommandError, match="Không có đơn vị nào"):
        figures(unit="00000")
    with pytest.raises(CommandError, match="không phải là kỳ báo cáo"):
        figures(period="bao giờ")
