"""Lịch hẹn ở quầy: who comes on a day or in a week, what may be done, and the intake that follows."""

from collections import Counter
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from django.db import transaction
from django.db.models import Q
from django.utils import timezone

from dossiers import drafts
from dossiers.appointments import booking
from dossiers.appointments.status import AppointmentState, Move
from dossiers.models import AdvanceRequest, Appointment, Dossier, IntakeDraft, Office
from dossiers.models.appointment import AppointmentQuerySet
from dossiers.moves import MOVING_ROLES
from portal.errors import DomainError
from portal.models import Role, Unit, User

ROLES = (*MOVING_ROLES, Role.LEADER)
"""Who sees an office's appointments and changes them; who comes is taken in by those who receive."""
RECENT = 30
"""Days over which kept and missed ones are counted."""


def visible_to(user: User) -> AppointmentQuerySet:
    return Appointment.objects.of_units(user.unit_ids(ROLES))


def desks(user: User) -> list[Unit]:
    """The units within reach that take appointments, or have some to come; one's own first."""
    reach = user.unit_ids(ROLES)
    taking = Office.objects.filter(takes_appointments=True).values("unit")
    coming = Appointment.objects.booked().filter(starts_at__gt=timezone.now()).values("unit")
    found = Unit.objects.filter(Q(pk__in=taking) | Q(pk__in=coming), pk__in=reach).valid_on(
        timezone.localdate()
    )
    return sorted(found, key=lambda unit: (unit.pk != user.unit_id, unit.folded_name))


def on_days(found: AppointmentQuerySet, first: date, last: date) -> AppointmentQuerySet:
    return found.between(_midnight(first), _midnight(last + timedelta(days=1)))


def counts(found: AppointmentQuerySet) -> dict[AppointmentState, int]:
    """How many in each state, none left out."""
    told = Counter(found.order_by().values_list("state", flat=True))
    return {state: told[state] for state in AppointmentState}


def coming_today(user: User) -> int:
    """Lịch hẹn hôm nay còn chờ, of all desks of the user."""
    today = timezone.localdate()
    return on_days(visible_to(user).booked(), today, today).count()


@dataclass(frozen=True)
class Offer:
    """Một việc làm được; `why` says what is in the way where it is not."""

    move: Move
    label: str
    address: str
    """The name of its page."""
    why: str = ""
    is_pressed: bool = False
    """It needs no page: a button does it."""


def offers(appointment: Appointment, user: User) -> list[Offer]:
    """In the order of the day; nothing of what the table of states does not know."""
    ahead = timezone.localdate(appointment.starts_at) > timezone.localdate()
    receives = appointment.unit_id in user.unit_ids(MOVING_ROLES)
    found = [
        Offer(
            Move.KEEP,
            "Đã đến, tiếp nhận hồ sơ",
            "dossiers:appointment-keep",
            "Chưa đến ngày hẹn." if ahead else "" if receives else "Người tiếp nhận hồ sơ bấm.",
            is_pressed=True,
        ),
        Offer(
            Move.MISS,
            "Không đến",
            "dossiers:appointment-miss",
            "" if appointment.is_past else "Chưa đến giờ hẹn.",
            is_pressed=True,
        ),
        Offer(Move.MOVE, "Đổi giờ hẹn", "dossiers:appointment-move"),
        Offer(Move.CANCEL, "Hủy lịch hẹn", "dossiers:appointment-cancel"),
    ]
    return [offer for offer in found if appointment.allows(offer.move)]


def dossier_of(appointment: Appointment, user: User) -> Dossier | None:
    """Hồ sơ đã lập từ lịch hẹn."""
    return Dossier.objects.visible_to(user).filter(intake_key=appointment.key).first()


def advance_of(appointment: Appointment, user: User) -> AdvanceRequest | None:
    """Yêu cầu hỗ trợ trước that the time was given for: its own page takes the person in, papers and all."""
    return AdvanceRequest.objects.visible_to(user).filter(appointment=appointment).first()


@transaction.atomic
def take_in(appointment: Appointment, *, by: User) -> IntakeDraft | None:
    """Đã đến: the intake lies ready with the person and the procedure; none where there is a dossier already.

    Pressed again it opens what was typed since.
    """
    current = booking.keep(appointment, by=by)
    lying = IntakeDraft.objects.filter(key=current.key).select_related("officer").first()
    if lying is not None and lying.officer_id != by.pk:
        raise DomainError(f"{lying.officer} đang nhập hồ sơ của lịch hẹn này.")
    if lying is not None:
        return lying
    typed = {
        "procedure": current.procedure.code,
        "applicant_name": current.name,
        "phone": current.phone,
        "email": current.email,
        "unit": str(current.unit_id),
    }
    return drafts.keep(current.key, typed=typed, by=by, unit=current.unit)


def _midnight(day: date) -> datetime:
    return timezone.make_aware(datetime.combine(day, time.min))
