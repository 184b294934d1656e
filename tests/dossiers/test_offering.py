"""Thủ tục đơn vị tiếp nhận: many ticked at once, and the unit's own terms within the law's."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from pytest_django.asserts import assertContains

from dossiers import offering
from dossiers.models import OfferedProcedure, Procedure
from portal.errors import DomainError
from portal.models import AuditEvent, Role
from tests.dossiers.factories import FieldFactory, OfficerFactory, ProcedureFactory, UnitFactory, UserFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def unit():
    return UnitFactory(name="Xã Nhà")


@pytest.fixture
def admin(client, unit):
    admin = UserFactory(unit=unit, roles=[Role.UNIT_ADMIN])
    client.force_login(admin)
    return admin


@pytest.fixture
def page(unit):
    return f"/quan-tri/don-vi/thiet-lap/{unit.pk}/thu-tuc/"


def offered(unit):
    return set(Procedure.objects.offered_by(unit))


def test_unticking_one_leaves_all_the_others(client, unit, admin, page):
    kept, dropped = ProcedureFactory(), ProcedureFactory()
    beyond = [ProcedureFactory() for _ in range(3)]

    client.post(page, {"act": "page", "shown": [kept.pk, dropped.pk, "²"], "offered": [kept.pk]})

    assert offered(unit) == {kept, *beyond}
    line = AuditEvent.objects.filter(action="office.offers_changed").get()
    assert line.details == {"added": 4, "removed": 0}


def test_a_whole_field_is_taken_or_left_at_once(client, unit, admin, page):
    field = FieldFactory(code="ho-tich")
    theirs = {ProcedureFactory(field=field) for _ in range(2)}
    other = ProcedureFactory()
    client.post(f"{page}?linh-vuc=ho-tich", {"act": "none"})
    assert offered(unit) == {other}

    client.post(f"{page}?linh-vuc=ho-tich", {"act": "all"})
    assert offered(unit) == {other, *theirs}


def test_a_unit_that_would_offer_nothing_is_told_what_that_means(client, unit, admin, page):
    ProcedureFactory()

    response = client.post(page, {"act": "none"}, follow=True)

    assertContains(response, "ít nhất một thủ tục")
    assert not OfferedProcedure.objects.exists()


def test_it_is_found_by_letters_and_by_whether_it_is_offered(client, unit, admin, page):
    birth, marriage = ProcedureFactory(name="Đăng ký khai sinh"), ProcedureFactory(name="Đăng ký kết hôn")
    OfferedProcedure.objects.create(unit=unit, procedure=birth)

    assertContains(client.get(f"{page}?q=khai sinh"), "Đăng ký khai sinh")
    shown = client.get(f"{page}?chon=khong").content.decode()
    assert marriage.name in shown
    assert birth.name not in shown
    assertContains(client.get(f"{page}?q=khongco"), "Không có thủ tục nào khớp")


def test_the_list_costs_the_same_for_one_line_and_for_many(client, unit, admin, page):
    def queries():
        with CaptureQueriesContext(connection) as found:
            client.get(page)
        return len(found)

    ProcedureFactory()
    few = queries()
    for _ in range(8):
        ProcedureFactory()

    assert queries() == few


def test_own_terms_are_kept_beside_the_catalogue(client, unit, admin, page):
    procedure = ProcedureFactory(code="9.000001", time_value=5)
    procedure.fees.create(position=1, amount=None, note="Do Hội đồng nhân dân quyết định")
    typed = {"note": "Trả tại nhà", "position": "2", "time_value": "3", "fee": "15.000"}

    client.post(f"{page}9.000001/", typed)

    own = offering.terms_of(unit, procedure)
    assert (own.note, own.position, own.time_value, own.fee) == ("Trả tại nhà", 2, 3, 15000)
    assert own.is_offered
    assertContains(client.get(page), "thời hạn 3 ngày làm việc")


def test_a_longer_time_than_the_laws_is_refused(client, unit, admin, page):
    procedure = ProcedureFactory(code="9.000001", time_value=5)

    response = client.post(f"{page}9.000001/", {"time_value": "6"})

    assertContains(response, "Không được dài hơn quy định")
    with pytest.raises(DomainError, match="không được dài hơn"):
        offering.set_terms(unit, procedure, by=admin, time_value=6)


def test_a_fee_that_the_law_sets_is_not_the_units(unit, admin):
    procedure = ProcedureFactory()
    procedure.fees.create(position=1, amount=8000)

    with pytest.raises(DomainError, match="đã được quy định"):
        offering.set_terms(unit, procedure, by=admin, fee=5000)


def test_terms_of_one_procedure_do_not_end_the_offer_of_the_others(unit, admin):
    procedure, other = ProcedureFactory(), ProcedureFactory()

    offering.set_terms(unit, procedure, by=admin, note="Ghi chú")

    assert offered(unit) == {procedure, other}


def test_citizens_find_what_a_unit_offers(client, unit):
    offered_there = ProcedureFactory(name="Đăng ký khai sinh")
    ProcedureFactory(name="Đăng ký kết hôn")
    OfferedProcedure.objects.create(unit=unit, procedure=offered_there)

    own = client.get(f"/thu-tuc/?don-vi={unit.code}&q=dang ky")
    assertContains(own, "Tại Xã Nhà.")
    assertContains(own, "1 thủ tục về")
    assertContains(client.get("/thu-tuc/?q=dang ky"), "2 thủ tục về")
    assertContains(client.get("/thu-tuc/?don-vi=khong-co&q=dang ky"), "2 thủ tục về")


def test_the_desk_finds_what_its_unit_offers(client, unit):
    chosen, _ = ProcedureFactory(name="Đăng ký khai sinh"), ProcedureFactory(name="Đăng ký kết hôn")
    OfferedProcedure.objects.create(unit=unit, procedure=chosen)
    client.force_login(OfficerFactory(unit=unit))

    found = client.get("/ho-so/tiep-nhan/thu-tuc/?find=dang ky").content.decode()

    assert "Đăng ký khai sinh" in found
    assert "Đăng ký kết hôn" not in found


def test_a_division_offers_what_its_unit_does(unit):
    chosen = ProcedureFactory()
    ProcedureFactory()
    OfferedProcedure.objects.create(unit=unit, procedure=chosen)

    assert offered(UnitFactory(kind="division", parent=unit)) == {chosen}


def test_another_units_offers_are_out_of_reach(admin):
    with pytest.raises(DomainError, match="ngoài phạm vi"):
        offering.choose(UnitFactory(), chosen=[], dropped=[], by=admin)
