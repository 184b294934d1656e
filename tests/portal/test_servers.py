"""`bin/servers`: PostgreSQL and Redis for one command, and nothing after it."""

import os
import shutil
import socket
import subprocess
import sys
import tempfile
from pathlib import Path

import pytest

SERVERS = Path(__file__).parents[2] / "bin/servers"
BUSY = """
import os, socket, psycopg
psycopg.connect(os.environ["DATABASE_URL"]).execute("SELECT 1")
port = int(os.environ["REDIS_URL"].split(":")[2].split("/")[0])
work = b"EVAL 'local n = 0; while n < 1e8 do n = n + 1 end' 0\\r\\n"
socket.create_connection(("127.0.0.1", port)).sendall(work)
print(port)
raise SystemExit(3)
"""


@pytest.mark.once
@pytest.mark.skipif(not shutil.which("redis-server"), reason="bin/setup --dev installs PostgreSQL and Redis")
def test_the_commands_end_is_answered_and_its_servers_end_even_when_busy():
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        folder.chmod(0o711)  # the database server is another user's

        ended = subprocess.run(
            [SERVERS, sys.executable, "-c", BUSY],
            check=False,
            env=os.environ | {"TMPDIR": name},
            capture_output=True,
            text=True,
            timeout=60,
        )

        assert (ended.returncode, ended.stderr) == (3, "")
        with (
            pytest.raises(ConnectionRefusedError),
            socket.create_connection(("127.0.0.1", int(ended.stdout))),
        ):
            pass
        assert list(folder.iterdir()) == []
