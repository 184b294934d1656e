"""Lịch hẹn: which times are free, who gets them, what may be done with an appointment."""

from datetime import date, timedelta
from itertools import pairwise
from uuid import uuid4

import pytest
from django.utils import timezone
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from pytest_django.asserts import assertContains

from dossiers.appointments import booking, standing, times
from dossiers.appointments.status import TRANSITIONS, AppointmentState, Move
from dossiers.models import Appointment, AppointmentEvent, CalendarDay, Office
from portal.errors import DomainError
from portal.models import AuditEvent, Role
from tests.dossiers.appointments.making import MONDAY, TUESDAY, Home, clock
from tests.dossiers.factories import DossierFactory, ProcedureFactory, UnitFactory, UserFactory, at

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _now(monkeypatch):
    clock(monkeypatch)


@pytest.fixture
def home():
    return Home()


def free(home, first=date(2026, 3, 3), days=1, **how):
    found = times.free_times(unit=home.unit, procedure=home.procedure, first_day=first, days=days, **how)
    return [f"{timezone.localtime(one):%d/%m %H:%M}" for one in found]


class TestTimes:
    def test_a_day_is_cut_into_whole_turns_within_the_shifts(self):
        home = Home(appointment_minutes=60)

        assert free(home) == [
            "03/03 07:00", "03/03 08:00", "03/03 09:00", "03/03 10:00",
            "03/03 13:30", "03/03 14:30", "03/03 15:30",
        ]  # fmt: skip

    @pytest.mark.parametrize(
        ("part", "first", "count"), [("morning", "03/03 07:00", 9), ("afternoon", "03/03 13:30", 7)]
    )
    def test_only_the_part_of_the_day_that_the_office_set_is_offered(self, part, first, count):
        found = free(Home(appointment_part=part))

        assert (found[0], len(found)) == (first, count)

    def test_days_off_are_left_out(self, home):
        CalendarDay.objects.create(day=date(2026, 3, 4), works=False, unit=home.unit, reason="Mất điện")

        days = {one[:5] for one in free(home, first=date(2026, 3, 3), days=7)}

        assert days == {"03/03", "05/03", "06/03", "09/03"}

    def test_people_book_some_hours_before_and_not_too_many_days_ahead(self):
        home = Home(appointment_hours=3, appointment_days=1)

        found = free(home, first=date(2026, 2, 27), days=30)

        assert (found[0], found[-1]) == ("02/03 13:30", "03/03 16:30")

    def test_an_officer_on_the_phone_gives_the_next_turn_of_today(self, home):
        assert free(home, first=date(2026, 3, 2), by=home.officer)[0] == "02/03 09:00"

    def test_a_taken_turn_is_free_again_once_it_is_cancelled(self, home):
        made = home.booked()
        assert "03/03 08:00" not in free(home)

        booking.cancel(made)

        assert "03/03 08:00" in free(home)

    def test_appointments_of_another_length_take_each_turn_that_they_touch(self, home):
        home.booked()
        Office.objects.update(appointment_minutes=20)

        missing = {"03/03 08:00", "03/03 08:20"}

        assert missing.isdisjoint(free(home))
        assert {"03/03 07:40", "03/03 08:40"} <= set(free(home))

    def test_a_unit_has_no_times_after_its_last_day(self, home):
        home.unit.valid_to = date(2026, 3, 3)
        home.unit.save()

        assert {one[:5] for one in free(home, days=5)} == {"03/03"}

    @given(
        minutes=st.integers(5, 240), day=st.dates(date(2026, 1, 1), date(2026, 12, 31)),
        part=st.sampled_from(["all", "morning", "afternoon"]),
    )  # fmt: skip
    def test_turns_follow_one_another_inside_opening_hours(self, minutes, day, part):
        office = Office(appointment_minutes=minutes, appointment_part=part)
        days = times.schedule.calendar_of(office, {})

        found = list(times.slots(day, office, days))

        shifts = days.day_kind(day).shifts
        assert all(
            any(s.opens <= begins.time() and ends.time() <= s.closes for s in shifts)
            for begins, ends in found
        )
        assert all(before.ends_at <= after.starts_at for before, after in pairwise(found))
        assert all(slot.ends_at - slot.starts_at == timedelta(minutes=minutes) for slot in found)


