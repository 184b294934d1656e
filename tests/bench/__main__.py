"""Make volume data on the PostgreSQL at hand and print the ratios; `bin/bench` calls it."""

import argparse
import os
from collections.abc import Iterator
from time import perf_counter


def main() -> None:
    parser = argparse.ArgumentParser(prog="bin/bench", description=__doc__)
    parser.add_argument(
        "--dossiers", type=int, default=1_000_000, help="hồ sơ of the province (default 1000000)"
    )
    parser.add_argument("--only", default="abcd", help="parts to measure, e.g. ab (default abcd)")
    options = parser.parse_args()
    os.environ["DJANGO_SETTINGS_MODULE"] = "portal.settings"
    import django

    django.setup()
    from django.core.management import call_command

    from tests.bench import timing, volume

    call_command("migrate", verbosity=0)
    call_command("collectstatic", interactive=False, verbosity=0)
    started = perf_counter()
    province = volume.make(options.dossiers)
    made = f"{options.dossiers:,}".replace(",", ".")
    print(f"{made} dossiers made in {perf_counter() - started:.0f} s, {os.cpu_count()} processors\n")
    print(timing.HEADING, flush=True)
    for line in _lines(province, options.only):
        print(line, flush=True)


def _lines(province, only: str) -> Iterator:
    from tests.bench import citizens, figures, files, imports, intakes, lists

    parts = {
        "a": lambda: figures.measure(province),
        "b": lambda: lists.measure(province),
        "c": imports.measure,
        "d": lambda: files.measure(province),
        "e": intakes.measure,
        "f": citizens.measure,
    }
    for part in only:
        yield from parts[part]()


if __name__ == "__main__":
    main()
