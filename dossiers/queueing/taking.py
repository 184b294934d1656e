"""Lấy số: the next number of the day, from a locked counter, once for each form."""

from datetime import timedelta
from secrets import choice
from uuid import UUID

from django.core.cache import cache
from django.db import transaction
from django.db.models import Count
from django.utils import timezone

from dossiers.appointments.status import AppointmentState
from dossiers.models import (
    Appointment,
    Dossier,
    Field,
    Office,
    Procedure,
    QueueDay,
    Ticket,
    TicketAction,
    TicketGroup,
)
from dossiers.models.appointment import AppointmentQuerySet
from dossiers.queueing import telling
from portal.errors import DomainError
from portal.models import Unit, User

LETTERS = "23456789abcdefghjkmnpqrstuvwxyz"
LENGTH = 9
"""A word leads to where its number stands, for a day; nobody hits another's by trying."""
RECENT = timedelta(days=90)
KEPT = 60
KEY = "units-with-queue"


@transaction.atomic
def take(
    unit: Unit,
    *,
    key: UUID,
    group: TicketGroup = TicketGroup.NONE,
    field: Field | None = None,
    procedure: Procedure | None = None,
    appointment: Appointment | None = None,
    by: User | None = None,
) -> Ticket:
    """Lấy số, at the kiosk (nobody's hand) or by an officer for who has just come.

    Who has an appointment and a number that is not over keeps that number.
    """
    if not Office.of(unit).has_queue:
        raise DomainError(f"{unit.name} không dùng số thứ tự. Quản trị đơn vị bật ở Thiết lập → Hàng đợi.")
    now = timezone.now()
    day = locked(unit)
    if sent_before := Ticket.objects.filter(key=key).first():
        return sent_before
    if appointment is not None:
        procedure = appointment.procedure
        if standing := appointment.tickets.filter(day=day.day).open().first():
            return standing
    day.last_number += 1
    day.save(update_fields=["last_number"])
    made = Ticket.objects.create(
        key=key, word=_word(), unit=unit, day=day.day, number=day.last_number, group=group,
        field=field or (procedure.field if procedure else None), procedure=procedure, taken_at=now,
        appointment=appointment,
    )  # fmt: skip
    telling.tell(made, TicketAction.TAKEN, by=by)
    return made


def units_with_queue() -> set[int]:
    """Units whose office gives numbers: each staff page asks, so it is remembered for a while."""
    found: set[int] | None = cache.get(KEY)
    if found is None:
        found = set(Office.objects.filter(has_queue=True).values_list("unit", flat=True))
        cache.set(KEY, found, KEPT)
    return found


def forget_units() -> None:
    """An office began or ended to give numbers: the next page asks again."""
    cache.delete(KEY)


def locked(unit: Unit) -> QueueDay:
    """The counter of today, locked until the transaction ends: every act of the queue takes it first."""
    day = timezone.localdate()
    QueueDay.objects.get_or_create(unit=unit, day=day)
    return QueueDay.objects.select_for_update().get(unit=unit, day=day)


def appointments_of(unit: Unit) -> AppointmentQuerySet:
    """Lịch hẹn hôm nay that a number may be taken for: neither cancelled nor of another day."""
    now = timezone.localtime()
    midnight = now.replace(hour=0, minute=0, second=0, microsecond=0)
    found = Appointment.objects.of_units({unit.pk}).between(midnight, midnight + timedelta(days=1))
    return found.exclude(state=AppointmentState.CANCELLED).select_related("procedure__field")


def fields_of(unit: Unit) -> list[Field]:
    """Lĩnh vực to choose from: those that the unit's procedures are of, by name."""
    offered = Procedure.objects.offered_by(unit).valid_on(timezone.localdate())
    return list(Field.objects.filter(procedures__in=offered).distinct().order_by("name"))


def most_asked(unit: Unit) -> list[Field]:
    """The same, those that people came for most in the last weeks first."""
    since = timezone.localdate() - RECENT
    came = Dossier.objects.filter(receiving_unit=unit, received_on__gte=since).order_by()
    counted = dict(came.values_list("procedure__field").annotate(times=Count("pk")))
    return sorted(fields_of(unit), key=lambda field: -counted.get(field.pk, 0))


def _word() -> str:
    return "".join(choice(LETTERS) for _ in range(LENGTH))
