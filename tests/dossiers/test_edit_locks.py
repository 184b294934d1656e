from datetime import timedelta

import pytest
from django.utils import timezone
from pytest_django.asserts import assertContains, assertNotContains, assertRedirects

from dossiers.models import EditLock
from dossiers.process import edit_locks
from dossiers.status import DossierStatus
from portal.models import Role
from tests.dossiers.factories import DossierFactory, OfficerFactory, UserFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def officer(client):
    officer = OfficerFactory(full_name="Lê Thị Hồng")
    client.force_login(officer)
    return officer


@pytest.fixture
def colleague(officer):
    return OfficerFactory(unit=officer.unit, full_name="Trần Quang")


@pytest.fixture
def dossier(officer):
    return DossierFactory(unit=officer.unit, processing=True)


def withdraw(dossier):
    return f"/ho-so/{dossier.code}/rut/"


def test_a_form_that_somebody_fills_in_says_who_and_since_when(client, dossier, colleague):
    lock = edit_locks.hold(dossier, by=colleague)

    form, record = client.get(withdraw(dossier)), client.get(f"/ho-so/{dossier.code}/")

    assertContains(form, f"Trần Quang đang sửa từ {timezone.localtime(lock.since):%H:%M}")
    assertContains(record, f"Trần Quang đang sửa từ {timezone.localtime(lock.since):%H:%M}")
    assert EditLock.objects.get().by == colleague


def test_what_is_sent_over_somebody_who_edits_waits(client, dossier, colleague):
    edit_locks.hold(dossier, by=colleague)

    answer = client.post(withdraw(dossier), {"reason": "Công dân đổi ý"})

    assertContains(answer, "Trần Quang đang sửa từ")
    assertContains(answer, "Công dân đổi ý")
    dossier.refresh_from_db()
    assert dossier.status == DossierStatus.PROCESSING


def test_opening_a_form_holds_it_and_sending_it_lets_go(client, dossier, officer):
    client.get(withdraw(dossier))
    assert EditLock.objects.get().by == officer

    client.post(withdraw(dossier), {"reason": "Công dân đổi ý"})

    assert not EditLock.objects.exists()


def test_a_lock_ends_by_itself_after_some_minutes(client, dossier, officer, colleague):
    edit_locks.hold(dossier, by=colleague)
    EditLock.objects.update(seen_at=timezone.now() - timedelta(minutes=6))

    form = client.get(withdraw(dossier))

    assertNotContains(form, "đang sửa từ")
    assert EditLock.objects.get().by == officer


def test_breaking_in_leaves_a_trace_and_the_form(client, dossier, officer, colleague):
    edit_locks.hold(dossier, by=colleague)

    answer = client.post(f"/ho-so/{dossier.code}/mo-khoa/", {})

    assertRedirects(answer, f"/ho-so/{dossier.code}/")
    assert EditLock.objects.get().by == officer
    event = dossier.events.last()
    assert (event.action, event.actor) == ("break_lock", officer)
    assert event.reason.startswith("Trần Quang đang sửa từ")


def test_a_lock_keeps_nobody_from_reading(client, dossier, officer, colleague):
    edit_locks.hold(dossier, by=colleague)
    reader = UserFactory(unit=officer.unit, roles=[Role.REFORM])
    client.force_login(reader)

    assert client.get(f"/ho-so/{dossier.code}/").status_code == 200


def test_a_page_that_only_refuses_holds_nothing(client, officer):
    dossier = DossierFactory(unit=officer.unit)

    assertContains(client.get(f"/ho-so/{dossier.code}/nhan-bo-sung/"), "chỉ khi đang chờ người dân bổ sung")

    assert not EditLock.objects.exists()
