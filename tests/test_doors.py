"""Ai mở được trang nào: the table of `test_permissions` tried with every role, at home and elsewhere."""

import pytest
from django.db import transaction
from django.urls import reverse

from portal.models import Role
from tests.dossiers.factories import UserFactory
from tests.test_permissions import ALL, NAMES, PUBLIC, TABLE, World

pytestmark = pytest.mark.once
OPEN = {200, 302}


@pytest.fixture
def world(db, settings, tmp_path):
    settings.STORAGES = settings.STORAGES | {
        "default": {
            "BACKEND": "django.core.files.storage.FileSystemStorage",
            "OPTIONS": {"location": tmp_path},
        }
    }
    return World()


def answer(client, world, name, user):
    """The status of an address for a user, or for an anonymous visitor; whatever it did is undone."""
    row = TABLE[name]
    with transaction.atomic():
        if user is None:
            client.logout()
        else:
            client.force_login(user)
        address = reverse(name, args=row.arguments(world)) + row.query
        response = getattr(client, row.method)(address)
        transaction.set_rollback(True)
    return response


@pytest.mark.parametrize("name", NAMES)
def test_roles_open_what_is_theirs_and_nothing_else(client, world, name):
    row = TABLE[name]
    if row.roles is PUBLIC:
        return
    answers = {role: answer(client, world, name, world.user(role, world.home)).status_code for role in ALL}

    assert {role for role, status in answers.items() if status in OPEN} == set(row.roles), answers
    assert {status for role, status in answers.items() if role not in row.roles} <= {403}, answers


@pytest.mark.parametrize("name", NAMES)
def test_anonymous_visitors_open_public_pages_only(client, world, name):
    response = answer(client, world, name, None)

    if TABLE[name].roles is PUBLIC:
        assert response.status_code == 200
    else:
        assert response.status_code == 302
        assert response["Location"].startswith(reverse("portal:login"))


@pytest.mark.parametrize("name", [name for name in NAMES if name in TABLE and TABLE[name].of_home])
def test_strangers_of_another_unit_find_nothing(client, world, name):
    local_roles = [role for role in TABLE[name].roles if role is not Role.SYSTEM_ADMIN]

    answers = {
        role: answer(client, world, name, world.user(role, world.elsewhere)).status_code
        for role in local_roles
    }

    assert set(answers.values()) == {404}, answers


@pytest.mark.parametrize("name", [name for name in NAMES if name in TABLE and TABLE[name].roles])
def test_an_account_without_roles_or_no_longer_active_opens_nothing(client, world, name):
    idle = world.user(TABLE[name].roles[0], world.home)
    idle.is_active = False
    idle.save()

    statuses = {
        "no role": answer(client, world, name, UserFactory(unit=world.home)).status_code,
        "idle": answer(client, world, name, idle).status_code,
    }

    assert statuses["idle"] == 302
    if TABLE[name].roles != ALL:
        assert statuses["no role"] == 403
