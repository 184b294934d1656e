"""Nhắc hẹn: on the working day before, whoever did not book or move on that very day."""

from datetime import date, datetime, time, timedelta

from django.db import transaction
from django.db.models import Max
from django.utils import timezone

from dossiers import calendar, schedule
from dossiers.appointments import telling
from dossiers.appointments.status import Move
from dossiers.models import Appointment
from dossiers.models.appointment import AppointmentQuerySet
from portal.models import Unit


@transaction.atomic
def remind(today: date) -> int:
    """Nhắc người hẹn; twice a day is once. How many messages are new."""
    begins = _midnight(today + timedelta(days=1))
    booked = Appointment.objects.booked().filter(starts_at__gte=begins)
    told = 0
    for unit in Unit.objects.filter(pk__in=booked.order_by().values("unit")):
        days = schedule.office_calendar(unit)
        if calendar.is_working_day(today, days):
            last = calendar.next_working_day(today, days)
            coming = booked.filter(unit=unit).between(begins, _midnight(last + timedelta(days=1)))
            told += telling.remind(_settled_before(coming, today))
    return told


def _settled_before(coming: AppointmentQuerySet, today: date) -> list[Appointment]:
    """Who chose the time only today knows it."""
    settled = coming.filter(events__action__in=[Move.BOOK, Move.MOVE]).annotate(settled=Max("events__at"))
    found = settled.filter(settled__lt=_midnight(today))
    return list(found.select_related("unit", "procedure").prefetch_related("procedure__components"))


def _midnight(day: date) -> datetime:
    return timezone.make_aware(datetime.combine(day, time.min))
