"""Hàng đợi trong ngày: numbers in turn, one at a desk, what may be pressed when, and what is taken back."""

from datetime import timedelta
from uuid import uuid4

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone

from dossiers import intake
from dossiers.models import Desk, Office, QueueDay, Ticket, TicketAction, TicketGroup, TicketState
from dossiers.queueing import calling, closing, desks, taking
from dossiers.queueing.line import LEAST_BEFORE, LEAST_TODAY, ROUGH, Line, UsualTimes
from portal.errors import DomainError
from portal.models import AuditEvent, Role
from tests.dossiers.factories import (
    FieldFactory,
    OfficerFactory,
    ProcedureFactory,
    UnitFactory,
    UserFactory,
)
from tests.dossiers.queueing.making import PRIORITY, Hall, minutes_later

pytestmark = pytest.mark.django_db


@pytest.fixture
def hall():
    return Hall()


def now_is(ticket):
    ticket.refresh_from_db()
    return ticket


# Taking a number


def test_numbers_of_a_day_run_from_one(hall):
    assert [hall.take().number for _ in range(3)] == [1, 2, 3]
    with minutes_later(24 * 60):
        assert hall.take().number == 1


def test_each_unit_counts_for_itself(hall):
    hall.take()

    assert Hall().take().number == 1


def test_one_form_gives_one_number(hall):
    key = uuid4()

    first, again = (taking.take(hall.unit, key=key) for _ in range(2))

    assert first == again
    assert hall.take().number == 2


def test_an_office_that_uses_no_numbers_gives_none():
    with pytest.raises(DomainError, match="không dùng số thứ tự"):
        taking.take(UnitFactory(), key=uuid4())


def test_a_number_keeps_nothing_of_the_person():
    columns = {column.name for column in Ticket._meta.get_fields() if not column.auto_created}

    assert columns == {
        "key", "word", "unit", "day", "number", "procedure", "field", "group", "state", "taken_at",
        "called_at", "started_at", "ended_at", "calls", "call_number", "desk", "for_desk", "served_by",
        "back_after", "was_closed", "dossiers", "appointment",
    }  # fmt: skip


# Calling


def test_a_desk_calls_in_turn_and_ends_whom_it_served(hall):
    first, second = hall.take(), hall.take()

    hall.serve()
    hall.call()

    assert now_is(first).state == TicketState.SERVED
    assert (now_is(second).state, second.desk, second.calls) == (TicketState.CALLED, hall.desk, 1)


def test_priority_is_weighed_by_the_calls_of_the_desk(hall):
    for group in (TicketGroup.NONE, TicketGroup.NONE, PRIORITY, PRIORITY, PRIORITY):
        hall.take(group)

    assert hall.numbers() == [3, 4, 1, 5, 2]


def test_whoever_waited_longer_than_the_office_allows_is_next(hall):
    hall.take()
    with minutes_later(61):
        hall.take(PRIORITY)
        assert hall.call().number == 1


def test_pressing_twice_calls_one(hall):
    hall.take()
    hall.take()
    hall.call()

    with pytest.raises(DomainError, match="Quầy 1 đang gọi số 1"):
        hall.call()
    assert Ticket.objects.filter(state=TicketState.WAITING).count() == 1


def test_the_database_lets_no_desk_have_two(hall):
    first, second = hall.take(), hall.take()
    hall.call()
    facts = {"state": TicketState.CALLED, "desk": hall.desk, "called_at": timezone.now()}

    with pytest.raises(IntegrityError), transaction.atomic():
        Ticket.objects.filter(pk=second.pk).update(**facts)
    assert now_is(first).state == TicketState.CALLED


def test_a_desk_of_some_fields_calls_those_and_what_was_not_said():
    hall = Hall(desks=2)
    civil, land = FieldFactory(), FieldFactory()
    hall.desks[0].fields.set([civil])
    hall.take(field=land)
    hall.take(field=civil)
    hall.take()

    assert hall.numbers() == [2, 3]
    assert hall.numbers(hall.desks[1]) == [1]


def test_what_no_open_desk_serves_is_for_any(hall):
    hall.desk.fields.set([FieldFactory()])
    hall.take(field=FieldFactory())

    assert hall.call().number == 1


def test_out_of_turn_is_written_down_as_such(hall):
    hall.take()
    second = hall.take()

    calling.call(second, hall.desk, by=hall.officer)

    assert [event.action for event in second.events.all()] == [
        TicketAction.TAKEN, TicketAction.CALLED_OUT_OF_TURN,
    ]  # fmt: skip


