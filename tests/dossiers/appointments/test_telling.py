"""Báo cho người hẹn: what is told when, to which address, and what is forgotten afterwards."""

from datetime import date, timedelta

import pytest

from dossiers.appointments import booking, forgetting, reminding
from dossiers.messaging import sending, templates
from dossiers.messaging.telling import told_in_person
from dossiers.messaging.templates import Words
from dossiers.models import Appointment, CalendarDay, Message, MessageChannel, MessageState, Office
from portal.errors import DomainError
from portal.models import AuditEvent, Role
from tests.dossiers.advance import making as advance
from tests.dossiers.appointments.making import MONDAY, TUESDAY, Home, clock
from tests.dossiers.factories import ProcedureComponentFactory, UserFactory, at

pytestmark = pytest.mark.django_db
WEDNESDAY = at("2026-03-04 08:00")


@pytest.fixture(autouse=True)
def _now(monkeypatch):
    clock(monkeypatch)


@pytest.fixture
def home():
    made = Home(one_stop_name="Bộ phận Một cửa xã Vĩnh Lâm", phone="0233 3820 123")
    ProcedureComponentFactory(procedure=made.procedure, name="Căn cước của hai bên")
    return made


def said(**which):
    return [
        (one.template, one.channel, one.recipient) for one in Message.objects.filter(**which).order_by("pk")
    ]


def waiting():
    return [one.template for one in Message.objects.filter(state=MessageState.QUEUED).order_by("pk")]


class TestTelling:
    def test_a_booking_is_confirmed_to_every_address_that_was_left(self, home):
        made = home.booked(email="ngoc@example.vn")

        assert said() == [
            ("appointment_booked", "email", "ngoc@example.vn"), ("appointment_booked", "sms", "0912345678"),
        ]  # fmt: skip
        letter, note = Message.objects.order_by("pk")
        for words in ("08:00 ngày 03/03/2026", made.code, "Căn cước của hai bên", "/lich-hen/cua-ban/"):
            assert words in letter.body
        assert "Bo phan Mot cua xa Vinh Lam" in note.body
        assert made.code in note.body
        assert "Ngoc" not in note.body

    def test_moved_says_both_times_and_takes_back_what_still_waits(self, home):
        made = home.booked()

        booking.move(made, at=at("2026-03-03 09:00"), by=home.officer, reason="Cán bộ đi họp")

        assert waiting() == ["appointment_moved"]
        body = Message.objects.get(template="appointment_moved").body
        assert "08:00 ngay 03/03/2026" in body
        assert "09:00 ngay 03/03/2026" in body

    def test_cancelled_by_the_office_says_why(self, home):
        booking.cancel(home.booked(email="ngoc@example.vn"), by=home.officer, reason="Mất điện cả ngày")

        assert waiting() == ["appointment_off", "appointment_off"]
        assert "Mất điện cả ngày" in Message.objects.get(template="appointment_off", channel="email").body

    def test_the_office_says_it_in_its_own_words_or_not_at_all(self, home):
        admin = UserFactory(unit=home.unit, roles=[Role.UNIT_ADMIN])
        own = Words("", "Hen {gio_hen}, ma {ma_hen}", is_unmarked=True)
        templates.write(home.unit, "appointment_booked", MessageChannel.SMS, own, by=admin)
        made = home.booked()
        assert Message.objects.get().body == f"Hen 08:00 ngay 03/03/2026, ma {made.code}"

        Office.objects.update(tells_citizens=False)
        booking.cancel(made)
        assert waiting() == []

    def test_who_cannot_be_written_to_is_told_in_person(self, home):
        made = home.booked(phone="02333820123")
        assert said() == []

        booking.cancel(made, by=home.officer, reason="Mất điện")

        message = Message.objects.get()
        assert (message.state, message.channel, message.about) == ("unreached", "none", made)
        told_in_person(message, by=home.officer)
        assert AuditEvent.objects.about(made).filter(action="message.told_in_person").exists()

    def test_a_text_that_did_not_get_out_is_sent_again_to_the_same_person(self, home):
        home.booked()
        Message.objects.update(state=MessageState.GIVEN_UP)

        sending.send_again(Message.objects.get(), by=home.officer)

        assert said(state=MessageState.QUEUED) == [("appointment_booked", "sms", "0912345678")]

    def test_so_is_one_about_help_before_coming(self):
        helping = advance.Home()
        helping.asked()
        Message.objects.update(state=MessageState.GIVEN_UP)

        sending.send_again(Message.objects.last(), by=helping.officer)

        assert Message.objects.get(state=MessageState.QUEUED).recipient == "0912345678"

    def test_the_log_of_messages_leads_to_the_appointment(self, client, home):
        made = home.booked()
        client.force_login(home.officer)

        page = client.get("/tin-nhan/").content.decode()

        assert "Lịch hẹn: đã đặt" in page
        assert "0912345678" not in page
        assert str(made) in page


