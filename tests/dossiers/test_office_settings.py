"""Thiết lập của đơn vị: shown in words, changed by section, with the old and the new value in the trail."""

import pytest
from pytest_django.asserts import assertContains, assertRedirects

from dossiers import office_settings
from dossiers.models import Office
from portal.errors import DomainError
from portal.models import AuditEvent, Role
from tests.dossiers.factories import UnitFactory, UserFactory

pytestmark = pytest.mark.django_db
PAGE = "/quan-tri/don-vi/thiet-lap/"


@pytest.fixture
def unit():
    return UnitFactory(name="Xã Nhà")


@pytest.fixture
def admin(client, unit):
    admin = UserFactory(unit=unit, roles=[Role.UNIT_ADMIN])
    client.force_login(admin)
    return admin


def test_an_administrator_comes_straight_to_the_own_unit(client, unit, admin):
    assertRedirects(client.get(PAGE), f"{PAGE}{unit.pk}/")

    page = client.get(f"{PAGE}{unit.pk}/")
    assertContains(page, "07:00–11:30; 13:30–17:00")
    assertContains(page, "đang dùng thiết lập thông thường")


def test_the_systems_administrator_chooses_a_unit(client, unit):
    root = UserFactory(unit=None)
    root.assignments.create(role=Role.SYSTEM_ADMIN, unit=None)
    client.force_login(root)

    assertContains(client.get(PAGE), "Xã Nhà")


def test_contacts_are_written_with_the_old_and_the_new_value(client, unit, admin):
    Office.objects.create(unit=unit, phone="02333 111 222")
    typed = {
        "one_stop_name": "Trung tâm Phục vụ hành chính công xã Nhà", "address": "Thôn Một",
        "phone": "02333 333 444", "email": "motcua@xanha.gov.vn",
    }  # fmt: skip

    response = client.post(f"{PAGE}{unit.pk}/muc/lien-he/", typed)

    assertRedirects(response, f"{PAGE}{unit.pk}/")
    office = Office.objects.get()
    assert {name: getattr(office, name) for name in typed} == typed
    line = AuditEvent.objects.filter(action="office.changed").get()
    assert line.unit == unit
    assert line.details["changed"]["phone"] == {"before": "02333 111 222", "after": "02333 333 444"}


def test_the_account_is_shown_as_a_code_that_a_banks_app_reads(client, unit, admin):
    assert "<svg" not in client.get(f"{PAGE}{unit.pk}/").content.decode()
    typed = {"bank_bin": "970436", "bank_account": "0123 456 789", "bank_holder": "UBND XA NHA"}

    client.post(f"{PAGE}{unit.pk}/muc/tai-khoan/", typed)

    assert Office.objects.get().bank_account == "0123456789"
    assertContains(client.get(f"{PAGE}{unit.pk}/"), "Mã VietQR của tài khoản 0123456789")


def test_saving_what_stands_writes_no_line(client, unit, admin):
    typed = {"one_stop_name": "", "address": "", "phone": "", "email": ""}

    response = client.post(f"{PAGE}{unit.pk}/muc/lien-he/", typed, follow=True)

    assertContains(response, "Không có gì thay đổi.")
    assert not AuditEvent.objects.filter(action="office.changed").exists()


@pytest.mark.parametrize(
    ("section", "typed", "sentence"),
    [
        ("lien-he", {"email": "không phải thư"}, "email"),
        ("tai-khoan", {"bank_bin": "97043", "bank_account": "1", "bank_holder": "A"}, "đúng 6 chữ số"),
        ("tai-khoan", {"bank_bin": "970436"}, "Ghi đủ mã ngân hàng"),
        ("quy-tac", {"pause_rule": "khac"}, "không có trong danh sách"),
    ],
)
@pytest.mark.usefixtures("admin")
def test_what_cannot_be_is_refused_beside_the_field_and_kept(client, unit, section, typed, sentence):
    response = client.post(f"{PAGE}{unit.pk}/muc/{section}/", typed)

    assert response.status_code == 200
    assertContains(response, sentence)
    assert not Office.objects.exists()


@pytest.mark.parametrize("section", ["lien-he", "quy-tac", "giay-to", "tai-khoan", "nhac-han"])
def test_each_section_opens(client, unit, admin, section):
    assertContains(client.get(f"{PAGE}{unit.pk}/muc/{section}/"), "Ghi thiết lập")
    assert client.get(f"{PAGE}{unit.pk}/muc/khong-co/").status_code == 404


def test_another_units_settings_are_out_of_reach(admin):
    office = Office(unit=UnitFactory(), phone="1")

    with pytest.raises(DomainError, match="ngoài phạm vi"):
        office_settings.change(office, by=admin)
