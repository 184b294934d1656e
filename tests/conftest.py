"""The ground of the tests: tasks that run at once, pages held to the house rules."""

import os

import django
import pytest
from django.conf import settings
from django.core.cache import cache
from django.core.management import call_command
from django.db import connection
from django.test import Client
from hypothesis import settings as properties

from tests import environment, migrated, pages

MADE_FOLDER = environment.settle()
django.setup()
# Read by now; left in the environment, workers of xdist would load the settings before their own is settled.
del os.environ["DJANGO_SETTINGS_MODULE"]


# How long an example takes is the machine's affair: a busy one must fail no rule.
properties.register_profile("any machine", deadline=None)
properties.load_profile("any machine")


def pytest_configure(config: pytest.Config) -> None:
    from portal.celery import app

    app.conf.update(task_always_eager=True, task_eager_propagates=True)
    settings.JOBS_IN_CHILD = False
    # The suite signs in hundreds of times; how passwords are stored is Django's own test.
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
    pages.hold_templates_to_their_variables()
    if MADE_FOLDER is not None:
        call_command("collectstatic", interactive=False, verbosity=0)


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
    cache.clear()
