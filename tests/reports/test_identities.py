"""Whatever happened: sums are sums of their parts, periods follow one another, lists count as figures do.

Histories are invented by hypothesis; what the database counts is held against a naive recount.
"""

from collections import Counter
from contextlib import contextmanager
from datetime import date, timedelta

import pytest
from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from dossiers import lifecycle
from dossiers.status import Channel, DossierStatus, Outcome
from reports import figures
from reports.figures import By, Scope, figure_set
from reports.indicators import DOSSIER_INDICATORS, RATES
from reports.periods import Period
from tests.reports.histories import (
    OFFICERS,
    PERIODS,
    REFORM,
    History,
    Stop,
    World,
    days,
    histories,
    moment,
    write,
)

pytestmark = pytest.mark.django_db
CODES = [indicator.code for indicator in DOSSIER_INDICATORS]
BREAKDOWNS = [By.FIELD, By.UNIT, By.PROCEDURE, By.OFFICER]
TELLINGS = st.lists(histories(), min_size=6, max_size=16)
SUMS = {
    "received": ("received_direct", "received_online", "received_postal"),
    "received_online": ("received_online_full", "received_online_partial"),
    "to_resolve": ("carried_over", "received"),
    "resolved": ("resolved_early", "resolved_on_time", "resolved_late"),
    "pending": ("pending_in_time", "pending_overdue"),
    "online_told": ("online_alone", "online_helped", "online_entered"),
    "online_helped": ("online_helped_desk", "online_helped_team"),
    "resolved_late": ("resolved_late_apologised", "resolved_late_unapologised"),
    "pending_overdue": ("overdue_apologised", "overdue_unapologised"),
    "late_766": ("resolved_late", "pending_overdue", "asked_again_in_time"),
}
THREE_WAYS = ("online_alone", "online_helped", "online_entered", "online_unknown")
PARTS = {
    "received_inter_agency": "received", "to_digitise": "received", "with_fee": "received",
    "fully_digitised": "partly_digitised", "partly_digitised": "to_digitise", "paid_online": "with_fee",
    "online_digitised": "received_online",
    "resolved_refused": "resolved", "resolved_withdrawn": "resolved", "results_due": "resolved",
    "results_digitised": "results_due", "rated": "resolved", "satisfied": "rated",
    "visits_known": "resolved", "two_visits": "visits_known",
    "papers_reused": "received", "asked_again_in_time": "asked_again", "asked_again": "late_766",
}  # fmt: skip


def examples(count):
    """As many invented worlds; the database is put back after each."""
    return settings(
        max_examples=count, suppress_health_check=[HealthCheck.function_scoped_fixture],
        derandomize=True, database=None,
    )  # fmt: skip


@pytest.fixture
def world():
    return World()


@contextmanager
def put_back():
    with transaction.atomic():
        yield
        transaction.set_rollback(True)


def hold_identities(found):
    for whole, parts in SUMS.items():
        assert found[whole] == sum(found[part] for part in parts), whole
    assert found["to_resolve"] == found["resolved"] + found["pending"]
    assert found["to_resolve"] == found["in_time_766"] + found["late_766"]
    assert found["received_online"] == sum(found[part] for part in THREE_WAYS)
    assert found["results_due"] == found["resolved"] - found["resolved_refused"] - found["resolved_withdrawn"]
    for part, whole in PARTS.items():
        assert 0 <= found[part] <= found[whole], part
    for rate in RATES.values():
        if rate.whole not in found:  # counted of the whole, not by parts
            continue
        value = rate.of(found)
        assert (value is None) == (found[rate.whole] == 0)
        assert value is None or 0 <= value <= 100


def recount(told, period, chosen=lambda one: True):
    counted = Counter(code for one in told if chosen(one) for code in one.counts(period))
    return {code: counted[code] for code in CODES}


def unit_and_offices(world, name):
    """A unit, and the places in `world.offices` that its figures include after the reform, or before it."""
    return {
        "province": (world.province, range(6)),
        "new": (world.new[0], (0, 1, 4)),
        "old province": (world.old_province, range(4)),
        "district": (world.district, range(4)),
        "old": (world.old[0], (0,)),
    }[name]


