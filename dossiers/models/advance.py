"""Hỗ trợ trước khi đến: what a citizen asks for before coming, the papers photographed, the drafts."""

import uuid
from datetime import date
from typing import Any, NoReturn, Self

from django.db import models
from django.db.models import Q
from django.urls import reverse

from dossiers.advance.status import OPEN, TRANSITIONS, AdvanceStatus, Asked, Move, Verdict
from dossiers.appointments.status import AppointmentState
from dossiers.models.appointment import Appointment
from dossiers.models.declaration import WordTemplate
from dossiers.models.dossier import Dossier
from dossiers.models.procedure import Procedure, ProcedureComponent
from dossiers.status import DossierStatus
from portal.models import Unit, User

HOUR_LOST = (AppointmentState.CANCELLED, AppointmentState.MISSED, AppointmentState.UNNOTED)
LOST_HOUR = Q(status=AdvanceStatus.BOOKED, appointment__state__in=HOUR_LOST)
RESULT_WAITS = Q(status=AdvanceStatus.RECEIVED, result_told_on=None, dossier__status=DossierStatus.CONCLUDED)


class AdvanceQuerySet(models.QuerySet["AdvanceRequest"]):
    def visible_to(self, user: User) -> Self:
        """Those of the units within the user's sight."""
        return self.filter(unit__in=user.readable_unit_ids)

    def waiting(self, today: date) -> Self:
        """Đến hạn hoặc trễ vào ngày ấy, hoặc cần gọi."""
        return self.filter(Q(due_on__lte=today) | Q(call_on__lte=today) | LOST_HOUR | RESULT_WAITS)

    def open(self) -> Self:
        return self.filter(status__in=OPEN)


class AdvanceRequest(models.Model):
    """Yêu cầu hỗ trợ trước khi đến: a person, a procedure, photos of the papers, and what the office did.

    `code` together with the last four digits of the phone opens it to whoever asked. `intake_key` is that of
    the intake which it ends in, so the dossier with that key is its own.
    """

    code = models.CharField("mã hỗ trợ", max_length=14, unique=True)
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="advance_requests", verbose_name="đơn vị")
    procedure = models.ForeignKey(Procedure, models.PROTECT, related_name="+", verbose_name="thủ tục")
    asked_by = models.CharField("nhờ qua", max_length=5, choices=Asked)
    taken_by = models.ForeignKey(
        User, models.PROTECT, null=True, related_name="+", verbose_name="người ghi yêu cầu"
    )
    officers = models.ManyToManyField(User, related_name="advance_requests", verbose_name="người làm")
    status = models.CharField("trạng thái", max_length=8, choices=AdvanceStatus, default=AdvanceStatus.NEW)

    name = models.CharField("họ và tên", max_length=100)
    phone = models.CharField("số điện thoại", max_length=20)
    email = models.EmailField("thư điện tử", blank=True)
    wish = models.TextField("muốn làm gì", max_length=3000)

    received_at = models.DateTimeField("nhận lúc")
    received_on = models.DateField("ngày nhận")
    answer_due_on = models.DateField("hạn trả lời lần đầu")
    answered_on = models.DateField("ngày trả lời lần đầu", null=True)
    asked_on = models.DateField("ngày yêu cầu bổ sung", null=True)
    question = models.TextField("nội dung cần bổ sung", max_length=3000, blank=True)
    offered_times = models.JSONField("giờ đề nghị", default=list)
    appointment = models.ForeignKey(
        Appointment, models.PROTECT, null=True, related_name="+", verbose_name="lịch hẹn"
    )
    call_on = models.DateField("hẹn gọi lại ngày", null=True)
    ended_on = models.DateField("ngày kết thúc", null=True)
    due_on = models.DateField("hạn của bước đang chờ", null=True)
    result_told_on = models.DateField("ngày gọi báo kết quả", null=True)
    intake_key = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    dossier = models.OneToOneField(
        Dossier, models.PROTECT, null=True, related_name="advance_request", verbose_name="hồ sơ"
    )
    kept_days = models.PositiveSmallIntegerField(
        "giữ dữ liệu cá nhân sau khi xong (ngày)", default=90, help_text="Như đã nói với người nhờ."
    )
    is_forgotten = models.BooleanField("đã xóa dữ liệu cá nhân", default=False)

    objects = AdvanceQuerySet.as_manager()

    class Meta:
        verbose_name = "yêu cầu hỗ trợ trước khi đến"
        ordering = ["-received_at", "-pk"]
        indexes = [
            models.Index(fields=["unit", "-received_at", "-id"], name="advance_of_a_unit"),
            models.Index(fields=["unit", "due_on"], name="advance_due"),
        ]
        constraints = [
            models.CheckConstraint(
                name="advance_is_received_with_its_dossier",
                condition=Q(status=AdvanceStatus.RECEIVED, dossier__isnull=False)
                | ~Q(status=AdvanceStatus.RECEIVED) & Q(dossier=None),
            ),
            models.CheckConstraint(
                name="ended_advance_has_its_day",
                condition=Q(status__in=[AdvanceStatus.RECEIVED, AdvanceStatus.CLOSED], ended_on__isnull=False)
                | ~Q(status__in=[AdvanceStatus.RECEIVED, AdvanceStatus.CLOSED]) & Q(ended_on=None),
            ),
        ]

    def __str__(self) -> str:
        return self.code

    def get_absolute_url(self) -> str:
        return reverse("dossiers:advance", args=[self.code])

    def allows(self, move: Move) -> bool:
        """By the table of states, and by what may be done only once."""
        if AdvanceStatus(self.status) not in TRANSITIONS[move]:
            return False
        match move:
            case Move.ASK:
                return self.asked_on is None
            case Move.TELL_RESULT:
                return self.result_told_on is None and self.has_result
            case _:
                return True

    @property
    def is_open(self) -> bool:
        return self.status in OPEN

    @property
    def has_result(self) -> bool:
        """Hồ sơ đã có kết quả, or the result is in the citizen's hands."""
        ended = (DossierStatus.CONCLUDED, DossierStatus.RETURNED)
        return self.dossier is not None and self.dossier.status in ended

    @property
    def has_lost_hour(self) -> bool:
        """Đã hẹn mà lịch hẹn bị hủy, hoặc người nhờ không đến: another hour is to be agreed."""
        is_booked = self.status == AdvanceStatus.BOOKED
        return is_booked and self.appointment is not None and self.appointment.state in HOUR_LOST

    def is_late(self, today: date) -> bool:
        return self.due_on is not None and self.due_on < today


