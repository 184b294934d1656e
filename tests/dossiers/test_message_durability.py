"""Desks and senders at full load while the database drops every connection, as when it is restarted."""

import threading
import time
from datetime import timedelta
from uuid import uuid4

import pytest
from django.db import DatabaseError, InterfaceError, connection
from django.utils import timezone

from dossiers import intake
from dossiers.messaging import sending
from dossiers.models import Dossier, Message, MessageState, Office
from dossiers.models.message import LEASE
from tests.dossiers.factories import OfficerFactory, ProcedureFactory
from tests.dossiers.gateways import text_gateway

DESKS, DOSSIERS, DROPS = 4, 30, 6


class Office24Hours:
    """Desks that receive, and senders that send, each pressing again when the database drops them."""

    def __init__(self, officer, procedure):
        self.officer, self.procedure = officer, procedure
        self.dropped, self.is_open = 0, True

    def receive(self, keys):
        for key in keys:
            while not self._once(
                lambda key=key: intake.receive_once(
                    key,
                    procedure=self.procedure,
                    unit=self.officer.unit,
                    applicant_name="Nguyễn Thị Mẫu",
                    phone="0912345678",
                    by=self.officer,
                )
            ):
                pass
        connection.close()

    def send(self):
        while self.is_open:
            self._once(sending.send_due)
            time.sleep(0.02)
        connection.close()

    def _once(self, act):
        try:
            act()
        except (DatabaseError, InterfaceError):
            self.dropped += 1
            connection.close()
            return False
        return True


@pytest.mark.servers
@pytest.mark.django_db(transaction=True)
def test_database_that_drops_every_connection_under_load_loses_and_doubles_nothing(settings):
    officer = OfficerFactory()
    Office.objects.create(unit=officer.unit, quiet_from="00:00", quiet_to="00:00")
    office = Office24Hours(officer, ProcedureFactory())
    keys = [[uuid4() for _ in range(DOSSIERS)] for _ in range(DESKS)]

    with text_gateway() as gateway:
        settings.SMS_GATEWAY_URL = gateway.url
        desks = [threading.Thread(target=office.receive, args=[mine]) for mine in keys]
        senders = [threading.Thread(target=office.send) for _ in range(2)]
        for thread in [*desks, *senders]:
            thread.start()
        for _ in range(DROPS):
            time.sleep(0.3)
            _drop_everybody_else()
        for thread in desks:
            thread.join()
        office.is_open = False
        for thread in senders:
            thread.join()
        Message.objects.filter(state=MessageState.SENDING).update(
            claimed_at=timezone.now() - LEASE - timedelta(seconds=1)
        )
        sending.send_due()

    count = DESKS * DOSSIERS
    assert office.dropped > 0
    assert set(Dossier.objects.values_list("intake_key", flat=True)) == {key for mine in keys for key in mine}
    numbers = sorted(int(code[-4:]) for code in Dossier.objects.values_list("code", flat=True))
    assert numbers == list(range(1, count + 1))  # no gap, no double
    assert Message.objects.filter(dossier__isnull=False).values("dossier").distinct().count() == count
    assert Message.objects.count() == Message.objects.filter(state=MessageState.SENT).count() == count
    assert set(gateway.taken) == {str(token) for token in Message.objects.values_list("token", flat=True)}


def _drop_everybody_else():
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT count(pg_terminate_backend(pid)) FROM pg_stat_activity"
            " WHERE datname = current_database() AND pid <> pg_backend_pid()"
        )
