"""What an attacker, a shared machine or a slip of the hand must not be able to do, whatever the page."""

import re

import pytest
from django.conf import settings
from django.test import Client, RequestFactory
from django.urls import reverse
from pytest_django.asserts import assertContains, assertNotContains

from portal.addresses import client_address
from portal.models import AuditEvent, Role
from tests.dossiers.factories import DossierFactory, OfficerFactory, UnitFactory, UserFactory, at

pytestmark = pytest.mark.django_db
PASSWORD = "Mùa-gặt-Vĩnh-Linh-88"


@pytest.fixture
def officer():
    officer = OfficerFactory(username="hong")
    officer.set_password(PASSWORD)
    officer.save()
    return officer


def sign_in(client, password=PASSWORD, **further):
    return client.post(reverse("portal:login"), {"username": "hong", "password": password, **further})


class TestSigningIn:
    @pytest.mark.parametrize(
        "elsewhere", ["//evil.example/", "https://evil.example/", "/\\evil.example", "javascript:alert(1)"]
    )
    def test_leads_nowhere_else(self, client, officer, elsewhere):
        assert sign_in(client, next=elsewhere)["Location"] == reverse("portal:start")

    def test_gives_a_new_session(self, client, officer):
        client.cookies[settings.SESSION_COOKIE_NAME] = "abcdefghijklmnopqrstuvwxyz012345"

        sign_in(client)

        assert client.cookies[settings.SESSION_COOKIE_NAME].value != "abcdefghijklmnopqrstuvwxyz012345"
        assert client.cookies[settings.SESSION_COOKIE_NAME]["httponly"]

    def test_the_right_password_opens_nothing_while_the_name_is_locked(self, client, officer):
        for _ in range(settings.AXES_FAILURE_LIMIT):
            sign_in(client, password="sai")

        assert sign_in(client).status_code == 429

    def test_a_lock_leaves_one_line_for_the_administrator(self, client, officer):
        for _ in range(settings.AXES_FAILURE_LIMIT + 3):
            sign_in(client, password="sai")
            client.post(reverse("portal:login"), {"username": "Mat-khau-go-nham", "password": "x"})

        lines = AuditEvent.objects.filter(action="user.locked_out")
        assert [line.target_id for line in lines] == [str(officer.pk)]

    def test_a_changed_password_ends_other_sessions_and_leaves_a_line(self, client, officer):
        other = Client()
        sign_in(client)
        sign_in(other)

        changed = client.post(
            reverse("portal:password-change"),
            {"old_password": PASSWORD, "new_password1": PASSWORD + "9", "new_password2": PASSWORD + "9"},
            follow=True,
        )

        assertContains(changed, "Đã đổi mật khẩu")
        assert other.get(reverse("reports:home")).status_code == 302
        assert AuditEvent.objects.filter(action="user.password_changed", actor=officer).count() == 1


class TestClientAddress:
    """Behind the proxy every request comes from the proxy's address; one wrong hand must not lock all out."""

    @pytest.mark.parametrize(
        ("https", "named", "expected"),
        [
            (True, "203.0.113.9", "203.0.113.9"),
            (True, "198.51.100.1, 203.0.113.9", "203.0.113.9"),
            (True, "2001:db8::1", "2001:db8::1"),
            (True, "", "127.0.0.1"),
            (True, "không phải địa chỉ", "127.0.0.1"),
            (False, "203.0.113.9", "127.0.0.1"),
        ],
    )
    def test_is_the_one_the_proxy_names_last(self, settings, https, named, expected):
        settings.HTTPS = https

        assert client_address(RequestFactory().get("/", headers={"x-forwarded-for": named})) == expected


