"""Báo cho người dân: which move of a dossier is news, and the messages that tell it.

The messages are rows of the move's own transaction: a move that is rolled back tells nothing, one that is
kept is told, whatever happens to the machine afterwards.
"""

from datetime import datetime, timedelta
from typing import Any
from urllib.parse import urlencode

from django.conf import settings
from django.db import transaction
from django.utils import timezone

from dossiers import phones
from dossiers.messaging import templates
from dossiers.messaging.quiet import not_before
from dossiers.messaging.templates import NEWS
from dossiers.models import (
    Apology,
    Dossier,
    DossierEvent,
    Message,
    MessageChannel,
    MessageState,
    Office,
    Source,
)
from dossiers.models.message import WAITING
from portal import audit
from portal.errors import DomainError
from portal.models import Unit, User

TOLD_OF = {
    "receive": "received",
    "accept": "received",
    "request_supplement": "supplement",
    "refuse": "refused",
    "not_accept": "refused",
    "apologise": "apology",
    "conclude": "ready",
    "return_result": "returned",
}
"""Action of an event → the news it is."""
OVERTAKES = frozenset({*TOLD_OF, "receive_supplement", "withdraw", "stop", "undo"})
"""After these, what still waits to be sent about the dossier is no news any more."""
FRESH = timedelta(days=1)
"""What happened earlier and is only entered now is not told."""


def tell_citizen(dossier: Dossier, event: DossierEvent) -> None:
    """Báo tin: write what the citizen is told of this move, once by each channel that reaches them."""
    if event.action in OVERTAKES:
        dossier.messages.filter(state__in=WAITING).update(state=MessageState.CANCELLED)
    key, now = TOLD_OF.get(event.action), timezone.now()
    if key is None or dossier.source != Source.DESK or event.at < now - FRESH:
        return
    unit = speaking_unit(dossier)
    office = Office.of(unit)
    if not office.tells_citizens:
        return
    addresses = {MessageChannel.EMAIL: dossier.email, MessageChannel.SMS: phones.mobile(dossier.phone)}
    about: dict[str, Any] = {"unit": unit, "dossier": dossier, "by": event.actor, "template": key}
    if any(addresses.values()):
        words, values = templates.all_words(unit, key), _values(dossier, event, office)
        Message.objects.bulk_create(
            Message(
                key=f"event-{event.pk}-{channel.value}",
                channel=channel,
                recipient=address,
                subject=(filled := words[channel].filled(values)).subject,
                body=filled.text,
                next_attempt_at=not_before(office, channel, now),
                **about,
            )
            for channel, address in addresses.items()
            if address and words[channel].is_on
        )
    elif NEWS[key].by_hand:
        Message.objects.create(
            key=f"event-{event.pk}-{MessageChannel.NONE}",
            channel=MessageChannel.NONE,
            state=MessageState.UNREACHED,
            error="Hồ sơ không có số di động, thư điện tử.",
            **about,
        )


def speaking_unit(dossier: Dossier) -> Unit:
    """The office that the citizen dealt with; after a merger the one that took its place."""
    unit, today = dossier.receiving_unit, timezone.localdate()
    while unit.successor is not None and not unit.is_valid_on(today):
        unit = unit.successor
    return unit


def tracking_url(dossier: Dossier) -> str:
    """Where anybody with the code sees how far the dossier is (TT 01/2018/TT-VPCP Đ.16)."""
    return f"{settings.BASE_URL}/tra-cuu/?{urlencode({'ma': dossier.code})}"


@transaction.atomic
def told_in_person(message: Message, *, by: User) -> None:
    """Đã báo trực tiếp: somebody who could not be written to was told by word of mouth."""
    current = Message.objects.select_for_update(of=("self",)).get(pk=message.pk)
    if current.state == MessageState.TOLD:
        return
    if not current.is_unreached and not current.can_be_sent_again:
        raise DomainError(f"Tin này {current.get_state_display()}, không cần báo trực tiếp.")
    current.state, current.by, current.sent_at = MessageState.TOLD, by, timezone.now()
    current.save(update_fields=["state", "by", "sent_at"])
    audit.record("message.told_in_person", by=by, target=current.dossier, unit=current.unit)


def _values(dossier: Dossier, event: DossierEvent, office: Office) -> dict[str, str]:
    ways = [f"điện thoại {office.phone}"] if office.phone else []
    ways += [office.address] if office.address else []
    return {
        "ma_ho_so": dossier.code,
        "thu_tuc": dossier.procedure.name,
        "chu_ho_so": dossier.owner_name,
        "don_vi": office.one_stop_name or f"Bộ phận Một cửa {office.unit.name}",
        "hen_tra": _moment(dossier.due_at) or "không hẹn ngày",
        "hen_lai": _new_appointment(dossier, event),
        "ly_do": event.reason or "xem văn bản của đơn vị",
        "tra_cuu": tracking_url(dossier),
        "lien_he": ", ".join(ways) or "trong giờ làm việc",
    }


def _new_appointment(dossier: Dossier, event: DossierEvent) -> str:
    """Hẹn lại, of the apology that this event issues."""
    if TOLD_OF[event.action] != "apology":
        return ""
    return _moment(Apology.objects.get(dossier=dossier).new_due_at)


def _moment(moment: datetime | None) -> str:
    return f"{timezone.localtime(moment):%H:%M ngày %d/%m/%Y}" if moment else ""
