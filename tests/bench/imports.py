"""(c) Import of a sheet on SQLite, against merely reading the workbook with the same library.

Run as a program with a workbook it does both once, in a data folder of its own, and prints the seconds.
"""

import json
import os
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from datetime import date
from io import StringIO
from pathlib import Path
from statistics import median
from time import perf_counter

from portal import formats
from tests.acceptance.seed_sheets import Counts, write
from tests.bench import timing

ROWS, RUNS = 20_000, 3


def measure() -> Iterator[timing.Line]:
    counts = Counts(
        "19405", "Xã Vĩnh Lâm", date(2019, 1, 1), date(2024, 12, 31), "045",
        received=ROWS, early=ROWS - 600, late=600, channels={"Trực tuyến toàn trình": ROWS // 2},
        to_digitise=ROWS // 2, fully_digitised=ROWS // 4, partly_digitised=ROWS // 3,
        electronic_results=ROWS // 2, with_fee=ROWS // 2, paid_online=ROWS // 4,
    )  # fmt: skip
    with tempfile.TemporaryDirectory(prefix="motcua-bench-") as folder:
        path = write(counts, Path(folder))
        taken = [_in_own_process(path, Path(folder) / str(run)) for run in range(RUNS)]
    name = f"(c) import of {formats.integer(ROWS)} rows on SQLite, against reading the workbook"
    yield timing.Line(
        name, median(one["import"] for one in taken), median(one["read"] for one in taken), aim=6
    )


def _in_own_process(path: Path, data: Path) -> dict[str, float]:
    settings = {"DATABASE_URL": "", "REDIS_URL": "", "DATA_DIR": str(data)}
    done = subprocess.run(
        [sys.executable, "-m", "tests.bench.imports", path],
        env=os.environ | settings, stdout=subprocess.PIPE, check=True,
    )  # fmt: skip
    return json.loads(done.stdout.splitlines()[-1])


def _both(path: Path) -> dict[str, float]:
    import django

    django.setup()
    from django.core.management import call_command
    from openpyxl import load_workbook

    call_command("migrate", verbosity=0)
    call_command("load_catalogue", stdout=StringIO())
    started = perf_counter()
    book = load_workbook(path, read_only=True, data_only=True)
    assert sum(1 for _ in book.worksheets[0].iter_rows(values_only=True)) > ROWS
    read = perf_counter()
    out = StringIO()
    call_command("import_dossiers", str(path), unit="19405", format="json", stdout=out)
    imported = perf_counter()
    assert json.loads(out.getvalue())["created"] == ROWS
    return {"read": read - started, "import": imported - read}


if __name__ == "__main__":
    print(json.dumps(_both(Path(sys.argv[1]))))
