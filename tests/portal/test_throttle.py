"""Hạn chế số lần: counted by machine and by what is done, forgotten when the window ends."""

import pytest
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


@pytest.mark.parametrize("most", [0, 1])
def test_a_limit_of_none_refuses_the_first(most):
    assert ask(HERE, most=most) is (most == 0)


def test_a_window_that_ends_while_it_is_asked_begins_anew(monkeypatch):
    ask(HERE)
    monkeypatch.setattr(cache, "incr", _gone)

    assert ask(HERE) is False


def _gone(key):
    raise ValueError(key)