class TestSettings:
    def test_no_times_where_the_office_takes_no_appointments(self, home):
        Office.objects.update(takes_appointments=False)

        assert free(home) == []
        with pytest.raises(DomainError, match="chưa nhận đặt lịch hẹn"):
            home.booked()

    @pytest.mark.parametrize(
        ("scope", "own", "is_open"),
        [
            ("all", "", True), ("all", "none", False), ("all", "optional", True),
            ("chosen", "", False), ("chosen", "none", False), ("chosen", "optional", True),
        ],
    )  # fmt: skip
    def test_the_units_word_on_a_procedure_wins_over_its_usual_one(self, home, scope, own, is_open):
        Office.objects.update(appointment_scope=scope)
        offer = home.procedure.offers.create(unit=home.unit, appointments=own)
        office = Office.of(home.unit)

        assert times.takes(office, offer) is is_open
        assert times.open_procedures(office, MONDAY.date()).contains(home.procedure) is is_open
        assert bool(free(home)) is is_open

    def test_the_administrator_sets_them_for_the_office_and_for_a_procedure(self, client, home):
        client.force_login(UserFactory(unit=home.unit, roles=[Role.UNIT_ADMIN]))
        office = f"/quan-tri/don-vi/thiet-lap/{home.unit.pk}"
        values = {
            "takes_appointments": "on", "appointment_scope": "chosen", "appointment_part": "morning",
            "appointment_minutes": "20", "appointment_places": "2", "appointment_days": "30",
            "appointment_hours": "4", "appointment_kept_days": "60",
        }  # fmt: skip

        refused = client.post(f"{office}/muc/lich-hen/", values | {"appointment_minutes": "1"})
        client.post(f"{office}/muc/lich-hen/", values)
        client.post(f"{office}/thu-tuc/{home.procedure.code}/", {"appointments": "optional"})

        assertContains(refused, "Số nhỏ nhất ghi được là 5")
        found = Office.of(home.unit)
        assert (found.appointment_minutes, found.appointment_places) == (20, 2)
        assert len(free(home)) == 13

    def test_an_officer_books_for_a_procedure_that_people_cannot_book(self, home):
        home.procedure.offers.create(unit=home.unit, appointments="none")

        with pytest.raises(DomainError, match="không nhận đặt lịch hẹn cho thủ tục này"):
            home.booked()
        assert home.booked(by=home.officer).is_booked

    def test_nobody_books_for_a_procedure_that_the_unit_does_not_take(self, home):
        ProcedureFactory().offers.create(unit=home.unit)

        with pytest.raises(DomainError, match="không nhận đặt lịch hẹn cho thủ tục này"):
            home.booked(by=home.officer)


