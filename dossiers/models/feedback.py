"""Phản ánh, kiến nghị của người dân, what happened to it, its answers, pictures and what of it is public."""

from datetime import date
from typing import Any, NoReturn, Self

from django.db import models
from django.db.models import F, Q
from django.urls import reverse

from dossiers.voices.status import OPEN, TOLD, TRANSITIONS, FeedbackStatus, Move, Satisfaction, Topic
from portal.models import Unit, User
from portal.text import fold

_TITLE = 90


class FeedbackQuerySet(models.QuerySet["Feedback"]):
    def visible_to(self, user: User) -> Self:
        """Those with the units within the user's sight, and those given to a division of theirs."""
        return self.with_units(user.readable_unit_ids)

    def with_units(self, units: set[int]) -> Self:
        return self.filter(Q(unit__in=units) | Q(division__in=units))

    def open(self) -> Self:
        return self.filter(status__in=OPEN)

    def late(self, today: date) -> Self:
        """The office's next step should have been done before today."""
        return self.filter(next_due_on__lt=today)

    def published(self) -> Self:
        return self.filter(status=FeedbackStatus.PUBLISHED)


class Feedback(models.Model):
    """Phản ánh, kiến nghị: what a citizen wrote, with the unit that answers it.

    The number is the register's: no gaps per receiving unit and year. The code by which the sender follows it
    is not kept, only its digest. Days are kept for the figures: the answer that counts is the first one; a
    feedback opened again has days of its own.
    """

    code = models.CharField("số", max_length=40, unique=True)
    received_unit = models.ForeignKey(Unit, models.PROTECT, related_name="+", verbose_name="đơn vị nhận")
    year = models.PositiveSmallIntegerField("năm")
    number = models.PositiveIntegerField("số thứ tự trong năm")
    follow_digest = models.CharField(max_length=64, unique=True, editable=False)

    unit = models.ForeignKey(Unit, models.PROTECT, related_name="feedback", verbose_name="đơn vị xử lý")
    division = models.ForeignKey(
        Unit, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="bộ phận xử lý"
    )
    assignee = models.ForeignKey(
        User, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="người xử lý"
    )
    status = models.CharField(
        "trạng thái", max_length=10, choices=FeedbackStatus, default=FeedbackStatus.RECEIVED
    )

    topic = models.CharField("về việc", max_length=10, choices=Topic, default=Topic.OTHER)
    what = models.TextField("nội dung", max_length=3000)
    where = models.CharField("ở đâu", max_length=300, blank=True)
    when = models.CharField("khi nào", max_length=200, blank=True)
    contact_name = models.CharField("họ và tên", max_length=100, blank=True)
    phone = models.CharField("điện thoại", max_length=20, blank=True)
    email = models.EmailField("thư điện tử", blank=True)

    received_at = models.DateTimeField("nhận lúc")
    received_on = models.DateField("ngày nhận")
    decide_due_on = models.DateField("hạn tiếp nhận hoặc từ chối")
    decided_on = models.DateField("ngày tiếp nhận hoặc từ chối", null=True)
    ask_due_on = models.DateField("hạn yêu cầu bổ sung")
    asked_on = models.DateField("ngày yêu cầu bổ sung", null=True)
    resumed_on = models.DateField("ngày nhận bổ sung", null=True)
    original_due_on = models.DateField("hạn trả lời lúc nhận")
    due_on = models.DateField("hạn trả lời")
    refused_on = models.DateField("ngày từ chối", null=True)
    answered_on = models.DateField("ngày trả lời", null=True)
    publish_due_on = models.DateField("hạn công khai", null=True)
    published_on = models.DateField("ngày công khai", null=True)
    satisfaction = models.CharField("đánh giá", max_length=11, choices=Satisfaction, blank=True)
    satisfied_on = models.DateField("ngày đánh giá", null=True)
    reopened_on = models.DateField("ngày phản ánh tiếp", null=True)
    second_due_on = models.DateField("hạn trả lời phản ánh tiếp", null=True)
    second_answered_on = models.DateField("ngày trả lời phản ánh tiếp", null=True)
    next_due_on = models.DateField("hạn của bước đang chờ", null=True)

    objects = FeedbackQuerySet.as_manager()

    class Meta:
        verbose_name = "phản ánh, kiến nghị"
        ordering = ["-received_at", "-pk"]
        indexes = [
            models.Index(fields=["unit", "-received_at", "-id"], name="feedback_of_a_unit"),
            models.Index(fields=["unit", "next_due_on"], name="feedback_due"),
            models.Index(fields=["division", "-received_at"], name="feedback_of_a_division"),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["received_unit", "year", "number"], name="feedback_number_given_once"
            ),
            models.CheckConstraint(
                name="answered_feedback_has_its_day",
                condition=~Q(status__in=[FeedbackStatus.ANSWERED, FeedbackStatus.PUBLISHED])
                | Q(answered_on__isnull=False),
            ),
            models.CheckConstraint(
                name="refused_feedback_has_its_day",
                condition=Q(status=FeedbackStatus.REFUSED, refused_on__isnull=False)
                | ~Q(status=FeedbackStatus.REFUSED) & Q(refused_on__isnull=True),
            ),
            models.CheckConstraint(
                name="feedback_resumes_after_it_was_asked",
                condition=Q(resumed_on=None) | Q(resumed_on__gte=F("asked_on")),
            ),
            models.CheckConstraint(
                name="feedback_reopens_after_an_answer",
                condition=Q(reopened_on=None) | Q(reopened_on__gte=F("answered_on")),
            ),
        ]

    def __str__(self) -> str:
        return self.code

    def get_absolute_url(self) -> str:
        return reverse("dossiers:feedback", args=[self.code])

    def allows(self, move: Move) -> bool:
        """By the table of states, and by what may be done only once."""
        if FeedbackStatus(self.status) not in TRANSITIONS[move]:
            return False
        match move:
            case Move.ASK:
                return self.asked_on is None
            case Move.JUDGE:
                return not self.satisfaction
            case Move.REOPEN:
                return self.reopened_on is None
            case Move.WITHHOLD:
                return self.publish_due_on is not None
            case _:
                return True

    @property
    def title(self) -> str:
        """The first words, for lists."""
        first = self.what.strip().split("\n", 1)[0]
        if len(first) <= _TITLE:
            return first
        return f"{first[:_TITLE].rpartition(' ')[0] or first[:_TITLE]}…"

    @property
    def is_answered(self) -> bool:
        return self.status in TOLD

    @property
    def answer_due_on(self) -> date:
        """Hạn trả lời of the round that runs."""
        return self.second_due_on or self.due_on

    @property
    def has_contact(self) -> bool:
        return bool(self.contact_name or self.phone or self.email)


