"""An office that uses numbers, its desks, and numbers taken at moments of a day."""

from contextlib import contextmanager
from datetime import timedelta
from unittest import mock
from uuid import uuid4

from django.utils import timezone

from dossiers.models import Desk, Office, TicketGroup
from dossiers.queueing import calling, taking
from tests.dossiers.factories import OfficerFactory, UnitFactory

PRIORITY = TicketGroup.ELDERLY


@contextmanager
def minutes_later(minutes):
    """The clock stands so much later."""
    moment = timezone.now() + timedelta(minutes=minutes)
    with mock.patch.object(timezone, "now", return_value=moment):
        yield moment


class Hall:
    """Phòng chờ of one unit."""

    def __init__(self, desks=1, **settings):
        self.unit = UnitFactory()
        self.office = Office.objects.create(unit=self.unit, has_queue=True, **settings)
        taking.forget_units()
        self.officer = OfficerFactory(unit=self.unit)
        self.desks = [
            Desk.objects.create(unit=self.unit, name=f"Quầy {number + 1}", position=number)
            for number in range(desks)
        ]

    @property
    def desk(self):
        return self.desks[0]

    def take(self, group=TicketGroup.NONE, **facts):
        return taking.take(self.unit, key=uuid4(), group=group, **facts)

    def call(self, desk=None):
        return calling.call_next(desk or self.desk, by=self.officer)

    def serve(self, desk=None):
        """The next number, called and begun."""
        ticket = self.call(desk)
        return calling.start(ticket, by=self.officer) if ticket else None

    def numbers(self, desk=None):
        """All that wait, called and served one after the other."""
        found = []
        while ticket := self.serve(desk):
            found.append(ticket.number)
        return found
