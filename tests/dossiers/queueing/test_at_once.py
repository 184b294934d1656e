"""Desks and kiosks at the same moment, on PostgreSQL: no number is given twice or called by two desks."""

from threading import Barrier, Thread
from uuid import uuid4

import pytest
from django.db import connection

from dossiers.models import Desk, Ticket, TicketState
from dossiers.queueing import calling, taking
from portal.errors import DomainError
from tests.dossiers.queueing.making import Hall

pytestmark = [pytest.mark.servers, pytest.mark.django_db(transaction=True)]
AT_ONCE = 8


def at_once(acts):
    """What each was told, all of them pressing together."""
    told, start = [], Barrier(len(acts))

    def press(act):
        start.wait()
        try:
            told.append(act())
        except DomainError as refused:
            told.append(refused.message)
        finally:
            connection.close()

    threads = [Thread(target=press, args=[act]) for act in acts]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return told


def test_kiosks_at_once_give_every_number_once():
    hall, twice = Hall(), uuid4()
    keys = [twice, twice, *(uuid4() for _ in range(AT_ONCE - 2))]

    told = at_once([lambda key=key: taking.take(hall.unit, key=key).number for key in keys])

    assert set(told) == set(range(1, AT_ONCE))
    assert Ticket.objects.count() == AT_ONCE - 1


def test_two_desks_calling_at_once_never_get_the_same_number():
    hall = Hall(desks=AT_ONCE)
    for _ in range(AT_ONCE):
        hall.take()

    told = at_once([lambda desk=desk: hall.call(desk).number for desk in hall.desks])

    assert sorted(told) == list(range(1, AT_ONCE + 1))


def test_one_desk_pressed_many_times_at_once_calls_one():
    hall = Hall()
    for _ in range(AT_ONCE):
        hall.take()

    at_once([hall.call] * AT_ONCE)

    assert Ticket.objects.filter(state=TicketState.CALLED).count() == 1


def test_one_number_called_out_of_turn_by_two_desks_goes_to_one():
    hall = Hall(desks=2)
    ticket = hall.take()

    told = at_once([lambda desk=desk: calling.call(ticket, desk, by=hall.officer) for desk in hall.desks])

    assert sorted(isinstance(one, str) for one in told) == [False, True]
    assert Desk.objects.filter(tickets__state=TicketState.CALLED).count() == 1
