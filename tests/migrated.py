"""Cơ sở dữ liệu mẫu: one database a run that the migrations made from nothing; all others are copies of it.

So every run tests the migrations, on SQLite in the first pass of `bin/test` and on PostgreSQL in the second,
and pays for them once.
"""

import fcntl
import os
import shutil
import sqlite3
import subprocess
import sys
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import urlsplit

import psycopg
from django.conf import settings
from django.db.backends.signals import connection_created

TEMPLATE = "motcua_migrated"


def folder():
    """A data folder with an empty, migrated database, for the small installation."""
    place = Path(settings.DATA_DIR) / "migrated"
    with _made_once("sqlite") as is_first:
        if is_first:
            place.mkdir()
            _migrate(DATA_DIR=str(place), DATABASE_URL="", REDIS_URL="")
    return place


def copy_folder(to):
    shutil.copytree(folder(), to, dirs_exist_ok=True)


def template():
    """The name of an empty, migrated database of the PostgreSQL server; nobody is connected to it."""
    with _made_once("postgresql") as is_first:
        if is_first:
            _on_server(f"DROP DATABASE IF EXISTS {TEMPLATE}", f"CREATE DATABASE {TEMPLATE}")
            _migrate(DATABASE_URL=address(TEMPLATE), REDIS_URL="")
    return TEMPLATE


def create_database(name):
    _on_server(f"CREATE DATABASE {name} TEMPLATE {template()}")


def drop_template():
    """At the end of a run, where it made one."""
    if (Path(settings.DATA_DIR) / "migrated-postgresql").exists():
        _on_server(f"DROP DATABASE IF EXISTS {TEMPLATE}")


def address(name):
    return urlsplit(os.environ["DATABASE_URL"])._replace(path=f"/{name}").geturl()


def fill_first_connection():
    """The suite's own database in memory begins as a copy."""

    def fill(connection, **_):
        connection_created.disconnect(fill)
        with sqlite3.connect(folder() / "motcua.sqlite3") as made:
            made.backup(connection.connection)

    connection_created.connect(fill, weak=False)


@contextmanager
def _made_once(kind):
    """Whether the caller is the first of all workers; the others wait until it is done."""
    mark = Path(settings.DATA_DIR) / f"migrated-{kind}"
    with mark.with_suffix(".lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield not mark.exists()
        mark.touch()


def _migrate(**variables):
    command = [sys.executable, "manage.py", "migrate", "--verbosity=0"]
    environment = {name: value for name, value in os.environ.items() if name != "DJANGO_SETTINGS_MODULE"}
    subprocess.run(command, cwd=settings.BASE_DIR, env=environment | variables, check=True)


def _on_server(*statements):
    with psycopg.connect(os.environ["DATABASE_URL"], autocommit=True) as connection:
        for statement in statements:
            connection.execute(statement)
