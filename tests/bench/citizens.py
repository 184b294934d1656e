"""What citizens ask for, over the wire: pages against a bare view of the same server, by requests a second.

The server is gunicorn as `docker-compose.yml` starts it (`gunicorn.conf.py`: two workers of four threads),
with PostgreSQL and Redis. wrk asks, where it is installed, else threads of this process, which cost more of
the machine; every request comes as from another machine, so that the limits of one are not met.
"""

import gzip
import os
import re
import shutil
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from http.client import HTTPConnection
from ipaddress import ip_address
from itertools import count
from pathlib import Path
from statistics import median
from urllib.parse import urljoin

ROOT = Path(__file__).resolve().parent.parent.parent
HOST = "motcua.example.vn"
ROUNDS, SECONDS, CONNECTIONS = 5, 4, 16
AIMS = {"a procedure page": 0.5, "tracking": 0.25}
_LINKED = re.compile(rb'<(?:link|img|script|source)[^>]*?(?:href|src)="([^"]+)"')


def measure() -> Iterator[str]:
    """`bin/bench --dossiers 2000 --only f`: the ratios, then what each public page weighs."""
    from django.core.cache import cache

    procedure, code, unit = _records()
    cache.clear()
    paths = {
        "a bare view": "/bare/",
        "a procedure page": f"/thu-tuc/{procedure}/?don-vi={unit}",
        "tracking": f"/tra-cuu/?ma={code}",
        "a search": f"/thu-tuc/?q=khai+sinh&don-vi={unit}",
        "the front page": f"/?don-vi={unit}",
    }
    with _server() as port:
        asked = _by_wrk if shutil.which("wrk") else _by_threads
        rates = _rates(port, paths, asked)
        bare = rates["a bare view"]
        yield "| page | requests a second | of a bare view | aim | met |\n|---|--:|--:|--:|---|"
        for name, rate in rates.items():
            aim = AIMS.get(name)
            verdict = "" if aim is None else "yes" if rate / bare >= aim else "no"
            yield f"| {name} | {rate:.0f} | {rate / bare:.2f} | {aim or ''} | {verdict} |"
        yield ""
        yield "| page | itself | with all it loads | requests |\n|---|--:|--:|--:|"
        for name, path in (paths | _others(procedure, unit)).items():
            if name != "a bare view":
                own, whole, requests = _weight(port, path)
                yield f"| {name} | {own / 1000:.1f} kB | {whole / 1000:.1f} kB | {requests} |"


def _others(procedure: str, unit: str) -> dict[str, str]:
    return {
        "the fields": f"/thu-tuc/?don-vi={unit}",
        "a field of 39 procedures": f"/thu-tuc/?linh-vuc=ho-tich&don-vi={unit}",
        "a life event": f"/thu-tuc/?su-kien=sinh-con&don-vi={unit}",
        "nothing found": f"/thu-tuc/?q=khong-co-gi&don-vi={unit}",
        "a sheet to print": f"/thu-tuc/{procedure}/ban-in/?don-vi={unit}",
        "to share": f"/thu-tuc/{procedure}/chia-se/?don-vi={unit}",
        "a word about a page": f"/thu-tuc/{procedure}/y-kien/?don-vi={unit}",
        "tracking, empty": "/tra-cuu/",
    }


def _records() -> tuple[str, str, str]:
    """The shipped catalogue, one office, one dossier."""
    from dossiers import catalogue, lifecycle
    from dossiers.models import FiledAs, Office, Procedure
    from tests.dossiers.factories import OfficerFactory, UnitFactory

    catalogue.load()
    procedure = Procedure.objects.get(code="1.001193")
    unit = UnitFactory(code="90009", name="Xã Đông Khách")
    officer = OfficerFactory(unit=unit)
    Office.objects.create(unit=unit, address="Thôn Tiên Mỹ", phone="0233 3820 123")
    dossier = lifecycle.receive(
        procedure=procedure,
        unit=unit,
        by=officer,
        applicant_name="Nguyễn Thị Số",
        papers=[lifecycle.Paper("Tờ khai", FiledAs.ORIGINAL)],
    )
    return procedure.code, dossier.code, unit.code


