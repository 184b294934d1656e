"""Lịch hẹn: who comes when and what for, and what happened to it."""

from datetime import datetime
from typing import Any, NoReturn, Self
from uuid import uuid4

from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils import timezone

from dossiers.appointments.status import TRANSITIONS, AppointmentState, Move
from dossiers.models.procedure import Procedure
from portal.models import Unit, User

_SHOWN_DIGITS = 3


class AppointmentQuerySet(models.QuerySet["Appointment"]):
    def of_units(self, units: set[int]) -> Self:
        return self.filter(unit__in=units)

    def booked(self) -> Self:
        return self.filter(state=AppointmentState.BOOKED)

    def between(self, start: datetime, end: datetime) -> Self:
        """Those that begin from the start up to the end, which is not in it."""
        return self.filter(starts_at__gte=start, starts_at__lt=end)

    def overlapping(self, start: datetime, end: datetime) -> Self:
        """Those that take up a part of the time between."""
        return self.filter(starts_at__lt=end, ends_at__gt=start)


class Appointment(models.Model):
    """Một lịch hẹn at an office, for one procedure.

    The code is the person's: with the last four digits of the phone it opens the appointment to whoever holds
    both. `key` is that of the intake it leads to, so the dossier with that `intake_key` is its own.
    """

    key = models.UUIDField("khóa", unique=True, default=uuid4, editable=False)
    code = models.CharField("mã lịch hẹn", max_length=14, unique=True)
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="appointments", verbose_name="đơn vị")
    procedure = models.ForeignKey(
        Procedure, models.PROTECT, related_name="appointments", verbose_name="thủ tục"
    )
    starts_at = models.DateTimeField("giờ hẹn")
    ends_at = models.DateTimeField("đến")
    state = models.CharField(
        "trạng thái", max_length=9, choices=AppointmentState, default=AppointmentState.BOOKED
    )
    name = models.CharField("họ và tên", max_length=100, blank=True)
    phone = models.CharField("điện thoại", max_length=20, blank=True)
    email = models.EmailField("thư điện tử", blank=True)
    booked_at = models.DateTimeField("đặt lúc")
    erased_at = models.DateTimeField("xóa dữ liệu cá nhân lúc", null=True)

    objects = AppointmentQuerySet.as_manager()

    class Meta:
        verbose_name = "lịch hẹn"
        ordering = ["starts_at", "pk"]
        indexes = [models.Index(fields=["unit", "starts_at"], name="appointments_of_a_unit")]
        constraints = [
            models.CheckConstraint(
                name="appointment_ends_after_it_begins", condition=Q(ends_at__gt=F("starts_at"))
            ),
            models.CheckConstraint(
                name="appointment_names_a_person_until_erased",
                condition=Q(erased_at=None) & ~Q(name="") & ~Q(phone="")
                | Q(erased_at__isnull=False, name="", phone="", email=""),
            ),
        ]

    def __str__(self) -> str:
        return f"lịch hẹn {timezone.localtime(self.starts_at):%H:%M %d/%m/%Y}"

    def get_absolute_url(self) -> str:
        return reverse("dossiers:appointment", args=[self.pk])

    def allows(self, move: Move) -> bool:
        return AppointmentState(self.state) in TRANSITIONS[move]

    @property
    def is_booked(self) -> bool:
        return self.state == AppointmentState.BOOKED

    @property
    def is_past(self) -> bool:
        return self.starts_at <= timezone.now()

    @property
    def last_digits(self) -> str:
        """What the person gives beside the code."""
        return self.phone[-4:]

    @property
    def masked_phone(self) -> str:
        """`091•••678`, as lists show it."""
        ends = self.phone[:_SHOWN_DIGITS], self.phone[-_SHOWN_DIGITS:]
        return f"{ends[0]}•••{ends[1]}" if self.phone else ""


class AppointmentEvent(models.Model):
    """Diễn biến: one move, append-only. Without an actor it is the person's own."""

    appointment = models.ForeignKey(Appointment, models.CASCADE, related_name="events")
    at = models.DateTimeField("lúc")
    actor = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")
    actor_name = models.CharField(max_length=100, blank=True)
    action = models.CharField("việc", max_length=6)
    from_state = models.CharField(max_length=9, choices=AppointmentState, blank=True)
    to_state = models.CharField(max_length=9, choices=AppointmentState)
    was_at = models.DateTimeField("giờ hẹn trước", null=True)
    starts_at = models.DateTimeField("giờ hẹn sau việc này")
    reason = models.CharField("lý do", max_length=300, blank=True)

    class Meta:
        verbose_name = "diễn biến của lịch hẹn"
        ordering = ["pk"]
        constraints = [
            models.CheckConstraint(
                name="moved_appointment_says_from_when",
                condition=~Q(action="move") & Q(was_at=None) | Q(action="move", was_at__isnull=False),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.action} {self.at:%d/%m/%Y}"

    def save(self, *args: Any, **kwargs: Any) -> None:
        if self.pk is not None:
            raise TypeError("Diễn biến của lịch hẹn chỉ được ghi thêm.")
        super().save(*args, **kwargs)

    def delete(self, *args: Any, **kwargs: Any) -> NoReturn:
        raise TypeError("Diễn biến của lịch hẹn chỉ được ghi thêm.")

    @property
    def sentence(self) -> str:
        return Move(self.action).sentence