def test_absent_only_after_three_calls(hall):
    ticket = hall.take()
    hall.call()

    with pytest.raises(DomainError, match="mới được gọi 1 lần"):
        calling.mark_absent(ticket, by=hall.officer)
    for _ in range(2):
        calling.call_again(ticket, by=hall.officer)
    calling.mark_absent(ticket, by=hall.officer)

    assert now_is(ticket).state == TicketState.ABSENT
    assert hall.call() is None


def absent(hall):
    """The next number, called three times in vain."""
    ticket = hall.call()
    for _ in range(2):
        calling.call_again(ticket, by=hall.officer)
    return calling.mark_absent(ticket, by=hall.officer)


def test_who_comes_back_is_called_after_the_next_three_and_only_once(hall):
    for _ in range(6):
        hall.take()
    first = absent(hall)

    calling.come_back(first, by=hall.officer)

    assert hall.numbers() == [2, 3, 4, 1, 5, 6]
    hall.take()
    calling.come_back(absent(hall), by=hall.officer)
    with pytest.raises(DomainError, match="đã quay lại một lần"):
        calling.come_back(absent(hall), by=hall.officer)


def test_who_was_sent_on_waits_there_from_the_same_moment():
    hall = Hall(desks=2)
    first, second = hall.take(), hall.take()
    hall.call()

    calling.move(first, desk=hall.desks[1], by=hall.officer)

    assert hall.numbers() == [second.number]
    assert hall.call(hall.desks[1]).number == first.number
    assert now_is(first).called_at - first.taken_at < timedelta(seconds=5)


def test_moving_asks_where_to(hall):
    ticket = hall.take()
    hall.call()

    with pytest.raises(DomainError, match="Chọn quầy hoặc lĩnh vực"):
        calling.move(ticket, by=hall.officer)
    with pytest.raises(DomainError, match="đang ở Quầy 1"):
        calling.move(ticket, desk=hall.desk, by=hall.officer)
    calling.move(ticket, field=FieldFactory(name="Đất đai"), by=hall.officer)
    assert now_is(ticket).what_for == "Đất đai"


def test_yesterdays_number_is_called_no_more(hall):
    ticket = hall.take()

    with minutes_later(24 * 60), pytest.raises(DomainError, match="là của ngày"):
        calling.call(ticket, hall.desk, by=hall.officer)


# Taken back


def test_a_wrong_press_is_undone_within_the_minute(hall):
    first, second = hall.take(), hall.take()
    hall.serve()
    hall.call()

    undone = calling.undo(hall.desk, by=hall.officer)

    assert {ticket.number for ticket in undone} == {1, 2}
    assert (now_is(first).state, first.ended_at) == (TicketState.SERVING, None)
    assert (now_is(second).state, second.called_at, second.desk) == (TicketState.WAITING, None, None)
    with minutes_later(1.1), pytest.raises(DomainError, match="trong vòng một phút"):
        calling.undo(hall.desk, by=hall.officer)


def test_the_last_press_of_another_desk_stays():
    hall = Hall(desks=2)
    hall.take()
    hall.call(hall.desks[1])

    with pytest.raises(DomainError, match="Không có gì để hoàn tác"):
        calling.undo(hall.desk, by=hall.officer)


def test_what_another_desk_has_taken_further_is_not_undone():
    hall = Hall(desks=2)
    ticket = hall.take()
    hall.call()
    calling.move(ticket, desk=hall.desks[1], by=hall.officer)
    hall.call(hall.desks[1])

    with pytest.raises(DomainError, match="đã sang bước khác"):
        calling.undo(hall.desk, by=hall.officer)


# Dossiers


def receive(officer):
    return intake.receive_with_receipt(
        uuid4(), by=officer, unit=officer.unit, procedure=ProcedureFactory(), applicant_name="Lê Văn An"
    )


def test_what_is_received_while_a_number_is_served_is_of_that_number(hall):
    ticket = hall.take()
    receive(hall.officer)
    hall.serve()

    made = receive(hall.officer)
    receive(OfficerFactory(unit=hall.unit))
    calling.finish(ticket, by=hall.officer)
    receive(hall.officer)

    assert list(ticket.dossiers.all()) == [made]
    assert now_is(ticket).state == TicketState.SERVED


# How long


def test_nothing_measured_means_nothing_is_promised(hall):
    hall.take()

    assert Line.of(hall.unit).wait_for([hall.take()]) is None


