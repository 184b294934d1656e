"""One database for all acceptance tests: the demo, then the real years brought in by the real command."""

import json
from io import StringIO

import pytest
from django.conf import settings
from django.core.management import call_command
from django.test import override_settings

from tests.acceptance import seed_sheets


@pytest.fixture(scope="package")
def storage(tmp_path_factory):
    """Files of these tests alone, so that none of another test looks like a stray."""
    location = tmp_path_factory.mktemp("files")
    default = {**settings.STORAGES["default"], "OPTIONS": {"location": location}}
    with override_settings(MEDIA_ROOT=location, STORAGES={**settings.STORAGES, "default": default}):
        yield location


@pytest.fixture(scope="package")
def imported(django_db_setup, django_db_blocker, storage, tmp_path_factory):
    """What `import_dossiers` said of each workbook; the records stay until the last test of the package."""
    folder = tmp_path_factory.mktemp("sheets")
    with django_db_blocker.unblock():
        call_command("demo", stdout=StringIO())
        said = {}
        for counts in seed_sheets.ALL:
            out = StringIO()
            path = seed_sheets.write(counts, folder)
            call_command("import_dossiers", str(path), unit=counts.unit, format="json", stdout=out)
            said[counts.unit] = json.loads(out.getvalue())
    yield said
    with django_db_blocker.unblock():
        call_command("flush", interactive=False, verbosity=0)


@pytest.fixture
def records(imported, db):
    """The demo and the real years, put back after each test."""
    return imported
