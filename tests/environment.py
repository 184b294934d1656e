"""The environment of a test run, settled before Django reads any setting."""

import atexit
import os
import shutil
import tempfile
from pathlib import Path

_OWN = ("DEBUG", "SECRET_KEY", "ALLOWED_HOSTS", "BASE_URL", "HOST", "PORT")


def settle() -> Path | None:
    """Settings of the tests' own; the data folder made here, None in a worker of xdist, which shares it."""
    for name in _OWN:
        os.environ[name] = ""
    # Given by bin/servers; never read from the developer's .env.
    for name in ("DATABASE_URL", "REDIS_URL"):
        os.environ.setdefault(name, "")
    os.environ["DJANGO_SETTINGS_MODULE"] = "portal.settings"
    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"  # Playwright keeps an event loop beside the tests
    worker = os.environ.get("PYTEST_XDIST_WORKER", "")
    if worker:
        if os.environ["REDIS_URL"]:  # each its own keys
            os.environ["REDIS_URL"] = f"{os.environ['REDIS_URL'].rpartition('/')[0]}/{1 + int(worker[2:])}"
        return None
    folder = Path(tempfile.mkdtemp(prefix="motcua-tests-"))
    atexit.register(shutil.rmtree, folder, ignore_errors=True)
    os.environ["DATA_DIR"] = str(folder)
    return folder
