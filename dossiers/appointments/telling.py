"""Báo cho người hẹn: booked, moved, cancelled, and a reminder on the working day before.

The messages are rows of the move's own transaction, to whatever address was left; where there is none, what
the office itself moved or cancelled waits for somebody to tell it in person.
"""

from collections.abc import Iterable, Iterator
from datetime import datetime

from django.conf import settings
from django.urls import reverse
from django.utils import timezone

from dossiers import phones
from dossiers.appointments.status import Move
from dossiers.messaging import templates, writing
from dossiers.messaging.telling import Voices
from dossiers.models import Appointment, AppointmentEvent, Message, MessageChannel, MessageState, Office
from dossiers.models.message import WAITING
from portal.models import User

TOLD_OF = {
    Move.BOOK: "appointment_booked",
    Move.MOVE: "appointment_moved",
    Move.CANCEL: "appointment_off",
}
"""Move → the news it is."""
REMINDER = "appointment_soon"


def tell(appointment: Appointment, event: AppointmentEvent) -> None:
    """Báo tin of one move; what still waits to be sent says what is no longer true."""
    key = TOLD_OF.get(Move(event.action))
    if key is None:
        return
    appointment.messages.filter(state__in=WAITING).update(state=MessageState.CANCELLED)
    voices = Voices()
    office = voices.office(appointment.unit)
    if not office.tells_citizens:
        return
    values = _values(appointment, office) | {
        "gio_cu": _moment(event.was_at) if event.was_at else "",
        "ly_do": event.reason or "theo yêu cầu của người hẹn",
    }
    made = list(_messages(appointment, key, f"appointment-{event.pk}", values, voices, by=event.actor))
    if not made and event.actor_id and event.action != Move.BOOK and not _is_reached(appointment):
        made = [_unreached(appointment, key, event)]
    Message.objects.bulk_create(made)


def remind(appointments: Iterable[Appointment]) -> int:
    """Nhắc; said again it stays one message, one that was moved since is reminded anew. How many are new."""
    voices = Voices()
    made = [
        message
        for one in appointments
        if voices.office(one.unit).tells_citizens
        for message in _messages(
            one,
            REMINDER,
            f"appointment-{one.pk}-{one.starts_at:%y%m%d%H%M}",
            _values(one, voices.office(one.unit)) | {"gio_cu": "", "ly_do": ""},
            voices,
        )
    ]
    known = set(Message.objects.filter(key__in=[one.key for one in made]).values_list("key", flat=True))
    new = [one for one in made if one.key not in known]
    Message.objects.bulk_create(new, ignore_conflicts=True)
    return len(new)


def _messages(
    appointment: Appointment,
    key: str,
    name: str,
    values: dict[str, str],
    voices: Voices,
    *,
    by: User | None = None,
) -> Iterator[Message]:
    return writing.messages(
        name,
        office=voices.office(appointment.unit),
        template=key,
        values=values,
        addresses=_addresses(appointment),
        words=voices.words(appointment.unit, key),
        appointment=appointment,
        by=by,
    )


def _unreached(appointment: Appointment, key: str, event: AppointmentEvent) -> Message:
    return Message(
        key=f"appointment-{event.pk}-{MessageChannel.NONE}",
        unit=appointment.unit,
        appointment=appointment,
        template=key,
        channel=MessageChannel.NONE,
        state=MessageState.UNREACHED,
        by=event.actor,
        error="Người hẹn không có số di động, thư điện tử.",
    )


def _addresses(appointment: Appointment) -> dict[MessageChannel, str]:
    return {MessageChannel.EMAIL: appointment.email, MessageChannel.SMS: phones.mobile(appointment.phone)}


def _is_reached(appointment: Appointment) -> bool:
    return any(_addresses(appointment).values())


def _values(appointment: Appointment, office: Office) -> dict[str, str]:
    ways = [f"điện thoại {office.phone}"] if office.phone else []
    ways += [office.address] if office.address else []
    papers = appointment.procedure.components.values_list("name", flat=True)
    return dict.fromkeys(templates.PLACES, "") | {
        "thu_tuc": appointment.procedure.name,
        "chu_ho_so": appointment.name,
        "don_vi": office.one_stop_name or f"Bộ phận Một cửa {office.unit.name}",
        "lien_he": ", ".join(ways) or "trong giờ làm việc",
        "ma_hen": appointment.code,
        "gio_hen": _moment(appointment.starts_at),
        "mang_theo": "; ".join(papers) or "hỏi cán bộ tại quầy",
        "xem_hen": f"{settings.BASE_URL}{reverse('dossiers:public-appointment')}",
    }


def _moment(moment: datetime) -> str:
    return f"{timezone.localtime(moment):%H:%M ngày %d/%m/%Y}"
