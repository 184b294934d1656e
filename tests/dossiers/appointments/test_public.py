"""Lịch hẹn từ điện thoại: chosen, seen, moved and cancelled without a cookie or a name in an address."""

import re
import time
from unittest import mock

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from pytest_django.asserts import assertContains, assertNotContains

from dossiers import form_codes
from dossiers.appointments import booking
from dossiers.models import Appointment, Office
from portal.models import Role
from tests.dossiers.appointments.making import TUESDAY, Home, clock
from tests.dossiers.factories import ProcedureComponentFactory, UserFactory, at

pytestmark = pytest.mark.django_db
MINE = "/lich-hen/cua-ban/"


@pytest.fixture(autouse=True)
def _now(monkeypatch):
    clock(monkeypatch)


@pytest.fixture
def home():
    made = Home()
    Office.objects.update(address="Thôn Quảng Xá", phone="0233 3820 123")
    ProcedureComponentFactory(procedure=made.procedure, name="Căn cước của hai bên")
    return made


@pytest.fixture
def form(home):
    return f"/lich-hen/dat/{home.procedure.code}/"


def opened(seconds=60):
    with mock.patch("django.core.signing.time.time", return_value=time.time() - seconds):
        return booking.CODES.new_form()


def filled(**values):
    return {
        "key": opened(), "at": "2026-03-03T08:00", "name": "Trần Thị Bích Ngọc", "phone": "0912 345 678",
    } | values  # fmt: skip


def mine(made, **more):
    return {"ma": made.code, "so": made.last_digits} | more


class TestChoosing:
    def test_the_procedure_page_leads_there_only_where_the_office_takes_appointments(
        self, client, home, form, django_capture_on_commit_callbacks
    ):
        page = f"/thu-tuc/{home.procedure.code}/"
        assertContains(client.get(page), form)

        with django_capture_on_commit_callbacks(execute=True):
            home.procedure.offers.create(unit=home.unit, appointments="none")

        assertNotContains(client.get(page), "Đặt lịch hẹn đến làm")
        assertContains(client.get(form), "không nhận đặt lịch hẹn qua mạng")
        assertContains(client.get("/lich-hen/"), "không phải hẹn trước")

    def test_a_day_then_a_time_then_a_name(self, client, home, form):
        days = client.get(form)
        assertContains(days, f'{form}?ngay=2026-03-03">Thứ Ba, 03/03/2026')
        assertContains(days, "16 giờ trống")

        hours = client.get(f"{form}?ngay=2026-03-03")
        assertContains(hours, f'{form}?gio=2026-03-03T08%3A00">08:00')

        assertContains(client.get(f"{form}?gio=2026-03-03T08:00"), "08:00, thứ Ba 03/03/2026</h1>")

    @pytest.mark.parametrize("said", ["gio=2026-03-03T12:00", "gio=x", "ngay=x", "ngay=2026-99-99", "tu=x"])
    def test_what_is_no_free_time_leads_back_to_the_days(self, client, form, said):
        assertContains(client.get(f"{form}?{said}"), "Bạn đến ngày nào?")

    def test_days_far_ahead_are_a_page_of_their_own(self, client, home, form):
        first = client.get(form)
        [onward] = re.findall(r'href="([^"]*tu=[^"]*)"', first.content.decode())

        assertContains(client.get(onward), "16/03/2026")

    def test_a_full_office_says_so(self, client, home, form):
        Office.objects.update(appointment_part="morning", appointment_minutes=240, appointment_days=1)
        home.booked(at("2026-03-03 07:00"))

        assertContains(client.get(form), "không còn giờ hẹn nào trống")

    def test_procedures_are_found_by_peoples_words(self, client, home):
        assertContains(client.get("/lich-hen/?q=hop+dong"), "Chứng thực hợp đồng")
        assertContains(client.get("/lich-hen/?q=khong-co"), "Không có việc nào như vậy")

    def test_of_several_offices_those_that_take_appointments_are_asked_for(self, client, home, form):
        other = Home()
        UserFactory(roles=[Role.INTAKE])

        for address in ("/lich-hen/", form):
            page = client.get(address).content.decode()
            assert re.findall(r'<option value="(\d+)"', page) == [home.unit.code, other.unit.code]
        assertContains(client.get(f"{form}?don-vi={other.unit.code}"), "Thứ Ba, 03/03/2026")


