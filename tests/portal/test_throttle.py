"""Hạn chế số lần: counted by machine and by what is done, forgotten when the window ends."""

from collections import Counter
from concurrent.futures import ThreadPoolExecutor

import pytest
import redis
from django.core.cache import cache
from django.test import RequestFactory

from portal import throttle

HERE, THERE = {"REMOTE_ADDR": "10.0.0.1"}, {"REMOTE_ADDR": "10.0.0.2"}


def ask(machine, what="tracking", most=2):
    return throttle.too_often(RequestFactory().get("/", **machine), what, most=most)


def test_a_machine_may_ask_as_often_as_said_and_no_more():
    assert [ask(HERE) for _ in range(4)] == [False, False, True, True]


def test_machines_and_acts_are_counted_apart():
    assert [ask(HERE), ask(HERE), ask(HERE)] == [False, False, True]
    assert ask(THERE) is False
    assert ask(HERE, what="feedback") is False


def test_many_at_once_are_let_through_exactly_as_often_as_said():
    with ThreadPoolExecutor(8) as machines:
        told = Counter(machines.map(lambda _: ask(HERE, most=50), range(200)))

    assert told == {False: 50, True: 150}


@pytest.mark.servers
def test_every_count_ends(settings):
    for _ in range(3):
        ask(HERE)

    left = redis.Redis.from_url(settings.REDIS_URL).ttl(cache.make_key("throttle-tracking-10.0.0.1"))
    assert 0 < left <= throttle.MINUTE


@pytest.mark.parametrize("most", [0, 1])
def test_a_limit_of_none_refuses_the_first(most):
    assert ask(HERE, most=most) is (most == 0)


def test_a_window_that_ends_while_it_is_asked_begins_anew(monkeypatch):
    ask(HERE)
    monkeypatch.setattr(cache, "incr", _gone)

    assert ask(HERE) is False


def _gone(key):
    raise ValueError(key)
