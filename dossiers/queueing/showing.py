"""Một số đang ở đâu: what its holder reads, on the slip, at the kiosk, on the phone."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.conf import settings
from django.utils import timezone
from django.utils.safestring import SafeString

from dossiers.models import Ticket, TicketState
from dossiers.queueing.line import Line
from portal.barcodes import qr


@dataclass(frozen=True)
class Standing:
    """Where a number stands now; `before` and `about` only while it waits today."""

    ticket: Ticket
    at: datetime
    before: int | None = None
    about: timedelta | None = None

    @property
    def is_today(self) -> bool:
        return self.ticket.day == timezone.localdate(self.at)

    @property
    def comes_at(self) -> datetime | None:
        """Giờ hẹn, where it is still to come and others would be called before it."""
        promised = self.ticket.promised_at
        return promised if promised is not None and promised > self.at and self.before else None

    @property
    def is_called(self) -> bool:
        return self.is_today and self.ticket.state == TicketState.CALLED

    @property
    def is_absent(self) -> bool:
        return self.is_today and self.ticket.state == TicketState.ABSENT

    @property
    def is_here(self) -> bool:
        return self.is_today and self.ticket.state == TicketState.SERVING


def of(ticket: Ticket) -> Standing:
    line = Line.of(ticket.unit)
    if ticket.state != TicketState.WAITING or ticket.day != timezone.localdate(line.now):
        return Standing(ticket, line.now)
    ahead = line.before(ticket)
    return Standing(ticket, line.now, len(ahead), line.wait_for(ahead, for_ticket=ticket))


def code_of(ticket: Ticket) -> SafeString:
    """Mã QR that leads a phone to where the number stands."""
    address = f"{settings.BASE_URL}{ticket.get_absolute_url()}?don-vi={ticket.unit.code}"
    return qr(address, label=f"Mã xem số {ticket.number} trên điện thoại")
