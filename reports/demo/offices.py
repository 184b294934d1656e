"""Which offices stand in the demo, when they were open, and what people came for."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from random import Random

from dossiers.models import Procedure
from portal.errors import DomainError
from portal.models import Unit, UnitTree
from reports.demo import people
from reports.demo.accounts import ACCOUNTS, LAST_DISTRICT_DAY, REFORM_DAY
from reports.demo.clock import OfficeClock

OPENING_DAY = date(2024, 7, 1)
OLD_DISTRICT, NEW_PROVINCE = "464", "44"
NEW_COMMUNES = ("19363", "19366", "19372", "19405", "19414")
HOME = "19405"
"""Xã Vĩnh Thủy, where the desk's accounts work."""
BEFORE_REFORM, SINCE_REFORM = 0.5, 3.8
"""Dossiers a working day of an office; a commune of today is three or four of yesterday's, and busier."""
MOST_SINCE_REFORM = 1500
"""However long ago the reform is, the demo stays as small, so that its first start stays as quick."""

DEMAND = {
    "2.000815": 20, "2.000884": 7, "2.001035": 6, "2.001406": 2, "2.001019": 0.5, "2.001016": 0.7,
    "1.001193": 8, "1.000656": 3, "1.000894": 3, "1.004873": 6, "2.000635": 7, "1.004884": 1.2,
    "1.004859": 1.5, "1.001022": 0.5, "1.000689": 0.5, "3.000722": 3, "2.002913": 1.5,
    "1.001776": 3, "1.001731": 1.5, "1.014027": 2, "1.001699": 1, "1.001653": 0.5,
    "1.010833": 0.8, "1.010801": 0.5, "1.010803": 0.6, "1.010824": 0.4, "2.002307": 0.6,
    "1.013978": 1.2, "1.012796": 0.5, "1.012812": 0.3, "1.001612": 1.5, "2.000720": 0.5, "1.001266": 0.3,
    "1.004222": 2, "1.004194": 2, "1.010041": 1.5, "1.010038": 0.4,
}  # fmt: skip
"""Procedure → how often it is asked for; the everyday of a rural commune."""
INTER_AGENCY_FIELDS = frozenset({"lien-thong", "dat-dai", "nguoi-co-cong"})
EMERGENCY = "1.004946"
"""The clock of child protection runs day and night, so that it can fall due on a Sunday too."""


@dataclass
class Office:
    """One commune with its habits: who sits at the desk, how many come online, how often it is late."""

    unit: Unit
    first: date
    last: date
    a_day: float
    officers: Sequence[str]
    online: float
    late: float
    digitises: float
    working_days: list[date] = field(default_factory=list)


def offices(tree: UnitTree, rng: Random, clock: OfficeClock, yesterday: date) -> list[Office]:
    """The 18 communes of the district's last year, then the five that they became."""
    district = tree.named(OLD_DISTRICT, on=LAST_DISTRICT_DAY)
    since = clock.working_days(REFORM_DAY, yesterday)
    busy = min(SINCE_REFORM, MOST_SINCE_REFORM / max(len(since), 1))
    found = [
        Office(
            unit, OPENING_DAY, LAST_DISTRICT_DAY, BEFORE_REFORM,
            officers=_desk(rng, 1), online=rng.uniform(0.45, 0.75), late=rng.uniform(0, 0.03),
            digitises=rng.uniform(0.1, 0.5), working_days=clock.working_days(OPENING_DAY, LAST_DISTRICT_DAY),
        )
        for unit in tree.children(district.pk, on=LAST_DISTRICT_DAY)
        if unit.kind == "commune"
    ]  # fmt: skip
    found += [
        Office(
            unit, REFORM_DAY, yesterday, busy,
            officers=_desk(rng, 2) if unit.code != HOME else (ACCOUNTS[0].full_name, *_desk(rng, 1)),
            online=rng.uniform(0.6, 0.9), late=rng.uniform(0.005, 0.03), digitises=rng.uniform(0.6, 0.95),
            working_days=since,
        )
        for unit in (tree.named(code, on=REFORM_DAY) for code in NEW_COMMUNES)
    ]  # fmt: skip
    return found


def demanded() -> tuple[list[Procedure], list[float]]:
    """The procedures that people come for, with their weights."""
    found = {
        procedure.code: procedure
        for procedure in Procedure.objects.filter(code__in=[*DEMAND, EMERGENCY])
        .select_related("field")
        .prefetch_related("components", "fees", "case_types")
    }
    if missing := {*DEMAND, EMERGENCY} - found.keys():
        raise DomainError(f"Danh mục thiếu thủ tục {', '.join(sorted(missing))}: hãy chạy load_catalogue.")
    return [found[code] for code in (*DEMAND, EMERGENCY)], [*DEMAND.values(), 0]


def receptions(office: Office, rng: Random) -> list[date]:
    """The days of this office's receptions: a few more on Mondays."""
    days: list[date] = []
    for day in office.working_days:
        expected = office.a_day * (1.3 if day.weekday() == 0 else 0.93)
        days += [day] * (int(expected) + (rng.random() < expected % 1))
    return days


def _desk(rng: Random, seats: int) -> tuple[str, ...]:
    return tuple(people.name(rng, is_female=rng.random() < 0.6) for _ in range(seats))
