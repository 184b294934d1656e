"""Đơn giản hóa: what is cut, the dossiers received since, the days saved; each number opens its list."""

from datetime import date, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from pytest_django.asserts import assertContains, assertNotContains

from dossiers.models import Simplification
from portal.models import Role, UnitTree
from reports.simplified import effects
from tests.dossiers.factories import DossierFactory, ProcedureFactory, UnitFactory, UserFactory, at

pytestmark = pytest.mark.django_db
PAGE = "/bao-cao/don-gian-hoa/"


@pytest.fixture
def unit():
    return UnitFactory(name="Xã Nhà")


@pytest.fixture
def officer(client, unit):
    officer = UserFactory(unit=unit, roles=[Role.REFORM])
    client.force_login(officer)
    return officer


@pytest.fixture
def procedure():
    return ProcedureFactory(code="1.001193", name="Đăng ký khai sinh")


def cut(unit, procedure, **changes):
    values = {"summary": "Bớt hai ngày", "days_cut": 2, "decision_number": "5/QĐ-UBND"}
    values |= {"decision_on": date(2024, 3, 1), "from_on": date(2024, 3, 15)}
    return Simplification.objects.create(unit=unit, procedure=procedure, **values | changes)


def effect(one):
    return effects([one], today=timezone.localdate(), tree=UnitTree.load())[0]


def test_only_dossiers_of_the_procedure_received_since_in_the_unit_count(unit, procedure):
    one = cut(unit, procedure)
    hamlet = UnitFactory(parent=unit)
    DossierFactory(procedure=procedure, unit=unit, received_at=at("2024-03-15 08:00"))
    DossierFactory(procedure=procedure, unit=hamlet, received_at=at("2024-04-01 08:00"))
    DossierFactory(procedure=procedure, unit=unit, received_at=at("2024-03-14 16:00"))
    DossierFactory(procedure=procedure, received_at=at("2024-04-01 08:00"))
    DossierFactory(unit=unit, received_at=at("2024-04-01 08:00"))

    found = effect(one)

    assert (found.dossiers, found.days_saved) == (2, 4)


def test_the_number_opens_exactly_those_dossiers(client, unit, officer, procedure):
    one = cut(unit, procedure)
    counted = DossierFactory(procedure=procedure, unit=unit, received_at=at("2024-03-15 08:00"))
    before = DossierFactory(procedure=procedure, unit=unit, received_at=at("2024-03-14 08:00"))

    shown = client.get(effect(one).url)

    assertContains(shown, counted.code)
    assertNotContains(shown, before.code)


def test_a_proposal_without_a_decision_or_before_its_day_saves_nothing_yet(unit, procedure):
    DossierFactory(procedure=procedure, unit=unit)
    tomorrow = timezone.localdate() + timedelta(days=1)

    assert effect(cut(unit, procedure, decision_number="")).dossiers is None
    assert effect(cut(unit, procedure, from_on=tomorrow)).days_saved is None


def test_one_in_force_without_dossiers_shows_zero(unit, procedure):
    assert effect(cut(unit, procedure)).dossiers == 0


def test_an_officer_proposes_records_the_decision_and_reads_the_sum(client, unit, officer, procedure):
    DossierFactory(procedure=procedure, unit=unit, received_at=at("2024-03-20 08:00"))
    sent = {"unit": unit.pk, "procedure": "1.001193", "summary": "Bỏ bản sao", "days_cut": 3}
    for _ in range(2):
        client.post(f"{PAGE}moi/", sent)
    one = Simplification.objects.get()
    assertContains(client.get(PAGE), "chưa có quyết định")

    decided = {"decision_number": "5/QĐ-UBND", "decision_on": "01/03/2024", "from_on": "15/03/2024"}
    client.post(one.get_absolute_url(), sent | decided)

    page = client.get(PAGE)
    assertContains(page, "5/QĐ-UBND ngày 01/03/2024, từ 15/03/2024")
    assert (page.context["dossiers"], page.context["days_saved"]) == (1, 3)


@pytest.mark.parametrize(
    ("sent", "said"),
    [
        ({"days_cut": 0}, "Ghi ít nhất một điều được cắt giảm"),
        ({"procedure": "9.9"}, "Danh mục không có thủ tục mang mã 9.9."),
        ({"decision_number": "5/QĐ"}, "Đã có quyết định thì ghi cả ngày này."),
    ],
)
@pytest.mark.usefixtures("officer", "procedure")
def test_what_is_wrong_is_told_beside_the_field(client, unit, sent, said):
    base = {"unit": unit.pk, "procedure": "1.001193", "summary": "Bỏ bản sao", "days_cut": 3}

    assertContains(client.post(f"{PAGE}moi/", base | sent), said)
    assert not Simplification.objects.exists()


def test_only_what_was_not_decided_is_dropped(client, unit, officer, procedure):
    decided, open_one = cut(unit, procedure), cut(unit, procedure, decision_number="")

    client.post(f"{PAGE}{decided.pk}/bo/")
    client.post(f"{PAGE}{open_one.pk}/bo/")

    assert list(Simplification.objects.all()) == [decided]


def test_the_list_costs_the_same_for_one_and_for_many(client, unit, officer):
    def queries():
        client.get(PAGE)
        with CaptureQueriesContext(
            connection,
        ) as seen:
            client.get(PAGE)
        return len(seen)

    cut(unit, ProcedureFactory())
    one = queries()
    for _ in range(4):
        cut(unit, ProcedureFactory())

    assert queries() == one


def test_an_empty_list_says_what_it_is_for(client, officer):
    assertContains(client.get(PAGE), "Chưa có phương án nào")
