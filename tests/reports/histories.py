"""Invented histories and a naive recount of them: plain objects, one loop, no query.

The recount tells the rules once more in its own words, so that it can contradict what counts in the database.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta

from django.utils import timezone
from hypothesis import strategies as st

from dossiers.models import Dossier, Pause, Procedure
from dossiers.status import Channel, DossierStatus, Outcome, Rating
from portal.models import Unit, UnitTree
from reports.periods import Period
from tests.dossiers.factories import FieldFactory, ProcedureFactory, UnitFactory

REFORM = date(2025, 7, 1)
FIRST_DAY, LAST_DAY = date(2025, 4, 1), date(2025, 10, 31)
EDGES = [
    edge + timedelta(days=shift)
    for edge in (*(date(2025, month, 15) for month in (5, 6, 7, 8, 9)), REFORM)
    for shift in (-1, 0)
]
PERIODS = [
    Period.parse(code)
    for code in ("2025-05", "2025-06", "2025-07", "2025-08", "2025-Q2", "2025-Q3", "2025-H1")
]
OFFICERS = ("", "Lê Thị Hồng", "Trần Văn Bảo")


@dataclass
class World:
    """A province, its district and communes up to the reform, and what they became."""

    old_province: Unit = field(init=False)
    district: Unit = field(init=False)
    old: list[Unit] = field(init=False)
    province: Unit = field(init=False)
    new: list[Unit] = field(init=False)
    procedures: list[Procedure] = field(init=False)
    tree: UnitTree = field(init=False)

    def __post_init__(self):
        until, since = {"valid_to": REFORM - timedelta(days=1)}, {"valid_from": REFORM}
        self.province = UnitFactory(code="44", name="Tỉnh mới", kind="province", **since)
        self.old_province = UnitFactory(
            code="45", name="Tỉnh cũ", kind="province", successor=self.province, **until
        )
        self.district = UnitFactory(
            code="464", name="Huyện", kind="district", parent=self.old_province, **until
        )
        self.new = [
            UnitFactory(code=code, name=f"Xã mới {code}", parent=self.province, **since)
            for code in ("19405", "19414")
        ]
        self.old = [
            UnitFactory(code=code, name=f"Xã cũ {code}", parent=self.district, successor=heir, **until)
            for code, heir in (("19405", self.new[0]), ("19408", self.new[0]), ("19414", self.new[1]))
        ]
        self.old.append(
            UnitFactory(code="464.CQ", name="Phòng ban", kind="division", parent=self.district, **until)
        )
        fields = [FieldFactory(code="ho-tich"), FieldFactory(code="chung-thuc")]
        self.procedures = [ProcedureFactory(field=fields[number % 2]) for number in range(3)]
        self.tree = UnitTree.load()

    @property
    def offices(self) -> list[Unit]:
        return [*self.old, *self.new]


@dataclass(frozen=True)
class Stop:
    """A pause; `until` is None while it lasts."""

    since: date
    until: date | None


@dataclass
class History:
    """What happened to one dossier, by day."""

    office: int
    procedure: int
    officer: str
    received: date | None
    due: date | None
    stops: list[Stop]
    finished: date | None
    outcome: str
    channel: Channel
    inter_agency: bool
    to_digitise: int
    digitised: int
    electronic_result: bool
    fee: int
    paid_online: bool
    rating: int | None
    helped_by: str = ""
    reused: date | None = None
    asked_again: date | None = None
    apologised: date | None = None
    returned: date | None = None
    visits: int | None = None

    # The rules, told once more

    def due_on(self, day: date) -> tuple[date | None, bool]:
        """The due day as a day's end knew it, and whether the clock stood, having stopped in time."""
        due = self.due
        for stop in self.stops:
            if stop.since > day:
                break
            if stop.until is None or stop.until > day:
                return due, not (due is not None and due < stop.since)
            if due is not None:
                due += stop.until - stop.since
        return due, False

    def counts(self, period: Period) -> set[str]:
        """The codes of every figure of the period that this dossier adds one to."""
        first, last = period.first, period.last
        if self.received is None or self.received > last or (self.finished and self.finished < first):
            return set()
        found = {"to_resolve", "carried_over" if self.received < first else "received"}
        if "received" in found:
            found |= self._as_received()
            if self.reused and self.reused <= last:
                found.add("papers_reused")
        if self.finished is not None and self.finished <= last:
            found |= self._as_resolved()
            if self.returned and self.returned <= last and self.visits is not None:
                found |= {"visits_known"} | ({"two_visits"} if self.visits <= 2 else set())
        else:
            due, stands = self.due_on(last)
            overdue = due is not None and due < last and not stands
            found |= {"pending", "pending_overdue" if overdue else "pending_in_time"}
        return found | self._as_promised(found, last)

    def _as_promised(self, found: set[str], last: date) -> set[str]:
        """What QĐ 766 makes of it, and whether the office said sorry; `found` tells how the days ran."""
        sorry = "apologised" if self.apologised and self.apologised <= last else "unapologised"
        said = {"resolved_late": f"resolved_late_{sorry}", "pending_overdue": f"overdue_{sorry}"}
        more = {said[code] for code in said if code in found}
        is_late = bool(more)
        if self.asked_again and self.asked_again <= last:
            more |= {"asked_again", "late_766"} | (set() if is_late else {"asked_again_in_time"})
        elif is_late:
            more.add("late_766")
        return more if "late_766" in more else more | {"in_time_766"}

    def _as_received(self) -> set[str]:
        found = {
            Channel.DIRECT: {"received_direct"},
            Channel.POSTAL: {"received_postal"},
            Channel.ONLINE_FULL: {"received_online", "received_online_full"},
            Channel.ONLINE_PARTIAL: {"received_online", "received_online_partial"},
        }[self.channel]
        rules = {
            "received_inter_agency": self.inter_agency,
            "to_digitise": self.to_digitise > 0,
            "partly_digitised": self.digitised > 0,
            "fully_digitised": self.to_digitise > 0 and self.digitised == self.to_digitise,
            "with_fee": self.fee > 0,
            "paid_online": self.fee > 0 and self.paid_online,
        }
        if "received_online" in found:
            found |= {
                "": {"online_unknown"},
                "alone": {"online_told", "online_alone"},
                "desk": {"online_told", "online_helped", "online_helped_desk"},
                "team": {"online_told", "online_helped", "online_helped_team"},
                "staff": {"online_told", "online_entered"},
            }[self.helped_by]
            rules["online_digitised"] = self.digitised > 0
        return found | {code for code, holds in rules.items() if holds}

    def _as_resolved(self) -> set[str]:
        due, _ = self.due_on(self.finished)
        if due is None or due == self.finished:
            outcome = "resolved_on_time"
        else:
            outcome = "resolved_early" if self.finished < due else "resolved_late"
        found = {"resolved", outcome}
        if self.outcome in {Outcome.REFUSED, Outcome.WITHDRAWN}:
            found.add(f"resolved_{self.outcome}")
        else:
            found |= {"results_due"} | ({"results_digitised"} if self.electronic_result else set())
        if self.rating is not None:
            found |= {"rated"} | ({"satisfied"} if self.rating >= 4 else set())
        return found

    # As rows

    def dossier(self, world: World, number: int) -> Dossier:
        unit = world.offices[self.office]
        due = self.due_on(date.max)[0]
        running = bool(self.stops) and self.stops[-1].until is None
        row = Dossier(
            code=f"{unit.code}-{number:04d}",
            procedure=world.procedures[self.procedure],
            receiving_unit=unit,
            resolving_unit=unit,
            status=self._status(running),
            outcome=self.outcome if self.finished else "",
            applicant_name="Trần Thị Bé",
            owner_name="Trần Thị Bé",
            channel=self.channel,
            is_inter_agency=self.inter_agency,
            received_at=moment(self.received),
            original_due_at=moment(self.due),
            due_at=moment(due),
            paused_since=moment(self.stops[-1].since) if running else None,
            was_paused=bool(self.stops),
            finished_at=moment(self.finished),
            papers_to_digitise=self.to_digitise,
            papers_digitised=self.digitised,
            has_electronic_result=self.electronic_result,
            fee=self.fee,
            is_paid_online=self.paid_online,
            rating=self.rating,
            officer_name=self.officer,
            helped_by=self.helped_by,
            reused_on=self.reused,
            asked_again_on=self.asked_again,
            apologised_on=self.apologised,
            returned_at=moment(self.returned),
            visits=self.visits,
        )
        row.derive()
        return row

    def pauses(self, dossier: Dossier) -> Iterable[Pause]:
        due = self.due
        for stop in self.stops:
            after = due + (stop.until - stop.since) if due is not None and stop.until is not None else None
            yield Pause(
                dossier=dossier, reason="Thiếu giấy tờ", from_at=moment(stop.since), to_at=moment(stop.until),
                from_on=stop.since, to_on=stop.until, due_on_before=due, due_on_after=after,
            )  # fmt: skip
            due = after

    def _status(self, running: bool) -> DossierStatus:
        if self.received is None:
            return DossierStatus.NOT_ACCEPTED
        if self.finished is not None:
            return DossierStatus.RETURNED if self.rating else DossierStatus.CONCLUDED
        return DossierStatus.AWAITING_SUPPLEMENT if running else DossierStatus.PROCESSING


