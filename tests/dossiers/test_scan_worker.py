"""Scans in the hands of a real worker that is killed at its work: nothing lost, nothing doubled."""

import json
import signal
import time

from tests.portal.test_worker import Workplace, workplace  # noqa: F401 (a fixture)
from tests.processes import eventually, working_on

PREPARE = """
from django.core.files.storage import default_storage
from dossiers.papers import scanning
from portal.files import uploads
from tests.dossiers.factories import DossierComponentFactory, OfficerFactory
from tests.dossiers.scans import pdf
paper = DossierComponentFactory()
files = [uploads.look_at(pdf(15, text=f"Tep {number}"), f"{number}.pdf") for number in range(3)]
scans = scanning.attach(paper, files, by=OfficerFactory())
print(scans[0].job_id or scans[0].__class__.objects.get(pk=scans[0].pk).job_id)
"""
PREPARE_STACK = """
from io import BytesIO
import pikepdf
from dossiers.papers import separators, stacks
from portal.files import uploads
from portal.models import Role
from tests.dossiers.factories import DossierComponentFactory, OfficerFactory
from tests.dossiers.scans import pdf
first = DossierComponentFactory()
second = DossierComponentFactory(dossier=first.dossier)
sheets, whole, out = pikepdf.open(BytesIO(separators.for_dossier(first.dossier))), pikepdf.new(), BytesIO()
for number in range(2):
    whole.pages.append(sheets.pages[number])
    whole.pages.extend(pikepdf.open(BytesIO(pdf(15, text=f"Giay {number}"))).pages)
whole.save(out)
unit = first.dossier.receiving_unit
officer = OfficerFactory(unit=unit)
stacks.start(uploads.look_at(out.getvalue(), "xap.pdf"), unit=unit, dossier=None, by=officer)
print("ready")
"""
SOME_PAGES_ON = """
import time
from portal.models import Job
until = time.monotonic() + 120
while Job.objects.get().done <= 3 and time.monotonic() < until:
    time.sleep(0.02)
print("going")
"""
STATE = """
import json
from django.conf import settings
from dossiers.models import Dossier, DossierEvent, Scan, ScanPage, StackPage, StackUpload
from portal.models import Job
known = {name for pair in ScanPage.objects.values_list("preview", "thumbnail") for name in pair}
known |= {name for pair in Scan.objects.values_list("file", "received_file") for name in pair}
known |= set(StackUpload.objects.values_list("file", flat=True))
root = settings.DATA_DIR / "files"
there = {str(path.relative_to(root)) for path in root.rglob("*") if path.is_file()}
print(json.dumps({
    "job": list(Job.objects.values_list("state", "attempts", "done")),
    "scans": list(Scan.objects.order_by("pk").values_list("state", "page_count")),
    "positions": sorted(ScanPage.objects.values_list("position", flat=True)),
    "stack": [StackPage.objects.count(), StackPage.objects.exclude(component=None).count()],
    "digitised": Dossier.objects.get().papers_digitised,
    "events": DossierEvent.objects.filter(action="digitise").count(),
    "strays": len(there - known), "lost": len(known - there - {""}),
}))
"""


def run(place, code):
    return place.manage("shell", "--no-imports", "-c", code).splitlines()[-1]


def is_done(place):
    time.sleep(2)  # asking takes a whole process, which the worker could use
    return json.loads(run(place, STATE))["job"][0][0] == "done"


def test_worker_killed_among_scans_loses_and_doubles_nothing(workplace):  # noqa: F811
    run(workplace, PREPARE)
    pictures = workplace.folder / "files" / "scans"
    workplace.start_worker()
    eventually(lambda: len(list(pictures.rglob("*.jpg"))) > 10, seconds=120)

    workplace.end(signal.SIGKILL)
    eventually(lambda: not working_on(workplace.folder))
    cut_off = json.loads(run(workplace, STATE))
    assert cut_off["job"][0][:2] == ["running", 1]
    assert cut_off["strays"] > 0  # pages drawn that no record knows yet

    workplace.start_worker()
    eventually(lambda: is_done(workplace), seconds=200)

    state = json.loads(run(workplace, STATE))
    assert [job[:2] for job in state["job"]] == [["done", 2]]
    assert state["scans"] == [["ready", 15]] * 3
    assert state["positions"] == list(range(1, 46))
    assert (state["digitised"], state["events"]) == (1, 3)
    assert (state["strays"], state["lost"]) == (0, 0)


def test_worker_killed_while_it_splits_a_stack_loses_and_doubles_nothing(workplace):  # noqa: F811
    run(workplace, PREPARE_STACK)
    workplace.start_worker()
    run(workplace, SOME_PAGES_ON)

    workplace.end(signal.SIGKILL)
    eventually(lambda: not working_on(workplace.folder))
    assert json.loads(run(workplace, STATE))["job"][0][:2] == ["running", 1]

    workplace.start_worker()
    eventually(lambda: is_done(workplace), seconds=200)

    state = json.loads(run(workplace, STATE))
    assert [job[:2] for job in state["job"]] == [["done", 2]]
    assert state["stack"] == [32, 30]
    assert state["scans"] == [["ready", 15]] * 2
    assert (state["digitised"], state["events"]) == (2, 2)
    assert (state["strays"], state["lost"]) == (0, 0)