class AdvancePaper(models.Model):
    """Một giấy tờ của yêu cầu: as the procedure asks for it, and what the officer found."""

    request = models.ForeignKey(AdvanceRequest, models.CASCADE, related_name="papers")
    component = models.ForeignKey(ProcedureComponent, models.SET_NULL, null=True, related_name="+")
    position = models.PositiveSmallIntegerField("thứ tự")
    name = models.CharField("tên giấy tờ", max_length=600)
    is_required = models.BooleanField("bắt buộc", default=False)
    verdict = models.CharField("đã xem", max_length=7, choices=Verdict, blank=True, default=Verdict.UNSEEN)
    remark = models.CharField("cần bổ sung gì", max_length=500, blank=True)

    class Meta:
        verbose_name = "giấy tờ gửi trước"
        ordering = ["position"]
        constraints = [
            models.UniqueConstraint(fields=["request", "position"], name="advance_papers_in_one_order"),
            models.CheckConstraint(
                name="lacking_advance_paper_says_what",
                condition=~Q(verdict=Verdict.LACKING) | ~Q(remark=""),
            ),
        ]

    def __str__(self) -> str:
        return self.name


class AdvancePhoto(models.Model):
    """Ảnh giấy tờ, drawn anew as JPEG. Without a paper it waits for its form (`form_key`) to be sent."""

    form_key = models.UUIDField(db_index=True)
    component = models.ForeignKey(ProcedureComponent, models.SET_NULL, null=True, related_name="+")
    paper = models.ForeignKey(AdvancePaper, models.CASCADE, null=True, related_name="photos")
    file = models.FileField("tệp", max_length=200)
    sha256 = models.CharField(max_length=64)
    added_at = models.DateTimeField("gửi lúc")
    added_by = models.ForeignKey(
        User, models.PROTECT, null=True, related_name="+", verbose_name="cán bộ đưa vào"
    )

    class Meta:
        verbose_name = "ảnh giấy tờ gửi trước"
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["paper", "sha256"],
                condition=Q(paper__isnull=False),
                name="advance_photo_once_a_paper",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.paper_id} {self.pk}"


class AdvanceDraft(models.Model):
    """Dự thảo: a Word or PDF file for the citizen to check; from a template its values are kept too."""

    request = models.ForeignKey(AdvanceRequest, models.CASCADE, related_name="drafts")
    name = models.CharField("tên", max_length=200)
    file = models.FileField("tệp", max_length=200)
    extension = models.CharField(max_length=4)
    size = models.PositiveIntegerField("cỡ (byte)")
    sha256 = models.CharField(max_length=64)
    template = models.ForeignKey(WordTemplate, models.PROTECT, null=True, related_name="+")
    values = models.JSONField("nội dung điền", default=dict)
    made_by = models.ForeignKey(User, models.PROTECT, related_name="+", verbose_name="người soạn")
    made_at = models.DateTimeField("soạn lúc")
    sent_at = models.DateTimeField("gửi người dân lúc", null=True)
    agreed_at = models.DateTimeField("người dân đồng ý lúc", null=True)

    class Meta:
        verbose_name = "dự thảo"
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["request", "template"],
                condition=Q(template__isnull=False),
                name="one_advance_draft_a_template",
            ),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def kind_and_size(self) -> str:
        """`Word, 34 KB`: what a phone is about to load."""
        words = {"pdf": "PDF", "docx": "Word"}[self.extension]
        return f"{words}, {-(-self.size // 1024)} KB"


class AdvanceEvent(models.Model):
    """Diễn biến: one move, append-only. Without an actor it is the citizen's."""

    request = models.ForeignKey(AdvanceRequest, models.CASCADE, related_name="events")
    at = models.DateTimeField("lúc")
    actor = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")
    actor_name = models.CharField(max_length=100, blank=True)
    action = models.CharField("việc", max_length=12)
    from_status = models.CharField(max_length=8, choices=AdvanceStatus, blank=True)
    to_status = models.CharField(max_length=8, choices=AdvanceStatus)
    words = models.TextField("nội dung", max_length=3000, blank=True)

    class Meta:
        verbose_name = "diễn biến của yêu cầu hỗ trợ"
        ordering = ["pk"]

    def __str__(self) -> str:
        return f"{self.action} {self.at:%d/%m/%Y}"

    def save(self, *args: Any, **kwargs: Any) -> None:
        if self.pk is not None:
            raise TypeError("Diễn biến của yêu cầu hỗ trợ chỉ được ghi thêm.")
        super().save(*args, **kwargs)

    def delete(self, *args: Any, **kwargs: Any) -> NoReturn:
        raise TypeError("Diễn biến của yêu cầu hỗ trợ chỉ được ghi thêm.")

    @property
    def sentence(self) -> str:
        return Move(self.action).sentence
