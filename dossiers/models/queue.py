"""Hàng đợi trong ngày: desks, numbers of the day, what happened to each number; no name is kept."""

from datetime import datetime, timedelta
from typing import Self
from uuid import uuid4

from django.db import models
from django.db.models import F, Q
from django.urls import reverse

from dossiers.models.appointment import Appointment
from dossiers.models.dossier import Dossier
from dossiers.models.procedure import Field, Procedure
from portal.models import Unit, User


class TicketGroup(models.TextChoices):
    """Diện ưu tiên: who goes first where people are served as they come."""

    NONE = "none", "Không thuộc diện ưu tiên"
    ELDERLY = "elderly", "Người cao tuổi"
    DISABLED = "disabled", "Người khuyết tật"
    PREGNANT = "pregnant", "Phụ nữ mang thai, có con nhỏ"
    MINORITY = "minority", "Đồng bào dân tộc thiểu số"
    SPECIAL = "special", "Trường hợp đặc biệt cần hỗ trợ"


class TicketState(models.TextChoices):
    WAITING = "waiting", "Đang chờ"
    CALLED = "called", "Đang gọi"
    SERVING = "serving", "Đang phục vụ"
    ABSENT = "absent", "Vắng mặt"
    SERVED = "served", "Đã phục vụ"
    LEFT = "left", "Đã về"


AT_DESK = (TicketState.CALLED, TicketState.SERVING)
OPEN = (TicketState.WAITING, *AT_DESK, TicketState.ABSENT)
OVER = (TicketState.SERVED, TicketState.LEFT)
LATE_FOR_IT = timedelta(minutes=15)
"""Who takes a number so long after the time of the appointment stands in the line like everybody."""


class Desk(models.Model):
    """Quầy: where somebody is called to; it serves some fields, or all."""

    unit = models.ForeignKey(Unit, models.PROTECT, related_name="desks", verbose_name="đơn vị")
    name = models.CharField("tên quầy", max_length=30)
    position = models.PositiveSmallIntegerField("thứ tự", default=0)
    fields = models.ManyToManyField(Field, blank=True, related_name="+", verbose_name="lĩnh vực")
    is_open = models.BooleanField("đang dùng", default=True)

    class Meta:
        verbose_name = "quầy"
        ordering = ["position", "pk"]
        constraints = [models.UniqueConstraint(fields=["unit", "name"], name="desk_named_once_in_a_unit")]

    def __str__(self) -> str:
        return self.name


class QueueDay(models.Model):
    """Bộ đếm của ngày: the last number taken and the last call made. Its row is what everybody locks."""

    unit = models.ForeignKey(Unit, models.PROTECT, related_name="+", verbose_name="đơn vị")
    day = models.DateField("ngày")
    last_number = models.PositiveIntegerField("số cuối đã lấy", default=0)
    last_call = models.PositiveIntegerField("lượt gọi cuối", default=0)

    class Meta:
        verbose_name = "hàng đợi của ngày"
        constraints = [models.UniqueConstraint(fields=["unit", "day"], name="one_queue_a_day")]

    def __str__(self) -> str:
        return f"{self.unit}, {self.day:%d/%m/%Y}"


class TicketQuerySet(models.QuerySet["Ticket"]):
    def of_day(self, unit: Unit, day: object) -> Self:
        return self.filter(unit=unit, day=day)

    def open(self) -> Self:
        """Chưa xong."""
        return self.filter(state__in=OPEN)

    def called_within(self, longest: timedelta) -> Self:
        """Those whose first call came so soon."""
        return self.filter(called_at__lte=F("taken_at") + longest)


