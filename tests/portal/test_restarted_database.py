"""The database is restarted under load: what was answered as saved is there, once."""

import http.client
import os
import signal
import subprocess
import sys
import threading
import time
from contextlib import contextmanager
from urllib.parse import urlencode
from uuid import uuid4

import psycopg
import pytest
from django.conf import settings
from django.db import OperationalError, connection

from dossiers.models import Office
from tests.dossiers.factories import OfficerFactory, ProcedureFactory
from tests.dossiers.gateways import text_gateway
from tests.postgres import Cluster
from tests.processes import eventually, free_port

DESKS, RESTARTS = 4, 3
TOKEN = "a" * 32


class Desk(threading.Thread):
    """Sends one form after another, each again with its key until it is told that it is saved."""

    def __init__(self, port, session, form, closes):
        super().__init__(daemon=True)
        self.port, self.form, self.closes = port, form, closes
        self.headers = {
            "Cookie": f"sessionid={session}; csrftoken={TOKEN}",
            "X-CSRFToken": TOKEN,
            "Content-Type": "application/x-www-form-urlencoded",
        }
        self.saved, self.asked_to_wait, self.wrong = [], 0, []

    def run(self):
        while not self.closes.is_set():
            key = str(uuid4())
            while not self._send(key) and not self.wrong:
                time.sleep(0.1)

    def _send(self, key):
        desk = http.client.HTTPConnection("127.0.0.1", self.port, timeout=30)
        desk.request("POST", "/ho-so/tiep-nhan/", urlencode(self.form | {"intake_key": key}), self.headers)
        answer = desk.getresponse()
        page = answer.read().decode()
        if answer.status == 302 and "dang-nhap" not in answer.headers["Location"]:
            self.saved.append(key)
            return True
        if answer.status == 503 and "đang khởi động lại" in page and answer.headers["Retry-After"]:
            self.asked_to_wait += 1
        else:
            self.wrong.append((answer.status, page[:2000]))
        return False


@contextmanager
def site(cluster, folder, gateway):
    """gunicorn and a worker on that database, in processes of their own."""
    port = free_port()
    address, _, number = os.environ["REDIS_URL"].rpartition("/")
    (folder / "static").symlink_to(settings.STATIC_ROOT)
    environment = os.environ | {
        "DATA_DIR": str(folder),
        "DATABASE_URL": cluster.url,
        "REDIS_URL": f"{address}/{12 + int(number) % 4}",
        "PORT": str(port),
        "SECRET_KEY": settings.SECRET_KEY,
        "DJANGO_SETTINGS_MODULE": "tests.portal.impatient.settings",
        "SMS_GATEWAY_URL": gateway.url,
        "SMS_GATEWAY_TOKEN": "khoa",
    }
    web = [sys.executable, "-m", "gunicorn", "portal.wsgi", "--workers", "1"]
    worker = [sys.executable, "-m", "celery", "-A", "portal", "worker", "--concurrency=1", "-B"]
    with (folder / "log").open("w") as log:
        started = [
            subprocess.Popen(
                command,
                cwd=settings.BASE_DIR,
                env=environment,
                stdout=log,
                stderr=log,
                start_new_session=True,
            )
            for command in (web, worker)
        ]
        try:
            eventually(lambda: _ready(port), seconds=60)
            yield port, started
        finally:
            for process in started:
                os.killpg(process.pid, signal.SIGKILL)
                process.wait()


def _ready(port):
    try:
        asking = http.client.HTTPConnection("127.0.0.1", port, timeout=30)
        asking.request("GET", "/readyz")
        return asking.getresponse().status == 200
    except OSError:
        return False


@pytest.fixture
def cluster():
    made = Cluster()
    yield made
    made.remove()


