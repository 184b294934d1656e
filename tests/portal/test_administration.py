import re
from datetime import date
from pathlib import Path

import pytest
from django.conf import settings
from pytest_django.asserts import assertContains, assertNotContains, assertRedirects

from dossiers import office_days
from dossiers.models import CalendarDay
from portal import administration, audit
from portal.administration import Reach
from portal.errors import DomainError
from portal.models import AuditEvent, Role, Unit, User
from portal.trail import WORDS
from tests.dossiers.factories import DossierFactory, UnitFactory, UserFactory

pytestmark = pytest.mark.django_db
NOT_LISTED = "Giá trị này không có trong danh sách"
STRONG = "Mùa-gặt-Vĩnh-Linh-88"


@pytest.fixture
def commune():
    return UnitFactory(name="Xã Vĩnh Thủy")


@pytest.fixture
def admin(client, commune):
    admin = UserFactory(unit=commune, roles=[Role.UNIT_ADMIN], full_name="Quản trị xã")
    client.force_login(admin)
    return admin


@pytest.fixture
def root(client):
    root = UserFactory(unit=None)
    root.assignments.create(role=Role.SYSTEM_ADMIN, unit=None)
    return root


def last_line():
    return AuditEvent.objects.first()


class TestAccounts:
    def new(self, commune, **typed):
        return {
            "username": "hong.le",
            "full_name": "Lê Thị Hồng",
            "position": "Công chức Tư pháp",
            "unit": commune.pk,
            "roles": ["intake"],
            "password": STRONG,
        } | typed

    def test_a_unit_admin_opens_an_account_that_can_sign_in(self, client, admin, commune):
        response = client.post("/quan-tri/nguoi-dung/them/", self.new(commune))

        made = User.objects.get(username="hong.le")
        assertRedirects(response, f"/quan-tri/nguoi-dung/{made.pk}/")
        assert made.roles == {Role.INTAKE: {commune.pk}}
        assert made.check_password(STRONG)
        line = last_line()
        assert (line.action, line.actor, line.unit) == ("user.created", admin, commune)
        assert STRONG not in str(line.details)

    @pytest.mark.parametrize(
        ("typed", "sentence"),
        [
            ({"username": "Hồng Lê"}, "Chỉ dùng chữ thường không dấu"),
            ({"password": "12345678901"}, "Mật khẩu"),
            ({"password": "ngắn"}, "Mật khẩu"),
            ({"full_name": ""}, "bắt buộc"),
            ({"roles": ["system_admin"]}, NOT_LISTED),
            ({"roles": ["supervisor"]}, NOT_LISTED),
        ],
    )
    def test_what_cannot_be_is_refused(self, client, admin, commune, typed, sentence):
        response = client.post("/quan-tri/nguoi-dung/them/", self.new(commune, **typed))

        assertContains(response, "error-summary")
        assertContains(response, sentence)
        assert not User.objects.filter(full_name="Lê Thị Hồng").exists()

    def test_a_name_is_given_once(self, client, admin, commune):
        UserFactory(username="hong.le")

        assertContains(client.post("/quan-tri/nguoi-dung/them/", self.new(commune)), "Đã có tài khoản")

    def test_not_in_a_unit_beyond_reach(self, client, admin):
        response = client.post("/quan-tri/nguoi-dung/them/", self.new(UnitFactory()))

        assertContains(response, "error-summary")
        assert not User.objects.filter(username="hong.le").exists()

    def test_only_accounts_of_the_own_units_are_listed(self, client, admin, commune):
        UserFactory(unit=UnitFactory(parent=commune), full_name="Trạm trưởng")
        UserFactory(full_name="Người xã khác")

        response = client.get("/quan-tri/nguoi-dung/")

        assertContains(response, "Trạm trưởng")
        assertNotContains(response, "Người xã khác")
        assertContains(client.get("/quan-tri/nguoi-dung/", {"q": "Trạm"}), "1 tài khoản")

    def test_details_are_changed_with_a_line_that_names_the_columns(self, client, admin, commune):
        account = UserFactory(unit=commune, full_name="Lê Hồng", position="Công chức")

        client.post(
            f"/quan-tri/nguoi-dung/{account.pk}/",
            {"full_name": "Lê Thị Hồng", "position": "Công chức", "unit": commune.pk},
        )

        account.refresh_from_db()
        assert account.full_name == "Lê Thị Hồng"
        assert last_line().details == {"columns": ["full_name"]}

    def test_roles_are_given_and_taken(self, client, admin, commune):
        account = UserFactory(unit=commune)

        client.post(
            f"/quan-tri/nguoi-dung/{account.pk}/vai-tro/",
            {"grant-role": "records", "grant-unit": commune.pk},
        )
        given, line = account.assignments.get(), last_line()
        client.post(f"/quan-tri/nguoi-dung/{account.pk}/vai-tro/{given.pk}/bo/")

        assert (given.role, given.unit) == (Role.RECORDS, commune)
        assert (line.action, line.details) == (
            "user.role_given",
            {"role": "records", "held_in": commune.code},
        )
        assert not account.assignments.exists()
        assert last_line().action == "user.role_taken"

    def test_a_role_held_already_is_said(self, client, admin, commune):
        account = UserFactory(unit=commune, roles=[Role.RECORDS])

        response = client.post(
            f"/quan-tri/nguoi-dung/{account.pk}/vai-tro/",
            {"grant-role": "records", "grant-unit": commune.pk},
            follow=True,
        )

        assertContains(response, "đã có vai trò “Văn thư” ở đó")

    def test_a_password_is_set_and_signs_the_person_out(self, client, admin, commune):
        account = UserFactory(unit=commune)

        client.post(f"/quan-tri/nguoi-dung/{account.pk}/mat-khau/", {"password": STRONG})

        account.refresh_from_db()
        assert account.check_password(STRONG)
        assert last_line().action == "user.password_set"
        weak = client.post(f"/quan-tri/nguoi-dung/{account.pk}/mat-khau/", {"password": account.username})
        assertContains(weak, "error-summary")

    def test_nobody_sets_their_own_password_without_the_old_one(self, client, admin):
        response = client.post(f"/quan-tri/nguoi-dung/{admin.pk}/mat-khau/", {"password": STRONG})

        assertContains(response, "mục Đổi mật khẩu, nơi hỏi mật khẩu đang dùng")
        admin.refresh_from_db()
        assert not admin.check_password(STRONG)

    def test_an_idle_account_stays_in_the_history(self, client, admin, commune):
        account = UserFactory(unit=commune)

        client.post(f"/quan-tri/nguoi-dung/{account.pk}/hoat-dong/", {"is_active": "no"})
        account.refresh_from_db()
        stopped = account.is_active
        again = client.post(f"/quan-tri/nguoi-dung/{account.pk}/hoat-dong/", {"is_active": "no"}, follow=True)
        client.post(f"/quan-tri/nguoi-dung/{account.pk}/hoat-dong/", {"is_active": "yes"})
        account.refresh_from_db()

        assert (stopped, account.is_active) == (False, True)
        assertContains(again, "đã ngừng từ trước")
        assert last_line().action == "user.reactivated"

    @pytest.mark.parametrize("wider", [Role.SYSTEM_ADMIN, Role.SUPERVISOR])
    def test_accounts_with_wider_roles_are_beyond_a_unit_admin(self, client, admin, commune, wider):
        """Who could set the password of such an account would have its roles."""
        account = UserFactory(unit=commune)
        account.assignments.create(role=wider, unit=None if wider is Role.SYSTEM_ADMIN else commune)

        page = client.get(f"/quan-tri/nguoi-dung/{account.pk}/")
        answered = client.post(f"/quan-tri/nguoi-dung/{account.pk}/mat-khau/", {"password": STRONG})

        assertContains(page, "ngoài phạm vi quản trị")
        assertNotContains(page, "Đặt mật khẩu</a>")
        assertContains(answered, "ngoài phạm vi quản trị")
        account.refresh_from_db()
        assert not account.check_password(STRONG)

    def test_a_role_in_a_superior_unit_is_wider_too(self, admin, commune):
        account = UserFactory(unit=commune)
        account.assignments.create(role=Role.UNIT_ADMIN, unit=UnitFactory(kind="district"))

        with pytest.raises(DomainError, match="ngoài phạm"):
            administration.set_active(account, is_active=False, by=admin)

    def test_nobody_changes_their_own_roles_or_stops_themselves(self, client, admin, commune):
        given = client.post(
            f"/quan-tri/nguoi-dung/{admin.pk}/vai-tro/",
            {"grant-role": "leader", "grant-unit": commune.pk},
            follow=True,
        )
        stopped = client.post(f"/quan-tri/nguoi-dung/{admin.pk}/hoat-dong/", {"is_active": "no"}, follow=True)

        assertContains(given, "Không tự đổi vai trò")
        assertContains(stopped, "Không tự đổi vai trò")
        assert admin.assignments.count() == 1

    def test_the_system_admin_gives_every_role(self, root, commune):
        account = UserFactory(unit=commune)
        administration.give_role(account, role=Role.SUPERVISOR, unit=commune, by=root)

        made = administration.give_role(account, role=Role.SYSTEM_ADMIN, unit=commune, by=root)

        assert made.unit is None
        assert set(Reach(root).roles) == set(Role)