class FeedbackCounter(models.Model):
    """The last number that a unit gave in a year."""

    unit = models.ForeignKey(Unit, models.PROTECT, related_name="+")
    year = models.PositiveSmallIntegerField()
    last = models.PositiveIntegerField(default=0)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["unit", "year"], name="one_feedback_counter_a_unit_and_year")
        ]

    def __str__(self) -> str:
        return f"{self.unit_id} {self.year} {self.last}"


class FeedbackEvent(models.Model):
    """Diễn biến: one move, append-only. Without an actor it is the sender's, or the portal's own."""

    feedback = models.ForeignKey(Feedback, models.CASCADE, related_name="events")
    at = models.DateTimeField("lúc")
    actor = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")
    actor_name = models.CharField(max_length=100, blank=True)
    action = models.CharField("việc", max_length=12)
    from_status = models.CharField(max_length=10, choices=FeedbackStatus, blank=True)
    to_status = models.CharField(max_length=10, choices=FeedbackStatus)
    reason = models.TextField("nội dung", max_length=3000, blank=True)
    details = models.JSONField("số liệu của việc", default=dict)

    class Meta:
        verbose_name = "diễn biến của phản ánh"
        ordering = ["pk"]

    def __str__(self) -> str:
        return f"{self.action} {self.at:%d/%m/%Y}"

    def save(self, *args: Any, **kwargs: Any) -> None:
        if self.pk is not None:
            raise TypeError("Diễn biến của phản ánh chỉ được ghi thêm.")
        super().save(*args, **kwargs)

    def delete(self, *args: Any, **kwargs: Any) -> NoReturn:
        raise TypeError("Diễn biến của phản ánh chỉ được ghi thêm.")

    @property
    def sentence(self) -> str:
        return Move(self.action).sentence


