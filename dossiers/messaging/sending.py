"""Gửi tin: what waits is taken up message by message, each claimed by one UPDATE before it leaves.

A message whose sender died in between is taken up again after its lease, with the token of the first try: a
gateway that took it then knows it, so that it arrives once. While a gateway does not answer, one message a
run finds that out; the others keep their tries.
"""

import time
from datetime import datetime, timedelta
from uuid import uuid4

from django.db import transaction
from django.db.models import F, Q
from django.utils import timezone

from dossiers import phones
from dossiers.messaging import gateways
from dossiers.messaging.gateways import FolderGateway, Gateway, Letter, NotTaken, Refused, Unreachable
from dossiers.messaging.quiet import not_before
from dossiers.models import Message, MessageChannel, MessageState, Office
from dossiers.models.message import LEASE, TOO_OLD, TRIES, WAITING
from portal import audit
from portal.errors import DomainError
from portal.models import User

PAUSES = tuple(timedelta(minutes=minutes) for minutes in (1, 5, 15, 60, 180, 360, 720))
"""After the first, the second … failed try."""
BATCH = 200
RUN_SECONDS = 20
"""A run ends before the next one starts; what is left is the next one's."""


def send_due() -> int:
    """Send what is due now, by one channel after the other; how many left the house."""
    return sum(_run(channel) for channel in (MessageChannel.EMAIL, MessageChannel.SMS))


@transaction.atomic
def send_again(message: Message, *, by: User) -> None:
    """Gửi lại: from the first try on, to the address that stands there now.

    To another address it is another message, under a token of its own.
    """
    current = Message.objects.select_for_update(of=("self",)).get(pk=message.pk)
    if not current.can_be_sent_again:
        raise DomainError(f"Tin này {current.get_state_display()}, không cần gửi lại.")
    recipient = _address(current)
    if not recipient:
        raise DomainError("Không còn địa chỉ nào để gửi: báo trực tiếp cho người dân.")
    if recipient != current.recipient:
        current.recipient, current.token = recipient, uuid4()
    current.state, current.attempts, current.error = MessageState.QUEUED, 0, ""
    current.next_attempt_at = not_before(Office.of(current.unit), current.channel, timezone.now())
    current.queued_at = timezone.now()
    current.save()
    audit.record("message.sent_again", by=by, target=current.about, unit=current.unit)


def _address(message: Message) -> str:
    about = message.about
    if about is None:
        return message.user.email if message.user else ""
    return about.email if message.channel == MessageChannel.EMAIL else phones.mobile(about.phone)


def _run(channel: MessageChannel) -> int:
    now, deadline, sent = timezone.now(), time.monotonic() + RUN_SECONDS, 0
    waiting = Message.objects.due(now).filter(channel=channel).order_by("next_attempt_at", "pk")[:BATCH]
    messages = list(waiting.select_related("unit"))
    if not messages:
        return 0
    units = {message.unit_id for message in messages}
    rehearsing = Office.objects.filter(is_rehearsing=True, unit__in=units)
    in_files = set(rehearsing.values_list("unit_id", flat=True))
    with gateways.gateway(channel) as gateway, FolderGateway.of(channel) as folder:
        for message in messages:
            if time.monotonic() > deadline:
                break
            if (taken_at := _claim(message)) is None:
                continue
            try:
                sent += _send(message, folder if message.unit_id in in_files else gateway, taken_at)
            except Unreachable:
                break
    return sent


def _claim(message: Message) -> datetime | None:
    """Take the message for this process; None where another one has it. One UPDATE decides."""
    now = timezone.now()
    taken = (
        Message.objects.filter(pk=message.pk)
        .filter(
            Q(state__in=WAITING, next_attempt_at__lte=now)
            | Q(state=MessageState.SENDING, claimed_at__lt=now - LEASE)
        )
        .update(state=MessageState.SENDING, claimed_at=now, attempts=F("attempts") + 1)
    )
    if not taken:
        return None
    message.refresh_from_db()
    return now


def _send(message: Message, gateway: Gateway, taken_at: datetime) -> int:
    if message.attempts > TRIES or message.queued_at < timezone.now() - TOO_OLD:
        _settle(
            message, taken_at, state=MessageState.GIVEN_UP, error=message.error or "Quá lâu chưa gửi được."
        )
        return 0
    letter = Letter(str(message.token), message.recipient, message.subject, message.body)
    try:
        reference = gateway.send(letter)
    except Refused as refusal:
        _settle(message, taken_at, state=MessageState.GIVEN_UP, error=refusal.message)
        return 0
    except NotTaken as refusal:
        _put_off(message, taken_at, refusal.message)
        if isinstance(refusal, Unreachable):
            raise
        return 0
    return _settle(
        message,
        taken_at,
        state=MessageState.SENT,
        sent_at=timezone.now(),
        reference=reference[:100],
        error="",
    )


def _put_off(message: Message, taken_at: datetime, error: str) -> None:
    if message.attempts >= TRIES:
        _settle(message, taken_at, state=MessageState.GIVEN_UP, error=error)
        return
    again = timezone.now() + PAUSES[min(message.attempts, len(PAUSES)) - 1]
    at = not_before(Office.of(message.unit), message.channel, again)
    _settle(message, taken_at, state=MessageState.FAILED, next_attempt_at=at, error=error)


def _settle(message: Message, taken_at: datetime, **fields: object) -> int:
    """Write how a try ended, while the message is still in this sender's hands."""
    mine = Message.objects.filter(pk=message.pk, state=MessageState.SENDING, claimed_at=taken_at)
    return mine.update(**fields)
