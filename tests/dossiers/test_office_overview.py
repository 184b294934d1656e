"""Thiết lập đơn vị: a new administrator reads what is set, what is missing and what follows from it."""

import re
from datetime import date

import pytest
from pytest_django.asserts import assertContains, assertNotContains

from dossiers.models import Office
from portal.models import Role
from tests.dossiers.factories import OfficerFactory, UnitFactory, UserFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def admin(client):
    admin = UserFactory(unit=UnitFactory(identifier=""), roles=[Role.UNIT_ADMIN])
    client.force_login(admin)
    return admin


def page(admin):
    return f"/quan-tri/don-vi/thiet-lap/{admin.unit_id}/"


def states(response):
    """Thing → the word of its state, in the order of the page."""
    rows = re.findall(r'table__main"[^>]*>([^<]+)<.*?status--\w+">([^<]+)<', response.content.decode(), re.S)
    return dict(rows)


def test_a_new_office_lacks_what_only_its_people_can_tell(client, admin):
    found = states(client.get(page(admin)))

    lacking = [thing for thing, state in found.items() if state == "còn thiếu"]
    assert lacking == [
        "Cán bộ và vai trò", "Địa chỉ, điện thoại", "Mã định danh điện tử", "Tài khoản nhận phí", "Gửi thư",
        "Gửi tin nhắn",
    ]  # fmt: skip
    assert {found["Thủ tục tiếp nhận"], found["Quy trình nội bộ"], found["Mẫu tin"]} == {"như có sẵn"}


def test_what_is_missing_says_what_follows_from_it(client, admin):
    Office.objects.create(unit=admin.unit, is_rehearsing=True)

    response = client.get(page(admin))

    assertContains(response, "Chưa có mã VietQR trên giấy tiếp nhận")
    assertContains(response, "Máy chủ chưa nối với nơi gửi nào: tin chỉ ghi vào tệp.")
    assertContains(response, "Đang chạy thử: thư và tin nhắn chỉ ghi vào tệp trên máy chủ")
    assertContains(response, "còn thiếu 7 mục")


def test_an_office_that_has_everything_is_told_so(client, admin, settings):
    settings.EMAIL_HOST, settings.SMS_GATEWAY_URL = "mail.example.vn", "https://sms.example.vn"
    UserFactory(unit=admin.unit, roles=[Role.LEADER])
    OfficerFactory(unit=admin.unit)
    admin.unit.identifier = "H50.25"
    admin.unit.save()
    Office.objects.create(
        unit=admin.unit, address="Thôn Mẫu", phone="0233 3000 000", bank_bin="970436", bank_account="123456",
        bank_holder="UBND XA MAU",
    )  # fmt: skip

    response = client.get(page(admin))

    assertContains(response, "đủ để làm việc")
    assertContains(response, "1 cán bộ tiếp nhận và trả kết quả; 1 công chức thụ lý; 1 lãnh đạo.")


def test_the_words_of_a_unit_are_offered_only_to_its_own_administrator(client, admin):
    words = f"/quan-tri/mau-tin/{admin.unit_id}/"
    assertContains(client.get(page(admin)), words)

    client.force_login(UserFactory(unit=admin.unit, roles=[Role.SYSTEM_ADMIN]))

    assertNotContains(client.get(page(admin)), words)


def test_every_page_that_the_overview_names_opens(client, admin):
    response = client.get(page(admin))

    for url in re.findall(r'table__main" href="([^"]+)"', response.content.decode()):
        assert client.get(url).status_code == 200, url


def test_sent_messages_are_in_the_navigation_and_say_that_the_office_rehearses(client, admin):
    Office.objects.create(unit=admin.unit, is_rehearsing=True)

    closed = UnitFactory(name="Xã Đã Nhập", valid_to=date(2025, 6, 30), successor=admin.unit)
    Office.objects.create(unit=closed, is_rehearsing=True)

    response = client.get("/tin-nhan/")

    assertNotContains(response, "Xã Đã Nhập")
    assertContains(response, '<a class="nav__link" href="/tin-nhan/" aria-current="page">')
    assertContains(response, f"Đang chạy thử: tin của {admin.unit.name}")