def moment(day: date | None) -> datetime | None:
    return timezone.make_aware(datetime.combine(day, time(9, 30))) if day else None


def days(first: date = FIRST_DAY, last: date = LAST_DAY) -> st.SearchStrategy[date]:
    """Any day of a stretch, the edges of periods more often than chance would have them."""
    edges = [edge for edge in EDGES if first <= edge <= last]
    anywhere = st.dates(first, last)
    return st.one_of(st.sampled_from(edges), anywhere) if edges else anywhere


@st.composite
def histories(draw: st.DrawFn) -> History:
    office = draw(st.integers(0, 5))
    never_received = draw(st.integers(0, 11)) == 0
    is_old = office < 4
    received = draw(days(last=REFORM - timedelta(days=1)) if is_old else days(first=REFORM))
    due = draw(st.one_of(days(first=received), days(received, received + timedelta(days=9)), st.none()))
    stops: list[Stop] = []
    at = received
    for _ in range(draw(st.sampled_from((0, 0, 0, 1, 2)))):
        since = at + timedelta(days=draw(st.integers(0, 20)))
        at = since + timedelta(days=draw(st.integers(0, 30)))
        stops.append(Stop(since, at))
    ending = draw(st.sampled_from(("", *Outcome.values)))
    if not ending and stops and draw(st.booleans()):
        stops[-1] = Stop(stops[-1].since, None)
    finished = draw(st.one_of(days(at, max(at, LAST_DAY)), st.just(max(at, due or at)))) if ending else None
    to_digitise = draw(st.integers(0, 2))
    return History(
        office=office,
        procedure=draw(st.integers(0, 2)),
        officer=draw(st.sampled_from(OFFICERS)),
        received=None if never_received else received,
        due=due,
        stops=[] if never_received else stops,
        finished=None if never_received else finished,
        outcome=ending,
        channel=draw(st.sampled_from(Channel)),
        inter_agency=draw(st.booleans()),
        to_digitise=to_digitise,
        digitised=draw(st.integers(0, to_digitise)),
        electronic_result=draw(st.booleans()),
        fee=draw(st.sampled_from((0, 8000))),
        paid_online=draw(st.booleans()),
        rating=draw(st.sampled_from((None, *Rating.values))) if ending and not never_received else None,
        helped_by=draw(st.sampled_from(("", "alone", "desk", "team", "staff"))),
        reused=draw(st.one_of(st.none(), days(received))),
        asked_again=draw(st.one_of(st.none(), days(received))),
        apologised=draw(st.one_of(st.none(), days(received))),
        returned=draw(st.one_of(st.none(), days(finished, max(finished, LAST_DAY))))
        if finished and not never_received
        else None,
        visits=draw(st.sampled_from((None, 0, 1, 2, 3))),
    )


def write(world: World, told: list[History]) -> list[Dossier]:
    """All histories as rows, in bulk."""
    rows = Dossier.objects.bulk_create([one.dossier(world, number) for number, one in enumerate(told)])
    Pause.objects.bulk_create(pause for row, one in zip(rows, told, strict=True) for pause in one.pauses(row))
    return rows
