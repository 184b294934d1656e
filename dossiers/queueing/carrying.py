"""Mang sang phiếu tiếp nhận: what a number tells of the person, so that nobody types it again."""

from dossiers.models import Priority, Ticket, TicketGroup
from dossiers.queueing import calling
from portal.models import User

_PRIORITIES = {
    TicketGroup.ELDERLY: Priority.ELDERLY,
    TicketGroup.DISABLED: Priority.DISABLED,
    TicketGroup.PREGNANT: Priority.PREGNANT,
    TicketGroup.MINORITY: Priority.MINORITY,
}
"""Diện of the queue → ưu tiên of a dossier. A special case is one of the hour, which no dossier knows."""


def known_of(officer: User) -> dict[str, str]:
    """What the intake begins with while this officer serves a number: the priority that it was taken with."""
    ticket = calling.serving(officer)
    priority = _PRIORITIES.get(TicketGroup(ticket.group)) if ticket else None
    return {"priority": str(priority)} if priority else {}


def begins_with(ticket: Ticket) -> str:
    """What the address of the intake adds for a number: the procedure, until a dossier was made of it."""
    if ticket.procedure is None or ticket.dossiers.exists():
        return ""
    return f"?thu-tuc={ticket.procedure.code}"