class TestAnswers:
    def test_pages_of_officers_stay_in_no_cache(self, client, officer):
        client.force_login(officer)

        assert client.get(reverse("dossiers:list"))["Cache-Control"] == "no-store"
        assert not Client().get(reverse("dossiers:public-catalogue")).has_header("Cache-Control")

    @pytest.mark.parametrize("name", ["portal:start", "portal:login", "dossiers:public-catalogue"])
    def test_carry_the_headers_that_browsers_hold_to(self, client, name):
        answer = client.get(reverse(name))

        policy = answer["Content-Security-Policy"]
        assert "default-src 'self'" in policy
        assert "frame-ancestors 'none'" in policy
        assert "unsafe" not in policy
        assert answer["X-Content-Type-Options"] == "nosniff"
        assert answer["X-Frame-Options"] == "DENY"
        assert answer["Referrer-Policy"] == "same-origin"

    @pytest.mark.parametrize("name", ["portal:start", "dossiers:public-catalogue"])
    def test_public_pages_can_be_asked_for_their_head(self, client, name):
        assert client.head(reverse(name)).status_code == 200

    def test_a_button_s_address_opened_as_a_page_says_what_happened(self, client, officer):
        client.force_login(officer)

        answer = client.get(reverse("portal:logout"))

        assert (answer.status_code, answer["Allow"]) == (405, "POST, OPTIONS")
        assertContains(answer, "Việc này chưa được thực hiện", status_code=405)

    def test_a_part_of_a_page_asks_for_the_whole_when_the_session_is_over(self, client):
        answer = client.get(reverse("dossiers:list"), headers={"hx-request": "true"})

        assert (answer.status_code, answer["HX-Refresh"]) == (200, "true")
        assert client.get(reverse("dossiers:list")).status_code == 302


class TestRequests:
    @pytest.mark.parametrize("address", ["/thu-tuc/?q=%00", "/thu-tuc/%00/", "/?x=%00"])
    def test_a_zero_byte_is_refused_before_any_page(self, client, address):
        assertContains(client.get(address), "Máy chủ không hiểu yêu cầu này", status_code=400)

    def test_a_body_too_large_is_refused_unread(self, client):
        answer = client.post(
            reverse("portal:login"), {"username": "hong"}, CONTENT_LENGTH=settings.MAX_REQUEST_BYTES + 1
        )

        assertContains(answer, "chỉ nhận đến 24 MB", status_code=413)

    def test_ten_thousand_fields_are_refused(self, client):
        answer = client.post(reverse("portal:login"), {f"f{n}": n for n in range(10_000)})

        assertContains(answer, "Máy chủ không hiểu yêu cầu này", status_code=400)

    def test_a_unit_on_a_day_that_is_none_is_told_so(self, client, officer):
        client.force_login(officer)

        answer = client.get("/bao-cao/so-lieu/?don-vi=19405@hom-qua")

        assertContains(answer, "không đúng dạng YYYY-MM-DD", status_code=400)


class TestPeopleOfOtherUnits:
    """Who works at one desk and supervises others sees names at the own desk only."""

    @pytest.fixture
    def officer(self, client):
        district = UnitFactory(kind="district")
        own, other = (UnitFactory(parent=district, kind="commune") for _ in range(2))
        for unit, name in ((own, "Nguyễn Thị Đào"), (other, "Trần Văn Tý")):
            DossierFactory(unit=unit, owner_name=name, received_at=at("2024-03-15"), processing=True)
        officer = UserFactory(unit=own, roles=[Role.INTAKE])
        officer.assignments.create(role=Role.SUPERVISOR, unit=district)
        client.force_login(officer)
        return officer

    @pytest.mark.parametrize(
        "address",
        [
            "/ban-lam-viec/",
            "/ho-so/",
            "/bao-cao/so-lieu/ho-so/?chi-tieu=received&ky=2024-Q2",
        ],
    )
    def test_masked_in_every_list(self, client, officer, address):
        page = client.get(address)

        assertContains(page, "Nguyễn Thị Đào")
        assertContains(page, "Trần V. T.")
        assertNotContains(page, "Trần Văn Tý")

    def test_masked_in_titles_and_on_the_record(self, client, officer):
        other = DossierFactory(
            unit=officer.tree.pick(officer.readable_unit_ids - officer.unit_ids([Role.INTAKE]))[0],
            owner_name="Trần Văn Tý",
            personal_number="045190000777",
            phone="0977123456",
            address="Thôn Quảng Xá",
        )

        page = client.get(f"/ho-so/{other.code}/").content.decode()

        assert not re.search("Trần Văn Tý|045190000777|0977123456|Quảng Xá", page)