AFTER = st.tuples(
    st.sampled_from(("province", "new")), st.sampled_from([p for p in PERIODS if p.last >= REFORM])
)
BEFORE = st.tuples(
    st.sampled_from(("old province", "district", "old")),
    st.sampled_from([p for p in PERIODS if p.last < REFORM]),
)


@examples(60)
@given(told=TELLINGS, where=st.one_of(AFTER, BEFORE), by=st.sampled_from(BREAKDOWNS))
def test_figures_are_a_recount_of_the_histories_and_hold_their_identities(world, told, where, by):
    (unit, offices), period = unit_and_offices(world, where[0]), where[1]
    mine = [one for one in told if one.office in offices]
    with put_back():
        write(world, told)

        found = figure_set(unit, period, by=by, tree=world.tree)

    assert {code: found.figures[code] for code in CODES} == recount(mine, period)
    hold_identities(found.figures)
    for group in found.groups:
        hold_identities(group.figures)
    for code in CODES:
        assert sum(group.figures[code] for group in found.groups) == found.figures[code], code
    holders = world.tree.holders(unit.pk, on=period.last)
    key_of = {
        By.FIELD: lambda one: world.procedures[one.procedure].field.code,
        By.PROCEDURE: lambda one: world.procedures[one.procedure].code,
        By.OFFICER: lambda one: one.officer,
        By.UNIT: lambda one: world.tree.units[holders[world.offices[one.office].pk]].code,
    }[by]
    for group in found.groups:
        assert group.figures == recount(mine, period, lambda one, key=group.key: key_of(one) == key)


@examples(30)
@given(told=TELLINGS, where=st.one_of(AFTER, BEFORE), by=st.sampled_from(BREAKDOWNS))
def test_every_figure_lists_the_records_it_counts_whole_and_by_group(world, told, where, by):
    (unit, offices), period = unit_and_offices(world, where[0]), where[1]
    with put_back():
        rows = write(world, told)
        scope = Scope.of(unit, period, world.tree)

        found = figure_set(unit, period, by=by, tree=world.tree)

        for code in CODES:
            expected = {
                row.pk
                for row, one in zip(rows, told, strict=True)
                if one.office in offices and code in one.counts(period)
            }
            listed = figures.records(scope, code).values_list("pk", flat=True)
            assert sorted(listed) == sorted(expected), code
            # Of what nobody has, one group tells as much as all.
            for group in found.groups if expected else found.groups[:1]:
                in_group = figures.records(scope, code, by=by, key=group.key).count()
                assert in_group == group.figures[code], (code, group.key)


@examples(30)
@given(
    told=TELLINGS,
    name=st.sampled_from(("province", "new")),
    period=st.sampled_from([period for period in PERIODS if period.next().last >= REFORM]),
    by=st.sampled_from((None, *BREAKDOWNS)),
)
def test_what_is_pending_is_what_the_next_period_carries_over(world, told, name, period, by):
    unit, _ = unit_and_offices(world, name)
    later = period.next()
    with put_back():
        write(world, told)

        before = figure_set(unit, period, by=by, tree=world.tree, on=later.last)
        after = figure_set(unit, later, by=by, tree=world.tree)
        scope = Scope.of(unit, period, world.tree, on=later.last)
        for group in before.groups:
            listed = figures.records(scope, "pending", by=by, key=group.key)
            assert listed.count() == group.figures["pending"]

    assert before.figures["pending"] == after.figures["carried_over"]
    left = Counter({group.key: group.figures["pending"] for group in before.groups})
    taken = Counter({group.key: group.figures["carried_over"] for group in after.groups})
    assert +left == +taken


@examples(15)
@given(told=TELLINGS, code=st.sampled_from(("2025-Q2", "2025-06", "2025-H1")))
def test_successors_carry_over_what_their_predecessors_reported_as_pending(world, told, code):
    period = Period.parse(code)
    pairs = [
        (world.province, [world.old_province]),
        (world.new[0], world.old[:2]),
        (world.new[1], [world.old[2]]),
    ]
    with put_back():
        write(world, told)

        for heir, olds in pairs:
            left = sum(figure_set(old, period, tree=world.tree).figures["pending"] for old in olds)
            assert figure_set(heir, period.next(), tree=world.tree).figures["carried_over"] == left


