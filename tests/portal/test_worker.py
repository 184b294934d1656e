"""Jobs in the hands of real workers in processes of their own, which are killed at their work."""

import os
import signal
import subprocess
import sys
import uuid

import pytest
from django.conf import settings

from tests import migrated
from tests.dossiers.gateways import text_gateway
from tests.processes import eventually, kill, working_on

# As portal.embedded runs it, and as docker-compose.yml does.
WORKERS = {
    "embedded": ["--pool=threads", "--concurrency=2", "-B", "--without-gossip", "--without-mingle"],
    "servers": ["--pool=prefork", "--concurrency=2", "-B"],
}


class Workplace:
    """A data folder (and, with servers, a database and a queue) of its own."""

    def __init__(self, folder, kind, **variables):
        self.folder = folder
        self.kind = kind
        self.environment = os.environ | {
            "DATA_DIR": str(folder),
            "DATABASE_URL": "",
            "REDIS_URL": "",
            "DJANGO_SETTINGS_MODULE": "tests.portal.impatient.settings",
        }
        self.environment |= variables
        if kind == "embedded":
            migrated.copy_folder(folder)

    def manage(self, *arguments):
        command = [sys.executable, "manage.py", *arguments]
        done = subprocess.run(
            command, cwd=settings.BASE_DIR, env=self.environment, check=False, capture_output=True, text=True
        )
        assert done.returncode == 0, done.stderr
        return done.stdout.strip()

    def ask(self, expression):
        code = f"from portal import jobs, tasks; from portal.models import Job; print({expression})"
        return self.manage("shell", "--no-imports", "-c", code)

    def start_worker(self):
        celery = [sys.executable, "-m", "celery", "-A", "portal", "worker", *WORKERS[self.kind]]
        log = (self.folder / "worker.log").open("a")
        subprocess.Popen(celery, cwd=settings.BASE_DIR, env=self.environment, stdout=log, stderr=log)

    def lines(self):
        log = self.folder / "log"
        return log.read_text().splitlines() if log.exists() else []

    def end(self, number=signal.SIGKILL):
        kill(working_on(self.folder), number)


@pytest.fixture(
    params=[
        pytest.param("embedded", marks=pytest.mark.embedded),
        pytest.param("servers", marks=pytest.mark.servers),
    ]
)
def workplace(request, tmp_path):
    variables = {}
    if request.param == "servers":
        address, _, number = os.environ["REDIS_URL"].rpartition("/")
        name = f"worker_{uuid.uuid4().hex[:8]}"
        migrated.create_database(name)
        variables = {
            "DATABASE_URL": migrated.address(name),
            "REDIS_URL": f"{address}/{8 + int(number)}",
        }
    place = Workplace(tmp_path, request.param, **variables)
    yield place
    place.end()


def test_killed_job_is_taken_up_again_and_finishes_once(workplace):
    workplace.start_worker()
    pk = workplace.ask(f"jobs.enqueue('wait', by=None, folder='{workplace.folder}').pk")
    eventually(workplace.lines)

    workplace.end(signal.SIGKILL)
    eventually(lambda: not working_on(workplace.folder))
    assert workplace.ask(f"Job.objects.get(pk={pk}).state") == "running"
    workplace.start_worker()
    eventually(lambda: len(workplace.lines()) == 2, seconds=60)
    (workplace.folder / "go").touch()
    eventually(lambda: "finished" in workplace.lines())

    eventually(lambda: workplace.ask(f"Job.objects.get(pk={pk}).state") == "done")
    assert workplace.ask(f"Job.objects.get(pk={pk}).attempts") == "2"
    # A doubled message changes nothing.
    workplace.ask(f"tasks.run_job.delay({pk})")
    workplace.manage("check_worker")
    assert [line.split()[0] for line in workplace.lines()] == ["begun", "begun", "finished"]


def test_job_queued_without_a_worker_waits_for_one(workplace):
    (workplace.folder / "go").touch()
    pk = workplace.ask(f"jobs.enqueue('wait', by=None, folder='{workplace.folder}').pk")

    workplace.start_worker()

    eventually(lambda: "finished" in workplace.lines())
    eventually(lambda: workplace.ask(f"Job.objects.get(pk={pk}).state") == "done")


# Messages

MESSAGES = 12
HELD = 4
"""The gateway takes this one and does not say so before the worker is dead."""
SETUP = f"""
from datetime import time
from django.utils import timezone
from dossiers.models import Message, Office
from portal.models import Unit
unit = Unit.objects.create(code="19405", name="Xã Mẫu", kind="commune")
for number in range({MESSAGES}):
    Message.objects.create(key=f"tin-{{number}}", unit=unit, template="ready", channel="sms",
        recipient="0912345678", body=f"Tin {{number}}", next_attempt_at=timezone.now())
"""
STATES = """
from collections import Counter
from dossiers.models import Message
print(sorted(Counter(Message.objects.values_list("state", flat=True)).items()))
"""


def test_worker_killed_as_it_sends_loses_and_doubles_nothing(workplace):
    with text_gateway(*[None] * (HELD - 1), "hang") as gateway:
        gateway.patience = 60
        workplace.environment |= {"SMS_GATEWAY_URL": gateway.url, "SMS_GATEWAY_TOKEN": "khoa"}
        workplace.manage("shell", "--no-imports", "-c", SETUP)
        workplace.start_worker()
        eventually(lambda: len(gateway.asked) >= HELD, seconds=60)

        workplace.end()
        eventually(lambda: not working_on(workplace.folder))
        left = workplace.manage("shell", "--no-imports", "-c", STATES)
        workplace.start_worker()
        done = f"[('sent', {MESSAGES})]"
        eventually(lambda: workplace.manage("shell", "--no-imports", "-c", STATES) == done, seconds=90)

    held = gateway.asked[HELD - 1][0]
    keys = [key for key, _, _ in gateway.asked]
    assert left == f"[('queued', {MESSAGES - HELD}), ('sending', 1), ('sent', {HELD - 1})]"
    assert (
        len(gateway.taken) == MESSAGES
    )  # each arrived, and as the gateway knows their keys each arrived once
    assert {key: keys.count(key) for key in set(keys)} == dict.fromkeys(gateway.taken, 1) | {held: 2}
