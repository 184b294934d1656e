"""What a public page asks of PostgreSQL and Redis: a question over the wire costs as much as a bare page."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from psycopg_pool import ConnectionPool
from redis.connection import AbstractConnection

from dossiers.citizens import remembered
from portal.postgresql import base
from tests.dossiers.factories import DossierFactory, OfficerFactory, ProcedureFactory

pytestmark = [pytest.mark.servers, pytest.mark.django_db]
_CUT = """SELECT pg_terminate_backend(pid, 5000) FROM pg_stat_activity
WHERE datname = current_database() AND pid <> pg_backend_pid()"""


@pytest.fixture
def sent(monkeypatch):
    """What goes to Redis, one entry each time."""
    sent, send = [], AbstractConnection.send_packed_command

    def note(self, command, **options):
        sent.append(command)
        return send(self, command, **options)

    monkeypatch.setattr(AbstractConnection, "send_packed_command", note)
    return sent


@pytest.mark.parametrize(
    ("path", "questions"),
    [
        ("/thu-tuc/1.001193/", (0, 0)),
        ("/tra-cuu/?ma=19405-261122-0001", (1, 1)),
        ("/", (0, 0)),
        ("/thu-tuc/?q=khai+sinh", (0, 0)),
    ],
)
def test_a_page_for_citizens_asks_no_more_than_it_must(client, sent, monkeypatch, path, questions):
    """Of Redis, of PostgreSQL."""
    OfficerFactory()
    ProcedureFactory(code="1.001193", name="Đăng ký khai sinh")
    DossierFactory(code="19405-261122-0001")
    monkeypatch.setattr(remembered, "ASKED", 3600)
    remembered._begin_generation()
    client.get(path)
    sent.clear()

    with CaptureQueriesContext(connection) as asked:
        client.get(path)

    assert (len(sent), len(asked)) == questions


class TestConnections:
    """Of the pool, beside the one on which this test writes."""

    @pytest.fixture
    def desk(self):
        desk = connection.copy()
        yield desk
        desk.close()

    @pytest.fixture
    def checks(self, monkeypatch):
        checks = []
        monkeypatch.setattr(ConnectionPool, "check_connection", staticmethod(checks.append))
        return checks

    def number(self, desk):
        """The server's own of the connection that a request takes."""
        with desk.cursor() as cursor:
            cursor.execute("SELECT pg_backend_pid()")
            (number,) = cursor.fetchone()
        desk.close()
        return number

    def test_one_that_was_just_used_is_taken_unasked(self, desk, checks):
        numbers = {self.number(desk) for _ in range(10)}
        checks.clear()

        numbers |= {self.number(desk) for _ in range(10)}

        assert checks == []
        assert connection.connection.info.backend_pid not in numbers

    def test_one_that_rested_for_long_is_asked(self, desk, checks, monkeypatch):
        self.number(desk)
        checks.clear()
        monkeypatch.setattr(base, "TRUSTED", 0)

        self.number(desk)

        assert len(checks) == 1

    def test_those_that_the_server_cut_are_not_handed_out(self, desk):
        cut = {self.number(desk) for _ in range(10)}
        with connection.cursor() as cursor:
            cursor.execute(_CUT)

        assert cut.isdisjoint({self.number(desk) for _ in range(10)})
