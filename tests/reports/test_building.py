"""Dựng tệp: all or nothing, once, with the figures of its moment; the files say what the figures say."""

import hashlib
import json
from io import BytesIO

import docx
import openpyxl
import pypdf
import pytest
from django.core.files.storage import default_storage
from django.utils import timezone

from portal import jobs
from portal.models import AuditEvent, Job, JobState
from portal.models.job import STALE_AFTER
from reports import building, drafting, kinds
from reports.material import differences, gather
from reports.models import FileFormat, Report, ReportState, folder_of
from reports.periods import Period
from tests.dossiers.factories import DossierFactory, at
from tests.reports import reporting

pytestmark = pytest.mark.django_db
SENTENCE = "có 06 hồ sơ nộp trực tuyến, chiếm tỷ lệ 60%"


@pytest.fixture
def author():
    return reporting.officer(reporting.commune())


@pytest.fixture
def report(author):
    reporting.fill(author.unit)
    period = Period.parse(reporting.PERIOD)
    made, _ = drafting.begin(kinds.kind("cchc"), author.unit, period, by=author)
    drafting.write(made, reporting.TEXTS, by=author)
    return made


@pytest.fixture
def quick(monkeypatch):
    """Files of one byte, where a test is not about what they say."""

    def make(kind, unit, period, *, texts, header, progress):
        for step, name in enumerate(building.STEPS[:-1]):
            progress(step, name)
        at_ = timezone.now()
        files = dict.fromkeys(FileFormat, b"x")
        return building.Build(gather(unit, period).as_json(at_), at_, files)

    monkeypatch.setattr(building, "make", make)


def stored(report):
    return set(default_storage.listdir(folder_of(report.pk))[1])


def kept(report):
    return {file.file.name.rpartition("/")[2] for file in report.files.all()}


def flat(words):
    return " ".join(words.split())


def test_the_files_say_the_same_words_and_numbers_and_freeze_them(report, author):
    building.build(report, by=author)

    report.refresh_from_db()
    content = {file.format: file.file.open("rb").read() for file in report.files.all()}
    word = "\n".join(each.text for each in docx.Document(BytesIO(content["docx"])).paragraphs)
    pdf = flat("\n".join(page.extract_text() for page in pypdf.PdfReader(BytesIO(content["pdf"])).pages))
    sheets = openpyxl.load_workbook(BytesIO(content["xlsx"]))
    excel = "\n".join(
        str(cell.value) for row in sheets.worksheets[0].iter_rows() for cell in row if cell.value
    )
    for text in (word, pdf, excel, flat(content["html"].decode()).replace('">', "").replace("</a>", "")):
        assert "Kế hoạch số 04/KH-UBND ngày 12/01/2022" in text
    for text in (word, pdf, excel):
        assert SENTENCE in text
        assert "Đã giải quyết 10 hồ sơ: trước hạn 10 hồ sơ (100%)" in text
    form = [[cell.value for cell in row] for row in sheets["Phụ lục I"].iter_rows()]
    total = next(row for row in form if row[0] == "TỔNG CỘNG")
    assert [value for value in total if isinstance(value, int)] == [11, 6, 4, 1, 10, 10, 0, 0, 1, 0, 1]
    as_text = [str(cell.value) for sheet in sheets for row in sheet for cell in row if cell.data_type == "s"]
    assert not [words for words in as_text if words.removesuffix("%").replace(",", "").isdigit()]
    assert report.figures["figures"]["received"] == 10
    assert report.figures["rates"]["online"] == 60.0
    assert report.figures["definitions"]["figures"]["received"]["source"].startswith("TT 01/2020/TT-VPCP")
    assert report.figures["year_before"]["figures"]["received"] == 2
    assert [group["label"] for group in report.figures["groups"]] == ["Hộ tịch", "Chứng thực"]
    assert json.dumps(report.figures)


def test_each_file_is_kept_under_a_random_name_with_its_hash(report, author, quick):
    building.build(report, by=author)

    files = {file.format: file for file in report.files.all()}
    assert set(files) == {"docx", "pdf", "xlsx", "html"}
    for file in files.values():
        assert file.sha256 == hashlib.sha256(b"x").hexdigest()
        assert file.size == 1
        assert file.is_whole
        assert "19405" not in file.file.name
    assert files["docx"].name == "cchc-19405-2022.docx"
    assert report.state == ReportState.BUILT


