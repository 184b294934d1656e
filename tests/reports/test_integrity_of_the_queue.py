"""`check_integrity` on the queue: silent where all is well, and each thing that is not so is told."""

from datetime import date, timedelta

import pytest
from django.db.models import F
from django.utils import timezone

from dossiers.models import Appointment, QueueDay, Ticket, TicketEvent, TicketState
from dossiers.queueing import calling
from reports.integrity import queueing
from reports.integrity.model import Span
from tests.dossiers.factories import DossierFactory, ProcedureFactory, UnitFactory
from tests.dossiers.queueing.making import PRIORITY, Hall

pytestmark = pytest.mark.django_db


@pytest.fixture
def hall():
    """Everything pressed once: served, absent and back, sent on, taken back, left."""
    hall = Hall(desks=2)
    for group in (PRIORITY, "none", PRIORITY, "none", "none"):
        hall.take(group)
    served = hall.serve()
    served.dossiers.add(DossierFactory(unit=hall.unit))
    absent = hall.call()
    for _ in range(2):
        calling.call_again(absent, by=hall.officer)
    calling.come_back(calling.mark_absent(absent, by=hall.officer), by=hall.officer)
    moved = hall.call()
    calling.move(moved, desk=hall.desks[1], by=hall.officer)
    hall.call()
    calling.undo(hall.desk, by=hall.officer)
    calling.leave(Ticket.objects.get(number=5), by=hall.officer)
    return hall


def appointment_elsewhere():
    now = timezone.now()
    return Appointment.objects.create(
        code="K7QM-2XHA-9RTB", unit=UnitFactory(), procedure=ProcedureFactory(), starts_at=now,
        ends_at=now + timedelta(minutes=30), name="Lê Văn An", phone="0912345678", booked_at=now,
    )  # fmt: skip


def told():
    return [problem.code for problem in queueing.problems(Span(date(2020, 1, 1), date(2030, 1, 1)))]


def test_a_day_as_the_desks_made_it_is_whole(hall):
    assert told() == []


@pytest.mark.parametrize(
    ("wrong", "code"),
    [
        (lambda: QueueDay.objects.update(last_number=9), "queue.numbers"),
        (lambda: Ticket.objects.filter(number=5).update(number=7), "queue.numbers"),
        (lambda: QueueDay.objects.update(last_call=0), "queue.calls"),
        (lambda: QueueDay.objects.all().delete(), "queue.uncounted"),
        (lambda: Ticket.objects.filter(number=4).update(state=TicketState.ABSENT), "queue.state"),
        (lambda: TicketEvent.objects.filter(ticket__number=4).delete(), "queue.state"),
        (lambda: Ticket.objects.update(called_at=F("taken_at") - timedelta(hours=1)), "queue.moments"),
        (
            lambda: Ticket.objects.filter(number=4).update(appointment=appointment_elsewhere()),
            "queue.appointment",
        ),
        (lambda: Ticket.objects.first().dossiers.add(DossierFactory()), "queue.dossier"),
    ],
)
def test_what_was_changed_behind_the_desks_back_is_found(hall, wrong, code):
    wrong()

    assert set(told()) == {code}
