"""`check_integrity`: silent where all is well; of a row edited behind the portal's back it says what is."""

import hashlib
import json
import os
from datetime import date
from io import StringIO

import pytest
from django.conf import settings
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.core.management import CommandError, call_command
from django.db import connection
from django.test import override_settings
from django.utils import timezone

from dossiers import lifecycle
from dossiers.models import Dossier, FiledAs, ImportBatch, ImportRow, ImportState, RowKind
from dossiers.status import Channel
from reports import material
from reports.models import FileFormat, Report, ReportFile
from reports.periods import Period
from tests.dossiers.factories import OfficerFactory, ProcedureFactory, UnitFactory, at

pytestmark = pytest.mark.django_db
REFORM = date(2025, 7, 1)


@pytest.fixture(autouse=True)
def _storage(tmp_path):
    default = {**settings.STORAGES["default"], "OPTIONS": {"location": tmp_path}}
    with override_settings(MEDIA_ROOT=tmp_path, STORAGES={**settings.STORAGES, "default": default}):
        yield


@pytest.fixture
def office():
    """A commune and its successor, dossiers in every state as the portal makes them, a report, a batch."""
    province = UnitFactory(code="44", name="Tỉnh", kind="province")
    heir = UnitFactory(code="19405", name="Xã Mới", parent=province, valid_from=REFORM)
    old = UnitFactory(code="19405", name="Xã Cũ", parent=province, valid_to=date(2025, 6, 30), successor=heir)
    officer = OfficerFactory(unit=old)
    procedure = ProcedureFactory()
    papers = [
        lifecycle.Paper("Tờ khai", FiledAs.ORIGINAL, is_digitised=True),
        lifecycle.Paper("Bản chụp", FiledAs.COPY),
    ]

    def receive(name, day, **fields):
        return lifecycle.receive(
            procedure=procedure, unit=old, applicant_name=name, by=officer, at=at(f"{day} 08:30"),
            papers=papers, fee=8000, channel=Channel.ONLINE_FULL, **fields,
        )  # fmt: skip

    returned = receive("Đã Trả", "2025-03-03")
    returned = lifecycle.conclude(returned, by=officer, at=at("2025-03-05 09:00"))
    lifecycle.return_result(returned, by=officer, at=at("2025-03-05 10:00"), rating=5)
    supplemented = lifecycle.start_processing(
        receive("Đã Bổ Sung", "2025-03-10"), by=officer, at=at("2025-03-10 09:00")
    )
    supplemented = lifecycle.request_supplement(
        supplemented, reason="Thiếu", by=officer, at=at("2025-03-11 09:00")
    )
    supplemented = lifecycle.receive_supplement(supplemented, by=officer, at=at("2025-03-18 09:00"))
    lifecycle.refuse(supplemented, reason="Không đủ", by=officer, at=at("2025-03-19 09:00"))
    waiting = lifecycle.start_processing(
        receive("Đang Chờ", "2025-06-20"), by=officer, at=at("2025-06-20 09:00")
    )
    lifecycle.request_supplement(waiting, reason="Thiếu", by=officer, at=at("2025-06-23 09:00"))
    lifecycle.withdraw(
        receive("Đã Rút", "2025-05-12"), reason="Xin rút", by=officer, at=at("2025-05-13 09:00")
    )
    receive("Mới Nhận", "2025-06-27")
    _report(old)
    _batch(old, returned.code)
    return old


def _report(unit):
    frozen = material.gather(unit, Period.parse("2025-Q2")).as_json(timezone.now())
    report = Report.objects.create(
        kind="cchc", unit=unit, period_code="2025-Q2", period_first=date(2025, 3, 15),
        period_last=date(2025, 6, 14), figures=json.loads(json.dumps(frozen)), built_at=timezone.now(),
    )  # fmt: skip
    for extension in FileFormat.values:
        content = f"tệp {extension}".encode()
        ReportFile.objects.create(
            report=report, format=extension, size=len(content), sha256=hashlib.sha256(content).hexdigest(),
            file=default_storage.save(f"reports/{report.pk}/{extension}.{extension}", ContentFile(content)),
        )  # fmt: skip


def _batch(unit, code):
    batch = ImportBatch(
        unit=unit,
        file_name="thang3.xlsx",
        state=ImportState.DONE,
        summary={"created": 1, "rejected": 1, "unchanged": 4},
    )
    batch.file.save("thang3.xlsx", ContentFile(b"PK"), save=True)
    ImportRow.objects.create(batch=batch, number=2, kind=RowKind.CREATED, code=code)
    ImportRow.objects.create(batch=batch, number=3, kind=RowKind.REJECTED, code="x")