def test_the_wait_is_told_from_measured_services_and_busy_desks(hall):
    for _ in range(LEAST_TODAY):
        hall.take()
        hall.serve()
        with minutes_later(10):
            calling.finish(Line.of(hall.unit).at(hall.desk), by=hall.officer)
    first, last = hall.take(), hall.take()

    line = Line.of(hall.unit)
    assert line.before(last) == [first]
    assert line.wait_for([first], for_ticket=last) == timedelta(minutes=15)


def in_minutes(time):
    return None if time is None else round(time / timedelta(minutes=1))


def test_each_ahead_takes_as_long_as_what_they_came_for_usually_does(hall):
    quick, slow, rare = FieldFactory(name="Chứng thực"), FieldFactory(name="Đất đai"), FieldFactory()
    for field, minutes, times in ((quick, 5, LEAST_TODAY), (slow, 40, LEAST_TODAY), (rare, 90, 1)):
        for _ in range(times):
            hall.take(field=field)
            hall.serve()
            with minutes_later(minutes):
                calling.finish(Line.of(hall.unit).at(hall.desk), by=hall.officer)

    line = Line.of(hall.unit)

    usual = UsualTimes.of(hall.unit, timezone.localdate())
    assert [in_minutes(usual.of_field(one.pk)) for one in (quick, slow, rare)] == [5, 40, None]
    of_all = usual.of_all
    for fields, whole in (
        ((quick, quick), of_all / 2 + timedelta(minutes=10)),
        ((slow, slow), of_all / 2 + timedelta(minutes=80)),
        ((rare, slow), of_all / 2 + of_all + timedelta(minutes=40)),
    ):
        ahead = [Ticket(field=field) for field in fields]
        assert abs(line.wait_for(ahead) - whole) <= ROUGH / 2


def test_earlier_weeks_tell_it_until_today_does(hall):
    for _ in range(LEAST_BEFORE):
        hall.take()
        hall.serve()
        with minutes_later(10):
            calling.finish(Line.of(hall.unit).at(hall.desk), by=hall.officer)
    Ticket.objects.update(day=timezone.localdate() - timedelta(days=7))

    assert in_minutes(UsualTimes.of(hall.unit, timezone.localdate()).of_all) == 10
    assert UsualTimes.of(hall.unit, timezone.localdate() + timedelta(days=40)).of_all is None


# The end of the day


def test_what_nobody_ended_is_closed_the_next_day_and_said_so(hall):
    waiting, served = hall.take(), hall.take(PRIORITY)
    hall.serve()
    done = hall.take(PRIORITY)
    calling.call(done, Desk.objects.create(unit=hall.unit, name="Quầy 9"), by=hall.officer)
    calling.finish(done, by=hall.officer)

    assert closing.close_before(timezone.localdate()) == 0
    assert closing.close_before(timezone.localdate() + timedelta(days=1)) == 2
    assert closing.close_before(timezone.localdate() + timedelta(days=1)) == 0

    assert (now_is(waiting).state, waiting.was_closed) == (TicketState.LEFT, True)
    assert (now_is(served).state, served.took) == (TicketState.SERVED, None)
    assert not now_is(done).was_closed
    assert waiting.events.last().action == TicketAction.CLOSED
    assert AuditEvent.objects.get(action="queue.closed").details == {"tickets": 2}


# Desks


def test_desks_are_set_up_by_the_units_administrator(hall):
    admin = UserFactory(unit=hall.unit, roles=[Role.UNIT_ADMIN])
    field = FieldFactory()

    desk = desks.set_up(hall.unit, name="Quầy 2", fields=[field], by=admin)

    assert list(desk.fields.all()) == [field]
    with pytest.raises(DomainError, match="đã có Quầy 1"):
        desks.set_up(hall.unit, name="Quầy 1", by=admin, desk=desk)
    with pytest.raises(DomainError, match="ngoài phạm vi"):
        desks.set_up(UnitFactory(), name="Quầy 1", by=admin)
    hall.take()
    hall.call()
    with pytest.raises(DomainError, match="đang có người"):
        desks.set_up(hall.unit, name="Quầy 1", is_open=False, by=admin, desk=hall.desk)


def test_a_closed_desk_calls_nobody(hall):
    hall.take()
    Desk.objects.update(is_open=False)

    with pytest.raises(DomainError, match="đã thôi dùng"):
        hall.call()


def test_the_counter_says_how_many_were_taken_and_called(hall):
    hall.take()
    hall.take()
    hall.numbers()

    day = QueueDay.objects.get()
    assert (day.unit, day.last_number, day.last_call) == (hall.unit, 2, 2)
    assert Office.of(hall.unit).has_queue
