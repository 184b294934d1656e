"""50,000 rows in the background: the worker's process stays under 400 MB, and says how far it is."""

import os
import subprocess
import sys
from pathlib import Path

import pytest
from django.conf import settings

from tests import migrated
from tests.dossiers.sheets import csv_file, row

ROWS = 50_000
MAX_MB = 400
WORKER = """
import re, sys
import django
django.setup()
from django.core.files import File
from django.utils.timezone import now
from dossiers.importing import batches
from dossiers.models import Dossier, ImportBatch
from portal import jobs, tasks
from portal.models import Job, Role
from tests.dossiers.factories import ProcedureFactory, UnitFactory, UserFactory

tasks.run_job.delay = lambda pk: None
beats, beat = [], Job.beat
def heard(job, **fields):
    beats.append(fields.get("done", 0))
    beat(job, **fields)
Job.beat = heard

ProcedureFactory(code="1.001193", name="Đăng ký khai sinh")
officer = UserFactory(unit=UnitFactory(code="19405"), roles=[Role.REFORM])
with open(sys.argv[1], "rb") as file:
    batch = batches.start(File(file, name="ho-so.csv"), "csv", unit=officer.unit, by=officer)
jobs.work_off(batch.job)
batches.confirm(batch, by=officer)
batch = ImportBatch.objects.get()
jobs.work_off(batch.job)
print(Dossier.objects.count(), ImportBatch.objects.get().state, max(beats), len(beats) > 100)
# Not ru_maxrss: that outlives exec and would tell the peak of the test process.
print(int(re.search(r"VmHWM:\\s+(\\d+) kB", open("/proc/self/status").read())[1]) // 1024)
"""


@pytest.mark.once  # the process that is measured has a database of its own
def test_fifty_thousand_rows_fit_in_a_small_process(tmp_path):
    rows = (row(CODE=f"A-{number}", APPLICANT=f"Nguyễn Văn {number}") for number in range(ROWS))
    sheet = csv_file(tmp_path / "ho-so.csv", rows)
    migrated.copy_folder(tmp_path)
    own = {
        "DATA_DIR": str(tmp_path), "DATABASE_URL": "", "REDIS_URL": "",
        "DJANGO_SETTINGS_MODULE": "portal.settings", "PYTHONPATH": str(settings.BASE_DIR),
    }  # fmt: skip

    done = subprocess.run(
        [sys.executable, "-c", WORKER, str(sheet)],
        check=False, capture_output=True, text=True, cwd=Path(settings.BASE_DIR), env=os.environ | own,
    )  # fmt: skip

    assert done.returncode == 0, done.stderr[-2000:]
    told, peak = done.stdout.strip().split("\n")
    assert told == f"{ROWS} done {ROWS} True"
    assert int(peak) < MAX_MB