def check(years=0):
    """What the command finds; figures are recomputed for so many years only, as each takes its time."""
    out = StringIO()
    try:
        call_command("check_integrity", years=years, format="json", stdout=out)
        failed = False
    except CommandError:
        failed = True
    problems = json.loads(out.getvalue())["problems"]
    assert failed == bool(problems)
    return problems


def run(sql, *values):
    with connection.cursor() as cursor:
        cursor.execute(sql, values)
        assert cursor.rowcount


def test_what_the_portal_wrote_holds_together(office):
    assert check(years=2) == []

    out = StringIO()
    call_command("check_integrity", stdout=out)
    assert "không có gì sai" in out.getvalue()


DOSSIER = "UPDATE dossiers_dossier SET {} WHERE applicant_name = %s"
EVENT = "UPDATE dossiers_dossierevent SET {} WHERE action = %s"
PAUSE = "UPDATE dossiers_pause SET {} WHERE reason = 'Thiếu' AND to_at {}"
UNIT = "UPDATE portal_unit SET {} WHERE name = %s"
FILE = "UPDATE reports_reportfile SET {} WHERE format = 'pdf'"


@pytest.mark.parametrize(
    ("code", "sql", "values"),
    [
        ("dossier.derived", DOSSIER.format("due_on = '2025-01-01'"), ["Đã Trả"]),
        ("dossier.derived", DOSSIER.format("search_text = 'khac'"), ["Đã Trả"]),
        ("dossier.derived", DOSSIER.format("received_on = NULL"), ["Mới Nhận"]),
        ("dossier.status", DOSSIER.format("status = 'processing'"), ["Đã Trả"]),
        ("dossier.status", DOSSIER.format("status = 'no_such'"), ["Mới Nhận"]),
        ("dossier.status", DOSSIER.format("status = 'registered'"), ["Mới Nhận"]),
        ("dossier.outcome", DOSSIER.format("outcome = 'withdrawn'"), ["Đã Trả"]),
        ("dossier.order", DOSSIER.format("returned_at = received_at"), ["Đã Trả"]),
        ("dossier.papers", DOSSIER.format("papers_to_digitise = 3"), ["Mới Nhận"]),
        ("dossier.papers", "UPDATE dossiers_dossiercomponent SET is_digitised = (1 = 0)", []),
        ("dossier.pauses", DOSSIER.format("was_paused = (1 = 0)"), ["Đã Bổ Sung"]),
        ("dossier.pauses", DOSSIER.format("paused_since = NULL, paused_on = NULL"), ["Đang Chờ"]),
        ("dossier.pauses", PAUSE.format("from_on = '2025-01-01'", "IS NULL"), []),
        ("dossier.pauses", PAUSE.format("to_at = from_at, to_on = from_on", "IS NULL"), []),
        ("dossier.due", PAUSE.format("due_on_after = '2025-12-31'", "IS NOT NULL"), []),
        ("dossier.due", DOSSIER.format("original_due_at = received_at"), ["Mới Nhận"]),
        ("dossier.history", "DELETE FROM dossiers_dossierevent WHERE action = %s", ["withdraw"]),
        ("dossier.history", EVENT.format("from_status = 'returned'"), ["refuse"]),
        ("dossier.history", EVENT.format("to_status = 'returned'"), ["withdraw"]),
        ("dossier.counter", "UPDATE dossiers_codecounter SET last = 0 WHERE day = '2025-05-12'", []),
        ("dossier.code", DOSSIER.format("code = '19405-240101-0001'"), ["Mới Nhận"]),
        ("figures.identity", DOSSIER.format("channel = 'fax'"), ["Mới Nhận"]),
        ("dossier.channel", DOSSIER.format("channel = 'fax'"), ["Mới Nhận"]),
        ("dossier.rating", DOSSIER.format("rating = 9"), ["Đã Trả"]),
        ("unit.successor", UNIT.format("successor_id = NULL"), ["Xã Cũ"]),
        ("report.figures", "UPDATE reports_report SET figures = '\"hong\"'", []),
        ("unit.parent_circle", UNIT.format("parent_id = id"), ["Tỉnh"]),
        ("unit.successor_circle", UNIT.format("successor_id = id"), ["Xã Mới"]),
        ("unit.overlap", UNIT.format("valid_to = '2025-07-15'"), ["Xã Cũ"]),
        ("unit.successor", UNIT.format("valid_to = '2025-05-31'"), ["Xã Cũ"]),
        ("unit.validity", UNIT.format("valid_from = '2026-01-01'"), ["Xã Cũ"]),
        ("unit.parent", UNIT.format("valid_from = '2025-01-01'"), ["Tỉnh"]),
        ("unit.folded_name", UNIT.format("name = 'Xã Khác'"), ["Xã Mới"]),
        ("report.period", "UPDATE reports_report SET period_last = '2025-06-30'", []),
        ("report.files", "DELETE FROM reports_reportfile WHERE format = 'docx'", []),
        ("report.file_missing", FILE.format("file = 'reports/x.pdf'"), []),
        ("report.file_changed", FILE.format("sha256 = '0'"), []),
        ("import.counts", "DELETE FROM dossiers_importrow WHERE kind = 'rejected'", []),
        ("import.dossier_missing", "UPDATE dossiers_importrow SET code = 'mat' WHERE kind = 'created'", []),
        ("import.file_missing", "UPDATE dossiers_importbatch SET file = 'imports/x.xlsx'", []),
    ],
)  # fmt: skip
def test_an_edited_row_is_reported(office, code, sql, values):
    run(sql, *values)

    found = check(years=2 if code.startswith("figures") else 0)

    assert code in {problem["code"] for problem in found}
    assert all(problem["record"] and problem["message"].endswith(".") for problem in found)


