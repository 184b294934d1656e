"""Interleaved runs, medians, and the time that a call spends in the database."""

import re
from collections.abc import Callable
from dataclasses import dataclass
from statistics import median
from time import perf_counter
from typing import Any

from django.db import connection

_SERVER_TIME = re.compile(r"(?:Planning|Execution) Time: ([\d.]+) ms")
Statement = tuple[str, Any]


@dataclass(frozen=True)
class Line:
    """One line of the table: seconds of the portal and of the same work by hand."""

    name: str
    ours: float
    theirs: float
    aim: float

    @property
    def ratio(self) -> float:
        return self.ours / self.theirs

    def __str__(self) -> str:
        verdict = "yes" if self.ratio <= self.aim else "no"
        times = f"{_written(self.ours)} | {_written(self.theirs)}"
        return f"| {self.name} | {times} | {self.ratio:.2f} | {self.aim:.1f} | {verdict} |"


HEADING = "| what | the portal | by hand | ratio | aim | met |\n|---|--:|--:|--:|--:|---|"


def _written(seconds: float) -> str:
    return f"{1000 * seconds:.1f} ms" if seconds < 1 else f"{seconds:.2f} s"


def whole(name: str, ours: Callable[[], Any], theirs: Callable[[], Any], *, aim: float, runs: int) -> Line:
    """Whole calls, from the first line of Python to the answer."""
    return _interleaved(name, (lambda: _clock(ours), lambda: _clock(theirs)), aim=aim, runs=runs)


def in_database(
    name: str, ours: Callable[[], Any], theirs: Callable[[], Any], *, aim: float, runs: int, about: str = ""
) -> Line:
    """What the statements of a call cost the server to plan and execute; `about` picks them by a word."""
    asked = [[one for one in statements(call) if about in one[0]] for call in (ours, theirs)]
    return _interleaved(
        name, (lambda: _explained(asked[0]), lambda: _explained(asked[1])), aim=aim, runs=runs
    )


def statements(call: Callable[[], Any]) -> list[Statement]:
    """The statements that a call sends, with their values."""
    sent: list[Statement] = []

    def keep(execute, sql, params, many, context):
        sent.append((sql, params))
        return execute(sql, params, many, context)

    with connection.execute_wrapper(keep):
        call()
    return sent


def _interleaved(
    name: str, pair: tuple[Callable[[], float], Callable[[], float]], *, aim: float, runs: int
) -> Line:
    """Medians of alternating runs after one that warms up, so that a busy moment meets both alike."""
    taken = [[measure() for measure in pair] for _ in range(runs + 1)][1:]
    return Line(name, median(one for one, _ in taken), median(other for _, other in taken), aim)


def _clock(call: Callable[[], Any]) -> float:
    started = perf_counter()
    call()
    return perf_counter() - started


def _explained(asked: list[Statement]) -> float:
    spent = 0.0
    with connection.cursor() as cursor:
        for sql, params in asked:
            cursor.execute(f"EXPLAIN (ANALYZE, TIMING OFF) {sql}", params)
            plan = "\n".join(row[0] for row in cursor.fetchall())
            spent += sum(float(time) for time in _SERVER_TIME.findall(plan))
    return spent / 1000