class TestBooking:
    def test_a_booking_is_kept_with_its_event_and_audit_line_without_the_person(self, home):
        made = home.booked(phone="+84 912.345.678", email="ngoc@example.vn")

        assert (made.state, made.ends_at) == ("booked", TUESDAY + timedelta(minutes=30))
        assert (made.phone, made.last_digits, made.masked_phone) == ("0912345678", "5678", "091•••678")
        event = AppointmentEvent.objects.get()
        told = (event.action, event.actor, event.to_state, event.starts_at)
        assert told == ("book", None, "booked", TUESDAY)
        line = AuditEvent.objects.about(made).get()
        assert (line.action, line.details) == ("appointment.book", {})
        assert "Ngọc" not in line.target_label

    def test_a_form_sent_twice_is_one_appointment(self, home):
        key = uuid4()

        first, second = home.booked(form_key=key), home.booked(form_key=key)

        assert first == second
        assert AppointmentEvent.objects.count() == 1

    @pytest.mark.parametrize("places", [1, 2])
    def test_no_more_come_at_once_than_the_office_has_set(self, places):
        home = Home(appointment_places=places)
        for number in range(places):
            home.booked(phone=f"091234567{number}")

        with pytest.raises(DomainError, match="không còn trống"):
            home.booked(phone="0912345670", by=home.officer)

    @pytest.mark.parametrize(
        "when", ["2026-03-03 08:10", "2026-03-03 12:00", "2026-03-08 08:00", "2026-03-02 08:00"]
    )
    def test_only_a_free_turn_can_be_booked(self, home, when):
        with pytest.raises(DomainError, match="không còn trống"):
            home.booked(at(when))

    def test_one_phone_has_three_to_come_and_an_officer_books_more(self, home):
        made = [home.booked(TUESDAY + timedelta(minutes=30 * turn)) for turn in range(3)]
        fourth = TUESDAY + timedelta(minutes=90)

        with pytest.raises(DomainError, match="đang có 3 lịch hẹn"):
            home.booked(fourth, phone="0912 345 678")

        home.booked(fourth, by=home.officer)
        booking.cancel(made[0])
        booking.cancel(made[1])
        assert home.booked(TUESDAY).is_booked

    @settings(max_examples=10, suppress_health_check=[HealthCheck.function_scoped_fixture])
    @given(acts=st.lists(st.tuples(st.sampled_from(["book", "move", "cancel", "length"]), st.integers(0, 7))))
    def test_whatever_is_booked_moved_and_cancelled_no_moment_is_given_too_often(self, acts):
        home = Home(unit=UnitFactory(), appointment_places=2)
        for act, number in acts:
            standing_now = list(Appointment.objects.booked().filter(unit=home.unit))
            when = TUESDAY + timedelta(minutes=15 * number)
            try:
                if act == "book":
                    home.booked(when, by=home.officer)
                elif act == "length":
                    Office.objects.filter(unit=home.unit).update(appointment_minutes=15 * (1 + number % 3))
                elif standing_now:
                    one = standing_now[number % len(standing_now)]
                    booking.move(one, at=when) if act == "move" else booking.cancel(one)
            except DomainError:
                continue

        spans = Appointment.objects.booked().filter(unit=home.unit).values_list("starts_at", "ends_at")
        begins = [one for one, _ in spans]
        assert all(sum(start <= moment < end for start, end in spans) <= 2 for moment in begins)