class TestUnits:
    def test_the_tree_shows_what_became_of_each_unit(self, client, admin, commune):
        UnitFactory(name="Xã Vĩnh Lâm", successor=commune, valid_to=date(2025, 6, 30))

        response = client.get("/quan-tri/don-vi/")

        assertContains(response, "Xã Vĩnh Lâm")
        assertContains(response, "đến 30/06/2025")

    def test_an_identifier_is_set_once_for_one_unit(self, client, admin, commune):
        UnitFactory(identifier="H50.26", name="Xã Bến Quan")
        page = f"/quan-tri/don-vi/{commune.pk}/"

        taken = client.post(page, {"identifier": "h50.26"})
        wrong = client.post(page, {"identifier": "H50 25"})
        client.post(page, {"identifier": "h50.25"})

        assertContains(taken, "Mã định danh H50.26 đang là của Xã Bến Quan.")
        assertContains(wrong, "Chỉ gồm chữ in hoa")
        commune.refresh_from_db()
        assert commune.identifier == "H50.25"
        assert last_line().details == {"before": "", "after": "H50.25"}

    def test_setting_the_same_again_leaves_no_line(self, admin, commune):
        before = AuditEvent.objects.count()

        administration.identify(commune, identifier="", by=admin)

        assert AuditEvent.objects.count() == before

    def test_a_unit_beyond_reach_is_refused(self, admin):
        with pytest.raises(DomainError, match="ngoài phạm vi"):
            administration.identify(UnitFactory(), identifier="H50.1", by=admin)


