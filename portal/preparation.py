"""What must be so before the first request: tables, static files; on the very first start the data that ship.

Each step looks first and runs only where there is something to do, in a process of its own: the one
that goes on to serve stays small, and a ready machine starts at once.
"""

import hashlib
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

from django.conf import settings
from django.contrib.staticfiles.finders import get_finders
from django.core.exceptions import ImproperlyConfigured
from django.db import OperationalError, connection
from django.db.migrations.executor import MigrationExecutor

FIRST_RUN = "first-run-done"
STATIC_STATE = "static-state"


class PreparationFailed(Exception):
    """A step ended with an error, which it has already printed."""


def prepare(*, with_demo: bool) -> None:
    """Bring this installation's database and files to the state of the code."""
    if _migrations_are_pending():
        _say("Đang lập bảng trong cơ sở dữ liệu")
        _manage("migrate", "--verbosity=0")
    state = _static_state()
    kept = settings.DATA_DIR / STATIC_STATE
    if not kept.is_file() or kept.read_text() != state or not settings.STATIC_ROOT.is_dir():
        _say("Đang gom các tệp tĩnh")
        _manage("collectstatic", "--noinput", "--clear", "--verbosity=0")
        kept.write_text(state)
    marker = settings.DATA_DIR / FIRST_RUN
    if not marker.exists():
        _say("Lần chạy đầu: đang nạp danh mục thủ tục hành chính")
        _manage("load_catalogue")
        if with_demo:
            _say("Lần chạy đầu: đang lập dữ liệu dùng thử (khoảng một phút)")
            _manage("demo")
        marker.write_text("demo\n" if with_demo else "empty\n")


def has_demo() -> bool:
    marker = settings.DATA_DIR / FIRST_RUN
    return marker.is_file() and marker.read_text().strip() == "demo"


def _migrations_are_pending() -> bool:
    try:
        executor = MigrationExecutor(connection)
    except OperationalError as error:
        raise ImproperlyConfigured(
            f"Không mở được cơ sở dữ liệu ({error}): kiểm tra DATABASE_URL, hoặc quyền ghi vào DATA_DIR."
        ) from error
    return bool(executor.migration_plan(executor.loader.graph.leaf_nodes()))


def _static_state() -> str:
    """A fingerprint of every static file by name, size and time of change."""
    digest = hashlib.sha256()
    for path in sorted(_static_files()):
        stat = path.stat()
        digest.update(f"{path}\0{stat.st_size}\0{stat.st_mtime_ns}\n".encode())
    return digest.hexdigest()


def _static_files() -> Iterator[Path]:
    for finder in get_finders():
        for name, storage in finder.list([]):
            yield Path(storage.path(name))


def _manage(*arguments: str) -> None:
    done = subprocess.run([sys.executable, str(settings.BASE_DIR / "manage.py"), *arguments], check=False)
    if done.returncode:
        raise PreparationFailed(f"manage.py {' '.join(arguments)} dừng với mã {done.returncode}.")


def _say(sentence: str) -> None:
    print(f"{sentence} …", flush=True)