class TestBooking:
    def test_the_answer_says_the_code_the_time_what_to_bring_and_where(self, client, home, form):
        page = client.post(form, filled(email="ngoc@example.vn"))

        made = Appointment.objects.get()
        assert (made.starts_at, made.name, made.email) == (TUESDAY, "Trần Thị Bích Ngọc", "ngoc@example.vn")
        for said in (
            f'<p class="voice-code">{made.code}</p>', "Đã đặt lịch hẹn: 08:00, thứ Ba 03/03/2026",
            "Căn cước của hai bên", "Thôn Quảng Xá", "0233 3820 123", "091•••678",
        ):  # fmt: skip
            assertContains(page, said)

    def test_neither_page_sets_a_cookie_nor_may_be_kept(self, client, form):
        for page in (client.get(f"{form}?gio=2026-03-03T08:00"), client.post(form, filled())):
            assert not page.cookies
            assert "no-store" in page["Cache-Control"]

    def test_a_second_tap_is_answered_alike(self, client, form):
        sent = filled()

        codes = {
            re.search(r"voice-code\">([^<]+)", client.post(form, sent).content.decode())[1] for _ in "12"
        }

        assert len(codes) == Appointment.objects.count() == 1

    def test_a_time_that_went_in_between_keeps_what_was_typed_and_offers_others(self, client, home, form):
        home.booked(phone="0987654321")

        page = client.post(form, filled())

        assertContains(page, "Giờ này không còn trống")
        assertContains(page, 'value="Trần Thị Bích Ngọc"')
        assertContains(page, '<option value="2026-03-03T08:30">08:30, thứ Ba 03/03/2026</option>')
        assertContains(client.post(form, filled(at="2026-03-03T08:30")), "Đã đặt lịch hẹn: 08:30")

    @pytest.mark.parametrize(
        ("wrong", "said"),
        [
            ({"name": ""}, "Họ và tên"), ({"phone": "123"}, "Số điện thoại chưa đúng"),
            ({"email": "x"}, "thư điện tử"), ({"at": "x"}, "Chọn lại giờ hẹn"),
            ({"key": "x"}, "Trang này mở đã lâu"), ({"website": "x"}, "Xóa chữ trong ô này"),
        ],
    )  # fmt: skip
    def test_what_is_wrong_is_said_and_nothing_is_booked(self, client, form, wrong, said):
        page = client.post(form, filled(**wrong))

        assertContains(page, said)
        assert not Appointment.objects.exists()

    def test_a_form_sent_at_once_is_a_machines(self, client, form):
        assertContains(client.post(form, filled(key=opened(0))), "Bạn gửi nhanh quá")

    def test_one_machine_books_five_in_ten_minutes(self, client, home, form):
        Office.objects.update(appointment_places=9)
        for number in range(5):
            assert client.post(form, filled(phone=f"091234567{number}")).status_code == 200

        page = client.post(form, filled(phone="0912345679"))

        assert (page.status_code, Appointment.objects.count()) == (429, 5)
        assertContains(page, "0912345679", status_code=429)


