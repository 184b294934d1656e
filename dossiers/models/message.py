"""Tin gửi đi: what citizens and officers are told by e-mail or text message, and whether it left."""

import uuid
from datetime import datetime, timedelta
from typing import Self

from django.db import models
from django.db.models import Q
from django.utils import timezone

from dossiers.models.advance import AdvanceRequest
from dossiers.models.appointment import Appointment
from dossiers.models.dossier import Dossier
from dossiers.models.feedback import Feedback
from portal.formats import masked_mailbox
from portal.models import Unit, User

TRIES = 8
"""So often a message is tried; the pauses between grow to half a day (`messaging.sending.PAUSES`)."""
LEASE = timedelta(minutes=2)
"""Longer than any gateway is waited for: a message in sending for so long was left by a dead worker."""
TOO_OLD = timedelta(days=3)
"""News that did not get out by then would only confuse."""


class MessageChannel(models.TextChoices):
    EMAIL = "email", "Thư điện tử"
    SMS = "sms", "Tin nhắn"
    NONE = "none", "Không có địa chỉ"


class MessageState(models.TextChoices):
    QUEUED = "queued", "chờ gửi"
    SENDING = "sending", "đang gửi"
    SENT = "sent", "đã gửi"
    FAILED = "failed", "lỗi, sẽ gửi lại"
    GIVEN_UP = "given_up", "không gửi được"
    UNREACHED = "unreached", "chưa báo được"
    TOLD = "told", "đã báo trực tiếp"
    CANCELLED = "cancelled", "thôi gửi, đã có tin mới hơn"


_S = MessageState
WAITING = frozenset({_S.QUEUED, _S.FAILED})
"""To be taken up by a sender when their time has come."""
UNDELIVERED = frozenset({_S.FAILED, _S.GIVEN_UP, _S.UNREACHED})
"""What somebody should look at."""


class MessageQuerySet(models.QuerySet["Message"]):
    def visible_to(self, user: User) -> Self:
        """What the offices within the user's sight sent, or could not send."""
        return self.filter(unit__in=user.readable_unit_ids)

    def undelivered(self) -> Self:
        return self.filter(state__in=UNDELIVERED)

    def due(self, now: datetime) -> Self:
        """To be sent now: waiting and their time has come, or left behind by a sender that died."""
        return self.filter(
            Q(state__in=WAITING, next_attempt_at__lte=now)
            | Q(state=MessageState.SENDING, claimed_at__lt=now - LEASE)
        )


class Message(models.Model):
    """Một tin: to one citizen about a dossier, a feedback, an appointment, papers looked at; to an officer.

    `key` says what it tells and by which channel: said again, it stays one message. `token` goes with every
    try, so that a gateway that already took the message knows it again.
    """

    key = models.CharField(max_length=100, unique=True)
    token = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="+", verbose_name="đơn vị")
    dossier = models.ForeignKey(
        Dossier, models.PROTECT, null=True, related_name="messages", verbose_name="hồ sơ"
    )
    feedback = models.ForeignKey(
        Feedback, models.PROTECT, null=True, related_name="messages", verbose_name="phản ánh"
    )
    appointment = models.ForeignKey(
        Appointment, models.PROTECT, null=True, related_name="messages", verbose_name="lịch hẹn"
    )
    advance = models.ForeignKey(
        AdvanceRequest,
        models.PROTECT,
        null=True,
        related_name="messages",
        verbose_name="yêu cầu hỗ trợ trước",
    )
    user = models.ForeignKey(User, models.PROTECT, null=True, related_name="+", verbose_name="cán bộ nhận")
    by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+", verbose_name="do việc của")
    template = models.CharField("mẫu tin", max_length=20)
    channel = models.CharField("cách gửi", max_length=5, choices=MessageChannel)
    recipient = models.CharField("gửi đến", max_length=254, blank=True)
    subject = models.CharField("tiêu đề", max_length=200, blank=True)
    body = models.TextField("nội dung", blank=True)
    state = models.CharField("trạng thái", max_length=10, choices=MessageState, default=MessageState.QUEUED)
    attempts = models.PositiveSmallIntegerField("số lần gửi", default=0)
    next_attempt_at = models.DateTimeField("gửi lúc", null=True)
    claimed_at = models.DateTimeField(null=True)
    sent_at = models.DateTimeField("đã gửi lúc", null=True)
    reference = models.CharField("mã của nhà cung cấp", max_length=100, blank=True)
    error = models.CharField("lỗi", max_length=200, blank=True)
    created_at = models.DateTimeField("lập lúc", auto_now_add=True)
    queued_at = models.DateTimeField("chờ gửi từ", default=timezone.now)

    objects = MessageQuerySet.as_manager()

    class Meta:
        verbose_name = "tin gửi đi"
        ordering = ["-created_at", "-pk"]
        indexes = [
            models.Index(fields=["unit", "-created_at", "-id"], name="messages_of_a_unit"),
            models.Index(
                fields=["next_attempt_at"],
                name="message_to_send",
                condition=Q(state__in=["queued", "failed", "sending"]),
            ),
            models.Index(
                fields=["unit"],
                name="message_undelivered",
                condition=Q(state__in=["failed", "given_up", "unreached"]),
            ),
        ]
        constraints = [
            models.CheckConstraint(
                name="sent_message_has_its_moment", condition=~Q(state="sent") | Q(sent_at__isnull=False)
            ),
            models.CheckConstraint(
                name="waiting_message_has_its_time",
                condition=~Q(state__in=["queued", "failed"]) | Q(next_attempt_at__isnull=False),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_channel_display()} số {self.pk}"

    @property
    def about(self) -> Dossier | Feedback | Appointment | AdvanceRequest | None:
        """What a citizen is told of; none where an officer is."""
        return self.dossier or self.feedback or self.appointment or self.advance

    @property
    def masked_recipient(self) -> str:
        """Enough to tell two apart: `0912…678`, `n…@example.vn`."""
        if "@" in self.recipient:
            return masked_mailbox(self.recipient)
        return f"{self.recipient[:4]}…{self.recipient[-3:]}" if self.recipient else ""

    @property
    def can_be_sent_again(self) -> bool:
        return self.state in {MessageState.FAILED, MessageState.GIVEN_UP}

    @property
    def is_unreached(self) -> bool:
        return self.state == MessageState.UNREACHED


class MessageTemplate(models.Model):
    """Mẫu tin của đơn vị: what an office says instead of the words that ship.

    Rows are only added; the newest of a unit, key and channel counts, the earlier ones are its history.
    """

    unit = models.ForeignKey(Unit, models.PROTECT, related_name="+", verbose_name="đơn vị")
    key = models.CharField("mẫu tin", max_length=20)
    channel = models.CharField("cách gửi", max_length=5, choices=MessageChannel)
    subject = models.CharField("tiêu đề", max_length=200, blank=True)
    text = models.TextField("nội dung", max_length=2000)
    is_on = models.BooleanField("gửi", default=True)
    is_unmarked = models.BooleanField("bỏ dấu tiếng Việt", default=False)
    written_by = models.ForeignKey(User, models.PROTECT, related_name="+", verbose_name="người sửa")
    written_at = models.DateTimeField("sửa lúc", auto_now_add=True)

    class Meta:
        verbose_name = "mẫu tin"
        ordering = ["-pk"]
        indexes = [models.Index(fields=["unit", "key", "channel"], name="template_of_a_unit")]

    def __str__(self) -> str:
        return f"{self.key} {self.channel} {self.unit_id}"