class Ticket(models.Model):
    """Một số thứ tự of a day: what for, which group, when. It is nobody's: the person keeps the number."""

    key = models.UUIDField("khóa", unique=True, default=uuid4, editable=False)
    word = models.CharField("mã ngắn", max_length=12, unique=True)
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="tickets", verbose_name="đơn vị")
    day = models.DateField("ngày")
    number = models.PositiveIntegerField("số")
    procedure = models.ForeignKey(
        Procedure, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="thủ tục"
    )
    field = models.ForeignKey(
        Field, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="lĩnh vực"
    )
    group = models.CharField("diện", max_length=10, choices=TicketGroup, default=TicketGroup.NONE)
    state = models.CharField("trạng thái", max_length=10, choices=TicketState, default=TicketState.WAITING)
    taken_at = models.DateTimeField("lấy số lúc")
    called_at = models.DateTimeField("gọi lần đầu lúc", null=True)
    started_at = models.DateTimeField("bắt đầu phục vụ lúc", null=True)
    ended_at = models.DateTimeField("kết thúc lúc", null=True)
    calls = models.PositiveSmallIntegerField("số lần gọi ở quầy này", default=0)
    call_number = models.PositiveIntegerField("lượt gọi trong ngày", null=True)
    desk = models.ForeignKey(Desk, models.PROTECT, null=True, related_name="tickets", verbose_name="quầy gọi")
    for_desk = models.ForeignKey(
        Desk, models.PROTECT, null=True, related_name="+", verbose_name="chuyển đến quầy"
    )
    served_by = models.ForeignKey(
        User, models.PROTECT, null=True, related_name="+", verbose_name="người phục vụ"
    )
    appointment = models.ForeignKey(
        Appointment, models.PROTECT, null=True, blank=True, related_name="tickets", verbose_name="lịch hẹn"
    )
    back_after = models.PositiveIntegerField("xếp lại sau lượt gọi", null=True)
    was_closed = models.BooleanField("hệ thống đóng cuối ngày", default=False)
    dossiers = models.ManyToManyField(Dossier, blank=True, related_name="tickets", verbose_name="hồ sơ")

    objects = TicketQuerySet.as_manager()

    class Meta:
        verbose_name = "số thứ tự"
        ordering = ["-day", "number"]
        constraints = [
            models.UniqueConstraint(fields=["unit", "day", "number"], name="ticket_number_once_a_day"),
            models.UniqueConstraint(
                fields=["desk"], condition=Q(state__in=[*AT_DESK]), name="one_ticket_at_a_desk"
            ),
            models.CheckConstraint(
                name="called_ticket_has_its_desk",
                condition=~Q(state__in=[*AT_DESK]) | Q(desk__isnull=False, called_at__isnull=False),
            ),
            models.CheckConstraint(
                name="ended_ticket_is_over",
                condition=Q(state__in=[*OVER], ended_at__isnull=False)
                | (~Q(state__in=[*OVER]) & Q(ended_at__isnull=True)),
            ),
        ]
        indexes = [models.Index(fields=["unit", "day", "state"], name="ticket_of_day")]

    def __str__(self) -> str:
        return f"Số {self.number}, {self.day:%d/%m/%Y}"

    def get_absolute_url(self) -> str:
        return reverse("dossiers:public-ticket", args=[self.word])

    @property
    def is_priority(self) -> bool:
        return self.group != TicketGroup.NONE

    @property
    def is_at_desk(self) -> bool:
        return self.state in AT_DESK

    @property
    def what_for(self) -> str:
        """Việc gì, as far as it was said."""
        return (
            self.procedure.name if self.procedure else self.field.name if self.field else "Chưa nói việc gì"
        )

    @property
    def waited(self) -> timedelta | None:
        """From the number to the first call."""
        return self.called_at - self.taken_at if self.called_at else None

    @property
    def took(self) -> timedelta | None:
        """Thời gian phục vụ, where an officer ended it."""
        if self.started_at is None or self.ended_at is None or self.was_closed:
            return None
        return self.ended_at - self.started_at

    @property
    def promised_at(self) -> datetime | None:
        """Giờ hẹn, where the person came in time for it."""
        if self.appointment is None or self.taken_at > self.appointment.starts_at + LATE_FOR_IT:
            return None
        return self.appointment.starts_at

    def has_waited(self, now: datetime) -> timedelta:
        return (self.called_at or now) - self.taken_at


class TicketAction(models.TextChoices):
    TAKEN = "taken", "Lấy số"
    CALLED = "called", "Gọi"
    CALLED_OUT_OF_TURN = "called_out_of_turn", "Gọi ngoài thứ tự"
    CALLED_AGAIN = "called_again", "Gọi lại"
    ABSENT = "absent", "Vắng mặt"
    BACK = "back", "Quay lại"
    STARTED = "started", "Bắt đầu"
    MOVED = "moved", "Chuyển quầy"
    SERVED = "served", "Xong"
    LEFT = "left", "Bỏ số"
    CLOSED = "closed", "Hệ thống đóng cuối ngày"


class TicketEvent(models.Model):
    """Một việc xảy ra với một số: who pressed what where, and what it changed, so that it can be undone.

    Those of one press share its key. A taken-back event stays, marked.
    """

    ticket = models.ForeignKey(Ticket, models.PROTECT, related_name="events", verbose_name="số")
    press = models.UUIDField("lần bấm", default=uuid4)
    at = models.DateTimeField("lúc")
    action = models.CharField("việc", max_length=20, choices=TicketAction)
    desk = models.ForeignKey(Desk, models.PROTECT, null=True, related_name="+", verbose_name="quầy")
    by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+", verbose_name="người làm")
    state = models.CharField("thành", max_length=10, choices=TicketState)
    former = models.JSONField("trước đó", default=dict)
    undone_at = models.DateTimeField("hoàn tác lúc", null=True)

    class Meta:
        verbose_name = "diễn biến của số thứ tự"
        ordering = ["at", "pk"]
        indexes = [models.Index(fields=["desk", "-at"], name="ticket_event_of_desk")]

    def __str__(self) -> str:
        return f"{self.ticket_id}: {self.get_action_display()}"