class TestMine:
    def test_code_and_digits_open_it_however_the_code_is_typed(self, client, home):
        made = home.booked()

        for code in (made.code, made.code.lower().replace("-", " "), made.code.replace("-", "")):
            assertContains(client.post(MINE, {"ma": code, "so": "5678"}), "08:00, thứ Ba 03/03/2026")

    def test_an_unknown_code_and_wrong_digits_are_answered_alike(self, client, home):
        made = home.booked()
        answers, costs = [], []
        for code in ("DDDD-DDDD-DDDD", made.code, "AAAA-BBBB-CCCC"):
            with CaptureQueriesContext(connection) as asked:
                page = client.post(MINE, {"ma": code, "so": "0000"})
            answers.append(page.content.decode().replace(code, ""))
            costs.append(len(asked))

        assert answers[1] == answers[2]
        assert costs[1] == costs[2]
        assert "không khớp" in answers[1]

    def test_digits_of_a_code_cannot_be_tried_through(self, client, home):
        made = home.booked()
        for number in range(3):
            client.post(MINE, {"ma": made.code.lower(), "so": f"000{number}"})

        assertContains(client.post(MINE, mine(made)), "Vừa trả lời sai nhiều lần", status_code=429)

    def test_the_whole_number_is_asked_for_after_guesses_from_many_machines(self, client, home):
        made = home.booked()
        for number in range(12):
            client.post(MINE, {"ma": made.code, "so": "0000"}, REMOTE_ADDR=f"10.{number}.0.1")

        assertContains(client.post(MINE, mine(made)), "Gõ cả số điện thoại", status_code=429)
        assertContains(client.post(MINE, mine(made, so="0912345678")), "Đã hẹn: 08:00")
        assertContains(client.post(MINE, mine(made, viec="doi")), "Đổi sang ngày nào?")

    def test_one_machine_asks_so_often_a_minute_and_no_more(self, client, home):
        codes = [f"AAAA-BBBB-CCC{last}" for last in form_codes.LETTERS]

        answers = [client.post(MINE, {"ma": code, "so": "1234"}) for code in codes]

        assert [answer.status_code for answer in answers] == [200] * 30 + [429]

    def test_it_is_moved_by_a_day_and_a_time(self, client, home):
        made = home.booked()

        assertContains(client.post(MINE, mine(made, viec="doi")), 'name="ngay" value="2026-03-04"')
        assertContains(client.post(MINE, mine(made, viec="doi", ngay="2026-03-04")), "Đổi sang 07:00")
        page = client.post(MINE, mine(made, viec="doi", gio="2026-03-04T07:00"))

        assertContains(page, "Đã đổi giờ hẹn: 07:00, thứ Tư 04/03/2026")
        made.refresh_from_db()
        assert made.starts_at == at("2026-03-04 07:00")

    def test_a_time_that_went_leaves_it_as_it_was(self, client, home):
        made = home.booked()
        home.booked(at("2026-03-04 07:00"))

        page = client.post(MINE, mine(made, viec="doi", gio="2026-03-04T07:00"))

        assertContains(page, "Giờ này không còn trống")
        assertContains(page, "Đã hẹn: 08:00, thứ Ba 03/03/2026")

    def test_it_is_cancelled_when_said_twice(self, client, home):
        made = home.booked()

        assertContains(client.post(MINE, mine(made, viec="huy")), "Hủy lịch hẹn 08:00")
        made.refresh_from_db()
        assert made.is_booked

        assertContains(client.post(MINE, mine(made, viec="huy", chac="1")), "Đã hủy lịch hẹn")
        made.refresh_from_db()
        assert made.state == "cancelled"
        assertContains(client.post(MINE, mine(made)), "Đặt lịch hẹn mới")

    def test_the_file_for_the_phones_calendar_holds_no_person(self, client, home):
        made = home.booked()

        answer = client.post(MINE, mine(made, viec="tep"))

        assert answer["Content-Type"] == "text/calendar; charset=utf-8"
        whole = answer.content.decode()
        assert all(len(line.encode()) <= 75 for line in whole.split("\r\n"))
        lines = whole.replace("\r\n ", "").split("\r\n")
        assert {"DTSTART:20260303T010000Z", "DTEND:20260303T013000Z", "SUMMARY:Hẹn: Chứng thực hợp đồng"} < {
            *lines
        }
        assert "LOCATION:Bộ phận Một cửa Xã Vĩnh Lâm\\, Thôn Quảng Xá" in lines
        assert "Căn cước của hai bên" in whole.replace("\r\n ", "")
        assert "Ngọc" not in whole
        assert "0912345678" not in whole

    def test_after_its_time_nothing_can_be_changed(self, client, home, monkeypatch):
        made = home.booked()
        clock(monkeypatch, TUESDAY)

        assertNotContains(client.post(MINE, mine(made)), "Đổi giờ hẹn")
        assertContains(client.post(MINE, mine(made, viec="huy", chac="1")), "Đã quá giờ hẹn")


def test_pages_cost_the_same_however_many_appointments_there_are(
    client, form, home, django_assert_max_num_queries
):
    client.get(form)
    with django_assert_max_num_queries(20) as few:
        client.get(form)
    Office.objects.update(appointment_places=50)
    for number in range(6):
        home.booked(TUESDAY, phone=f"091234567{number}")

    with django_assert_max_num_queries(20) as many:
        client.get(form)

    assert len(few) == len(many)
