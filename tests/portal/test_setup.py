"""`bin/setup` on machines that have, lack, or may not install what is needed; programs are stand-ins."""

import hashlib
import shutil
import subprocess
from pathlib import Path

import pytest
from django.conf import settings

pytestmark = pytest.mark.embedded
ALL = [
    "libpango-1.0-0",
    "libpangoft2-1.0-0",
    "libharfbuzz0b",
    "libharfbuzz-subset0",
    "libfontconfig1",
    "fontconfig",
    "shared-mime-info",
]


class Machine:
    def __init__(self, folder, *, user=0, sudo=False, installed=ALL):
        self.root = folder / "project"
        (self.root / "bin").mkdir(parents=True)
        shutil.copy(settings.BASE_DIR / "bin/setup", self.root / "bin/setup")
        for name in ("requirements.txt", "requirements-dev.txt"):
            (self.root / name).write_text(f"# {name}\n")
        self.programs = folder / "programs"
        self.programs.mkdir()
        self.calls = folder / "calls"
        packages = "\\n".join(f"ii {name}" for name in installed)
        self.program("dpkg-query", f"printf '{packages}\\n'")
        self.program("id", f"echo {user}")
        self.program("sudo", 'shift; "$@"' if sudo else "exit 1")
        self.program("apt-get", f'echo "apt-get $*" >>{self.calls}')
        self.program("python3", "exit 0")
        self.venv(stamp=self.state("requirements.txt"))

    def program(self, name, script, folder=None):
        path = (folder or self.programs) / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(f"#!/bin/sh\n{script}\n")
        path.chmod(0o755)

    def venv(self, stamp):
        folder = self.root / ".venv"
        self.program("python", f'[ "$1" = -c ] || echo "python $*" >>{self.calls}', folder / "bin")
        self.program("uv", f'echo "uv $*" >>{self.calls}', folder / "bin")
        (folder / "installed").write_text(stamp)

    def state(self, wanted):
        both = b"".join(
            (self.root / name).read_bytes() for name in ("requirements.txt", "requirements-dev.txt")
        )
        return f"{wanted} {hashlib.sha256(both).hexdigest()}  -\n"

    def setup(self, *arguments):
        return subprocess.run(
            ["bin/setup", *arguments],
            cwd=self.root,
            env={"PATH": f"{self.programs}:/usr/bin:/bin"},
            capture_output=True,
            text=True,
            check=False,
        )

    def called(self):
        return self.calls.read_text().splitlines() if self.calls.exists() else []


def test_ready_machine_is_left_alone(tmp_path):
    machine = Machine(tmp_path)

    done = machine.setup()

    assert (done.returncode, done.stdout, done.stderr) == (0, "", "")
    assert machine.called() == []


def test_missing_packages_are_installed_by_root(tmp_path):
    machine = Machine(tmp_path, installed=ALL[:-2])

    done = machine.setup()

    assert done.returncode == 0
    assert machine.called() == [
        "apt-get update",
        "apt-get install -y --no-install-recommends fontconfig shared-mime-info",
    ]


def test_sudo_without_a_password_will_do(tmp_path):
    machine = Machine(tmp_path, user=1000, sudo=True, installed=ALL[1:])

    assert machine.setup().returncode == 0
    assert machine.called()[-1].endswith("--no-install-recommends libpango-1.0-0")


def test_without_the_right_one_line_says_what_to_run(tmp_path):
    machine = Machine(tmp_path, user=1000, installed=ALL[:-1])

    done = machine.setup()

    assert done.returncode == 1
    assert done.stderr.splitlines()[1:] == [
        "  sudo sh -c 'apt-get update && apt-get install -y --no-install-recommends shared-mime-info'"
    ]
    assert machine.called() == []


def test_changed_requirements_are_installed_by_their_hashes(tmp_path):
    machine = Machine(tmp_path)
    (machine.root / "requirements.txt").write_text("# newer\n")

    assert machine.setup().returncode == 0

    (sync,) = (call for call in machine.called() if call.startswith("uv"))
    assert sync.endswith("--require-hashes requirements.txt")
    assert (machine.root / ".venv/installed").read_text() == machine.state("requirements.txt")


def test_where_uv_can_not_pip_does_it(tmp_path):
    machine = Machine(tmp_path)
    machine.venv(stamp="")
    machine.program("uv", "exit 2", machine.root / ".venv/bin")

    assert machine.setup().returncode == 0

    assert machine.called()[-1].endswith("--require-hashes --no-deps -r requirements.txt")


def test_packages_of_the_checks_stay_when_serving(tmp_path):
    machine = Machine(tmp_path)
    machine.venv(stamp=machine.state("requirements-dev.txt"))

    assert machine.setup().returncode == 0
    assert machine.called() == []


def test_failed_installation_is_tried_again(tmp_path):
    machine = Machine(tmp_path)
    machine.venv(stamp="")
    machine.program("python", '[ "$1" = -c ]', machine.root / ".venv/bin")

    assert machine.setup().returncode != 0
    assert not Path(machine.root / ".venv/installed").exists()
