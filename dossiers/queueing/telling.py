"""Ghi diễn biến: what happened to a number, with what it changed, so that a wrong press can be undone."""

from datetime import datetime
from typing import Any
from uuid import UUID, uuid4

from django.utils import timezone

from dossiers.models import Desk, Ticket, TicketAction, TicketEvent
from portal.models import User


def tell(
    ticket: Ticket,
    action: TicketAction,
    *,
    by: User | None,
    at_desk: Desk | None = None,
    press: UUID | None = None,
    **changed: Any,
) -> Ticket:
    """Sets these columns of a ticket whose day is locked, and writes the event, pressed at this desk."""
    former = {}
    for name, value in changed.items():
        column = Ticket._meta.get_field(name)
        former[column.attname] = _plain(getattr(ticket, column.attname))  # type: ignore[union-attr]
        setattr(ticket, name, value)
    if changed:
        ticket.save(update_fields=list(changed))
    TicketEvent.objects.create(
        ticket=ticket, press=press or uuid4(), at=timezone.now(), action=action, desk=at_desk, by=by,
        state=ticket.state, former=former,
    )  # fmt: skip
    return ticket


def take_back(event: TicketEvent) -> None:
    """What the event changed is as it was."""
    ticket = event.ticket
    for attname, value in event.former.items():
        column = Ticket._meta.get_field(attname.removesuffix("_id") if attname.endswith("_id") else attname)
        setattr(ticket, attname, column.to_python(value) if value is not None else None)  # type: ignore[union-attr]
    ticket.save()
    event.undone_at = timezone.now()
    event.save(update_fields=["undone_at"])


def _plain(value: Any) -> Any:
    return value.isoformat() if isinstance(value, datetime) else value
