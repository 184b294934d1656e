"""Đóng hàng đợi cuối ngày: numbers of past days that nobody ended, said to be closed by the system."""

from datetime import date, datetime, time

from django.db import transaction
from django.utils import timezone

from dossiers.models import Ticket, TicketAction, TicketState
from dossiers.queueing.telling import tell
from portal import audit
from portal.models import Unit


def close_before(today: date) -> int:
    """Who waited, was called or was away has gone; who was being served was served, for nobody knows how
    long. Run twice it finds nothing more."""
    units = Unit.objects.filter(tickets__in=Ticket.objects.open().filter(day__lt=today)).distinct()
    return sum(_close(unit, today) for unit in units)


@transaction.atomic
def _close(unit: Unit, today: date) -> int:
    open_still = Ticket.objects.select_for_update(of=("self",)).filter(unit=unit, day__lt=today).open()
    closed = 0
    for ticket in open_still.select_related("desk"):
        was_served = ticket.state == TicketState.SERVING
        state = TicketState.SERVED if was_served else TicketState.LEFT
        tell(
            ticket, TicketAction.CLOSED, by=None, at_desk=ticket.desk, state=state, was_closed=True,
            ended_at=_end_of(ticket.day),
        )  # fmt: skip
        closed += 1
    if closed:
        audit.record("queue.closed", by=None, unit=unit, tickets=closed)
    return closed


def _end_of(day: date) -> datetime:
    return timezone.make_aware(datetime.combine(day, time.max.replace(microsecond=0)))
