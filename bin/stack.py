"""The processes of docker-compose.yml without containers; `bin/stack` is the way in.

What a container gives a process is given here by other means: a network name becomes a local port, a volume a
folder, the image's entry point of PostgreSQL an `initdb`. Commands and settings are those of the file.
"""

import argparse
import os
import pwd
import re
import secrets
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
import urllib.request
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import yaml

ROOT = Path(__file__).resolve().parent.parent
COMPOSE_FILE = ROOT / "docker-compose.yml"
START_SECONDS = 90
STOP_SECONDS = 20
_VARIABLE = re.compile(r"\$\{(?P<name>\w+)(?::(?P<rule>[?-])(?P<text>[^}]*))?\}")


class StackError(Exception):
    """The stack cannot be started, or an answer is not what it should be."""


@dataclass(frozen=True)
class Service:
    name: str
    command: list[str]
    environment: dict[str, str]
    volumes: dict[str, str]
    """Mount point → name of the volume."""
    healthcheck: list[str]
    depends_on: dict[str, str]


def read(environment: Mapping[str, str], path: Path = COMPOSE_FILE) -> dict[str, Service]:
    """The services of the compose file, its variables filled in from the environment."""
    document = _fill_in(yaml.safe_load(path.read_text()), environment)
    return {name: _service(name, body) for name, body in document["services"].items()}


def _service(name: str, body: dict[str, Any]) -> Service:
    test = body.get("healthcheck", {}).get("test", ["CMD"])
    if test[0] != "CMD":
        raise StackError(f"{name}: healthcheck phải có dạng [CMD, …].")
    return Service(
        name=name,
        command=body.get("command", []),
        environment=body.get("environment", {}),
        volumes={mount: volume for volume, mount in (item.split(":") for item in body.get("volumes", []))},
        healthcheck=test[1:],
        depends_on={other: rule["condition"] for other, rule in body.get("depends_on", {}).items()},
    )


def _fill_in(value: Any, environment: Mapping[str, str]) -> Any:
    """`${NAME}`, `${NAME:-default}` and `${NAME:?what to do}`, as compose reads them."""

    def put(match: re.Match[str]) -> str:
        found = environment.get(match["name"], "")
        if not found and match["rule"] == "?":
            raise StackError(f"Thiếu {match['name']}: {match['text']}.")
        return found or (match["text"] or "" if match["rule"] == "-" else "")

    if isinstance(value, str):
        return _VARIABLE.sub(put, value)
    if isinstance(value, list):
        return [_fill_in(item, environment) for item in value]
    if isinstance(value, dict):
        return {key: _fill_in(item, environment) for key, item in value.items()}
    return value