def test_a_second_build_replaces_all_and_removes_the_old_files(
    report, author, quick, django_capture_on_commit_callbacks
):
    building.build(report, by=author)
    first = kept(report)

    with django_capture_on_commit_callbacks(execute=True):
        building.build(report, by=author)

    assert kept(report).isdisjoint(first)
    assert stored(report) == kept(report)


def test_a_build_that_fails_leaves_the_last_one_as_it_was(report, author, quick, monkeypatch):
    building.build(report, by=author)
    before, figures = kept(report), report.figures
    DossierFactory(unit=report.unit, received_at=at("2022-05-04 08:00"))
    monkeypatch.setattr(building.audit, "record", _break)

    with pytest.raises(OSError, match="no room"):
        building.build(report, by=author)

    report.refresh_from_db()
    assert kept(report) == before == stored(report)
    assert report.figures == figures


def _break(*args, **kwargs):
    raise OSError("no room")


def test_pressing_twice_builds_once(report, author):
    first = building.start(report, by=author)
    second = building.start(report, by=author)

    assert first == second
    assert Job.objects.filter(kind=building.JOB_KIND).count() == 1
    assert Report.objects.get().state == ReportState.BUILDING


def test_the_job_tells_its_steps_and_ends_built(report, author, quick, monkeypatch):
    steps = []
    beat = Job.beat
    monkeypatch.setattr(
        Job, "beat", lambda self, **said: (steps.append(said.get("step")), beat(self, **said))
    )

    jobs.work_off(building.start(report, by=author))

    assert [step for step in steps if step] == list(building.STEPS)
    report.refresh_from_db()
    assert report.state == ReportState.BUILT
    assert report.job.percent == 100
    assert AuditEvent.objects.about(report).filter(action="report.built").get().actor == author


def test_a_killed_build_is_taken_up_again(report, author, quick, monkeypatch):
    job = building.start(report, by=author)
    monkeypatch.setattr(building, "_replace", _die)
    with pytest.raises(SystemExit):
        building.work_off(claimed(job))
    monkeypatch.undo()
    Job.objects.filter(pk=job.pk).update(beat_at=timezone.now() - 2 * STALE_AFTER)

    assert job in Job.objects.abandoned()
    jobs.work_off(Job.objects.get(pk=job.pk))

    report.refresh_from_db()
    assert report.state == ReportState.BUILT
    assert report.files.count() == 4


def claimed(job):
    job = Job.objects.get(pk=job.pk)
    assert job.claim()
    return job


def _die(*args, **kwargs):
    raise SystemExit(9)


def test_a_worker_taken_for_dead_no_longer_replaces_anything(report, author, quick):
    job = building.start(report, by=author)
    slow = claimed(job)
    Job.objects.filter(pk=job.pk).update(beat_at=timezone.now() - 2 * STALE_AFTER)
    building.work_off(claimed(job))
    report.refresh_from_db()
    files, figures = kept(report), report.built_at

    building.work_off(slow)

    report.refresh_from_db()
    assert kept(report) == files == stored(report)
    assert report.built_at == figures


def test_a_failed_job_shows_on_the_report_and_may_be_started_anew(report, author):
    job = building.start(report, by=author)
    job.finish(error="Có lỗi.")

    report.refresh_from_db()
    assert report.state == ReportState.FAILED
    assert building.start(report, by=author) != job
    assert Job.objects.get(pk=job.pk).state == JobState.FAILED


def test_frozen_figures_stay_while_records_change(report, author, quick):
    building.build(report, by=author)
    DossierFactory(unit=report.unit, received_at=at("2022-05-04 08:00"))

    report.refresh_from_db()
    found = differences(report.figures, gather(report.unit, report.period))

    assert report.figures["figures"]["received"] == 10
    assert ("Tiếp nhận trong kỳ", 10, 11) in [(each.label, each.frozen, each.now) for each in found]


def test_a_dossier_that_moves_between_fields_is_noticed(report, author, quick):
    building.build(report, by=author)
    moved = report.unit.dossiers.filter(procedure__field__code="chung-thuc").first()
    moved.procedure = report.unit.dossiers.filter(procedure__field__code="ho-tich").first().procedure
    moved.save()

    report.refresh_from_db()
    found = differences(report.figures, gather(report.unit, report.period))

    assert ("Hộ tịch: Tiếp nhận trong kỳ", 7, 8) in [(each.label, each.frozen, each.now) for each in found]


def test_words_written_after_the_build_are_noticed(report, author, quick):
    building.build(report, by=author)
    assert not report.was_edited_since

    drafting.write(report, {"plan": "Kế hoạch mới."}, by=author)

    assert report.was_edited_since
