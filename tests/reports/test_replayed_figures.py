"""Figures of any past day, counted by the database, are those rebuilt from the events alone."""

from collections import Counter
from datetime import date, timedelta
from random import Random

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st
from hypothesis.extra.django import TestCase as HypothesisTestCase

from dossiers import lifecycle
from dossiers.models import DossierEvent
from dossiers.models.dossier import day_of
from dossiers.replay import replay
from dossiers.status import FINISHED, TRANSITIONS, DossierStatus, Outcome
from portal.errors import DomainError
from portal.models import UnitTree
from reports.figures import figure_set
from reports.periods import Period
from tests.dossiers.factories import OfficerFactory, ProcedureFactory, at

START = at("2024-03-04 08:00")
STEPS = {
    "start": (lifecycle.start_processing, {}, DossierStatus.PROCESSING, 3),
    "ask": (lifecycle.request_supplement, {"reason": "Thiếu"}, DossierStatus.AWAITING_SUPPLEMENT, 3),
    "papers": (lifecycle.receive_supplement, {}, DossierStatus.PROCESSING, 3),
    "withdraw": (lifecycle.withdraw, {"reason": "Thôi"}, DossierStatus.WITHDRAWN, 1),
    "stop": (lifecycle.stop, {"reason": "Không nộp"}, DossierStatus.STOPPED, 1),
    "refuse": (lifecycle.refuse, {"reason": "Không đủ"}, DossierStatus.CONCLUDED, 1),
    "conclude": (lifecycle.conclude, {}, DossierStatus.CONCLUDED, 1),
    "return": (lifecycle.return_result, {}, DossierStatus.RETURNED, 1),
}
CODES = (
    "received", "carried_over", "to_resolve", "resolved", "resolved_early", "resolved_on_time",
    "resolved_late", "resolved_refused", "resolved_withdrawn", "pending", "pending_in_time",
    "pending_overdue",
)  # fmt: skip


def lived(rng, officer, procedure):
    """Four dossiers through a few weeks, step by step, now and then with the last one taken back."""
    dossiers, moment = [], START
    for _ in range(26):
        moment += timedelta(minutes=rng.choice((3, 40, 200, 700, 1500)))
        if len(dossiers) < 4 and rng.random() < 0.4:
            dossiers.append(
                lifecycle.receive(
                    procedure=procedure, unit=officer.unit, applicant_name="Lê Văn An", by=None, at=moment
                )
            )
            continue
        if not dossiers:
            continue
        number = rng.randrange(len(dossiers))
        dossiers[number] = step(rng, dossiers[number], moment)
    return dossiers, day_of(moment)


def step(rng, dossier, moment):
    """One that may follow; every fourth time the last one is undone, where the day allows it."""
    if rng.random() < 0.25:
        try:
            return lifecycle.undo(dossier, reason="Nhầm", by=None, at=moment)
        except DomainError:
            return dossier
    may = [one for one in STEPS.values() if one[2] in TRANSITIONS[DossierStatus(dossier.status)]]
    if not may:
        return dossier
    act, arguments, _, _ = rng.choices(may, [one[3] for one in may])[0]
    return act(dossier, by=None, at=moment, **arguments)


def rebuilt(dossiers, first, last):
    """The figures of the period as the events until its last day tell them."""
    counted = Counter()
    for dossier in dossiers:
        told = replay(DossierEvent.objects.filter(dossier=dossier).order_by("pk"), until=last)
        counted.update(classes(told, first, last))
    return {code: counted[code] for code in CODES}


def classes(told, first, last):
    received, finished = day_of(told.received_at), day_of(told.finished_at)
    if received is None or (finished is not None and finished < first):
        return
    yield from ("to_resolve", "received" if received >= first else "carried_over")
    due = day_of(told.due_at)
    if told.status in FINISHED:
        yield "resolved"
        yield f"resolved_{'early' if finished < due else 'on_time' if finished == due else 'late'}"
        if told.outcome in {Outcome.REFUSED, Outcome.WITHDRAWN}:
            yield f"resolved_{told.outcome}"
        return
    stands_in_time = told.paused_since is not None and due >= day_of(told.paused_since)
    yield from ("pending", "pending_overdue" if due < last and not stands_in_time else "pending_in_time")


class ReplayedFiguresTest(HypothesisTestCase):
    @settings(
        max_examples=15, derandomize=True, database=None, phases=[Phase.generate],
        suppress_health_check=[HealthCheck.too_slow],
    )  # fmt: skip
    @given(seed=st.integers(0, 10**9))
    def test_figures_of_any_past_day_are_those_the_events_lead_to(self, seed):
        rng, officer = Random(seed), OfficerFactory()
        dossiers, last_day = lived(rng, officer, ProcedureFactory())
        tree, begin = UnitTree.load(), day_of(START)

        for back in range((last_day - begin).days + 1):
            last = begin + timedelta(days=back)
            first = rng.choice((begin, last, begin + timedelta(days=rng.randint(0, back))))
            found = figure_set(officer.unit, Period.between(first, last), tree=tree).figures
            assert {code: found[code] for code in CODES} == rebuilt(dossiers, first, last), (first, last)


@pytest.mark.django_db
def test_a_state_is_rebuilt_for_the_end_of_any_day():
    officer = OfficerFactory()
    dossier = lifecycle.receive(
        procedure=ProcedureFactory(), unit=officer.unit, applicant_name="Lê Văn An", by=None,
        at=at("2024-03-15 09:30"),
    )  # fmt: skip
    lifecycle.request_supplement(dossier, reason="Thiếu", by=None, at=at("2024-03-18 10:00"))
    lifecycle.receive_supplement(dossier, by=None, at=at("2024-03-21 08:00"))
    lifecycle.conclude(dossier, by=None, at=at("2024-03-22 08:00"))
    lifecycle.undo(dossier, reason="Nhầm", by=None, at=at("2024-03-22 09:00"))

    def on(day):
        return replay(dossier.events.order_by("pk"), until=day)

    assert on(date(2024, 3, 14)).status == ""
    waiting = on(date(2024, 3, 20))
    assert (waiting.status, waiting.paused_since) == ("awaiting_supplement", at("2024-03-18 10:00"))
    assert waiting.due_at == at("2024-03-20 09:30")
    assert on(date(2024, 3, 21)).due_at == at("2024-03-25 09:30")
    back = on(date(2024, 3, 22))
    assert (back.status, back.finished_at, back.outcome) == ("processing", None, "")