@dataclass
class Stack:
    """Services at work on this machine, their data under one folder."""

    services: dict[str, Service]
    folder: Path
    ports: dict[str, int]
    """Service → the local port that stands for its network name."""
    running: dict[str, subprocess.Popen[bytes]] = field(default_factory=dict)

    def start(self) -> None:
        """Each service after those it depends on, which by then are healthy or done."""
        (self.folder / "tmp").mkdir(parents=True, exist_ok=True)
        waiting = dict(self.services)
        while waiting:
            ready = [
                service for service in waiting.values() if not waiting.keys() & service.depends_on.keys()
            ]
            if not ready:
                raise StackError(f"Các dịch vụ chờ nhau: {', '.join(waiting)}.")
            for service in ready:
                for other, condition in service.depends_on.items():
                    self._wait_for(self.services[other], condition)
                print(f"Khởi động {service.name} …", flush=True)
                self.running[service.name] = subprocess.Popen(
                    self.command(service),
                    cwd=ROOT if service.name not in {"postgres", "redis"} else self.folder,
                    env=self.environment(service),
                    start_new_session=True,
                )
                del waiting[service.name]
        for service in self.services.values():
            if service.healthcheck:
                self._wait_for(service, "service_healthy")

    def stop(self) -> None:
        """In the reverse order of the start, so that nobody loses what it leans on."""
        for name, process in reversed(self.running.items()):
            # PostgreSQL takes SIGINT as “end now, cleanly”; its SIGTERM waits for every client.
            process.send_signal(signal.SIGINT if name == "postgres" else signal.SIGTERM)
            try:
                process.wait(STOP_SECONDS)
            except subprocess.TimeoutExpired:
                process.kill()
                process.wait()

    def wait(self) -> None:
        """Until a service that should go on has ended."""
        while True:
            for name, process in self.running.items():
                if process.poll() is not None and self._goes_on(name):
                    raise StackError(f"{name} đã dừng với mã {process.returncode}.")
            time.sleep(0.5)

    def is_healthy(self, service: Service) -> bool:
        done = subprocess.run(
            self.command(service, service.healthcheck),
            cwd=ROOT,
            env=self.environment(service),
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            check=False,
        )
        return done.returncode == 0

    def command(self, service: Service, words: list[str] | None = None) -> list[str]:
        """The words of the file, with local paths and ports."""
        words = [self._local_paths(service, word) for word in (service.command if words is None else words)]
        port = str(self.ports.get(service.name, ""))
        if not words:
            return self._postgres(service, port)
        if words[0] == "redis-server":
            return [
                *words,
                "--bind",
                "127.0.0.1",
                "--port",
                port,
                "--dir",
                str(self._folder_of("redis", "/data")),
            ]
        if words[0] == "redis-cli":
            return [words[0], "-p", port, *words[1:]]
        return words

    def environment(self, service: Service) -> dict[str, str]:
        """The service's variables and nothing else of this machine but where its programs are."""
        values = {name: self._local(service, name, value) for name, value in service.environment.items()}
        programs = [str(ROOT / ".venv/bin"), str(_postgres_programs()), os.environ.get("PATH", os.defpath)]
        network = {"PGHOST": "127.0.0.1", "PGPORT": str(self.ports.get("postgres", ""))}
        return {"PATH": os.pathsep.join(programs), "LANG": "C.UTF-8", **network, **values}

    def _local(self, service: Service, name: str, value: str) -> str:
        if name == "HOST":
            return "127.0.0.1"
        if name == "PORT":
            return str(self.ports["web"])
        host = urlsplit(value).hostname if "://" in value else None
        if host in self.ports:
            return re.sub(rf"(?<=[@/]){host}:\d+", f"127.0.0.1:{self.ports[host]}", value)
        return self._local_paths(service, value)

    def _local_paths(self, service: Service, word: str) -> str:
        for mount in service.volumes:
            word = word.replace(mount, str(self._folder_of(service.name, mount)))
        return word.replace("/tmp/", f"{self.folder}/tmp/") if str(self.folder) not in word else word

    def _folder_of(self, service: str, mount: str) -> Path:
        path = self.folder / self.services[service].volumes[mount]
        path.mkdir(parents=True, exist_ok=True)
        return path

    def _postgres(self, service: Service, port: str) -> list[str]:
        """What the image's entry point does: make the cluster on the first start, then serve it."""
        data = self._folder_of("postgres", "/var/lib/postgresql/data")
        as_postgres = []
        if os.getuid() == 0:  # PostgreSQL refuses root
            as_postgres = ["runuser", "-u", "postgres", "--"]
            os.chown(data, pwd.getpwnam("postgres").pw_uid, -1)
        programs, user = _postgres_programs(), service.environment["POSTGRES_USER"]
        server = [*as_postgres, str(programs / "postgres"), "-D", str(data), "-p", port]
        server += ["-c", "listen_addresses=127.0.0.1", "-c", "unix_socket_directories="]
        if not (data / "PG_VERSION").exists():
            initdb = [*as_postgres, str(programs / "initdb"), "-D", str(data), "-U", user, "--encoding=UTF8"]
            password = self.folder / "tmp" / "password"
            password.touch(mode=0o600)
            password.write_text(service.environment["POSTGRES_PASSWORD"])
            os.chown(password, data.stat().st_uid, -1)
            initdb += ["--locale=C.UTF-8", "--auth=scram-sha-256", f"--pwfile={password}"]
            subprocess.run(initdb, stdout=subprocess.DEVNULL, cwd="/", check=True)
            password.unlink()
            create = f'CREATE DATABASE "{service.environment["POSTGRES_DB"]}";\n'
            single = [*as_postgres, str(programs / "postgres"), "--single", "-D", str(data), "postgres"]
            subprocess.run(single, input=create.encode(), stdout=subprocess.DEVNULL, cwd="/", check=True)
        return server

    def _wait_for(self, service: Service, condition: str) -> None:
        process = self.running[service.name]
        if condition == "service_completed_successfully":
            if process.wait(START_SECONDS * 4) != 0:
                raise StackError(f"{service.name} dừng với mã {process.returncode}.")
            return
        deadline = time.monotonic() + START_SECONDS
        while not self.is_healthy(service):
            if process.poll() is not None or time.monotonic() > deadline:
                raise StackError(f"{service.name} không trả lời kiểm tra sức khỏe.")
            time.sleep(0.3)

    def _goes_on(self, name: str) -> bool:
        rules = (service.depends_on.get(name) for service in self.services.values())
        return "service_completed_successfully" not in rules


