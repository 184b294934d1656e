"""Jobs in the hands of real workers in processes of their own, which are killed at their work."""

import os
import signal
import subprocess
import sys
import uuid
from urllib.parse import urlsplit

import psycopg
import pytest
from django.conf import settings

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
        self.manage("migrate", "--verbosity=0")

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
        server = urlsplit(os.environ["DATABASE_URL"])
        with psycopg.connect(os.environ["DATABASE_URL"], autocommit=True) as connection:
            connection.execute(f"CREATE DATABASE {name}")
        variables = {
            "DATABASE_URL": server._replace(path=f"/{name}").geturl(),
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