class TestReminding:
    def test_once_on_the_working_day_before(self, home):
        home.booked(WEDNESDAY)
        home.booked(at("2026-03-05 08:00"))
        Message.objects.all().delete()

        assert [reminding.remind(date(2026, 3, 3)) for _ in "12"] == [1, 0]

        assert waiting() == ["appointment_soon"]

    def test_on_friday_of_monday_and_across_a_day_off(self, home):
        CalendarDay.objects.create(day=date(2026, 3, 6), works=False, unit=None, reason="Nghỉ")
        home.booked(at("2026-03-09 08:00"))

        told = [reminding.remind(date(2026, 3, day)) for day in (4, 5, 6, 7, 8)]

        assert told == [0, 1, 0, 0, 0]

    def test_not_who_chose_the_time_today(self, home, monkeypatch):
        made = home.booked(at("2026-03-05 08:00"))
        home.booked(TUESDAY)
        assert reminding.remind(date(2026, 3, 2)) == 0

        clock(monkeypatch, at("2026-03-03 10:00"))
        booking.move(made, at=WEDNESDAY)
        assert reminding.remind(date(2026, 3, 3)) == 0

    def test_not_who_cancelled(self, home):
        booking.cancel(home.booked(WEDNESDAY))

        assert reminding.remind(date(2026, 3, 3)) == 0

    def test_again_after_it_was_moved_to_another_day(self, home, monkeypatch):
        made = home.booked(WEDNESDAY)
        clock(monkeypatch, at("2026-03-03 10:00"))
        assert reminding.remind(date(2026, 3, 3)) == 1
        booking.move(made, at=at("2026-03-06 08:00"))

        assert reminding.remind(date(2026, 3, 5)) == 1


class TestForgetting:
    def test_the_person_goes_after_the_days_of_the_office_and_the_fact_stays(self, home, monkeypatch):
        Office.objects.update(appointment_kept_days=10)
        made = home.booked(email="ngoc@example.vn")
        later = home.booked(at("2026-03-05 08:00"), phone="0987654321")
        booking.cancel(made, by=home.officer, reason="Chị Ngọc gọi báo bận")
        clock(monkeypatch, TUESDAY + timedelta(days=10, hours=1))

        assert [forgetting.forget_old() for _ in "12"] == [1, 0]

        made.refresh_from_db()
        later.refresh_from_db()
        assert (made.name, made.phone, made.email, made.state) == ("", "", "", "cancelled")
        assert later.phone == "0987654321"
        assert [event.reason for event in made.events.all()] == ["", ""]
        kept = made.messages.values_list("recipient", "subject", "body", "state")
        assert set(kept) == {("", "", "", MessageState.CANCELLED)}
        line = AuditEvent.objects.get(action="appointment.forgotten")
        assert (line.unit, line.details) == (home.unit, {"count": 1})

    def test_nobody_opens_it_any_more(self, home, monkeypatch, client):
        made = home.booked()
        clock(monkeypatch, MONDAY + timedelta(days=40))
        forgetting.forget_old()

        for digits in ("5678", "0912345678", "0000"):
            page = client.post("/lich-hen/cua-ban/", {"ma": made.code, "so": digits})
            assert "không khớp" in page.content.decode()

    def test_one_to_come_is_kept(self, home):
        Appointment.objects.filter(pk=home.booked().pk).update(booked_at=at("2020-01-01"))

        assert forgetting.forget_old() == 0
        with pytest.raises(DomainError):
            home.booked()
