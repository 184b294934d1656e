"""A PostgreSQL server of a test's own, to be stopped and started at will."""

import os
import shutil
import subprocess
import tempfile
from pathlib import Path

from tests.processes import free_port

PROGRAMS = max(
    Path("/usr/lib/postgresql").glob("*/bin"), key=lambda path: float(path.parent.name), default=None
)


class Cluster:
    """What was committed outlives `restart`, as it does on a server that is not killed by its power."""

    def __init__(self):
        self.folder = Path(tempfile.mkdtemp(prefix="motcua-cluster-"))
        self.data = self.folder / "data"
        self.data.mkdir()
        if os.geteuid() == 0:  # initdb refuses root
            self.folder.chmod(0o711)
            shutil.chown(self.data, "postgres")
        self.port = free_port()
        self._run(
            "initdb", "-D", self.data, "-U", "motcua", "--auth=trust", "--encoding=UTF8", "--locale=C.UTF-8",
            "--no-sync",
        )  # fmt: skip
        options = f"-p {self.port} -c listen_addresses=127.0.0.1 -c unix_socket_directories='' -c fsync=off"
        self._control("start", "-o", options)

    @property
    def url(self):
        return f"postgres://motcua@127.0.0.1:{self.port}/motcua"

    def copy(self, url):
        """A database like that one, rows and all."""
        self._run("createdb", "-h", "127.0.0.1", "-p", str(self.port), "-U", "motcua", "motcua")
        dump = [PROGRAMS / "pg_dump", "--no-owner", url]
        with subprocess.Popen(dump, stdout=subprocess.PIPE) as source:
            load = [PROGRAMS / "psql", "-q", "-X", "-v", "ON_ERROR_STOP=1", self.url]
            subprocess.run(load, stdin=source.stdout, check=True, stdout=subprocess.DEVNULL)
        assert source.returncode == 0

    def restart(self):
        """As a crash would: every connection is cut, nobody is waited for."""
        self._control("restart", "-m", "immediate")

    def remove(self):
        self._control("stop", "-m", "immediate")
        shutil.rmtree(self.folder, ignore_errors=True)

    def _control(self, verb, *more):
        self._run("pg_ctl", "-w", "-s", "-D", self.data, "-l", self.data / "log", *more, verb)

    def _run(self, program, *arguments):
        as_owner = ["runuser", "-u", "postgres", "--"] if os.geteuid() == 0 else []
        command = [*as_owner, PROGRAMS / program, *arguments]
        subprocess.run(command, check=True, cwd="/", stdout=subprocess.DEVNULL, stdin=subprocess.DEVNULL)
