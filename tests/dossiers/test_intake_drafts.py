"""Hồ sơ đang nhập dở: nothing typed is lost, nobody else reads it, it goes when received or old."""

from datetime import timedelta
from uuid import uuid4

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from pytest_django.asserts import assertContains, assertNotContains

from dossiers import drafts
from dossiers.models import Dossier, IntakeDraft, Office
from dossiers.tasks import forget_old_drafts
from portal.models import AuditEvent
from tests.dossiers.factories import OfficerFactory, ProcedureComponentFactory, ProcedureFactory
from tests.dossiers.test_intake import sent

pytestmark = pytest.mark.django_db
PAGE = "/ho-so/tiep-nhan/"
KEEP = f"{PAGE}dang-do/giu/"


@pytest.fixture
def officer(client):
    officer = OfficerFactory()
    client.force_login(officer)
    return officer


@pytest.fixture
def birth():
    procedure = ProcedureFactory(code="1.001193", name="Đăng ký khai sinh")
    ProcedureComponentFactory(procedure=procedure, position=1, name="Tờ khai")
    return procedure


def test_what_is_typed_is_kept_and_gone_on_with(client, officer, birth):
    (paper,) = birth.components.all()
    data = sent(officer, birth, phone="0912345678", **{f"paper-{paper.pk}-received": "on"})

    answer = client.post(KEEP, data)
    page = client.get(PAGE, {"nhap": data["intake_key"]})

    assert answer.content.decode() == f"{timezone.localtime():%H:%M}"
    sheet = page.context["sheet"]
    assert sheet.procedure == birth
    assert sheet.form["applicant_name"].value() == "Trần Thị Bích Ngọc"
    assert sheet.form["phone"].value() == "0912345678"
    assert sheet.form["intake_key"].value() == data["intake_key"]
    assert sheet.papers[0]["received"].value() == "on"


def test_it_survives_the_session(client, officer, birth):
    data = sent(officer, birth)
    client.post(KEEP, data)
    client.logout()

    assert client.post(KEEP, data).status_code == 302
    client.force_login(officer)

    assertContains(client.get(PAGE), "Hồ sơ đang nhập dở (1)")
    assertContains(client.get(f"{PAGE}dang-do/"), "Trần Thị Bích Ngọc")


def test_kept_again_it_is_one_draft_with_the_newest_words(client, officer, birth):
    data = sent(officer, birth)

    for name in ("Trần", "Trần Thị"):
        client.post(KEEP, data | {"applicant_name": name})

    assert IntakeDraft.objects.get().typed["applicant_name"] == "Trần Thị"


def test_secrets_and_buttons_are_not_part_of_it(client, officer, birth):
    client.post(
        KEEP, sent(officer, birth, card="045|", csrfmiddlewaretoken="x", again="yes", address="a" * 9000)
    )

    typed = IntakeDraft.objects.get().typed
    assert not {"card", "csrfmiddlewaretoken", "again", "step"} & set(typed)
    assert len(typed["address"]) == drafts.LONGEST_VALUE


def test_nobody_else_reads_changes_or_drops_it(client, officer, birth):
    data = sent(officer, birth)
    client.post(KEEP, data)
    client.force_login(OfficerFactory(unit=officer.unit))

    page = client.get(PAGE, {"nhap": data["intake_key"]})
    listed = client.get(f"{PAGE}dang-do/")
    changed = client.post(KEEP, data | {"applicant_name": "Khác"})
    client.post(f"{PAGE}dang-do/bo/", {"key": data["intake_key"]})

    assertNotContains(page, "Trần Thị Bích Ngọc")
    assertNotContains(listed, "Trần Thị Bích Ngọc")
    assert changed.status_code == 409
    assert IntakeDraft.objects.get().typed["applicant_name"] == "Trần Thị Bích Ngọc"


def test_it_goes_when_it_has_become_a_dossier_and_does_not_come_back(client, officer, birth):
    data = sent(officer, birth)
    client.post(KEEP, data)

    client.post(PAGE, data)
    late = client.post(KEEP, data)

    assert Dossier.objects.count() == 1
    assert late.status_code == 409
    assert not IntakeDraft.objects.exists()


def test_a_draft_sent_again_after_a_lost_answer_makes_one_dossier(client, officer, birth):
    data = sent(officer, birth)
    client.post(KEEP, data)
    restored = client.get(PAGE, {"nhap": data["intake_key"]}).context["sheet"].form["intake_key"].value()

    client.post(PAGE, data)
    client.post(PAGE, data | {"intake_key": restored})

    assert Dossier.objects.count() == 1


def test_the_officer_gives_it_up(client, officer, birth):
    data = sent(officer, birth)
    client.post(KEEP, data)

    client.post(f"{PAGE}dang-do/bo/", {"key": data["intake_key"]})

    assert not IntakeDraft.objects.exists()
    assertContains(client.get(f"{PAGE}dang-do/"), "Không có phiếu nào đang nhập dở")


@pytest.mark.parametrize("key", ["", "x", "1-2-3"])
def test_what_is_no_key_keeps_nothing(client, officer, key):
    assert client.post(KEEP, {"intake_key": key, "applicant_name": "A"}).content == b""
    assert client.get(PAGE, {"nhap": key}).status_code == 200
    assert not IntakeDraft.objects.exists()


def test_personal_data_of_old_drafts_is_forgotten_by_each_offices_days():
    short, usual = OfficerFactory(), OfficerFactory()
    Office.objects.create(unit=short.unit, draft_days=2)
    for officer, days in ((short, 1), (short, 3), (usual, 3), (usual, 8)):
        draft = drafts.keep(uuid4(), typed={"applicant_name": f"{days}"}, by=officer, unit=officer.unit)
        IntakeDraft.objects.filter(pk=draft.pk).update(updated_at=timezone.now() - timedelta(days=days))

    forget_old_drafts()

    left = IntakeDraft.objects.order_by("pk")
    assert [(draft.officer, draft.typed["applicant_name"]) for draft in left] == [(short, "1"), (usual, "3")]
    told = AuditEvent.objects.filter(action="intake.drafts_forgotten").order_by("unit")
    assert [(line.unit, line.details) for line in told] == [
        (short.unit, {"count": 1}),
        (usual.unit, {"count": 1}),
    ]


def test_the_list_costs_the_same_for_one_and_for_three(client, officer, birth):
    def queries():
        with CaptureQueriesContext(connection) as counted:
            client.get(f"{PAGE}dang-do/")
        return len(counted)

    client.post(KEEP, sent(officer, birth))
    for_one = queries()
    for _ in range(2):
        client.post(KEEP, sent(officer, birth))

    assert queries() == for_one
