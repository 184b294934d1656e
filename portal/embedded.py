"""The small installation's servers: one process imports the code, then forks web server and worker.

What the children only read they share with the parent, so that all of it fits a small machine. The
parent handles no request: it waits for signals, starts again a child that fell, and lets none outlive it.
"""

import ctypes
import gc
import os
import signal
import socket
import time
import traceback
import warnings
from collections.abc import Callable
from contextlib import suppress
from functools import partial
from typing import Any, NoReturn

from celery.exceptions import SecurityWarning
from django.core.exceptions import ImproperlyConfigured
from django.core.handlers.wsgi import WSGIHandler
from django.core.wsgi import get_wsgi_application
from django.db import connections
from django.urls import get_resolver
from gunicorn.app.base import BaseApplication

from portal.celery import app as celery_app

WEB_THREADS = 8
WORKER_THREADS = 2
GRACE_SECONDS = 8
"""How long a request or a task may take to end; a job cut off here is taken up again at the next start."""
QUICK_DEATH_SECONDS = 5
QUICK_DEATHS = 3

_AWAITED = {signal.SIGINT, signal.SIGTERM, signal.SIGHUP, signal.SIGCHLD}
_PR_SET_PDEATHSIG = 1


def listen(host: str, port: int) -> socket.socket:
    """The port, taken before anything else starts."""
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    try:
        return socket.create_server((host.strip("[]"), port), family=family, backlog=256)
    except OSError as error:
        raise ImproperlyConfigured(
            f"Không mở được cổng {port} tại {host} ({error.strerror}): dừng chương trình đang dùng cổng này, "
            f"hoặc đặt PORT (ví dụ PORT={port + 1}) và HOST (một địa chỉ của máy này)."
        ) from error


class Supervisor:
    """Keeps the children running until a signal says stop."""

    def __init__(self, **children: Callable[[], None]) -> None:
        self._targets = children
        self._running: dict[int, tuple[str, float]] = {}
        self._quick_deaths = 0

    def start(self) -> None:
        signal.pthread_sigmask(signal.SIG_BLOCK, _AWAITED)
        connections.close_all()
        gc.collect()
        gc.freeze()  # the collector leaves the shared pages alone
        for name in self._targets:
            self._fork(name)

    def wait(self) -> bool:
        """Return when told to stop: True; or when a child falls as often as it is started: False."""
        while True:
            number = signal.sigwait(_AWAITED)
            if number == signal.SIGHUP and signal.getsignal(signal.SIGHUP) == signal.SIG_IGN:
                continue  # nohup: the terminal may go
            if number != signal.SIGCHLD:
                return True
            if not self._start_again():
                return False

    def stop(self) -> None:
        """End every child and what it started itself."""
        groups = list(self._running)
        for group in groups:
            _signal_group(group, signal.SIGTERM)
        deadline = time.monotonic() + GRACE_SECONDS
        while self._running and time.monotonic() < deadline:
            self._reap()
            time.sleep(0.02)
        for group in groups:
            _signal_group(group, signal.SIGKILL)
        while self._running:
            self._reap()
            time.sleep(0.02)

    def _start_again(self) -> bool:
        for name, started in self._reap():
            quick = time.monotonic() - started < QUICK_DEATH_SECONDS
            self._quick_deaths = self._quick_deaths + 1 if quick else 0
            if self._quick_deaths >= QUICK_DEATHS:
                return False
            self._fork(name)
        return True

    def _reap(self) -> list[tuple[str, float]]:
        ended = []
        for pid in list(self._running):
            if os.waitpid(pid, os.WNOHANG)[0]:
                ended.append(self._running.pop(pid))
        return ended

    def _fork(self, name: str) -> None:
        parent = os.getpid()
        pid = os.fork()
        if pid == 0:
            _become_child(self._targets[name], parent)
        self._running[pid] = (name, time.monotonic())


def _become_child(target: Callable[[], None], parent: int) -> NoReturn:
    """Run the target in a process group of its own: Ctrl-C in the terminal reaches the parent alone."""
    status = 1
    try:
        os.setpgid(0, 0)
        ctypes.CDLL(None).prctl(_PR_SET_PDEATHSIG, signal.SIGTERM)
        signal.pthread_sigmask(signal.SIG_UNBLOCK, _AWAITED)
        if os.getppid() == parent:
            target()
        status = 0
    except SystemExit as end:
        status = end.code if isinstance(end.code, int) else 1
    except BaseException:  # nothing may unwind into the parent's code
        traceback.print_exc()
    finally:
        os._exit(status)


def _signal_group(group: int, number: signal.Signals) -> None:
    with suppress(ProcessLookupError):  # all of it has ended
        os.killpg(group, number)


class _Web(BaseApplication):
    """gunicorn on a socket that is already open."""

    def __init__(self, listener: socket.socket, application: WSGIHandler) -> None:
        self._listener = listener
        self._application = application
        super().__init__()

    def load_config(self) -> None:
        settings: dict[str, Any] = {
            "bind": f"fd://{self._listener.fileno()}",
            "workers": 1,
            "worker_class": "gthread",
            "threads": WEB_THREADS,
            "timeout": 120,
            "graceful_timeout": GRACE_SECONDS // 2,
            "loglevel": "warning",
            "control_socket_disable": True,
        }
        for name, value in settings.items():
            self.cfg.set(name, value)

    def load(self) -> WSGIHandler:
        return self._application


def _work() -> None:
    warnings.simplefilter("ignore", SecurityWarning)  # a worker in a container of its own may well be root
    worker = celery_app.Worker(
        pool="threads",
        concurrency=WORKER_THREADS,
        beat=True,
        loglevel="WARNING",
        quiet=True,
        without_gossip=True,
        without_mingle=True,
        without_heartbeat=True,
    )
    worker.start()
    raise SystemExit(worker.exitcode)


def supervisor(listener: socket.socket) -> Supervisor:
    """Web first: the first page need not wait for the worker."""
    application = get_wsgi_application()
    get_resolver().url_patterns  # noqa: B018 (reading them loads every view, once for all children)
    return Supervisor(web=partial(_Web(listener, application).run), worker=_work)
