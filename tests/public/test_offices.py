"""Bộ phận Một cửa nào: the office that a public page speaks of, and links that stay with it."""

import time
from datetime import date

import pytest
from django.core.cache import cache
from pytest_django.asserts import assertContains, assertNotContains

from dossiers import offices
from dossiers.citizens import remembered
from dossiers.models import Office
from portal.models import Role, Unit
from tests.dossiers.factories import OfficerFactory, ProcedureFactory, UnitFactory, UserFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def office():
    desk = OfficerFactory(unit=UnitFactory(code="19405", name="Xã Vĩnh Lâm")).unit
    Office.objects.create(unit=desk, address="Thôn Tiên Mỹ", phone="0233 3820 123")
    return desk


def test_the_only_office_is_meant_without_being_named(client, office):
    page = client.get("/thu-tuc/")

    assertContains(page, "Bộ phận Một cửa Xã Vĩnh Lâm")
    assertContains(page, 'href="tel:02333820123"')
    assertNotContains(page, "don-vi=")


def test_of_several_offices_none_is_meant(client, office):
    OfficerFactory(unit=UnitFactory(name="Xã Khác"))

    assertNotContains(client.get("/thu-tuc/"), "Vĩnh Lâm")


def test_links_stay_with_the_office_of_the_address(client, office):
    OfficerFactory(unit=UnitFactory(name="Xã Khác"))
    procedure = ProcedureFactory(name="Đăng ký khai sinh")

    page = client.get("/thu-tuc/", {"don-vi": "19405", "q": "khai sinh"})

    assertContains(page, f'href="/thu-tuc/{procedure.code}/?don-vi=19405"')
    assertContains(page, 'href="/tra-cuu/?don-vi=19405"')


@pytest.mark.parametrize("code", ["99999", "x" * 300, "19405@2020-01-01"])
def test_a_code_that_means_nothing_still_opens_the_page(client, office, code):
    assert client.get("/thu-tuc/", {"don-vi": code}).status_code == 200


def test_an_office_is_where_an_active_officer_receives(office):
    UserFactory(unit=UnitFactory(name="Phòng không có quầy")).assignments.create(
        role=Role.LEADER, unit=UnitFactory()
    )
    gone = OfficerFactory(unit=UnitFactory(name="Xã đã nhập", valid_to=date(2025, 6, 30)))
    idle = OfficerFactory(unit=UnitFactory(name="Xã vắng người"), is_active=False)

    assert offices.receiving() == [office]
    assert {gone.unit, idle.unit}.isdisjoint(offices.receiving())


def test_the_list_is_remembered_for_a_minute(office, django_assert_num_queries):
    remembered._begin_generation()
    offices.receiving()

    with django_assert_num_queries(0):
        assert offices.receiving() == [office]


def test_the_front_page_of_an_office_is_drawn_once(client, office, django_assert_num_queries):
    OfficerFactory(unit=UnitFactory(code="19406", name="Xã Khác"))
    first = client.get("/", {"don-vi": "19405"}).content

    assertContains(client.get("/", {"don-vi": "19406"}), "Bộ phận Một cửa Xã Khác")
    with django_assert_num_queries(0):
        assert client.get("/", {"don-vi": "19405"}).content == first


def test_a_search_reads_what_is_remembered(client, office, django_assert_num_queries):
    ProcedureFactory(name="Đăng ký khai sinh")
    client.get("/thu-tuc/", {"q": "khai sinh"})

    with django_assert_num_queries(0):
        assertContains(client.get("/thu-tuc/", {"q": "dang ky"}), "Đăng ký khai sinh")


@pytest.mark.django_db(transaction=True)
def test_a_unit_that_is_renamed_is_called_so_at_once(client, office):
    client.get("/")
    office.name = "Xã Vĩnh Mới"
    office.save()

    assertContains(client.get("/"), "Bộ phận Một cửa Xã Vĩnh Mới")


def test_what_another_process_changes_is_seen_within_a_second(client, office, monkeypatch):
    client.get("/")
    Unit.objects.filter(pk=office.pk).update(name="Xã Vĩnh Mới")  # this process hears nothing of it
    cache.set(remembered._GENERATION, "begun by another", None)

    monkeypatch.setattr(remembered, "monotonic", lambda: time.monotonic() + remembered.ASKED)

    assert remembered.ASKED <= 1
    assertContains(client.get("/"), "Bộ phận Một cửa Xã Vĩnh Mới")


def test_what_one_request_changes_in_an_office_no_other_sees(office):
    offices.meant("19405").settings.phone = "0"

    assert offices.meant("19405").settings.phone == "0233 3820 123"
