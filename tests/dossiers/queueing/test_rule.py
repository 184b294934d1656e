"""Quy tắc gọi số: first come, first served, priority weighed against waiting, and nobody waits for ever."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dossiers.queueing.rule import Place, Rules, Waiting, in_order, next_of

pytestmark = pytest.mark.once
NINE = datetime(2026, 3, 16, 9, 0, tzinfo=UTC)
ALL = Place(1)
RULES = Rules()


def at(minutes):
    return NINE + timedelta(minutes=minutes)


def came(number, minutes=0, *, priority=False, **facts):
    return Waiting(number, at(minutes), is_priority=priority, **facts)


def numbers(waiting, now, desks=(ALL,), run=0, rules=RULES):
    return [one.number for one in in_order(waiting, desks, now, run=run, rules=rules)]


def test_who_comes_first_is_served_first():
    assert numbers([came(2, 5), came(1, 0), came(3, 6)], at(10)) == [1, 2, 3]


def test_after_two_priority_numbers_one_of_the_others_is_called():
    waiting = [came(1), came(2), *(came(number, number, priority=True) for number in (3, 4, 5, 6, 7))]

    assert numbers(waiting, at(10)) == [3, 4, 1, 5, 6, 2, 7]


def test_without_others_priority_goes_on():
    assert numbers([came(1, priority=True), came(2, priority=True)], at(5), run=2) == [1, 2]


def test_who_has_waited_too_long_is_next_whoever_came_meanwhile():
    waiting = [came(1, 0), came(2, 1, priority=True), came(3, 2, promised_at=at(20))]

    assert numbers(waiting, at(60)) == [1, 3, 2]


def test_an_appointment_goes_before_at_its_time_and_by_arrival_until_then():
    waiting = [came(1, 0), came(2, 1, priority=True), came(3, 2, promised_at=at(30))]

    assert numbers(waiting, at(29)) == [2, 1, 3]
    assert numbers(waiting, at(30)) == [3, 2, 1]


def test_who_comes_back_lets_a_few_pass_and_stands_where_they_stood():
    waiting = [came(1, 0, lets_pass=2), came(2, 1), came(3, 2), came(4, 3)]

    assert numbers(waiting, at(10)) == [2, 3, 1, 4]
    assert numbers(waiting[:1], at(10)) == [1]


def test_a_desk_serves_its_fields_and_what_was_not_said():
    waiting = [came(1, field=7), came(2, 1), came(3, 2, field=8), came(4, 3, desk=2)]

    assert numbers(waiting, at(10), [Place(1, frozenset({8}))]) == [2, 3]
    assert numbers(waiting, at(10), [Place(2, frozenset({8}))]) == [2, 3, 4]
    assert numbers(waiting, at(10), [Place(1), Place(2)]) == [1, 2, 3, 4]


# Whoever comes, whenever

arrivals = st.lists(
    st.builds(
        lambda gap, priority, promised: (gap, priority, promised),
        st.integers(0, 9),
        st.booleans(),
        st.one_of(st.none(), st.integers(-30, 90)),
    ),
    min_size=1,
    max_size=40,
)


def crowd(found):
    minutes, made = 0, []
    for number, (gap, priority, promised) in enumerate(found, start=1):
        minutes += gap
        promise = None if promised is None else at(minutes + promised)
        made.append(Waiting(number, at(minutes), is_priority=priority, promised_at=promise))
    return made


def day(found, rules, each=5):
    """The order in which one desk calls a day's arrivals, each with the moment of the call."""
    coming, waiting, called, now, run = crowd(found), [], [], NINE, 0
    while coming or waiting:
        waiting += [one for one in coming if one.came_at <= now]
        coming = [one for one in coming if one.came_at > now]
        if chosen := next_of(waiting, [ALL], now, run=run, rules=rules):
            called.append((chosen, now, list(waiting)))
            waiting.remove(chosen)
            run = run + 1 if chosen.is_priority else 0
        now += timedelta(minutes=each)
    return called


@given(arrivals, st.integers(1, 4), st.integers(10, 90))
def test_everybody_is_called_once(found, priority_run, longest):
    called = day(found, Rules(priority_run, timedelta(minutes=longest)))

    assert sorted(one.number for one, _, _ in called) == list(range(1, len(found) + 1))


@given(arrivals, st.integers(1, 4))
def test_within_a_group_without_appointments_arrival_decides(found, priority_run):
    plain = [(gap, priority, None) for gap, priority, _ in found]
    called = [one for one, _, _ in day(plain, Rules(priority_run))]

    for group in (True, False):
        mine = [one.number for one in called if one.is_priority is group]
        assert mine == sorted(mine)


@given(arrivals, st.integers(1, 4), st.integers(10, 90))
def test_nobody_is_passed_by_a_later_one_once_they_have_waited_too_long(found, priority_run, longest):
    longest = timedelta(minutes=longest)

    for chosen, now, waiting in day(found, Rules(priority_run, longest)):
        overdue = [one for one in waiting if now - one.came_at >= longest]
        if overdue:
            assert chosen == min(overdue, key=lambda one: (one.came_at, one.number))


@settings(max_examples=30)
@given(st.integers(1, 4), st.integers(0, 6))
def test_however_many_priority_numbers_come_the_others_have_their_turn(priority_run, before):
    """One more of a priority group comes with every call: who is number n of the others waits for n turns."""
    rules = Rules(priority_run, timedelta(days=1))
    mine = came(before + 1)
    waiting = [came(number) for number in range(1, before + 1)] + [mine]
    called, run = 0, 0
    while mine in waiting:
        called += 1
        waiting.append(came(1000 + called, called, priority=True))
        chosen = next_of(waiting, [ALL], at(called), run=run, rules=rules)
        run = run + 1 if chosen.is_priority else 0
        waiting.remove(chosen)

    assert called <= (before + 1) * (priority_run + 1)


@given(arrivals, st.integers(0, 39), st.integers(1, 60))
def test_an_appointment_makes_nobody_wait_longer(found, which, minutes):
    """Of the same people at the same moment, whoever gets an appointment stands no later than without."""
    waiting = [replace(one, promised_at=None) for one in crowd(found)]
    mine = waiting[which % len(waiting)]
    now = waiting[-1].came_at
    promised = [replace(one, promised_at=now) if one == mine else one for one in waiting]
    before = numbers(waiting, now, rules=Rules(longest_wait=timedelta(minutes=minutes))).index(mine.number)
    after = numbers(promised, now, rules=Rules(longest_wait=timedelta(minutes=minutes))).index(mine.number)

    assert after <= before
