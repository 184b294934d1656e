"""Phòng chờ: the last days of the home desk with their numbers, taken, called and served by its verbs."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from random import Random

from dossiers import calendar
from dossiers.models import Desk, Dossier, Field, TicketGroup
from dossiers.queueing import calling, closing, desks, taking
from dossiers.status import Channel
from reports.demo.cases import new_key
from reports.demo.clock import OfficeClock
from reports.demo.fitting import Staff
from reports.demo.moment import standing_at

DAYS = 5
"""So many working days back people took numbers."""
OTHERS = 4
"""People of a day who come for something that makes no dossier."""
_BEFORE = timedelta(minutes=3)
"""How long before its receipt a dossier's number is called."""
_GROUPS = (TicketGroup.ELDERLY, TicketGroup.ELDERLY, TicketGroup.MINORITY, TicketGroup.PREGNANT)


@dataclass(order=True)
class _Happening:
    """Somebody takes a number, or the desk serves the next, whose dossier that may be."""

    at: datetime
    takes: bool = field(compare=False)
    of_field: Field | None = field(compare=False, default=None)
    dossier: Dossier | None = field(compare=False, default=None)


def live(staff: Staff, clock: OfficeClock, rng: Random, today: date) -> None:
    """Each of the days in the order of time; what is left open in the evening is closed by the night."""
    days = clock.working_days(today - timedelta(days=4 * DAYS), today - timedelta(days=1))[-DAYS:]
    with standing_at(_at(days[0], time(6, 30))):
        desk = desks.set_up(staff.home, name="Quầy 1", by=staff.admin)
        desks.set_up(staff.home, name="Quầy 2", by=staff.admin)
    for day in days:
        happenings = sorted(_happenings(staff, day, rng))
        ends = [*(one.at for one in happenings if not one.takes), _at(day, time(17))][1:]
        for happening in happenings:
            with standing_at(happening.at):
                if happening.takes:
                    _take(happening, staff, rng)
                else:
                    _serve(happening, staff, desk, until=ends.pop(0), rng=rng)
        with standing_at(_at(day, time(17, 10))):
            _end(staff, desk, rng)
        with standing_at(_at(day + timedelta(days=1), time(0, 20))):
            closing.close_before(day + timedelta(days=1))


def _happenings(staff: Staff, day: date, rng: Random) -> Iterator[_Happening]:
    came = Dossier.objects.filter(
        receiving_unit=staff.home, received_on=day, channel=Channel.DIRECT, received_by=staff.intake,
        received_at__lt=_at(day, time(17)),
    )  # fmt: skip
    for dossier in came.select_related("procedure__field").order_by("received_at"):
        assert dossier.received_at is not None
        called_at = dossier.received_at - _BEFORE
        arrived_at = max(_at(day, time(6, 45)), called_at - timedelta(seconds=rng.randint(20, 45 * 60)))
        yield _Happening(arrived_at, True, dossier.procedure.field)
        yield _Happening(called_at, False, dossier=dossier)
    for _ in range(OTHERS):
        arrived_at = _at(day, time(7, 30)) + timedelta(seconds=rng.randint(0, 3 * 3600))
        yield _Happening(arrived_at, True)
        yield _Happening(arrived_at + timedelta(seconds=rng.randint(30, 25 * 60)), False)


def _take(happening: _Happening, staff: Staff, rng: Random) -> None:
    group = rng.choice(_GROUPS) if rng.random() < 0.25 else TicketGroup.NONE
    taking.take(staff.home, key=new_key(rng), group=group, field=happening.of_field)


def _serve(happening: _Happening, staff: Staff, desk: Desk, *, until: datetime, rng: Random) -> None:
    """For some minutes, and no longer than until the next one is called."""
    ticket = calling.call_next(desk, by=staff.intake)
    assert ticket is not None, "whoever is served took a number before"
    calling.start(ticket, by=staff.intake)
    if happening.dossier is not None:
        calling.note_received([happening.dossier], by=staff.intake)
    with standing_at(min(until, happening.at + timedelta(seconds=rng.randint(180, 720)))):
        calling.finish(ticket, by=staff.intake)


def _end(staff: Staff, desk: Desk, rng: Random) -> None:
    """The last of the day has gone out and is called in vain; one who came at closing time nobody ends."""
    for _ in range(2):
        taking.take(staff.home, key=new_key(rng))
    ticket = calling.call_next(desk, by=staff.intake)
    assert ticket is not None
    for _ in range(calling.CALLS_BEFORE_ABSENT - 1):
        calling.call_again(ticket, by=staff.intake)
    calling.mark_absent(ticket, by=staff.intake)
    calling.leave(ticket, by=staff.intake, desk=desk)


def _at(day: date, hour: time) -> datetime:
    return datetime.combine(day, hour, calendar.OFFICE_ZONE)