@pytest.mark.servers
@pytest.mark.django_db(transaction=True)
def test_what_was_answered_as_saved_outlives_restarts_of_the_database(client, cluster, tmp_path):
    officer, procedure = OfficerFactory(), ProcedureFactory()
    Office.objects.create(unit=officer.unit, quiet_from="00:00", quiet_to="00:00")
    client.force_login(officer)
    form = {
        "step": "save", "unit": officer.unit_id, "procedure": procedure.code, "phone": "0912345678",
        "applicant_name": "Trần Thị Mẫu", "channel": "direct", "paper-other-filed_as": "copy",
    }  # fmt: skip
    base, _, _ = os.environ["DATABASE_URL"].rpartition("/")
    cluster.copy(f"{base}/{connection.settings_dict['NAME']}")
    closes = threading.Event()

    with text_gateway() as gateway, site(cluster, tmp_path, gateway) as (port, started):
        session = client.cookies["sessionid"].value
        desks = [Desk(port, session, form, closes) for _ in range(DESKS)]
        for desk in desks:
            desk.start()
        for restarts in range(RESTARTS):
            eventually(lambda restarts=restarts: _saved(desks) >= DESKS * (restarts + 1))
            cluster.restart()
        eventually(lambda: _ready(port))
        eventually(lambda: _saved(desks) >= DESKS * (RESTARTS + 1))
        closes.set()
        for desk in desks:
            desk.join(30)
        eventually(lambda: _all_sent(cluster), seconds=60)

        assert [desk.wrong for desk in desks] == [[]] * DESKS
        assert [process.poll() for process in started] == [None, None]
        saved = [key for desk in desks for key in desk.saved]
        count = len(saved)
        assert sum(desk.asked_to_wait for desk in desks) > 0
        with psycopg.connect(cluster.url) as asking:
            rows = asking.execute("SELECT intake_key::text, code, register_number FROM dossiers_dossier")
            keys, codes, lines = zip(*rows.fetchall(), strict=True)
            tokens = [str(token) for (token,) in asking.execute("SELECT token FROM dossiers_message")]
        assert sorted(keys) == sorted(saved)
        assert sorted(int(code[-4:]) for code in codes) == list(range(1, count + 1))
        assert sorted(lines) == list(range(1, count + 1))
        assert len(tokens) == count
        assert set(gateway.taken) == set(tokens)


def _saved(desks):
    assert not any(desk.wrong for desk in desks), [desk.wrong for desk in desks]
    return sum(len(desk.saved) for desk in desks)


def _all_sent(cluster):
    """Also the messages that a sender had in hand when it lost the database: their claims run out."""
    with psycopg.connect(cluster.url) as asking:
        asking.execute(
            "UPDATE dossiers_message SET claimed_at = claimed_at - interval '1 hour' WHERE state = 'sending'"
        )
        left = asking.execute("SELECT count(*) FROM dossiers_message WHERE state <> 'sent'").fetchone()
    return left == (0,)


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("raised", "status", "sentence"),
    [
        (OperationalError("the connection is closed"), 503, "Cơ sở dữ liệu đang khởi động lại hoặc quá bận"),
        (ValueError("a bug"), 500, "Lỗi là của hệ thống"),
    ],
)
def test_a_page_says_whether_the_database_is_away_or_the_portal_is_wrong(client, raised, status, sentence):
    client.force_login(OfficerFactory())
    client.raise_request_exception = False

    def away(*_):
        raise raised

    with connection.execute_wrapper(away):
        answer = client.get("/ho-so/")

    assert answer.status_code == status
    assert sentence in answer.content.decode()
    assert "Traceback" not in answer.content.decode()


@pytest.mark.embedded
@pytest.mark.django_db
def test_a_missing_table_is_no_restart(client):
    client.force_login(OfficerFactory())
    client.raise_request_exception = False

    with connection.execute_wrapper(lambda execute, _, *rest: execute("SELECT 1 FROM nowhere", *rest)):
        answer = client.get("/ho-so/")

    assert answer.status_code == 500
