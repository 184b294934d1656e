"""Lập dữ liệu dùng thử: everything in one transaction, once."""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta
from functools import partial
from random import Random

from django.db import transaction

from dossiers import calendar, lateness, schedule
from dossiers.models import (
    Charge,
    CodeCounter,
    Dossier,
    DossierComponent,
    DossierEvent,
    Pause,
    Payment,
    Procedure,
    RegisterCounter,
)
from dossiers.models import Office as Settings
from dossiers.models.dossier import day_of
from dossiers.status import Outcome
from portal import audit
from portal.errors import DomainError
from portal.models import AuditEvent, UnitTree, User
from reports.demo import (
    accounts,
    appointments,
    citizens,
    fitting,
    hall,
    helping,
    money,
    registers,
    rows,
    targets,
    teams,
    weeks,
)
from reports.demo.accounts import REFORM_DAY
from reports.demo.clock import OfficeClock
from reports.demo.lives import Life
from reports.demo.moment import standing_at
from reports.demo.offices import (
    EMERGENCY,
    HOME,
    OPENING_DAY,
    Office,
    demanded,
    offices,
    receptions,
)
from reports.demo.stories import Desk, Fate, Storyteller

SEED = 20250701
LOADED = "demo.loaded"
RECEIVED_ELSEWHERE = 0.015
"""Since 01/7/2025 any desk of the province takes a dossier in, whoever resolves it (NĐ 118/2025/NĐ-CP)."""
_BATCH = 2000


class NotEmpty(DomainError):
    def __init__(self) -> None:
        super().__init__(
            "Cơ sở dữ liệu đã có hồ sơ hoặc tài khoản thật; dữ liệu dùng thử chỉ lập trên cơ sở dữ liệu mới, "
            "vì mật khẩu của các tài khoản dùng thử ai cũng biết."
        )


@dataclass(frozen=True)
class Loaded:
    dossiers: int
    accounts: int


def is_loaded() -> bool:
    return AuditEvent.objects.filter(action=LOADED).exists()


@transaction.atomic
def load(today: date) -> Loaded:
    """Accounts, and every dossier from the district's last year up to yesterday."""
    if Dossier.objects.exists() or User.objects.exists():
        raise NotEmpty
    tree = UnitTree.load()
    users = accounts.create(tree)
    rng = Random(SEED)
    clock = OfficeClock(OPENING_DAY - timedelta(days=90), today + timedelta(days=500))
    desk = Desk(
        home=tree.named(HOME, on=REFORM_DAY),
        intake={str(users["tiepnhan"]): users["tiepnhan"]},
        specialist=users["thuly"],
    )
    staff = fitting.Staff(
        home=desk.home, intake=users["tiepnhan"], specialist=users["thuly"], leader=users["lanhdao"],
        records=users["vanthu"], admin=users["quantri"],
    )  # fmt: skip
    teller = Storyteller(rng, clock, desk, until=datetime.combine(today, time.min, calendar.OFFICE_ZONE))
    lives = sorted(_lives(tree, teller, today), key=_by_reception)
    since = today - timedelta(days=weeks.DAYS)
    lived = [life for life in lives if weeks.is_lived(life, desk.home, since)]
    written = [life for life in lives if not weeks.is_lived(life, desk.home, since)]
    _give_codes(written)
    _write(written)
    _rehearse(tree)
    _live(lived, staff, clock, since, today)
    registers.live(staff, clock, Random(SEED + 6), today)
    citizens.live(staff, users["noivu.tinh"], users["cchc"], clock, today)
    targets.live(staff, clock, today)
    lateness.draft_all()
    teams.set_up(tree, desk.home, Random(SEED + 6), today)
    made = Dossier.objects.count()
    audit.record(LOADED, by=None, dossiers=made, accounts=len(users))
    return Loaded(made, len(users))


def _lives(tree: UnitTree, teller: Storyteller, today: date) -> Iterator[Life]:
    rng = teller.rng
    procedures, weights = demanded()
    found = offices(tree, rng, teller.clock, today - timedelta(days=1))
    living = [office for office in found if office.first == REFORM_DAY]
    for office in found:
        for day in receptions(office, rng):
            elsewhere = office in living and rng.random() < RECEIVED_ELSEWHERE
            procedure = rng.choices(procedures, weights)[0]
            yield teller.tell(office, procedure, day, desk=rng.choice(living) if elsewhere else office)
    by_code = {procedure.code: procedure for procedure in procedures}
    for office in living:
        yield from _situations(office, teller, by_code, today)