class TestTrail:
    def test_shows_lines_of_the_own_units_in_words(self, client, admin, commune):
        audit.record(
            "dossier.opened", by=admin, target=DossierFactory(unit=commune, code="X-1"), unit=commune
        )
        audit.record("dossier.opened", by=None, target=DossierFactory(code="Y-1"), unit=UnitFactory())

        response = client.get("/quan-tri/nhat-ky/")

        assertContains(response, "Mở xem hồ sơ")
        assertContains(response, "X-1")
        assertNotContains(response, "Y-1")

    def test_the_system_admin_sees_every_line(self, client, root):
        client.force_login(root)
        audit.record("catalogue.loaded", by=None)

        assertContains(client.get("/quan-tri/nhat-ky/"), "Nạp danh mục")

    def test_is_narrowed_by_who_what_and_when(self, client, admin, commune):
        audit.record(
            "dossier.opened", by=admin, target=DossierFactory(unit=commune, code="X-1"), unit=commune
        )
        audit.record("user.changed", by=admin, target=admin, unit=commune)

        assertContains(client.get("/quan-tri/nhat-ky/", {"viec": "dossier"}), "1 dòng")
        assertContains(client.get("/quan-tri/nhat-ky/", {"q": "X-1"}), "1 dòng")
        assertContains(client.get("/quan-tri/nhat-ky/", {"tu": "01/01/2099"}), "0 dòng")
        assertContains(client.get("/quan-tri/nhat-ky/", {"den": "01/01/2020"}), "0 dòng")

    def test_every_action_that_is_recorded_has_its_words(self):
        sources = (
            path.read_text()
            for app in ("portal", "dossiers", "reports", "surveys", "initiatives")
            for path in Path(settings.BASE_DIR, app).rglob("*.py")
        )
        literal = re.compile(r'audit\.record\(\s*"([a-z_.]+)"')
        recorded = {action for source in sources for action in literal.findall(source)}

        assert recorded - set(WORDS) == set()

    def test_nobody_can_change_a_line(self, admin):
        line = audit.record("user.changed", by=admin, target=admin)

        for change in (line.save, line.delete, AuditEvent.objects.all().delete):
            with pytest.raises(TypeError):
                change()
        with pytest.raises(TypeError):
            AuditEvent.objects.update(actor_name="Ai đó")


