"""Số của người có hẹn: at their time before others, found by the code of the appointment, one number each."""

from uuid import uuid4

import pytest
from pytest_django.asserts import assertContains, assertNotContains

from dossiers import kiosk
from dossiers.appointments import booking, desk
from dossiers.appointments.status import AppointmentState
from dossiers.models import Appointment, Office, Ticket
from dossiers.queueing import calling
from dossiers.views.public.kiosk_number import MOST
from tests.dossiers.appointments.making import TUESDAY, clock
from tests.dossiers.factories import OfficerFactory, ProcedureFactory, at
from tests.dossiers.queueing.making import Hall

pytestmark = pytest.mark.django_db


@pytest.fixture
def hall(monkeypatch):
    """An office that uses both."""
    hall = Hall()
    Office.objects.update(takes_appointments=True)
    clock(monkeypatch)
    return hall


@pytest.fixture
def appointment(hall, monkeypatch):
    """At eight; it is ten to."""
    facts = {"name": "Trần Thị Bích Ngọc", "phone": "0912345678", "procedure": ProcedureFactory()}
    made = booking.book(unit=hall.unit, at=TUESDAY, **facts)
    clock(monkeypatch, at("2026-03-03 07:50"))
    return made


@pytest.fixture
def by_code(hall):
    return f"{kiosk.path_of(hall.unit)}lay-so/co-hen/"


def test_at_their_time_they_go_before_who_came_earlier(hall, appointment, monkeypatch):
    early, mine = hall.take(), hall.take(appointment=appointment)
    assert (mine.procedure, mine.promised_at) == (appointment.procedure, TUESDAY)

    clock(monkeypatch, TUESDAY)

    assert hall.numbers() == [mine.number, early.number]


def test_who_comes_too_late_for_it_stands_like_everybody(hall, appointment, monkeypatch):
    clock(monkeypatch, at("2026-03-03 08:16"))
    hall.take()

    assert hall.take(appointment=appointment).promised_at is None
    assert hall.numbers() == [1, 2]


def test_one_appointment_has_one_number_at_a_time(hall, appointment):
    first = hall.take(appointment=appointment)

    assert hall.take(appointment=appointment) == first
    calling.leave(first, by=hall.officer)
    assert hall.take(appointment=appointment) != first


def test_to_begin_with_somebody_is_to_say_that_they_came(hall, appointment):
    hall.take(appointment=appointment)
    hall.serve()

    appointment.refresh_from_db()
    assert appointment.state == AppointmentState.KEPT


def test_the_kiosk_finds_it_by_its_code_and_says_the_time_alone(client, by_code, appointment):
    page = client.post(by_code, {"hen": appointment.code.lower().replace("-", " ")})

    assertContains(page, "Ông/Bà có hẹn lúc 08:00")
    assertNotContains(page, appointment.name)
    form = {"key": uuid4(), "hen": appointment.code}
    taken = client.post(by_code.removesuffix("co-hen/"), form, follow=True)
    assertContains(taken, "Có hẹn lúc 08:00")
    assert Ticket.objects.get().appointment == appointment


def test_who_has_an_appointment_reads_when_and_not_how_many_come_before(client, hall, appointment):
    for _ in range(3):
        hall.take()

    page = client.get(hall.take(appointment=appointment).get_absolute_url())

    assertContains(page, "Có hẹn lúc 08:00")
    assertContains(page, "Đến giờ hẹn, bạn được gọi trước.")
    assertNotContains(page, "người trước bạn")


@pytest.mark.parametrize("what", ["cancelled", "of another day", "of another office"])
def test_only_an_appointment_of_today_and_of_here_is_found(client, appointment, by_code, monkeypatch, what):
    if what == "cancelled":
        booking.cancel(appointment)
    elif what == "of another day":
        clock(monkeypatch, at("2026-03-02 12:00"))
    else:
        Appointment.objects.update(unit=Hall().unit)

    page = client.post(by_code, {"hen": appointment.code})

    assertContains(page, "không có lịch hẹn nào mang mã này")


def test_codes_are_not_to_be_tried_one_after_the_other(client, appointment, by_code):
    answers = [client.post(by_code, {"hen": "K7QM-2XHA-9RTB"}).status_code for _ in range(MOST + 1)]

    assert answers[-2:] == [200, 429]


def test_without_appointments_the_kiosk_asks_for_none(client, by_code, hall):
    Office.objects.update(takes_appointments=False)

    assert client.get(by_code).status_code == 404
    assertNotContains(client.get(by_code.removesuffix("co-hen/")), "Tôi có lịch hẹn")


def test_to_begin_opens_the_intake_with_the_person_that_was_booked(client, hall, appointment):
    client.force_login(hall.officer)
    ticket = hall.take(appointment=appointment)
    hall.call()

    page = client.post(f"/ho-so/goi-so/{ticket.pk}/bat-dau/", follow=True)

    assertContains(page, 'value="Trần Thị Bích Ngọc"')
    assertContains(page, "Đang phục vụ <strong>số 1</strong>")


def test_what_a_colleague_is_typing_of_the_appointment_stays_theirs(client, hall, appointment):
    desk.take_in(appointment, by=OfficerFactory(unit=hall.unit, full_name="Lê Thị Loan"))
    client.force_login(hall.officer)
    ticket = hall.take(appointment=appointment)
    hall.call()

    page = client.post(f"/ho-so/goi-so/{ticket.pk}/bat-dau/", follow=True)

    assertContains(page, "Lê Thị Loan đang nhập hồ sơ của lịch hẹn này.")


def test_the_desk_takes_a_number_for_who_has_an_appointment(client, hall, appointment):
    client.force_login(hall.officer)
    assertContains(client.get("/ho-so/goi-so/"), "08:00 Trần Thị Bích Ngọc")

    client.post("/ho-so/goi-so/lay-so/", {"key": uuid4(), "appointment": appointment.pk})

    assert Ticket.objects.get().appointment == appointment
    assertContains(client.get("/ho-so/goi-so/"), "hẹn 08:00")
