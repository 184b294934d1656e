"""Xóa dữ liệu cá nhân của lịch hẹn: who came is nobody's affair once the office's days are over.

What is left says only that somebody had a time for a procedure, and what became of it.
"""

from datetime import timedelta

from django.db import transaction
from django.utils import timezone

from dossiers.models import Appointment, AppointmentEvent, Message, MessageState, Office
from dossiers.models.message import WAITING
from portal import audit
from portal.models import Unit


@transaction.atomic
def forget_old() -> int:
    """Name, phone and address of the person, reasons, and what was written to them; how many appointments."""
    now = timezone.now()
    kept: dict[int, int] = dict(Office.objects.values_list("unit_id", "appointment_kept_days"))
    usual = Office().appointment_kept_days
    known = Appointment.objects.filter(erased_at=None, starts_at__lt=now)
    count = 0
    for unit in Unit.objects.filter(pk__in=known.order_by().values("unit")):
        before = now - timedelta(days=kept.get(unit.pk, usual))
        old = list(known.filter(unit=unit, ends_at__lt=before).values_list("pk", flat=True))
        if old:
            _erase(old)
            audit.record("appointment.forgotten", by=None, unit=unit, count=len(old))
            count += len(old)
    return count


def _erase(old: list[int]) -> None:
    """Rows of events stay; only the words in them go, by a statement of the database."""
    messages = Message.objects.filter(appointment__in=old)
    messages.filter(state__in=WAITING).update(state=MessageState.CANCELLED)
    messages.update(recipient="", subject="", body="")
    AppointmentEvent.objects.filter(appointment__in=old).update(reason="")
    Appointment.objects.filter(pk__in=old).update(name="", phone="", email="", erased_at=timezone.now())
