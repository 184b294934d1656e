"""Thời gian chờ: an address that names no day is a page that is not there, never a broken one."""

import pytest

from portal.models import Role
from tests.dossiers.factories import UserFactory

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("only", ["ngay=hom-qua", "ngay=2026-02-31", "gio=xyz", "dien=khac"])
def test_what_is_no_day_hour_or_group_is_not_found(client, only):
    client.force_login(UserFactory(roles=[Role.LEADER]))

    assert client.get(f"/ho-so/goi-so/thoi-gian-cho/so/?{only}").status_code == 404