class TestMoves:
    def test_moving_frees_the_old_time_and_says_from_when(self, home):
        made = home.booked()

        moved = booking.move(made, at=at("2026-03-03 09:00"))

        event = moved.events.last()
        assert (event.action, event.was_at, event.starts_at) == ("move", TUESDAY, at("2026-03-03 09:00"))
        assert moved.ends_at == at("2026-03-03 09:30")
        assert "03/03 08:00" in free(home)

    def test_moving_to_a_time_that_overlaps_its_own_is_no_conflict_with_itself(self, home):
        made = home.booked()
        Office.objects.update(appointment_minutes=15)

        assert booking.move(made, at=at("2026-03-03 08:15")).ends_at == at("2026-03-03 08:30")

    def test_a_second_tap_on_the_same_time_leaves_no_second_event(self, home):
        made = home.booked()

        for _ in "12":
            booking.move(made, at=at("2026-03-03 09:00"))

        assert made.events.count() == 2

    def test_a_person_moves_three_times_and_then_calls(self, home):
        made = home.booked()
        for turn in (1, 2, 3):
            booking.move(made, at=TUESDAY + timedelta(minutes=30 * turn))

        with pytest.raises(DomainError, match="đã đổi lịch hẹn này 3 lần"):
            booking.move(made, at=TUESDAY)

        assert booking.move(made, at=TUESDAY, by=home.officer).starts_at == TUESDAY

    def test_after_its_time_a_person_changes_nothing(self, home, monkeypatch):
        made = home.booked()
        clock(monkeypatch, TUESDAY)

        for press in (lambda: booking.cancel(made), lambda: booking.move(made, at=at("2026-03-04 08:00"))):
            with pytest.raises(DomainError, match="quá giờ hẹn"):
                press()

    def test_an_officer_who_cancels_says_why(self, home):
        made = home.booked()

        with pytest.raises(DomainError, match="Ghi lý do"):
            booking.cancel(made, by=home.officer, reason=" ")

        cancelled = booking.cancel(made, by=home.officer, reason="Cán bộ đi họp")
        assert (cancelled.state, cancelled.events.last().reason) == ("cancelled", "Cán bộ đi họp")

    def test_nobody_has_come_before_the_day(self, home):
        with pytest.raises(DomainError, match="chưa đến ngày"):
            booking.keep(home.booked(), by=home.officer)

    def test_nobody_has_missed_a_time_that_is_to_come(self, home):
        with pytest.raises(DomainError, match="Chưa đến giờ hẹn"):
            booking.miss(home.booked(), by=home.officer)

    def test_who_comes_late_is_written_as_come(self, home, monkeypatch):
        made = home.booked()
        clock(monkeypatch, TUESDAY + timedelta(hours=1))

        booking.miss(made, by=home.officer)

        assert booking.keep(made, by=home.officer).state == "kept"
        assert booking.miss(made, by=home.officer).state == "missed"

    def test_who_has_a_dossier_has_come(self, home, monkeypatch):
        made = home.kept(monkeypatch)
        DossierFactory(unit=home.unit, intake_key=made.key)

        with pytest.raises(DomainError, match="đã được tiếp nhận"):
            booking.miss(made, by=home.officer)

    def test_nothing_is_possible_but_what_the_table_allows(self, home, monkeypatch):
        verbs = {
            Move.MOVE: lambda one: booking.move(one, at=at("2026-03-04 08:00"), by=home.officer),
            Move.CANCEL: lambda one: booking.cancel(one, by=home.officer, reason="Bận"),
            Move.KEEP: lambda one: booking.keep(one, by=home.officer),
            Move.MISS: lambda one: booking.miss(one, by=home.officer),
        }
        done = {Move.KEEP: AppointmentState.KEPT, Move.MISS: AppointmentState.MISSED}
        made = home.booked()
        clock(monkeypatch, TUESDAY + timedelta(hours=1))
        for move, verb in verbs.items():
            table = TRANSITIONS[move]
            for state in AppointmentState:
                Appointment.objects.update(state=state)
                if state in table or done.get(move) == state:
                    assert verb(made).state == table.get(state, state)
                else:
                    with pytest.raises(DomainError, match="không làm được việc"):
                        verb(made)
                Appointment.objects.update(starts_at=TUESDAY, ends_at=TUESDAY + timedelta(minutes=30))

    def test_events_are_only_added(self, home):
        event = home.booked().events.get()

        with pytest.raises(TypeError):
            event.save()
        with pytest.raises(TypeError):
            event.delete()


def test_what_was_booked_beyond_the_last_day_of_a_unit_is_to_be_moved(home):
    made = home.booked()

    home.unit.valid_to = MONDAY.date()
    home.unit.save()

    assert standing.displaced([home.unit.pk]) == [made]


def test_a_day_off_decided_later_shows_the_appointments_that_stand_on_it(home):
    made = home.booked()
    home.booked(at("2026-03-04 08:00"))
    booking.cancel(home.booked(at("2026-03-03 09:00")))
    assert standing.displaced([home.unit.pk]) == []

    CalendarDay.objects.create(day=date(2026, 3, 3), works=False, reason="Nghỉ", unit=None)

    assert standing.displaced_of(home.unit) == standing.displaced_of(None) == [made]
