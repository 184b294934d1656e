"""Ba cách tính lại hạn: the office's setting, and a procedure's own before it."""

import pytest
from pytest_django.asserts import assertContains

from dossiers import lifecycle
from dossiers.calendar import PauseRule
from dossiers.models import Office
from portal.models import AuditEvent, Role, UnitKind
from tests.dossiers.factories import OfficerFactory, ProcedureFactory, UnitFactory, UserFactory, at

pytestmark = pytest.mark.django_db
ASKED, IN = at("2024-03-18 10:00"), at("2024-03-21 08:00")
DUE = {
    PauseRule.RESTART: at("2024-03-26 08:00"),
    PauseRule.SUBTRACT: at("2024-03-25 07:30"),
    PauseRule.SHIFT: at("2024-03-25 09:30"),
}


def due_after(office_rule, own_rule=""):
    officer = OfficerFactory()
    Office.objects.create(unit=officer.unit, pause_rule=office_rule)
    dossier = lifecycle.receive(
        procedure=ProcedureFactory(pause_rule=own_rule), unit=officer.unit, applicant_name="Lê Văn An",
        by=officer, at=at("2024-03-15 09:30"),
    )  # fmt: skip
    lifecycle.request_supplement(dossier, reason="Thiếu", by=officer, at=ASKED)
    return lifecycle.receive_supplement(dossier, by=officer, at=IN).due_at


@pytest.mark.parametrize("rule", PauseRule)
def test_the_office_says_how_a_pause_moves_the_due_date(rule):
    assert due_after(rule) == DUE[rule]


@pytest.mark.parametrize("rule", PauseRule)
def test_a_procedures_own_rule_comes_before_the_offices(rule):
    other = PauseRule.SHIFT if rule is not PauseRule.SHIFT else PauseRule.RESTART

    assert due_after(other, own_rule=rule) == DUE[rule]


def test_a_procedures_rule_is_set_on_its_page(client):
    procedure = ProcedureFactory()
    client.force_login(UserFactory(unit=UnitFactory(kind=UnitKind.PROVINCE), roles=[Role.SUPERVISOR]))
    page = f"/thu-tuc/quan-ly/{procedure.code}/"

    answered = client.post(f"{page}cach-tinh-han/", {"pause_rule": "restart"}, follow=True)
    client.post(f"{page}cach-tinh-han/", {"pause_rule": "none such"})

    assertContains(answered, f"Đã lưu cách tính lại hạn của thủ tục {procedure.code}.")
    procedure.refresh_from_db()
    assert procedure.pause_rule == PauseRule.RESTART
    assert AuditEvent.objects.filter(action="procedure.pause_rule_set").count() == 1


def test_a_commune_below_a_province_sets_no_rule_for_all(client):
    procedure = ProcedureFactory()
    UserFactory(unit=UnitFactory(kind=UnitKind.PROVINCE), roles=[Role.SUPERVISOR])
    client.force_login(UserFactory(roles=[Role.UNIT_ADMIN]))

    refused = client.post(f"/thu-tuc/quan-ly/{procedure.code}/cach-tinh-han/", {"pause_rule": "restart"})

    procedure.refresh_from_db()
    assert (refused.status_code, procedure.pause_rule) == (403, "")
