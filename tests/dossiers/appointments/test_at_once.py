"""People at the same moment, on PostgreSQL: the last place is given once, one form is one appointment."""

from uuid import uuid4

import pytest

from dossiers.models import Appointment
from tests.dossiers.appointments.making import Home, clock
from tests.dossiers.test_money_at_once import OFFICERS, at_once

pytestmark = [pytest.mark.servers, pytest.mark.django_db(transaction=True)]


@pytest.mark.parametrize("places", [1, 3])
def test_no_more_than_the_places_are_given(monkeypatch, places):
    clock(monkeypatch)
    home = Home(appointment_places=places)

    told = at_once(lambda: home.booked(phone=f"09{uuid4().int % 10**8:08d}"))

    assert Appointment.objects.count() == places
    assert sum(isinstance(one, str) for one in told) == OFFICERS - places


def test_one_form_sent_many_times_at_once_is_one_appointment(monkeypatch):
    clock(monkeypatch)
    home, key = Home(appointment_places=8), uuid4()

    told = at_once(lambda: home.booked(form_key=key))

    assert len({one.pk for one in told}) == Appointment.objects.count() == 1


def test_one_phone_gets_no_more_than_three(monkeypatch):
    clock(monkeypatch)
    home = Home(appointment_places=8)

    at_once(home.booked)

    assert Appointment.objects.count() == 3
