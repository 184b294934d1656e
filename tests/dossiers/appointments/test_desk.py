"""Lịch hẹn ở quầy: the day and the week, booking on the phone, who came and who did not."""

from datetime import date, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from pytest_django.asserts import assertContains, assertNotContains

from dossiers import office_days
from dossiers.advance import appointing
from dossiers.appointments import booking, desk, forgetting
from dossiers.models import Appointment, CalendarDay, Dossier, IntakeDraft, Message, Office
from portal.models import AuditEvent, Notice, Role
from tests.dossiers.advance import making as advance
from tests.dossiers.appointments.making import MONDAY, TUESDAY, Home, clock
from tests.dossiers.factories import DossierFactory, UserFactory, at

pytestmark = pytest.mark.django_db
LIST = "/ho-so/lich-hen/"


@pytest.fixture(autouse=True)
def _now(monkeypatch):
    clock(monkeypatch)


@pytest.fixture
def home():
    return Home()


@pytest.fixture
def officer(client, home):
    client.force_login(home.officer)
    return client


@pytest.fixture
def later(officer, home, monkeypatch):
    """Goes on at another moment, signed in anew: an idle session is over by then."""

    def go_on(moment):
        clock(monkeypatch, moment)
        officer.force_login(home.officer)

    return go_on


class TestDay:
    def test_who_comes_when_and_what_for_with_the_phone_by_its_ends(self, officer, home):
        home.booked()

        page = officer.get(f"{LIST}?ngay=2026-03-03")

        for said in ("08:00 – 08:30", "Trần Thị Bích Ngọc", "091•••678", "Chứng thực hợp đồng", "1 đã hẹn"):
            assertContains(page, said)
        assertNotContains(page, "0912345678")

    def test_today_unless_the_address_says_another_day(self, officer, home):
        home.booked()

        assertContains(officer.get(LIST), "Chưa ai hẹn ngày này")
        assertContains(officer.get(f"{LIST}?ngay=x"), "Thứ Hai, 02/03/2026")

    def test_a_week_shows_each_working_day_with_whom_it_brings(self, officer, home):
        home.booked()
        home.booked(at("2026-03-06 14:00"))
        CalendarDay.objects.create(day=date(2026, 3, 4), works=False, unit=home.unit, reason="Mất điện")

        page = officer.get(f"{LIST}?xem=tuan")

        for said in ("Tuần 02/03 – 08/03/2026", "08:00 Trần", "14:00 Trần", "Đơn vị nghỉ theo quyết định"):
            assertContains(page, said)
        assertNotContains(page, "Chủ nhật")

    def test_who_came_and_who_did_not_is_counted(self, officer, home, later, monkeypatch):
        late = home.booked(TUESDAY - timedelta(minutes=30))
        home.kept(monkeypatch)
        later(TUESDAY + timedelta(hours=1))
        booking.miss(late, by=home.officer)

        assertContains(officer.get(LIST), "30 ngày qua: 1 đã đến, 1 không đến, 0 không ghi nhận, 0 đã hủy")

    def test_an_office_without_appointments_says_how_to_begin(self, client, home):
        Office.objects.update(takes_appointments=False)
        client.force_login(UserFactory(unit=home.unit, roles=[Role.UNIT_ADMIN]))

        assertContains(client.get(LIST), "Mở thiết lập đơn vị")

    def test_it_costs_the_same_for_one_and_for_many(self, officer, home):
        Office.objects.update(appointment_places=9)
        costs = []
        for number in range(4):
            home.booked(phone=f"091234567{number}")
            for address in (f"{LIST}?ngay=2026-03-03", f"{LIST}?xem=tuan"):
                officer.get(address)
                with CaptureQueriesContext(connection) as asked:
                    officer.get(address)
                costs.append(len(asked))

        assert len(set(costs[::2])) == len(set(costs[1::2])) == 1


class TestOne:
    def test_opening_it_shows_the_person_in_full_and_is_logged(self, officer, home):
        made = home.booked()

        page = officer.get(made.get_absolute_url())

        assertContains(page, "0912345678")
        assertContains(page, made.code)
        assertContains(page, "Chưa đến ngày hẹn.")
        assert AuditEvent.objects.about(made).filter(action="appointment.opened", actor=home.officer).exists()

    def test_nobody_of_another_unit_sees_or_touches_it(self, client, home):
        made = home.booked()
        client.force_login(Home().officer)

        assert client.get(made.get_absolute_url()).status_code == 404
        for word in ("doi", "huy", "da-den", "khong-den"):
            assert client.post(f"{made.get_absolute_url()}{word}/", {"reason": "x"}).status_code == 404
        assertNotContains(client.get(f"{LIST}?ngay=2026-03-03&don-vi={home.unit.pk}"), "Bích Ngọc")

    def test_after_the_person_is_erased_the_fact_is_shown(self, officer, home, later):
        made = home.booked()
        later(MONDAY + timedelta(days=60))
        forgetting.forget_old()

        assertContains(officer.get(made.get_absolute_url()), "đã xóa ngày")
        assertContains(officer.get(f"{LIST}?ngay=2026-03-03"), "(đã xóa tên)")