def _situations(
    office: Office, teller: Storyteller, procedures: dict[str, Procedure], today: date
) -> Iterator[Life]:
    """What the desk of every living commune shows on every day, whatever chance brought."""
    days = office.working_days
    confirmation, correction, allowance = (procedures[code] for code in ("1.004873", "1.004859", "1.001776"))
    unfinished = Fate(is_supplemented=False, finish_after=40)
    for procedure, back in ((confirmation, 5), (correction, 6), (allowance, 13)):
        yield teller.tell(office, procedure, days[-back], fate=unfinished)
    for procedure in (confirmation, correction, allowance):
        for day in _days_due(procedure, teller.clock, today):
            yield teller.tell(office, procedure, day, fate=unfinished)
    alarm = datetime.combine(today - timedelta(days=1), time(19, 30), calendar.OFFICE_ZONE)
    yield teller.tell(
        office, procedures[EMERGENCY], alarm.date(), fate=replace(unfinished, received_at=alarm)
    )
    papers_missing = Fate(is_supplemented=True, papers_come=False)
    yield teller.tell(office, allowance, days[-6], fate=papers_missing)
    yield teller.tell(office, correction, days[-5], fate=papers_missing)
    papers_in = Fate(is_supplemented=True, papers_come=True, finish_after=40)
    yield teller.tell(office, allowance, days[-14], fate=papers_in)
    for ending in (Outcome.WITHDRAWN, Outcome.REFUSED):
        ended = Fate(is_supplemented=False, ending=ending, finish_after=2)
        yield teller.tell(office, confirmation, days[-8], fate=ended)


def _days_due(procedure: Procedure, clock: OfficeClock, due_on: date) -> list[date]:
    """The last day whose morning's reception falls due on the given day; none where that is a day off."""
    for day in reversed(clock.working_days(due_on - timedelta(days=60), due_on - timedelta(days=1))):
        received_at = datetime.combine(day, time(9), calendar.OFFICE_ZONE)
        due = schedule.due(procedure, received_at, days=clock.calendar)
        if due is not None and day_of(due.at) == due_on:
            return [day]
    return []


def _live(lives: list[Life], staff: fitting.Staff, clock: OfficeClock, since: date, today: date) -> None:
    """The home desk is fitted out, works its last weeks move by move, and leaves something for tomorrow."""
    rng = Random(SEED + 1)
    opening = datetime.combine(since, time(6), calendar.OFFICE_ZONE)
    with standing_at(opening):
        fitting.fit_out(staff)
        appointments.open_desk(staff)
    evening = datetime.combine(today - timedelta(days=1), time(17), calendar.OFFICE_ZONE)
    come = partial(helping.come, staff, Random(SEED + 5), evening)
    weeks.live(lives, staff, clock, rng, today, errands=[(evening, come)])
    hall.live(staff, clock, Random(SEED + 2), today)
    appointments.live(staff, clock, Random(SEED + 3), today)
    weeks.turn_away(staff, rng, evening)
    helping.live(staff, clock, Random(SEED + 4), today)
    with standing_at(evening):
        fitting.leave_for_tomorrow(staff, rng, today)


def _by_reception(life: Life) -> tuple[datetime, str]:
    assert life.dossier.received_at is not None
    return life.dossier.received_at, life.dossier.personal_number


def _give_codes(lives: list[Life]) -> None:
    """Running numbers by receiving unit and day, lines of its register, in the order of reception, and the
    counters of both."""
    last: Counter[tuple[int, date]] = Counter()
    lines: Counter[tuple[int, int]] = Counter()
    for life in lives:
        dossier = life.dossier
        assert dossier.received_on is not None
        unit, day = dossier.receiving_unit, dossier.received_on
        last[unit.pk, day] += 1
        dossier.code = f"{unit.code_prefix}-{day:%y%m%d}-{last[unit.pk, day]:04d}"
        lines[unit.pk, day.year] += 1
        dossier.register_year, dossier.register_volume = day.year, 1
        dossier.register_number = lines[unit.pk, day.year]
    CodeCounter.objects.bulk_create(
        (CodeCounter(unit_id=unit, day=day, last=number) for (unit, day), number in last.items()),
        batch_size=_BATCH,
    )
    RegisterCounter.objects.bulk_create(
        RegisterCounter(unit_id=unit, year=year, last=number) for (unit, year), number in lines.items()
    )


def _rehearse(tree: UnitTree) -> None:
    """Invented people's numbers may be somebody's: no office of the demo sends anything out."""
    units = [unit for unit in tree.units.values() if unit.is_local_government]
    Settings.objects.bulk_create(Settings(unit=unit, is_rehearsing=True) for unit in units)


def _write(lives: list[Life]) -> None:
    dossiers = [life.dossier for life in lives]
    rows.number(dossiers)
    for life in lives:
        life.take_key()
    rows.insert(Dossier, dossiers)
    rows.insert(DossierComponent, (row for life in lives for row in life.papers))
    rows.insert(Pause, (row for life in lives for row in life.pauses))
    rows.insert(DossierEvent, (row for life in lives for row in life.events))
    paid = [money.of(dossier) for dossier in dossiers]
    rows.insert(Charge, (row for charges, _ in paid for row in charges))
    rows.insert(Payment, (row for _, payments in paid for row in payments))