# Moves as the office makes them, one after the other

MOVES = {
    "start": lambda dossier, at: lifecycle.start_processing(dossier, by=None, at=at),
    "ask": lambda dossier, at: lifecycle.request_supplement(dossier, reason="Thiếu", by=None, at=at),
    "papers": lambda dossier, at: lifecycle.receive_supplement(dossier, by=None, at=at),
    "conclude": lambda dossier, at: lifecycle.conclude(dossier, by=None, at=at, has_electronic_result=True),
    "refuse": lambda dossier, at: lifecycle.refuse(dossier, reason="Không đủ", by=None, at=at),
    "withdraw": lambda dossier, at: lifecycle.withdraw(dossier, reason="Xin rút", by=None, at=at),
    "stop": lambda dossier, at: lifecycle.stop(dossier, reason="Quá hạn bổ sung", by=None, at=at),
}
POSSIBLE = {
    DossierStatus.RECEIVED: ("start", "ask", "conclude", "withdraw", "stop"),
    DossierStatus.PROCESSING: ("ask", "conclude", "refuse", "withdraw", "stop"),
    DossierStatus.AWAITING_SUPPLEMENT: ("papers", "papers", "withdraw", "stop"),
}
WATCHED = [Period.parse(code) for code in ("2025-05", "2025-06", "2025-Q2", "2025-07", "2025-Q3")]


def watch(world, day, known):
    """Keep the figures of each watched period, by procedure too, as found when it had just ended."""
    for period in WATCHED:
        if period.last < day and period not in known:
            unit = world.district if period.last < REFORM else world.province
            known[period] = figure_set(unit, period, by=By.PROCEDURE, tree=world.tree)


@examples(20)
@given(data=st.data())
def test_a_past_figure_does_not_change_whatever_happens_afterwards(world, data):
    happenings = sorted(data.draw(st.lists(days(), min_size=4, max_size=14), label="days"))
    with put_back():
        dossiers, known = [], {}
        for number, day in enumerate(happenings):
            watch(world, day, known)
            at = moment(day) + timedelta(minutes=number)
            open_ones = [one for one in dossiers if one.status in POSSIBLE]
            if open_ones and data.draw(st.integers(0, 2), label="receive or move"):
                chosen = data.draw(st.sampled_from(range(len(open_ones))), label="which")
                dossier = open_ones[chosen]
                move = data.draw(st.sampled_from(POSSIBLE[dossier.status]), label="move")
                dossiers[dossiers.index(dossier)] = MOVES[move](dossier, at)
            else:
                office = data.draw(st.sampled_from(world.old if day < REFORM else world.new), label="office")
                procedure = data.draw(st.sampled_from(world.procedures), label="procedure")
                dossiers.append(
                    lifecycle.receive(
                        procedure=procedure, unit=office, applicant_name="Lê Văn An", by=None, at=at,
                        officer_name=data.draw(st.sampled_from(OFFICERS), label="officer"),
                    )
                )  # fmt: skip

        for period, told in known.items():
            now = figure_set(told.unit, period, by=By.PROCEDURE, tree=world.tree)
            assert now == told, period.code
            hold_identities(now.figures)


def test_the_recount_itself_knows_the_cases_of_the_law():
    """The naive rules, told on one dossier: due 10 June, the clock stood from the 5th to the 20th."""
    told = History(
        office=0, procedure=0, officer="", channel=Channel.DIRECT, inter_agency=False,
        received=date(2025, 6, 3), due=date(2025, 6, 10), stops=[Stop(date(2025, 6, 5), date(2025, 6, 20))],
        finished=date(2025, 6, 25), outcome=Outcome.APPROVED, electronic_result=False, rating=None,
        to_digitise=0, digitised=0, fee=0, paid_online=False,
    )  # fmt: skip

    assert told.counts(Period.parse("2025-06")) == {
        "to_resolve", "received", "received_direct", "pending", "pending_in_time", "in_time_766"
    }  # fmt: skip
    assert told.counts(Period.parse("2025-07")) == {
        "to_resolve", "carried_over", "resolved", "resolved_on_time", "results_due", "in_time_766"
    }  # fmt: skip
