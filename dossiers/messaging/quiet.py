"""Giờ không gửi tin nhắn: no telephone rings at night."""

from datetime import datetime, timedelta

from django.utils import timezone

from dossiers.models import MessageChannel, Office


def not_before(office: Office, channel: str, at: datetime) -> datetime:
    """The moment itself, or for a text message in the quiet hours their end. Equal ends: no quiet hours."""
    start, end = office.quiet_from, office.quiet_to
    if channel != MessageChannel.SMS or start == end:
        return at
    local = timezone.localtime(at)
    clock = local.time()
    is_quiet = start <= clock < end if start < end else clock >= start or clock < end
    if not is_quiet:
        return at
    ending = local.replace(hour=end.hour, minute=end.minute, second=0, microsecond=0)
    return ending if ending > local else ending + timedelta(days=1)