class FeedbackAnswer(models.Model):
    """Câu trả lời: one draft; the leader approves it or sends it back. What the sender reads is approved."""

    feedback = models.ForeignKey(Feedback, models.CASCADE, related_name="answers")
    text = models.TextField("trả lời", max_length=5000)
    drafted_by = models.ForeignKey(User, models.PROTECT, related_name="+", verbose_name="người dự thảo")
    drafted_at = models.DateTimeField("dự thảo lúc")
    approved_by = models.ForeignKey(
        User, models.PROTECT, null=True, related_name="+", verbose_name="người duyệt"
    )
    approved_at = models.DateTimeField("duyệt lúc", null=True)
    sent_back_at = models.DateTimeField("trả lại lúc", null=True)

    class Meta:
        verbose_name = "câu trả lời"
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["feedback"],
                condition=Q(approved_at=None, sent_back_at=None),
                name="one_answer_waits_for_approval",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.feedback_id} {self.drafted_at:%d/%m/%Y}"


class FeedbackPicture(models.Model):
    """Ảnh người gửi kèm: drawn anew as JPEG, without place, time and camera."""

    feedback = models.ForeignKey(Feedback, models.CASCADE, related_name="pictures")
    file = models.FileField("tệp", max_length=200)
    sha256 = models.CharField(max_length=64)
    added_at = models.DateTimeField("gửi lúc")

    class Meta:
        verbose_name = "ảnh của phản ánh"
        ordering = ["pk"]

    def __str__(self) -> str:
        return f"{self.feedback_id} {self.pk}"


class PublishedAnswer(models.Model):
    """Nội dung công khai: title, question and answer as an officer cleared them of personal data.

    It can be read while its feedback is published; the row stays for the next time.
    """

    feedback = models.OneToOneField(Feedback, models.CASCADE, related_name="publication")
    title = models.CharField("tiêu đề", max_length=200)
    question = models.TextField("nội dung phản ánh", max_length=3000)
    answer = models.TextField("trả lời", max_length=5000)
    folded = models.TextField(editable=False)

    class Meta:
        verbose_name = "câu trả lời công khai"

    def __str__(self) -> str:
        return self.title

    def save(self, *args: Any, **kwargs: Any) -> None:
        self.folded = fold(f"{self.title} {self.question} {self.answer}")
        super().save(*args, **kwargs)


class Hotline(models.Model):
    """Đường dây nóng của một đơn vị: what it is for and the number."""

    unit = models.ForeignKey(Unit, models.CASCADE, related_name="hotlines", verbose_name="đơn vị")
    position = models.PositiveSmallIntegerField("thứ tự")
    name = models.CharField("tiếp nhận việc", max_length=120)
    number = models.CharField("số điện thoại", max_length=30)
    hours = models.CharField("giờ nghe máy", max_length=80, blank=True)

    class Meta:
        verbose_name = "đường dây nóng"
        ordering = ["position"]
        constraints = [
            models.UniqueConstraint(fields=["unit", "position"], name="hotlines_in_one_order"),
        ]

    def __str__(self) -> str:
        return f"{self.name}: {self.number}"
