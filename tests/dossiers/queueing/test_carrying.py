"""What a number tells goes into the intake: nothing is typed a second time."""

import pytest
from pytest_django.asserts import assertContains

from dossiers.models import IntakeDraft, TicketGroup
from dossiers.queueing import calling
from tests.dossiers.factories import DossierFactory, ProcedureFactory
from tests.dossiers.queueing.making import Hall

pytestmark = pytest.mark.django_db
INTAKE = "/ho-so/tiep-nhan/"


@pytest.fixture
def hall():
    return Hall()


@pytest.fixture
def at_desk(client, hall):
    client.force_login(hall.officer)
    return client


def chosen(page):
    return page.context["sheet"].form["priority"].value()


@pytest.mark.parametrize(
    ("group", "priority"),
    [
        (TicketGroup.ELDERLY, "elderly"),
        (TicketGroup.DISABLED, "disabled"),
        (TicketGroup.PREGNANT, "pregnant"),
        (TicketGroup.MINORITY, "minority"),
        (TicketGroup.SPECIAL, "none"),
        (TicketGroup.NONE, "none"),
    ],
)
def test_the_group_of_the_number_is_the_priority_of_the_dossier(at_desk, hall, group, priority):
    procedure = ProcedureFactory()
    hall.take(group)
    hall.serve()

    assert chosen(at_desk.post(INTAKE, {"choose": procedure.code})) == priority
    assert chosen(at_desk.get(f"{INTAKE}?thu-tuc={procedure.code}")) == priority


def test_to_begin_brings_procedure_and_priority_along(at_desk, hall):
    procedure = ProcedureFactory(name="Đăng ký khai sinh")
    ticket = hall.take(TicketGroup.ELDERLY, procedure=procedure)
    hall.call()

    page = at_desk.post(f"/ho-so/goi-so/{ticket.pk}/bat-dau/", follow=True)

    assert page.context["sheet"].procedure == procedure
    assert chosen(page) == "elderly"


def test_opened_again_from_the_desk_it_is_the_same_until_a_dossier_was_made(at_desk, hall):
    procedure = ProcedureFactory(name="Đăng ký khai sinh")
    hall.take(TicketGroup.ELDERLY, procedure=procedure)
    ticket = hall.serve()
    assertContains(at_desk.get("/ho-so/goi-so/"), "/ho-so/goi-so/tiep-nhan/")

    assert at_desk.post("/ho-so/goi-so/tiep-nhan/", follow=True).context["sheet"].procedure == procedure

    ticket.dossiers.add(DossierFactory(unit=hall.unit))
    assert at_desk.post("/ho-so/goi-so/tiep-nhan/", follow=True).context["sheet"].procedure is None


def test_without_a_number_the_intake_is_empty(at_desk, hall):
    hall.take(TicketGroup.ELDERLY)
    calling.finish(hall.serve(), by=hall.officer)

    page = at_desk.post("/ho-so/goi-so/tiep-nhan/", follow=True)

    assert page.context["sheet"].finds_person
    assert chosen(at_desk.get(f"{INTAKE}?thu-tuc={ProcedureFactory().code}")) == "none"


def test_the_first_key_still_goes_to_the_person(at_desk, hall):
    hall.take(TicketGroup.ELDERLY)
    hall.serve()

    assert at_desk.get(INTAKE).context["sheet"].finds_person


def test_what_was_typed_before_stands_above_what_the_number_tells(at_desk, hall):
    hall.take(TicketGroup.ELDERLY)
    hall.serve()
    draft = IntakeDraft.objects.create(
        key="6b1f3f4e-8d7a-4b0e-9d5e-0a4c5b6d7e8f", officer=hall.officer, unit=hall.unit,
        typed={"priority": "disabled", "procedure": ProcedureFactory().code},
    )  # fmt: skip

    assert chosen(at_desk.get(f"{INTAKE}?nhap={draft.key}")) == "disabled"