def _rates(port: int, paths: dict[str, str], asked: Callable[[int, str], float]) -> dict[str, float]:
    """Medians of rounds in turns, after one that warms up."""
    taken: dict[str, list[float]] = {name: [] for name in paths}
    for _ in range(ROUNDS + 1):
        for name, path in paths.items():
            taken[name].append(asked(port, path))
    return {name: median(rates[1:]) for name, rates in taken.items()}


def _by_wrk(port: int, path: str) -> float:
    done = subprocess.run(
        ["wrk", "-t1", f"-c{CONNECTIONS}", f"-d{SECONDS}s", "--timeout", "20s",
         "-s", str(ROOT / "tests/bench/ask.lua"), "-H", f"Host: {HOST}", "-H", "X-Forwarded-Proto: https", f"http://127.0.0.1:{port}{path}"],
        capture_output=True, text=True, check=True,
    ).stdout  # fmt: skip
    if "Non-2xx" in done:
        sys.exit(f"{path}:\n{done}")
    return float(re.search(r"Requests/sec:\s+([\d.]+)", done)[1])


def _by_threads(port: int, path: str) -> float:
    machines, until = count(), time.monotonic() + SECONDS

    def ask(_) -> int:
        answered = 0
        door = HTTPConnection("127.0.0.1", port, timeout=30)
        while time.monotonic() < until:
            machine = str(ip_address((10 << 24) + next(machines)))
            headers = {"Host": HOST, "X-Forwarded-Proto": "https", "X-Forwarded-For": machine}
            door.request("GET", path, headers=headers)
            answer = door.getresponse()
            answer.read()
            if answer.status != 200:
                sys.exit(f"{path}: {answer.status}")
            answered += 1
        door.close()
        return answered

    with ThreadPoolExecutor(CONNECTIONS) as pool:
        return sum(pool.map(ask, range(CONNECTIONS))) / SECONDS


def _weight(port: int, path: str) -> tuple[int, int, int]:
    """Bytes over the wire of the page, of all that a first visit loads, and how many requests that takes."""
    page, content = _loaded(port, path)
    linked = {urljoin(path, address.decode()) for address in _LINKED.findall(content)}
    others = [_loaded(port, address)[0] for address in sorted(linked) if address.startswith("/")]
    return page, page + sum(others), 1 + len(others)


def _loaded(port: int, path: str) -> tuple[int, bytes]:
    headers = {"Host": HOST, "X-Forwarded-Proto": "https", "Accept-Encoding": "gzip"}
    request = urllib.request.Request(f"http://127.0.0.1:{port}{path}", headers=headers)
    with urllib.request.urlopen(request, timeout=30) as answer:
        sent = answer.read()
        head = sum(len(name) + len(value) + 4 for name, value in answer.headers.items())
        content = gzip.decompress(sent) if answer.headers.get("Content-Encoding") == "gzip" else sent
    return head + len(sent), content


@contextmanager
def _server() -> Iterator[int]:
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = int(free.getsockname()[1])
    environment = os.environ | {
        "DJANGO_SETTINGS_MODULE": "tests.bench.web_settings",
        "BASE_URL": f"https://{HOST}",
        "HOST": "127.0.0.1",
        "PORT": str(port),
    }
    server = subprocess.Popen(
        [str(ROOT / ".venv/bin/gunicorn"), "portal.wsgi", "--log-level", "warning"], cwd=ROOT, env=environment
    )
    try:
        for _ in range(150):
            with socket.socket() as door:
                if door.connect_ex(("127.0.0.1", port)) == 0:
                    break
            time.sleep(0.2)
        yield port
    finally:
        server.terminate()
        server.wait(30)
