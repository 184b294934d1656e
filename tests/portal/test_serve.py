"""The small installation as people start it: `bin/serve`, in processes of its own."""

import http.client
import os
import signal
import socket
import subprocess
import sys
import time

import pytest
from django.conf import settings

from tests.processes import (
    eventually,
    free_port,
    kill,
    proportional_set_size,
    stood_in_line,
    working_on,
)

ROOT = settings.BASE_DIR
FIRST_PAGE_SECONDS = 3
RESTING_MEGABYTES = 300

pytestmark = pytest.mark.embedded


def environment(folder, port, **variables):
    return (
        os.environ
        | {"DATA_DIR": str(folder), "DATABASE_URL": "", "REDIS_URL": "", "PORT": str(port)}
        | variables
    )


def page(port, path="/dang-nhap/"):
    """Status and text of a page, None while nobody answers."""
    try:
        connection = http.client.HTTPConnection("127.0.0.1", port, timeout=10)
        connection.request("GET", path)
        answer = connection.getresponse()
        return answer.status, answer.read().decode()
    except OSError:
        return None


class Served:
    """A running `bin/serve`, its output kept."""

    def __init__(self, folder, *arguments, port=None, **variables):
        self.port = port or free_port()
        self.folder = folder
        self.started = time.monotonic()
        self.process = subprocess.Popen(
            ["bin/serve", *arguments],
            cwd=ROOT,
            env=environment(folder, self.port, **variables),
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            start_new_session=True,
        )

    def __enter__(self):
        eventually(lambda: page(self.port))
        elapsed = time.monotonic() - self.started
        # Other tests run beside this one: what it stood in line for a processor is not its own time.
        self.first_page_after = elapsed - stood_in_line(self.process.pid)
        return self

    def __exit__(self, *_):
        self.process.send_signal(signal.SIGTERM)
        try:
            self.output = self.process.communicate(timeout=30)[0]
        finally:
            kill(working_on(self.folder), signal.SIGKILL)


@pytest.fixture(scope="module")
def first_start(tmp_path_factory):
    """The data folder of a machine on which everything is prepared, and how that went."""
    folder = tmp_path_factory.mktemp("data")
    done = subprocess.run(
        ["bin/serve", "--empty", "--check"],
        cwd=ROOT,
        env=environment(folder, free_port()),
        capture_output=True,
        text=True,
        check=False,
    )
    return folder, done


@pytest.fixture
def ready(first_start):
    return first_start[0]


def test_first_start_prepares_everything_and_says_ok(first_start):
    folder, done = first_start

    assert done.returncode == 0, done.stderr
    assert "OK: http://127.0.0.1:" in done.stdout
    assert (folder / "first-run-done").read_text() == "empty\n"
    assert working_on(folder) == []


def test_ready_machine_answers_the_first_page_at_once(ready):
    times = []
    for _ in range(3):
        with Served(ready) as served:
            times.append(served.first_page_after)
        if times[-1] < FIRST_PAGE_SECONDS:
            break

    print(f"first page after {min(times):.1f} s")
    assert min(times) < FIRST_PAGE_SECONDS
    assert f"Một Cửa đang chạy tại http://127.0.0.1:{served.port}" in served.output
    assert "Đang" not in served.output.replace("đang", "")
    assert served.output.rstrip().endswith("Đã dừng.")


def test_everything_together_stays_small(ready, capsys):
    with Served(ready) as served:
        for _ in range(20):
            assert page(served.port)[0] == 200
        check = [sys.executable, "manage.py", "check_worker"]
        subprocess.run(check, cwd=ROOT, env=environment(ready, served.port), check=True)
        eventually(lambda: len(working_on(ready)) == 5)  # the job's own process has ended
        megabytes = proportional_set_size(working_on(ready)) / 1e6

    with capsys.disabled():
        print(f"\nbin/serve at rest after a job: {megabytes:.0f} MB")
    assert megabytes < RESTING_MEGABYTES


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_one_signal_stops_all_of_it(ready, number):
    with Served(ready) as served:
        eventually(lambda: len(working_on(ready)) == 5)

        served.process.send_signal(number)

        assert served.process.wait(timeout=20) == 0
        assert working_on(ready) == []
        with pytest.raises(ConnectionRefusedError):
            socket.create_connection(("127.0.0.1", served.port))


def test_children_do_not_outlive_a_killed_parent(ready):
    with Served(ready) as served:
        eventually(lambda: len(working_on(ready)) == 5)

        served.process.kill()

        eventually(lambda: not working_on(ready))


def test_fallen_web_server_and_worker_are_started_again(ready):
    with Served(ready) as served:
        eventually(lambda: len(working_on(ready)) == 5)
        before = {pid for pid in working_on(ready) if pid != served.process.pid}

        kill(before, signal.SIGKILL)

        eventually(lambda: page(served.port))
        eventually(lambda: len(set(working_on(ready)) - before) == 5)
        check = [sys.executable, "manage.py", "check_worker"]
        subprocess.run(check, cwd=ROOT, env=environment(ready, served.port), check=True)


def refused(folder, **variables):
    command = [sys.executable, "manage.py", "serve"]
    done = subprocess.run(
        command,
        cwd=ROOT,
        env=environment(folder, free_port()) | variables,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode != 0
    return done.stderr.strip().splitlines()[-1]


def test_taken_port_is_told_with_what_to_do(ready):
    with socket.create_server(("127.0.0.1", 0)) as other:
        port = other.getsockname()[1]

        sentence = refused(ready, PORT=str(port))

    assert f"Không mở được cổng {port}" in sentence
    assert f"PORT={port + 1}" in sentence


def test_address_of_another_machine_is_refused(ready):
    assert "HOST (một địa chỉ của máy này)" in refused(ready, HOST="192.0.2.1")


def test_data_folder_is_served_once_at_a_time(ready):
    with Served(ready):
        assert "đang chạy với thư mục dữ liệu" in refused(ready)


def test_with_redis_the_servers_are_started_apart(ready):
    assert "docs/operations.md" in refused(ready, REDIS_URL="redis://127.0.0.1:1/0")


def test_failed_first_run_is_no_first_run(tmp_path):
    """The data that ship cannot be loaded: the next start tries again."""
    (tmp_path / "motcua.sqlite3").mkdir()

    sentence = refused(tmp_path)

    assert "Không mở được cơ sở dữ liệu" in sentence
    assert not (tmp_path / "first-run-done").exists()


def test_serving_loads_no_library_that_only_jobs_need(ready):
    code = (
        "import os, sys, django; django.setup()\n"
        "from portal import embedded, preparation, wsgi\n"
        "heavy = {'weasyprint', 'docx', 'matplotlib', 'numpy', 'redis', 'psycopg'}\n"
        "print(sorted(heavy & set(sys.modules)))"
    )
    variables = environment(ready, 1, DJANGO_SETTINGS_MODULE="portal.settings")

    done = subprocess.run(
        [sys.executable, "-c", code], cwd=ROOT, env=variables, capture_output=True, text=True, check=True
    )

    assert done.stdout.strip() == "[]"
