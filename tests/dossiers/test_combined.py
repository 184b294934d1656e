"""Nhóm thủ tục liên thông: one intake, linked dossiers, one receipt, each counted once."""

from uuid import uuid4

import pytest
from django.core.management import call_command
from pytest_django.asserts import assertContains

from dossiers.models import (
    BundleKind,
    CombinedGroup,
    CombinedMember,
    Dossier,
    SlipKind,
)
from tests.dossiers.factories import (
    DossierFactory,
    OfficerFactory,
    ProcedureComponentFactory,
    ProcedureFactory,
)

pytestmark = pytest.mark.django_db
PAGE = "/ho-so/tiep-nhan/"


@pytest.fixture
def officer(client):
    officer = OfficerFactory()
    client.force_login(officer)
    return officer


@pytest.fixture
def group():
    """Birth and residence, each with one paper of its own."""
    group = CombinedGroup.objects.create(code="sinh", name="Khai sinh, thường trú")
    for number, name in enumerate(("Đăng ký khai sinh", "Đăng ký thường trú"), start=1):
        procedure = ProcedureFactory(name=name)
        ProcedureComponentFactory(procedure=procedure, name=f"Tờ khai {name}")
        CombinedMember.objects.create(group=group, procedure=procedure, position=number)
    return group


def members(group):
    return group.in_order


def typed(officer, group, **more):
    birth, residence = members(group)
    papers = {
        f"paper-{procedure.components.get().pk}-{name}": value
        for procedure in (birth, residence)
        for name, value in (("received", "on"), ("filed_as", "original"))
    }
    return {
        "step": "save",
        "applicant_name": "Trần Thị Bích Ngọc",
        "personal_number": "045185003217",
        "procedure": birth.code,
        "group": group.code,
        "channel": "direct",
        "unit": officer.unit_id,
        "intake_key": str(uuid4()),
        "applicant_kind": "person",
        "priority": "none",
        "result_delivery": "counter",
        "sets": "1",
        "paper-other-filed_as": "copy",
        **papers,
        **more,
    }


def test_a_group_is_found_by_some_letters_and_shows_the_papers_of_each(client, officer, group):
    found = client.get(f"{PAGE}thu-tuc/", {"find": "thuong tru"})
    chosen = client.post(PAGE, {"choose": "nhom:sinh", "intake_key": str(uuid4())})

    assertContains(found, 'value="nhom:sinh"')
    assertContains(chosen, "một lần nhận, 2 hồ sơ, một giấy tiếp nhận")
    for name in ("Tờ khai Đăng ký khai sinh", "Tờ khai Đăng ký thường trú"):
        assertContains(chosen, name)


def test_one_intake_makes_a_dossier_of_each_procedure_on_one_receipt(client, officer, group):
    client.post(PAGE, typed(officer, group))

    made = list(Dossier.objects.order_by("pk"))
    assert [dossier.procedure for dossier in made] == members(group)
    assert {dossier.applicant_name for dossier in made} == {"Trần Thị Bích Ngọc"}
    assert [dossier.components.get().name for dossier in made] == [
        "Tờ khai Đăng ký khai sinh", "Tờ khai Đăng ký thường trú",
    ]  # fmt: skip
    assert all(dossier.is_inter_agency and dossier.due_at for dossier in made)
    (bundle,) = {dossier.bundle for dossier in made}
    assert (bundle.kind, bundle.name) == (BundleKind.COMBINED, "Khai sinh, thường trú")
    receipt = bundle.slips.get(kind=SlipKind.RECEIPT)
    assert receipt.content["codes"] == [dossier.code for dossier in made]
    assert len({dossier.register_number for dossier in made}) == 2


def test_what_the_group_asks_of_another_agency_is_sent_along_with_its_own_limit(client, officer, group):
    birth = members(group)[0]
    group.requests = [
        {"procedure": birth.code, "agency": "Bảo hiểm xã hội", "content": "Cấp thẻ", "working_days": 3}
    ]
    group.save()

    client.post(PAGE, typed(officer, group))

    sent = Dossier.objects.get(procedure=birth).transfers.get()
    assert (sent.to_agency, sent.content, sent.sent_by) == ("Bảo hiểm xã hội", "Cấp thẻ", officer)
    assert sent.due_at > sent.sent_at
    assert not Dossier.objects.exclude(procedure=birth).get().transfers.exists()


def test_a_group_is_not_returned_at_once_and_nothing_is_kept_of_the_try(client, officer, group):
    answer = client.post(PAGE, typed(officer, group, step="at-once"))

    assertContains(answer, "Nhóm thủ tục liên thông không trả ngay được")
    assert not Dossier.objects.exists()


def test_sending_the_form_twice_makes_the_group_once(client, officer, group):
    form = typed(officer, group)

    for _ in range(2):
        client.post(PAGE, form)

    assert Dossier.objects.count() == 2


def test_a_running_dossier_of_any_procedure_of_the_group_is_asked_about(client, officer, group):
    there = DossierFactory(
        unit=officer.unit, procedure=members(group)[1], personal_number="045185003217", processing=True
    )

    asked = client.post(PAGE, typed(officer, group))

    assertContains(asked, there.code)
    assert Dossier.objects.count() == 1


def test_choosing_another_procedure_leaves_the_group(client, officer, group):
    other = ProcedureFactory()
    form = typed(officer, group)

    shown = client.post(PAGE, form | {"choose": other.code})
    client.post(PAGE, form | {"procedure": other.code})

    assert shown.context["sheet"].group is None
    assert Dossier.objects.get().procedure == other


def test_the_groups_that_ship_name_procedures_of_the_catalogue():
    call_command("load_catalogue", verbosity=0)
    CombinedGroup.objects.update(is_offered=False)
    call_command("load_catalogue", verbosity=0)

    shipped = {group.code: [one.code for one in members(group)] for group in CombinedGroup.objects.all()}
    assert shipped == {
        "sinh-thuong-tru-bao-hiem": ["1.001193", "1.004222"],
        "tu-thuong-tru-mai-tang": ["1.000656", "1.003197", "1.001731"],
    }
    assert not CombinedGroup.objects.filter(is_offered=True).exists()
