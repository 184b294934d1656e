"""The ground of the tests: tasks that run at once, pages held to the house rules."""

import os
import shutil
from collections.abc import Iterator
from pathlib import Path

import django
import pytest
from django.conf import settings
from django.core.cache import cache
from django.core.management import call_command
from django.db import connection
from django.test import Client
from hypothesis import settings as properties
from whitenoise import WhiteNoise
from whitenoise.responders import StaticFile

from tests import environment, migrated, pages

MADE_FOLDER = environment.settle()
django.setup()
# Read by now; left in the environment, workers of xdist would load the settings before their own is settled.
del os.environ["DJANGO_SETTINGS_MODULE"]


# How long an example takes is the machine's affair: a busy one must fail no rule.
properties.register_profile("any machine", deadline=None)
properties.load_profile("any machine")


def pytest_configure(config: pytest.Config) -> None:
    from dossiers.papers import reading
    from portal.celery import app

    app.conf.update(task_always_eager=True, task_eager_propagates=True)
    settings.JOBS_IN_CHILD = False
    reading.PROGRAM = "no-such-program"  # seconds a page: tests/dossiers/test_reading.py says what it does
    settings.MEDIA_ROOT = settings.STORAGES["default"]["OPTIONS"]["location"] = own_files()
    # The suite signs in hundreds of times; how passwords are stored is Django's own test.
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
    pages.hold_templates_to_their_variables()
    look_through_static_files_once()
    if MADE_FOLDER is not None:
        call_command("collectstatic", interactive=False, verbosity=0)


def own_files() -> Path:
    """Where this worker keeps uploads: what another one stores is none of its own."""
    return settings.DATA_DIR / "files" / os.environ.get("PYTEST_XDIST_WORKER", "alone")


def look_through_static_files_once() -> None:
    """Each test client starts the middleware anew, and each time that would look at every static file."""
    found: dict[tuple[str, str], dict[str, StaticFile]] = {}
    look = WhiteNoise.update_files_dictionary

    def recall(self: WhiteNoise, root: str, prefix: str) -> None:
        if (root, prefix) not in found:
            before = self.files
            self.files = {}
            look(self, root, prefix)
            found[root, prefix], self.files = self.files, before
        self.files.update(found[root, prefix])

    WhiteNoise.update_files_dictionary = recall


def pytest_unconfigure() -> None:
    if MADE_FOLDER is not None and os.environ["DATABASE_URL"]:
        migrated.drop_template()


@pytest.fixture(scope="session")
def django_db_modify_db_settings(
    django_db_modify_db_settings_parallel_suffix: None, django_db_use_migrations: bool
) -> None:
    """The suite's database is a copy of the one that the migrations made."""
    if not django_db_use_migrations:
        return
    if os.environ["DATABASE_URL"]:
        connection.settings_dict["TEST"]["TEMPLATE"] = migrated.template()
    else:
        migrated.fill_first_connection()


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    if os.environ["DATABASE_URL"] and os.environ["REDIS_URL"]:
        return
    for item in items:
        if item.get_closest_marker("servers"):
            item.add_marker(pytest.mark.skip(reason="needs PostgreSQL and Redis: bin/servers"))


@pytest.fixture(autouse=True)
def _strict_pages(monkeypatch):
    """Whatever client a test uses, every page it gets keeps the house rules."""
    request = Client.request

    def strict_request(self, **kwargs):
        response = request(self, **kwargs)
        pages.check(response)
        return response

    monkeypatch.setattr(Client, "request", strict_request)


@pytest.fixture(autouse=True)
def _empty_cache():
    """No page is drawn yet. What each process asks once a minute for the frame of its pages is known: no unit
    calls numbers."""
    cache.clear()
    from dossiers.citizens import remembered
    from dossiers.queueing import taking

    remembered._begin_generation()
    cache.set(taking.KEY, set(), taking.KEPT)


@pytest.fixture(autouse=True)
def _no_files_left() -> Iterator[None]:
    """The next test's check of all files finds its own only."""
    yield
    shutil.rmtree(own_files(), ignore_errors=True)