def _postgres_programs() -> Path:
    found = sorted(Path("/usr/lib/postgresql").glob("*/bin"), key=lambda path: int(path.parent.name))
    if not found:
        raise StackError("Chưa có PostgreSQL: chạy bin/setup --dev.")
    return found[-1]


def _free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as server:
        return int(server.getsockname()[1])


def _variables() -> dict[str, str]:
    """The environment over the lines of .env, as compose does."""
    lines = (ROOT / ".env").read_text().splitlines() if (ROOT / ".env").is_file() else []
    pairs = (line.split("=", 1) for line in lines if "=" in line and not line.lstrip().startswith("#"))
    return {name.strip(): value.strip() for name, value in pairs} | dict(os.environ)


@contextmanager
def throw_away() -> Iterator[Stack]:
    """A started stack with made-up secrets in a folder that goes when it ends."""
    names = ("SECRET_KEY", "POSTGRES_PASSWORD", "REDIS_PASSWORD")
    made_up = {name: secrets.token_urlsafe(48) for name in names} | {"BASE_URL": "https://motcua.example.vn"}
    folder = Path(tempfile.mkdtemp(prefix="motcua-stack-"))
    folder.chmod(0o755)  # PostgreSQL runs as another user
    ports = {name: _free_port() for name in ("web", "postgres", "redis")}
    stack = Stack(read(made_up), folder, ports)
    try:
        stack.start()
        yield stack
    finally:
        stack.stop()
        shutil.rmtree(folder)


def ask(stack: Stack, path: str) -> str:
    """A page of the web service, as its proxy asks for it."""
    base = urlsplit(stack.services["web"].environment["BASE_URL"])
    headers = {"Host": base.netloc, "X-Forwarded-Proto": base.scheme}
    request = urllib.request.Request(f"http://127.0.0.1:{stack.ports['web']}{path}", headers=headers)
    with urllib.request.urlopen(request, timeout=30) as answer:
        return str(answer.read().decode())


def have_a_job_done(stack: Stack) -> None:
    """A job through database and Redis to the worker and back."""
    web = stack.services["web"]
    subprocess.run(
        [str(ROOT / ".venv/bin/python"), "manage.py", "check_worker"],
        cwd=ROOT,
        env=stack.environment(web),
        check=True,
    )


def _check() -> None:
    with throw_away() as stack:
        ask(stack, "/readyz")
        ask(stack, "/dang-nhap/")
        have_a_job_done(stack)
    print("OK: mọi dịch vụ khỏe mạnh, trang đăng nhập mở được, tiến trình nền làm việc.")


def _serve() -> None:
    variables = _variables()
    folder = Path(variables.get("DATA_DIR") or ROOT / "var") / "stack"
    ports = {
        "web": int(variables.get("PUBLISH_PORT") or 8000),
        "postgres": _free_port(),
        "redis": _free_port(),
    }
    stack = Stack(read(variables), folder.resolve(), ports)
    try:
        stack.start()
        print(f"Một Cửa đang chạy sau http://127.0.0.1:{ports['web']} (Ctrl-C để dừng)", flush=True)
        stack.wait()
    finally:
        stack.stop()


def main() -> None:
    parser = argparse.ArgumentParser(prog="bin/stack", description=__doc__)
    parser.add_argument("--check", action="store_true", help="khởi động, kiểm tra rồi dừng")
    run: Callable[[], None] = _check if parser.parse_args().check else _serve
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))
    try:
        run()
    except StackError as error:
        sys.exit(f"bin/stack: {error}")
    except KeyboardInterrupt:
        sys.exit(130)


if __name__ == "__main__":
    main()
