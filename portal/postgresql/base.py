"""Connections from the pool that live, without asking the server before each request.

`CONN_HEALTH_CHECKS` asks over the wire whenever a request takes a connection. But a server that ends or
restarts hangs up, and then there is something to read where nothing should be. So only such a connection is
asked, and one that nobody took for a while: a network that went silent hangs nothing up.
"""

from select import POLLIN, poll
from time import monotonic
from typing import Any
from weakref import WeakKeyDictionary

import psycopg
from django.db.backends.postgresql import base
from psycopg_pool import ConnectionPool

TRUSTED = 30
"""Seconds since it was last taken."""
_taken_at: WeakKeyDictionary[psycopg.Connection, float] = WeakKeyDictionary()


class DatabaseWrapper(base.DatabaseWrapper):
    """Hands out no connection that a restart of the database broke."""

    def get_new_connection(self, conn_params: dict[str, Any]) -> psycopg.Connection:
        connection: psycopg.Connection = super().get_new_connection(conn_params)
        while self.pool and not _lives(connection):
            connection.close()
            self.pool.putconn(connection)  # which opens another for it
            connection = super().get_new_connection(conn_params)
        return connection


def _lives(connection: psycopg.Connection) -> bool:
    now = monotonic()
    is_trusted = now - _taken_at.get(connection, 0) < TRUSTED
    _taken_at[connection] = now
    try:
        if not is_trusted or _has_word_from_server(connection):
            ConnectionPool.check_connection(connection)
    except psycopg.Error:
        return False
    return True


def _has_word_from_server(connection: psycopg.Connection) -> bool:
    watched = poll()
    watched.register(connection.fileno(), POLLIN)
    return bool(watched.poll(0))