class TestBooking:
    @pytest.fixture
    def form(self, home):
        return f"{LIST}dat/?thu-tuc={home.procedure.code}"

    def filled(self, **values):
        said = {"at": "2026-03-02T09:00", "name": "Lê Văn An", "phone": "0987654321"}
        return said | {"key": booking.CODES.new_form()} | values

    def test_the_procedure_is_found_then_a_time_of_today_is_given(self, officer, home, form):
        assertContains(officer.get(f"{LIST}dat/?tim=hop+dong"), f"thu-tuc={home.procedure.code}")
        assertContains(officer.get(form), '<option value="2026-03-02T09:00">09:00</option>')
        assertContains(officer.get(f"{form}&ngay=2026-03-03"), '<option value="2026-03-03T07:00">')

        page = officer.post(form, self.filled(), follow=True)

        made = Appointment.objects.get()
        assert (made.starts_at, made.events.get().actor) == (MONDAY, home.officer)
        assertContains(page, f"Đọc mã cho người hẹn: {made.code}")

    def test_a_second_tap_books_nothing_more(self, officer, form):
        sent = self.filled()

        assert officer.post(form, sent)["Location"] == officer.post(form, sent)["Location"]
        assert Appointment.objects.count() == 1

    @pytest.mark.parametrize(
        ("wrong", "said"),
        [({"phone": "1"}, "Số điện thoại chưa đúng"), ({"at": "2026-03-02T12:00"}, "không còn trống")],
    )
    def test_what_is_wrong_is_said_with_what_was_typed(self, officer, form, wrong, said):
        page = officer.post(form, self.filled(**wrong))

        assertContains(page, said)
        assertContains(page, "Lê Văn An")
        assert not Appointment.objects.exists()


class TestMoving:
    def test_it_is_moved_and_the_person_is_told(self, officer, home):
        made = home.booked()

        officer.post(f"{made.get_absolute_url()}doi/", {"at": "2026-03-04T07:00", "reason": "Họp"})

        made.refresh_from_db()
        assert made.starts_at == at("2026-03-04 07:00")
        assert Message.objects.filter(template="appointment_moved", by=home.officer).exists()
        assertContains(officer.get(made.get_absolute_url()), "sang 07:00, thứ Tư 04/03/2026. Họp")

    def test_it_is_cancelled_with_a_reason(self, officer, home):
        made = home.booked()
        page = f"{made.get_absolute_url()}huy/"

        assertContains(officer.post(page, {"reason": ""}), "Trường này là bắt buộc")
        officer.post(page, {"reason": "Mất điện"})

        made.refresh_from_db()
        assert made.state == "cancelled"
        assertContains(officer.post(page, {"reason": "Mất điện"}), "không làm được việc")


