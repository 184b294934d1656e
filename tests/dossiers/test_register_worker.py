"""The register of a year in the hands of a real process that is killed half-way."""

import json
import sqlite3
import subprocess
import sys
from contextlib import closing

import pytest
from django.conf import settings

from tests.dossiers.printing.reading import Paper
from tests.portal.test_worker import Workplace
from tests.processes import eventually

LINES = 120
PREPARE = f"""
from dossiers import lifecycle
from dossiers.models import Dossier
from dossiers.printing import registers
from tests.dossiers.factories import OfficerFactory, ProcedureFactory, at
officer = OfficerFactory()
first = lifecycle.receive(procedure=ProcedureFactory(), unit=officer.unit, applicant_name="Lê Thị Mẫu",
    by=officer, at=at("2024-05-06 08:00"))
others = []
for number in range(2, {LINES} + 1):
    one = Dossier.objects.get(pk=first.pk)
    one.pk, one.code, one.register_number = None, f"H-2024-{{number:04d}}", number
    others.append(one)
Dossier.objects.bulk_create(others)
print(registers.order(officer.unit, year=2024, volume=1, by=officer).job_id)
"""
STOPS_HALF_WAY = """
import time
from dossiers.printing import books
from portal import jobs
from portal.models import Job
books.STRETCH = 20
beat = Job.beat
def beat_and_wait(job, **fields):
    beat(job, **fields)
    if fields.get("done", 0) >= 40:
        time.sleep(600)
Job.beat = beat_and_wait
jobs.work_off(Job.objects.get())
"""
STATE = """
import json
from dossiers.models import RegisterPrint
from portal.models import Job, Notice
made = RegisterPrint.objects.get()
print(json.dumps([list(Job.objects.values_list("state", "attempts")), made.lines, made.file.name,
    Notice.objects.count()]))
"""


@pytest.mark.embedded
def test_worker_killed_while_it_prints_a_register_prints_it_once_in_the_next_attempt(tmp_path):
    place = Workplace(tmp_path, "embedded")
    job = place.manage("shell", "--no-imports", "-c", PREPARE).splitlines()[-1]
    worker = subprocess.Popen(
        [sys.executable, "manage.py", "shell", "--no-imports", "-c", STOPS_HALF_WAY],
        cwd=settings.BASE_DIR,
        env=place.environment,
    )
    eventually(lambda: _asked(tmp_path, "SELECT done FROM portal_job") == (40,), seconds=120)

    worker.kill()
    worker.wait()

    assert _asked(tmp_path, "SELECT state FROM portal_job") == ("running",)
    assert list((tmp_path / "files").rglob("*.pdf")) == []

    _asked(tmp_path, "UPDATE portal_job SET beat_at = '2024-01-01' RETURNING id")
    place.manage("run_job", job)
    place.manage("run_job", job)  # a doubled message

    jobs, lines, name, notices = json.loads(place.manage("shell", "--no-imports", "-c", STATE))
    assert (jobs, lines, notices) == ([["done", 2]], LINES, 1)
    assert [str(path.relative_to(tmp_path / "files")) for path in tmp_path.rglob("*.pdf")] == [name]
    paper = Paper((tmp_path / "files" / name).read_bytes())
    text = paper.text().replace("- ", "-")
    assert [text.count(f"H-2024-{number:04d}") for number in range(2, LINES + 1)] == [1] * (LINES - 1)


def _asked(folder, statement):
    with closing(sqlite3.connect(folder / "motcua.sqlite3", timeout=10)) as asking, asking:
        return asking.execute(statement).fetchone()
