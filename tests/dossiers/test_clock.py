"""Đồng hồ: each working day has one holder, and late has an owner."""

from datetime import timedelta

import pytest
from pytest_django.asserts import assertContains

from dossiers import lifecycle
from dossiers.clock import Holder, clock
from dossiers.models import Transfer
from portal.models import Role
from tests.dossiers.factories import DossierFactory, OfficerFactory, ProcedureFactory, UserFactory, at

pytestmark = pytest.mark.django_db


@pytest.fixture
def officer():
    return OfficerFactory()


@pytest.fixture
def dossier(officer):
    """Received on a Friday, due on the next Wednesday."""
    return lifecycle.receive(
        procedure=ProcedureFactory(), unit=officer.unit, applicant_name="Trần Thị Bích Ngọc", by=officer,
        at=at("2024-03-15 09:30"),
    )  # fmt: skip


def test_each_working_day_belongs_to_whoever_held_it(officer, dossier):
    lifecycle.start_processing(dossier, by=officer, at=at("2024-03-15 10:00"))
    lifecycle.request_supplement(dossier, reason="Thiếu", by=officer, at=at("2024-03-18 10:00"))
    dossier = lifecycle.receive_supplement(dossier, by=officer, at=at("2024-03-21 08:00"))
    Transfer.objects.create(
        dossier=dossier, to_agency="Sở Tư pháp", content="Xác minh", sent_at=at("2024-03-22 09:00"),
        sent_by=officer, due_at=at("2024-03-26 09:00"), answered_at=at("2024-03-26 09:00"),
    )  # fmt: skip

    shown = clock(dossier, at("2024-03-27 10:00"))

    assert shown.held == {Holder.OFFICE: 3, Holder.CITIZEN: 3, Holder.ELSEWHERE: 2}
    assert [(day.number, day.kind) for day in shown.days] == [
        (15, "work"), (16, "off"), (17, "off"), (18, "citizen"), (19, "citizen"), (20, "citizen"),
        (21, "work"), (22, "elsewhere"), (23, "off"), (24, "off"), (25, "due"), (26, "work"), (27, "work"),
    ]  # fmt: skip
    assert shown.now == "Cơ quan giải quyết; thời hạn đang chạy"


def test_the_parts_add_up_to_the_working_days_since_the_reception(officer, dossier):
    lifecycle.request_supplement(dossier, reason="Thiếu", by=officer, at=at("2024-03-15 16:00"))

    for days in range(1, 15):
        shown = clock(dossier, at("2024-03-15 16:00") + timedelta(days=days))
        working = sum(day.kind != "off" for day in shown.days)
        assert working - 1 <= sum(shown.held.values()) <= working
        assert shown.held[Holder.OFFICE] == 0


def test_the_page_says_who_holds_it_now(client, officer, dossier):
    client.force_login(officer)
    lifecycle.request_supplement(dossier, reason="Thiếu", by=officer, at=at("2024-03-18 10:00"))

    response = client.get(f"/ho-so/{dossier.code}/")

    assertContains(response, "Người dân, từ 18/03/2024; thời hạn đang dừng")
    assertContains(response, "days__day--citizen")


def test_what_waits_for_another_agency_is_told(officer, dossier):
    Transfer.objects.create(
        dossier=dossier, to_agency="Sở Tư pháp", content="Xác minh", sent_at=at("2024-03-18 09:00"),
        sent_by=officer, due_at=at("2024-03-26 09:00"),
    )  # fmt: skip

    assert clock(dossier).now == "Cơ quan khác, từ 18/03/2024; thời hạn vẫn chạy"


def test_a_finished_clock_stands_at_its_end(officer, dossier):
    done = lifecycle.conclude(dossier, by=officer, at=at("2024-03-19 10:00"))

    shown = clock(done)

    assert shown.held[Holder.OFFICE] == 2
    assert (shown.days[-1].number, shown.now) == (19, "")


def test_a_new_day_promised_stands_beside_the_due_day(client, officer, dossier):
    leader = UserFactory(unit=officer.unit, roles=[Role.LEADER])
    lifecycle.apologise(
        dossier, reason="Cần xác minh", new_due_at=at("2024-03-29 09:30"), by=leader,
        at=at("2024-03-19 09:00"),
    )  # fmt: skip
    client.force_login(officer)

    response = client.get(f"/ho-so/{dossier.code}/")

    assertContains(response, "<strong>Hẹn lại:</strong> 09:30 29/03/2024")
    dossier.refresh_from_db()
    assert dossier.due_at == dossier.original_due_at == at("2024-03-20 09:30")


def test_who_was_never_received_has_no_clock(officer):
    dossier = DossierFactory(unit=officer.unit)
    dossier.received_at = None

    assert clock(dossier) is None