class TestCalendar:
    PAGE = "/quan-tri/lich/"

    def test_a_day_off_is_set_and_removed_with_a_line_each(self, client, admin, commune):
        client.post(
            self.PAGE, {"day": "04/05/2026", "works": "no", "reason": "QĐ 12/QĐ-UBND", "unit": commune.pk}
        )
        day, set_line = CalendarDay.objects.get(), last_line()
        shown = client.get(self.PAGE)
        client.post(f"{self.PAGE}{day.pk}/bo/")

        assert (day.day, day.works) == (date(2026, 5, 4), False)
        assert (set_line.action, set_line.details) == (
            "calendar.day_set",
            {"works": False, "moved": 0, "steps": 0, "feedback": 0},
        )
        assertContains(shown, "04/05/2026, thứ Hai")
        assert not CalendarDay.objects.exists()
        assert last_line().action == "calendar.day_removed"

    def test_a_day_stands_once(self, client, admin, commune):
        CalendarDay.objects.create(day=date(2026, 5, 4), works=True, reason="QĐ", unit=commune)

        response = client.post(
            self.PAGE, {"day": "04/05/2026", "works": "no", "reason": "QĐ", "unit": commune.pk}
        )

        assertContains(response, "đã có trong lịch")
        assert CalendarDay.objects.count() == 1

    def test_a_removed_day_is_told_by_its_date(self, admin, commune):
        day = CalendarDay.objects.create(day=date(2026, 5, 4), works=True, reason="QĐ", unit=commune)

        office_days.remove_day(day, by=admin)

        assert last_line().target_label == "04/05/2026: làm việc"


def test_the_overview_counts_what_there_is_to_look_after(client, admin, commune):
    UserFactory(unit=commune, is_active=False)

    response = client.get("/quan-tri/")

    assertContains(response, "1 tài khoản đang hoạt động, 1 đã ngừng")
    assertContains(response, "1 xã, phường chưa có mã định danh")
    assert Unit.objects.count() == 1


def test_the_overview_leads_nobody_to_a_page_that_is_closed_to_them(client, admin, root):
    for user in (admin, root):
        client.force_login(user)
        links = re.findall(r'<h2[^>]*><a href="([^"]+)"', client.get("/quan-tri/").content.decode())

        assert len(links) > 5
        assert [link for link in links if client.get(link, follow=True).status_code != 200] == []
