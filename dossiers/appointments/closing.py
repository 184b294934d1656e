"""Hết ngày hẹn: what nobody marked is closed by the system, and the desk is asked once who came."""

from collections import Counter
from datetime import date, datetime, time

from django.urls import reverse
from django.utils import timezone

from dossiers.appointments import booking
from dossiers.appointments.status import AppointmentState
from dossiers.models import Appointment
from portal import notices
from portal.models import Role, RoleAssignment


def close_before(today: date) -> int:
    """Lịch hẹn của những ngày trước còn “Đã hẹn”. Run twice it finds nothing more."""
    midnight = timezone.make_aware(datetime.combine(today, time.min))
    left = Appointment.objects.booked().filter(starts_at__lt=midnight).select_related("unit")
    closed = [booking.lapse(one) for one in left]
    _ask(closed, today)
    return len(closed)


def _ask(closed: list[Appointment], today: date) -> None:
    """The desk may still know who came: a notice that leads to the last of those days."""
    unknown = [one for one in closed if one.state == AppointmentState.UNNOTED]
    counted = Counter(one.unit_id for one in unknown)
    days = {one.unit_id: timezone.localdate(one.starts_at) for one in unknown}
    desks = RoleAssignment.objects.filter(unit__in=counted, role=Role.INTAKE, user__is_active=True)
    notices.tell_many(
        (
            desk.user,
            f"{counted[desk.unit_id]} lịch hẹn chưa ghi đến hay không: mở ngày hẹn, ai nhớ thì ghi lại.",
            f"{reverse('dossiers:appointments')}?ngay={days[desk.unit_id]}&don-vi={desk.unit_id}",
            f"appointments-unnoted-{today.isoformat()}-{desk.unit_id}",
        )
        for desk in desks.select_related("user")
        if desk.unit_id is not None
    )
