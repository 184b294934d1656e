"""Many officers of one office take in at once: codes, register, receipts, and the time of each."""

from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from statistics import median, quantiles
from threading import Barrier
from time import perf_counter
from uuid import UUID, uuid4

from django.db import connection

from dossiers import intake
from dossiers.lifecycle import Paper
from dossiers.models import Dossier, FiledAs, Slip


@dataclass(frozen=True)
class Run:
    """What came of it: seconds of each request, and how often a request was told that its dossier is new."""

    seconds: list[float]
    new: int
    wall: float

    @property
    def median(self) -> float:
        return median(self.seconds)

    @property
    def p95(self) -> float:
        return quantiles(self.seconds, n=20, method="inclusive")[-1]

    def __str__(self) -> str:
        return (
            f"{len(self.seconds)} requests, {self.new} dossiers in {self.wall:.1f} s: "
            f"median {1000 * self.median:.0f} ms, 95th percentile {1000 * self.p95:.0f} ms"
        )


def take_in(officers, procedures, *, each: int, times_sent: int = 1) -> Run:
    """Every officer receives `each` dossiers, all beginning together; each request is sent so many times."""
    sends = [
        (officer, uuid4(), procedures[turn % len(procedures)]) for officer in officers for turn in range(each)
    ]
    by_officer = [
        [send for send in sends if send[0] is officer] for officer in officers for _ in range(times_sent)
    ]
    start = Barrier(len(by_officer))

    def work(own) -> list[tuple[float, bool]]:
        start.wait()
        return [_once(*send) for send in own]

    began = perf_counter()
    with ThreadPoolExecutor(len(by_officer)) as pool:
        told = [one for answers in pool.map(work, by_officer) for one in answers]
    return Run([seconds for seconds, _ in told], sum(is_new for _, is_new in told), perf_counter() - began)


def _once(officer, key: UUID, procedure) -> tuple[float, bool]:
    """As a request does it: the connection goes back to the pool at its end, where others wait for it."""
    began = perf_counter()
    try:
        _, is_new = intake.receive_once(
            key,
            procedure=procedure,
            unit=officer.unit,
            by=officer,
            applicant_name="Nguyễn Thị Số",
            personal_number=f"0451{key.int % 10**8:08d}",
            papers=[Paper("Tờ khai", FiledAs.ORIGINAL), Paper("Căn cước", FiledAs.SHOWN)],
        )
    finally:
        connection.close()
    return perf_counter() - began, is_new


def wrong_with(unit, expected: int) -> list[str]:
    """What is not as it must be: every code once and without a gap, so the register, so the receipts."""
    dossiers = Dossier.objects.filter(receiving_unit=unit)
    found = []
    by_day: dict[str, list[int]] = {}
    for code in dossiers.values_list("code", flat=True):
        day, number = code.split("-")[-2:]
        by_day.setdefault(day, []).append(int(number))
    lines = list(dossiers.values_list("register_number", flat=True))
    receipts = list(Slip.objects.filter(unit=unit).values_list("number", flat=True))
    series = {"codes": sum(map(len, by_day.values())), "register": len(lines), "receipts": len(receipts)}
    found += [f"{name}: {count}, not {expected}" for name, count in series.items() if count != expected]
    for name, numbers in [*by_day.items(), ("register", lines), ("receipts", receipts)]:
        if sorted(numbers) != list(range(1, len(numbers) + 1)):
            doubled = [number for number, times in Counter(numbers).items() if times > 1]
            found.append(f"{name}: a gap, or given twice: {doubled[:5]}")
    return found


def measure(officers: int = 50, each: int = 40):
    """`bin/bench --only e`: 50 officers, 40 dossiers each, once and with every request sent twice."""
    from tests.dossiers.factories import OfficerFactory, ProcedureFactory, UnitFactory

    for times_sent in (1, 2):
        unit = UnitFactory(code=f"9000{times_sent}", name="Xã Đông Khách")
        desk = OfficerFactory.create_batch(officers, unit=unit)
        run = take_in(desk, ProcedureFactory.create_batch(5), each=each, times_sent=times_sent)
        wrong = wrong_with(unit, officers * each)
        what = "each sent twice" if times_sent == 2 else "each sent once"
        verdict = "; ".join(wrong) or "no gap, no double"
        yield f"{officers} officers × {each} dossiers, {what}: {run}; {verdict}"
