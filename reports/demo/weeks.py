"""Những tuần gần đây tại quầy: the lives planned for the home desk, lived by the verbs of the domain.

Every step has its moment; all of them run in the order of time, so that codes, registers, slips and books
number on as they would have.
"""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from functools import partial
from operator import itemgetter
from random import Random

from dossiers import calendar, intake, lifecycle, limits, schedule
from dossiers.messaging import sending
from dossiers.models import Dossier, Office, Procedure, StepKind
from dossiers.process import handing
from dossiers.status import DossierStatus
from portal.models import Unit
from reports.demo import people, turns
from reports.demo.cases import Act, Case, new_key
from reports.demo.clock import OfficeClock
from reports.demo.fitting import BIRTH, CONFIRMATION, Staff
from reports.demo.lives import Life
from reports.demo.moment import standing_at
from reports.demo.verbs import VERBS

DAYS = 21
"""So many days back the home desk is lived step by step."""
ON_ONE_LIST = 4
_AFTER, _BEFORE = timedelta(minutes=3), timedelta(minutes=5)
"""How far from its step what follows it or leads to it is done, where there is time."""


Errand = tuple[datetime, Callable[[], object]]
"""What happens at a moment, and is nobody's planned life."""


@dataclass(order=True)
class Timed:
    """One act for one case at its moment."""

    at: datetime
    turn: int
    place: int
    case: Case = field(compare=False)
    act: Act = field(compare=False)


def is_lived(life: Life, home: Unit, since: date) -> bool:
    """Received at the home desk in its last weeks."""
    received_on = life.dossier.received_on
    return life.dossier.receiving_unit == home and received_on is not None and received_on >= since


def live(
    lives: Sequence[Life], staff: Staff, clock: OfficeClock, rng: Random, today: date, *,
    errands: Sequence[Errand],
) -> None:  # fmt: skip
    """Every step of these lives and what else happens in between, with what is told of it; then the last
    working day's list for the leader.
    """
    until = _at(today, time.min)
    cases = [Case(life, turn, rng, staff) for turn, life in enumerate(lives)]
    turns.deal(cases)
    last_day = clock.working_days(today - timedelta(days=DAYS), today - timedelta(days=1))[-1]
    steps = sorted(one for case in cases for one in _timed(case, until))
    course: list[Errand] = [(step.at, partial(step.act, step.case, step.at)) for step in steps]
    for at, act in sorted([*course, *errands], key=itemgetter(0)):
        with standing_at(at):
            act()
            sending.send_due()
    moment = _at(last_day, time(17, 20))
    with standing_at(moment):
        _give_the_leader_a_list(staff, moment)


def turn_away(staff: Staff, rng: Random, moment: datetime) -> None:
    """Two who were not received: one refused in writing (Mẫu 03), one told all that is missing (Mẫu 02)."""
    person, other = people.invent(rng, moment.date()), people.invent(rng, moment.date())
    with standing_at(moment):
        lifecycle.refuse_walk_in(
            procedure=Procedure.objects.get(code=CONFIRMATION), unit=staff.home, by=staff.intake, at=moment,
            applicant_name=person.name, personal_number=person.personal_number,
            reason="Nơi cư trú của người yêu cầu không thuộc địa bàn tỉnh.",
        )  # fmt: skip
        intake.guide(
            new_key(rng), unit=staff.home, by=staff.intake,
            procedure=Procedure.objects.get(code=BIRTH),
            person={"applicant_name": other.name, "personal_number": other.personal_number},
            missing=["Giấy chứng sinh"], words="Sinh ngoài cơ sở y tế thì nộp văn bản của người làm chứng.",
        )  # fmt: skip


def _timed(case: Case, until: datetime) -> Iterator[Timed]:
    """The steps of the plan with what leads to them and follows them, at moments in between."""
    acts: list[tuple[datetime, Act]] = []
    events = case.life.events
    for number, event in enumerate(events):
        start = events[number - 1].at if number else event.at
        end = events[number + 1].at if number + 1 < len(events) else until
        leading, following = turns.before(case, event), turns.after(case, event)
        acts += _spread(leading, event.at, -min(_BEFORE, (event.at - start) / 2 / (len(leading) + 1)))
        acts.append((event.at, VERBS[event.action]))
        acts += _spread(following, event.at, min(_AFTER, (end - event.at) / 2 / (len(following) + 1)))
    if (at := _time_to_apologise(case)) is not None and at < until:
        acts.append((at, turns.apologise))
    return (Timed(at, case.turn, place, case, act) for place, (at, act) in enumerate(acts))


def _spread(acts: Sequence[Act], at: datetime, step: timedelta) -> list[tuple[datetime, Act]]:
    """Before the moment the last of them is the nearest, after it the first."""
    if step < timedelta():
        return [(at + step * (len(acts) - number), act) for number, act in enumerate(acts)]
    return [(at + step * (number + 1), act) for number, act in enumerate(acts)]


def _time_to_apologise(case: Case) -> datetime | None:
    """The last day on which it is allowed, of every other dossier that will be late."""
    due_on, received_on = case.life.dossier.due_on, case.life.dossier.received_on
    if due_on is None or received_on is None or not case.falls("apology"):
        return None
    office = Office.of(case.staff.home)
    day = limits.last_day_to_apologise(due_on, office, schedule.office_calendar(case.staff.home))
    return _at(day, time(10, 30)) if day > received_on else None


def _give_the_leader_a_list(staff: Staff, moment: datetime) -> None:
    """Bàn giao theo danh sách: what is appraised goes to the leader on one numbered list."""
    waiting = Dossier.objects.filter(
        resolving_unit=staff.home, status=DossierStatus.PROCESSING, assignee=staff.specialist,
        current_step__process__is_shipped=True, current_step__kind=StepKind.APPRAISE,
        received_on__lt=moment.date(),
    )  # fmt: skip
    found = list(waiting.select_related("current_step__process").order_by("due_at", "pk")[:ON_ONE_LIST])
    if not found:
        return
    first = found[0].current_step
    assert first is not None
    sign = first.process.steps.get(kind=StepKind.SIGN)
    handing.hand_over_many(
        [(dossier, first.position) for dossier in found], by=staff.specialist, to_step=sign.position,
        to_user=staff.leader, note="Trình ký", at=moment,
    )  # fmt: skip


def _at(day: date, hour: time) -> datetime:
    return datetime.combine(day, hour, calendar.OFFICE_ZONE)