@pytest.mark.embedded
@pytest.mark.django_db(transaction=True)
def test_references_that_lead_nowhere_are_told_before_all_else(office):
    with connection.cursor() as cursor:
        cursor.execute("PRAGMA foreign_keys = OFF")
        cursor.execute(DOSSIER.format("resolving_unit_id = 99999"), ["Mới Nhận"])

    found = check(years=2)

    with connection.cursor() as cursor:
        cursor.execute(DOSSIER.format("resolving_unit_id = receiving_unit_id"), ["Mới Nhận"])
        cursor.execute("PRAGMA foreign_keys = ON")
    assert [problem["code"] for problem in found] == ["link"]
    assert found[0]["message"] == "trỏ tới đơn vị số 99999, không còn trong dữ liệu."


@pytest.mark.parametrize("change", ["figures", "groups", "rates", "year_before"])
def test_edited_frozen_figures_are_reported(office, change):
    report = Report.objects.get()
    frozen = report.figures
    if change == "groups":
        frozen["groups"][0]["figures"]["received"] += 1
    elif change == "rates":
        frozen["rates"]["online"] = 70.0
    elif change == "year_before":
        frozen["year_before"] = {"figures": {"received": 1}, "rates": {}}
    else:
        frozen["figures"]["resolved"] += 1
    Report.objects.update(figures=frozen)

    assert ("report.rates" if change == "rates" else "report.figures") in {one["code"] for one in check()}


def test_a_report_frozen_before_an_indicator_was_defined_is_whole(office):
    report = Report.objects.get()
    frozen = report.figures
    for one in (frozen, frozen["year_before"], *frozen["groups"], frozen["definitions"]):
        if one is not None:
            del one["figures"]["late_766"], one["figures"]["in_time_766"], one["figures"]["online_told"]
    for one in (frozen, frozen["year_before"], frozen["definitions"]):
        if one is not None:
            del one["rates"]["in_time_766"], one["rates"]["online_by_citizens"]
    Report.objects.update(figures=frozen)

    assert check() == []


def test_a_file_that_was_overwritten_is_reported(office):
    path = default_storage.path(ReportFile.objects.get(format=FileFormat.PDF).file.name)
    with open(path, "wb") as stored:  # noqa: PTH123
        stored.write(b"khac")

    assert [problem["code"] for problem in check()] == ["report.file_changed"]


def test_a_file_that_no_record_knows_is_reported_once_it_cannot_be_work_in_progress(office):
    name = default_storage.save("reports/9/la.pdf", ContentFile(b"?"))
    assert check() == []

    os.utime(default_storage.path(name), (0, 0))

    assert [(problem["code"], problem["record"]) for problem in check()] == [("file.stray", f"Tệp {name}")]


def test_a_dossier_outside_every_tree_is_reported(office):
    lost = UnitFactory(code="00001", parent=UnitFactory(code="00000", valid_to=date(2025, 1, 31)))
    run("UPDATE dossiers_dossier SET resolving_unit_id = %s WHERE applicant_name = %s", lost.pk, "Mới Nhận")

    assert "figures.scope" in {problem["code"] for problem in check(years=2)}


def test_sentences_for_people_go_out_as_they_are_found_and_the_exit_says_how_many(office):
    run(DOSSIER.format("papers_to_digitise = 3"), "Mới Nhận")
    code = Dossier.objects.get(applicant_name="Mới Nhận").code
    out = StringIO()

    with pytest.raises(CommandError, match=r"Có 1 chỗ sai\."):
        call_command("check_integrity", stdout=out)

    assert out.getvalue() == (
        f"Hồ sơ {code}: ghi 3 giấy tờ phải số hóa, 1 đã số hóa; đếm từng tờ là 1 và 1.\n"
    )