class TestComing:
    def test_who_came_is_on_the_intake_at_once(self, officer, home, later):
        made = home.booked(email="ngoc@example.vn")
        later(TUESDAY)

        page = officer.post(f"{made.get_absolute_url()}da-den/", follow=True)

        made.refresh_from_db()
        assert made.state == "kept"
        for said in ('value="Trần Thị Bích Ngọc"', 'value="0912345678"', "Chứng thực hợp đồng"):
            assertContains(page, said)
        assert IntakeDraft.objects.get(key=made.key).officer == home.officer

    def test_pressed_again_it_keeps_what_was_typed_since(self, officer, home, later, monkeypatch):
        made = home.kept(monkeypatch)
        later(TUESDAY + timedelta(hours=1))
        desk.take_in(made, by=home.officer)
        IntakeDraft.objects.update(typed={"applicant_name": "Trần Thị Ngọc"})

        assertContains(officer.post(f"{made.get_absolute_url()}da-den/", follow=True), "Trần Thị Ngọc")

    def test_another_officer_is_told_who_takes_it_in(self, client, home, monkeypatch):
        made = home.kept(monkeypatch)
        desk.take_in(made, by=home.officer)
        client.force_login(UserFactory(unit=home.unit, roles=[Role.INTAKE]))

        page = client.post(f"{made.get_absolute_url()}da-den/", follow=True)

        assertContains(page, f"{home.officer} đang nhập hồ sơ của lịch hẹn này")

    def test_its_dossier_is_found_from_it(self, officer, home, later, monkeypatch):
        made = home.kept(monkeypatch)
        later(TUESDAY + timedelta(hours=1))
        dossier = DossierFactory(unit=home.unit, intake_key=made.key)

        officer.post(f"{made.get_absolute_url()}da-den/")

        assertContains(officer.get(made.get_absolute_url()), dossier.code)
        assert Dossier.objects.count() == 1

    def test_whose_papers_were_looked_at_before_is_taken_in_with_them(self, client, monkeypatch):
        home = advance.Home()
        asked = appointing.book(home.ready(), time=TUESDAY, by=home.officer)
        clock(monkeypatch, TUESDAY)
        client.force_login(home.officer)

        page = client.post(f"{asked.appointment.get_absolute_url()}da-den/", follow=True)

        assert page.redirect_chain[-1][0] == asked.get_absolute_url()
        assertContains(page, "Tiếp nhận hồ sơ")
        assert not IntakeDraft.objects.exists()

    def test_who_did_not_come(self, officer, home, later):
        made = home.booked()
        press = f"{made.get_absolute_url()}khong-den/"

        assertContains(officer.post(press, follow=True), "Chưa đến giờ hẹn")
        later(TUESDAY + timedelta(minutes=1))
        officer.post(press)

        made.refresh_from_db()
        assert made.state == "missed"

    def test_a_leader_sees_and_cancels_but_takes_nobody_in(self, client, home, monkeypatch):
        made = home.booked()
        clock(monkeypatch, TUESDAY)
        client.force_login(UserFactory(unit=home.unit, roles=[Role.LEADER]))

        assertContains(client.get(made.get_absolute_url()), "Người tiếp nhận hồ sơ bấm.")
        assert client.post(f"{made.get_absolute_url()}da-den/").status_code == 403
        client.post(f"{made.get_absolute_url()}huy/", {"reason": "Họp"})

        made.refresh_from_db()
        assert made.state == "cancelled"

    def test_todays_number_stands_on_the_first_pages(self, officer, home, later):
        home.booked()
        later(at("2026-03-03 07:00"))

        for address in ("/ban-lam-viec/", "/ho-so/viec-cua-toi/"):
            assertContains(officer.get(address), "1 lịch hẹn hôm nay")


class TestDaysOff:
    def test_a_day_off_decided_later_is_told_and_shows_whom_it_meets(self, client, home):
        made = home.booked()
        admin = UserFactory(unit=home.unit, roles=[Role.UNIT_ADMIN])
        client.force_login(admin)

        page = client.post(
            "/quan-tri/lich/",
            {"day": "03/03/2026", "works": "no", "reason": "Mất điện", "unit": home.unit.pk},
            follow=True,
        )

        assertContains(page, "1 lịch hẹn rơi vào lúc đơn vị nghỉ")
        notice = Notice.objects.get(user=home.officer)
        assert notice.url == reverse("dossiers:appointments-displaced")
        client.force_login(home.officer)
        assertContains(client.get(notice.url), "Trần Thị Bích Ngọc")
        assertContains(client.get(LIST), "1 lịch hẹn")
        assert made.is_booked

    def test_other_hours_are_told_too(self, home):
        home.booked(at("2026-03-03 16:30"))
        admin = UserFactory(unit=home.unit, roles=[Role.UNIT_ADMIN])
        home.office.shifts = [["07:00", "11:30"], ["13:30", "16:30"]]

        assert office_days.set_hours(home.office, by=admin).displaced == 1
        assert Notice.objects.filter(user=home.officer).count() == 1

    def test_those_ticked_are_cancelled_with_one_reason_and_told(self, officer, home):
        first, second = home.booked(), home.booked(at("2026-03-03 09:00"))
        CalendarDay.objects.create(day=date(2026, 3, 3), works=False, unit=home.unit, reason="Mất điện")
        page = f"{LIST}vuong/"

        assertContains(officer.post(page, {"reason": "Mất điện"}), "Đánh dấu ít nhất một lịch hẹn")
        assertContains(officer.post(page, {"chon": [first.pk], "reason": ""}), "checked")
        officer.post(page, {"chon": [first.pk], "reason": "Mất điện"})

        first.refresh_from_db()
        second.refresh_from_db()
        assert (first.state, second.state) == ("cancelled", "booked")
        assert Message.objects.filter(template="appointment_off").count() == 1
