"""Tờ khai trước khi tiếp nhận: filled from what is typed, printed, and the dossier's once it is received."""

from uuid import uuid4

import pytest
from pytest_django.asserts import assertContains, assertNotContains, assertRedirects

from dossiers.models import Dossier, DossierEvent, FilledForm, IntakeDraft
from portal.models import Role
from tests.dossiers.factories import OfficerFactory, ProcedureFactory, UserFactory
from tests.dossiers.test_intake import sent
from tests.dossiers.wordforms import WordTemplateFactory, said, word

pytestmark = pytest.mark.django_db
PAGE = "/ho-so/tiep-nhan/"


@pytest.fixture
def officer(client):
    officer = OfficerFactory()
    client.force_login(officer)
    return officer


@pytest.fixture
def template(officer):
    procedure = ProcedureFactory(code="1.001193", name="Đăng ký khai sinh")
    fields = ("ho_ten", "ngay_sinh", "thu_tuc", "ma_ho_so", "ly_do")
    return WordTemplateFactory(
        unit=officer.unit,
        procedure=procedure,
        data=word(" / ".join(f"{{{{ {key} }}}}" for key in fields)),
        fields=[{"key": key, "label": key} for key in fields],
    )


def typed(officer, template, **more):
    data = sent(officer, template.procedure, applicant_name="Nguyễn Thị Đào", born_on="12/08/1990", **more)
    data.pop("step", None)
    return data


def page_of(data, template):
    return f"{PAGE}to-khai/{data['intake_key']}/{template.pk}/"


def declare(client, data, template):
    return client.post(PAGE, data | {"declare": str(template.pk)})


def fill(client, data, template, **values):
    """The declaration as it stands there, with some blanks typed over."""
    declare(client, data, template)
    form = client.get(page_of(data, template)).context["form"]
    known = {name: form[name].value() for name in form.fields}
    return client.post(page_of(data, template), known | values)


def test_the_intake_offers_the_declarations_of_its_procedure_by_key(client, officer, template):
    WordTemplateFactory(procedure=template.procedure, name="Mẫu của xã khác")
    WordTemplateFactory(unit=officer.unit, procedure=template.procedure, name="Đã ngừng", is_active=False)

    response = client.get(f"{PAGE}?thu-tuc=1.001193")

    assertContains(response, f'name="declare" value="{template.pk}" data-key="F7"')
    assertNotContains(response, "Mẫu của xã khác")
    assertNotContains(response, "Đã ngừng")


def test_what_was_typed_stands_in_the_declaration_and_nothing_is_received(client, officer, template):
    data = typed(officer, template)

    response = declare(client, data, template)

    assertRedirects(response, page_of(data, template))
    form = client.get(page_of(data, template)).context["form"]
    assert [form[name].value() for name in ("ho_ten", "ngay_sinh", "thu_tuc", "ma_ho_so", "ly_do")] == [
        "Nguyễn Thị Đào", "12/08/1990", "Đăng ký khai sinh", "", "",
    ]  # fmt: skip
    assert not Dossier.objects.exists()


def test_what_cannot_be_understood_yet_is_left_out(client, officer, template):
    data = typed(officer, template) | {"born_on": "31/02/1990", "applicant_name": ""}

    declare(client, data, template)

    form = client.get(page_of(data, template)).context["form"]
    assert (form["ngay_sinh"].value(), form["ho_ten"].value()) == ("", "")


def test_saved_it_is_printed_from_the_intake_which_is_as_it_was(client, officer, template):
    data = typed(officer, template, phone="0912345678")

    response = fill(client, data, template, ly_do="Con đầu lòng")

    back = client.get(response["Location"])
    assertContains(back, 'value="0912345678"')
    assertContains(back, f'href="{page_of(data, template)[:-1]}.docx" autofocus')
    file = client.get(f"{page_of(data, template)[:-1]}.docx")
    assert said(file.content) == "\nNguyễn Thị Đào / 12/08/1990 / Đăng ký khai sinh / ………… / Con đầu lòng"


@pytest.fixture(autouse=True)
def _no_office_suite(monkeypatch):
    monkeypatch.setattr("dossiers.wordforms.paper.shutil.which", lambda _: None)


def test_received_it_is_the_dossiers_own_with_the_code_filled_in(client, officer, template):
    data = typed(officer, template)
    fill(client, data, template, ly_do="Con đầu lòng")

    client.post(PAGE, data | {"step": "save"})
    client.post(PAGE, data | {"step": "save"})

    dossier = Dossier.objects.get()
    kept = FilledForm.objects.get()
    assert (kept.dossier, kept.template, kept.filled_by) == (dossier, template, officer)
    assert (kept.value("ly_do"), kept.value("ma_ho_so")) == ("Con đầu lòng", dossier.code)
    assert not IntakeDraft.objects.exists()
    assert DossierEvent.objects.filter(action="fill_declaration").count() == 1


def test_returned_at_once_it_is_kept_too(client, officer, template):
    template.procedure.time_value = None
    template.procedure.save()
    data = typed(officer, template)
    fill(client, data, template, ly_do="Sao y")

    client.post(PAGE, data | {"step": "at-once"})

    assert FilledForm.objects.get().value("ly_do") == "Sao y"


def test_one_of_a_procedure_given_up_again_goes_with_the_draft(client, officer, template):
    data = typed(officer, template)
    fill(client, data, template, ly_do="Nhầm thủ tục")
    other = ProcedureFactory(code="2.000815")

    client.post(PAGE, data | {"procedure": other.code, "step": "save"})

    assert Dossier.objects.get().procedure == other
    assert not FilledForm.objects.exists()


def test_typing_on_after_the_declaration_keeps_it(client, officer, template):
    data = typed(officer, template)
    fill(client, data, template, ly_do="Con đầu lòng")

    client.post(f"{PAGE}dang-do/giu/", data | {"phone": "0987654321"})

    form = client.get(page_of(data, template)).context["form"]
    assert form["ly_do"].value() == "Con đầu lòng"


def test_the_time_from_the_first_key_goes_on_after_the_declaration(client, officer, template):
    data = typed(officer, template) | {"began": "1700000000000"}

    response = fill(client, data, template)

    assertContains(client.get(response["Location"]), 'name="began" value="1700000000000"')


def test_nobody_else_sees_what_is_not_received_yet(client, officer, template):
    data = typed(officer, template)
    fill(client, data, template)
    client.force_login(UserFactory(unit=officer.unit, roles=[Role.INTAKE]))

    for address in (page_of(data, template), f"{page_of(data, template)[:-1]}.docx"):
        assertRedirects(client.get(address), f"{PAGE}dang-do/")


def test_a_draft_that_is_gone_leads_to_the_drafts(client, officer, template):
    response = client.get(f"{PAGE}to-khai/{uuid4()}/{template.pk}/", follow=True)

    assertContains(response, "Phiếu này không còn nhập dở")


def test_a_form_already_received_fills_no_declaration(client, officer, template):
    data = typed(officer, template)
    client.post(PAGE, data | {"step": "save"})

    response = client.post(PAGE, data | {"declare": str(template.pk)}, follow=True)

    assertContains(response, "Phiếu này đã được tiếp nhận")
    assert not IntakeDraft.objects.exists()
