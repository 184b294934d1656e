"""Báo cho người dân: which move of a dossier is news, and the messages that tell it.

The messages are rows of the move's own transaction: a move that is rolled back tells nothing, one that is
kept is told, whatever happens to the machine afterwards.
"""

from collections.abc import Iterator, Sequence
from datetime import datetime, timedelta
from typing import Any
from urllib.parse import urlencode

from django.conf import settings
from django.db import transaction
from django.utils import timezone

from dossiers import phones
from dossiers.messaging import templates
from dossiers.messaging.quiet import not_before
from dossiers.messaging.templates import NEWS, Words
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
from dossiers.rating_links import rating_url
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
TOLD_IF_MOVED = {
    "reschedule": "due_moved",
    "receive_supplement": "resumed",
    "start_processing": "resumed",
    "settle_payment": "resumed",
}
"""The same for those that are news only where they moved the due date."""
OVERTAKES = frozenset({*TOLD_OF, "receive_supplement", "withdraw", "stop"})
"""After these, what still waits to be sent about the dossier is no news any more."""
OVERTAKES_DATES = frozenset({"reschedule", "correct"})
"""After these, what still waits and names a person or a due date would say what was true before."""
NAMES_DATES = ("received", "corrected", "due_moved", "resumed")
FRESH = timedelta(days=1)
"""What happened earlier and is only entered now is not told."""


class Voices:
    """Lời của các đơn vị: who speaks and in which words, read once for however many dossiers."""

    def __init__(self) -> None:
        self._offices: dict[int, Office] = {}
        self._words: dict[tuple[int, str], dict[MessageChannel, Words]] = {}

    def office(self, unit: Unit) -> Office:
        if unit.pk not in self._offices:
            self._offices[unit.pk] = Office.of(unit)
        return self._offices[unit.pk]

    def words(self, unit: Unit, key: str) -> dict[MessageChannel, Words]:
        if (unit.pk, key) not in self._words:
            self._words[unit.pk, key] = templates.all_words(unit, key)
        return self._words[unit.pk, key]


def tell_citizen(dossier: Dossier, event: DossierEvent) -> None:
    """Báo tin: write what the citizen is told of this move, once by each channel that reaches them."""
    tell_citizens([(dossier, event)])


def tell_citizens(told: Sequence[tuple[Dossier, DossierEvent]]) -> None:
    """The same for one act that touched many dossiers, with the same few queries."""
    _overtake(told)
    voices = Voices()
    Message.objects.bulk_create(
        message for dossier, event in told for message in _messages(dossier, event, voices)
    )


def news_of(event: DossierEvent) -> str | None:
    """What kind of news a move is, if it is any."""
    if event.action in TOLD_IF_MOVED:
        return TOLD_IF_MOVED[event.action] if event.details.get("due_at") else None
    if event.action == "correct":
        return "corrected" if event.details.get("changes_receipt") else None
    return TOLD_OF.get(event.action)


def _overtake(told: Sequence[tuple[Dossier, DossierEvent]]) -> None:
    waiting = Message.objects.filter(state__in=WAITING)
    if over := [dossier for dossier, event in told if event.action in OVERTAKES]:
        waiting.filter(dossier__in=over).update(state=MessageState.CANCELLED)
    if outdated := [dossier for dossier, event in told if event.action in OVERTAKES_DATES]:
        waiting.filter(dossier__in=outdated, template__in=NAMES_DATES).update(state=MessageState.CANCELLED)
    for dossier, event in told:
        if event.action == "correct":
            _readdress(dossier)
        elif event.action == "undo":
            undone = waiting.filter(dossier=dossier, key__startswith=f"event-{event.details['event']}-")
            undone.update(state=MessageState.CANCELLED)


def _addresses(dossier: Dossier) -> dict[MessageChannel, str]:
    return {MessageChannel.EMAIL: dossier.email, MessageChannel.SMS: phones.mobile(dossier.phone)}


def _readdress(dossier: Dossier) -> None:
    """What still waits goes to the corrected address, never to the one that was wrong."""
    for channel, address in _addresses(dossier).items():
        waiting = dossier.messages.filter(state__in=WAITING, channel=channel).exclude(recipient=address)
        if address:
            waiting.update(recipient=address)
        else:
            waiting.update(state=MessageState.CANCELLED)


def _messages(dossier: Dossier, event: DossierEvent, voices: Voices) -> Iterator[Message]:
    key, now = news_of(event), timezone.now()
    if key is None or dossier.source != Source.DESK or event.at < now - FRESH:
        return
    unit = speaking_unit(dossier)
    office = voices.office(unit)
    if not office.tells_citizens:
        return
    about: dict[str, Any] = {"unit": unit, "dossier": dossier, "by": event.actor, "template": key}
    reached = {channel: address for channel, address in _addresses(dossier).items() if address}
    if reached:
        words, values = voices.words(unit, key), _values(dossier, event, office)
        for channel, address in reached.items():
            if words[channel].is_on:
                filled = words[channel].filled(values)
                yield Message(
                    key=f"event-{event.pk}-{channel.value}",
                    channel=channel,
                    recipient=address,
                    subject=filled.subject,
                    body=filled.text,
                    next_attempt_at=not_before(office, channel, now),
                    **about,
                )
    elif NEWS[key].by_hand and not _stands_at_the_counter(event):
        yield Message(
            key=f"event-{event.pk}-{MessageChannel.NONE}",
            channel=MessageChannel.NONE,
            state=MessageState.UNREACHED,
            error="Hồ sơ không có số di động, thư điện tử.",
            **about,
        )


def _stands_at_the_counter(event: DossierEvent) -> bool:
    """Từ chối tiếp nhận tại quầy: who was there has the paper in hand already."""
    return event.action == "not_accept" and not event.from_status


def speaking_unit(dossier: Dossier) -> Unit:
    """The office that the citizen dealt with; after a merger the one that took its place."""
    unit, today = dossier.receiving_unit, timezone.localdate()
    while not unit.is_valid_on(today) and unit.successor is not None:
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
    audit.record("message.told_in_person", by=by, target=current.about, unit=current.unit)


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
        "ly_do": event.details.get("why") or event.reason or "xem văn bản của đơn vị",
        "tra_cuu": tracking_url(dossier),
        "danh_gia": rating_url(dossier),
        "lien_he": ", ".join(ways) or "trong giờ làm việc",
    }


def _new_appointment(dossier: Dossier, event: DossierEvent) -> str:
    """Hẹn lại, of the apology that this event issues."""
    if event.action != "apologise":
        return ""
    return _moment(Apology.objects.get(dossier=dossier).new_due_at)


def _moment(moment: datetime | None) -> str:
    return f"{timezone.localtime(moment):%H:%M ngày %d/%m/%Y}" if moment else ""
