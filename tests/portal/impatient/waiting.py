"""A job that writes down that it began, waits to be let go, and writes down that it finished."""

import os
import time
from pathlib import Path


def work_off(job):
    folder = Path(job.payload["folder"])
    with (folder / "log").open("a") as log:
        log.write(f"begun {os.getpid()}\n")
    deadline = time.monotonic() + 120
    while not (folder / "go").exists() and time.monotonic() < deadline:
        time.sleep(0.1)
    with (folder / "log").open("a") as log:
        log.write("finished\n")
