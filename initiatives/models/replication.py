"""Nhân rộng: rounds of a superior, the reply of each asked unit, what it answers for each initiative."""

from datetime import date, timedelta
from typing import Any, NoReturn, Self

from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone

from initiatives import sight
from initiatives.models.initiative import Initiative
from portal.models import Role, Unit, User

LONGEST = 10_000
"""Letters of one part of an answer: some three pages."""
ASKING_ROLES = (Role.SUPERVISOR, Role.REFORM)
"""Who runs the rounds of a superior unit."""
ANSWERING_ROLES = (Role.REFORM,)
READING_ROLES = (Role.REFORM, Role.LEADER, Role.RECORDS, Role.SUPERVISOR)


class RoundState(models.TextChoices):
    DRAFT = "draft", "Đang soạn"
    OPEN = "open", "Đang thu trả lời"
    CLOSED = "closed", "Đã kết thúc"


class ReplyStatus(models.TextChoices):
    DRAFT = "draft", "Chưa nộp"
    AWAITING = "awaiting", "Chờ lãnh đạo xác nhận"
    HANDED_IN = "handed_in", "Đã nộp"
    SENT_BACK = "sent_back", "Bị trả lại"


WRITABLE_REPLIES = (ReplyStatus.DRAFT, ReplyStatus.SENT_BACK)


class RoundQuerySet(models.QuerySet["ReplicationRound"]):
    def visible_to(self, user: User) -> Self:
        """The rounds of one's own unit, and those, no longer drafts, that ask it."""
        own = sight.own_units(user, READING_ROLES)
        asked = Reply.objects.filter(unit__in=own).values("round")
        return self.filter(Q(unit__in=own) | Q(pk__in=asked) & ~Q(state=RoundState.DRAFT))

    def run_by(self, user: User) -> Self:
        return self.filter(unit__in=sight.own_units(user, ASKING_ROLES))


class ReplicationRound(models.Model):
    """Đợt nhân rộng: a superior's paper names recognised initiatives and asks units to answer by a day."""

    unit = models.ForeignKey(Unit, models.PROTECT, related_name="+", verbose_name="đơn vị giao")
    year = models.PositiveSmallIntegerField("năm áp dụng")
    document = models.CharField("số, ký hiệu công văn", max_length=60)
    document_on = models.DateField("ngày công văn")
    due_on = models.DateField("hạn trả lời")
    note = models.TextField("yêu cầu", max_length=3000, blank=True)
    state = models.CharField("trạng thái", max_length=10, choices=RoundState, default=RoundState.DRAFT)
    created_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")
    created_at = models.DateTimeField("lập lúc", default=timezone.now)
    opened_at = models.DateTimeField("gửi lúc", null=True)
    closed_at = models.DateTimeField("kết thúc lúc", null=True)

    objects = RoundQuerySet.as_manager()

    class Meta:
        verbose_name = "đợt nhân rộng sáng kiến"
        ordering = ["-document_on", "-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["unit", "document", "document_on"], name="replication_document_once"
            ),
            models.CheckConstraint(
                name="replication_is_due_after_its_document",
                condition=Q(due_on__gte=models.F("document_on")),
            ),
        ]

    def __str__(self) -> str:
        return f"Công văn số {self.document} ngày {self.document_on:%d/%m/%Y}"

    def get_absolute_url(self) -> str:
        return reverse("initiatives:replication", args=[self.pk])

    @property
    def may_change(self) -> bool:
        return self.state == RoundState.DRAFT

    def is_overdue(self, today: date) -> bool:
        return self.state == RoundState.OPEN and self.due_on < today


class RoundInitiative(models.Model):
    """Sáng kiến được chọn, and what the superior says of it in its own report; empty parts are quoted."""

    round = models.ForeignKey(ReplicationRound, models.CASCADE, related_name="chosen")
    initiative = models.ForeignKey(Initiative, models.PROTECT, related_name="replications")
    position = models.PositiveSmallIntegerField("thứ tự")
    situation = models.TextField("thực trạng", max_length=LONGEST, blank=True)
    content = models.TextField("nội dung", max_length=LONGEST, blank=True)
    effect = models.TextField("hiệu quả mang lại", max_length=LONGEST, blank=True)
    money = models.TextField("chi phí về tiền", max_length=LONGEST, blank=True)
    time = models.TextField("chi phí về thời gian", max_length=LONGEST, blank=True)
    people = models.TextField("chi phí về nhân lực", max_length=LONGEST, blank=True)

    class Meta:
        verbose_name = "sáng kiến được chọn nhân rộng"
        ordering = ["position", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["round", "initiative"], name="initiative_chosen_once_a_round")
        ]

    def __str__(self) -> str:
        return f"{self.position}. {self.initiative_id}"


class Reply(models.Model):
    """Trả lời của một đơn vị: everything that it answers in one round, handed in as one."""

    round = models.ForeignKey(ReplicationRound, models.CASCADE, related_name="replies")
    unit = models.ForeignKey(
        Unit, models.PROTECT, related_name="replication_replies", verbose_name="đơn vị được giao"
    )
    status = models.CharField("trạng thái", max_length=10, choices=ReplyStatus, default=ReplyStatus.DRAFT)
    handed_in_at = models.DateTimeField("nộp lúc", null=True)

    class Meta:
        verbose_name = "trả lời nhân rộng sáng kiến"
        ordering = ["unit__code", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["round", "unit"], name="one_reply_a_unit_and_round"),
            models.CheckConstraint(
                name="handed_in_reply_has_its_moment",
                condition=~Q(status=ReplyStatus.HANDED_IN) | Q(handed_in_at__isnull=False),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.unit}: {self.get_status_display()}"

    def get_absolute_url(self) -> str:
        return reverse("initiatives:reply", args=[self.pk])

    @property
    def is_writable(self) -> bool:
        return self.status in WRITABLE_REPLIES and self.round.state == RoundState.OPEN

    def is_late(self, today: date) -> bool:
        """Not there after the due day, or handed in after it."""
        if self.status == ReplyStatus.HANDED_IN and self.handed_in_at is not None:
            return timezone.localdate(self.handed_in_at) > self.round.due_on
        return self.round.due_on < today


class ReplyEvent(models.Model):
    """Diễn biến của trả lời: append-only."""

    reply = models.ForeignKey(Reply, models.CASCADE, related_name="events")
    at = models.DateTimeField("lúc", default=timezone.now)
    actor = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")
    actor_name = models.CharField(max_length=100, blank=True)
    from_status = models.CharField(max_length=10, choices=ReplyStatus)
    to_status = models.CharField(max_length=10, choices=ReplyStatus)
    reason = models.TextField("nội dung", max_length=3000, blank=True)

    class Meta:
        verbose_name = "diễn biến của trả lời"
        ordering = ["pk"]

    def __str__(self) -> str:
        return f"{self.from_status} → {self.to_status}"

    def save(self, *args: Any, **kwargs: Any) -> None:
        if self.pk is not None:
            raise TypeError("Diễn biến của trả lời chỉ được ghi thêm.")
        super().save(*args, **kwargs)

    def delete(self, *args: Any, **kwargs: Any) -> NoReturn:
        raise TypeError("Diễn biến của trả lời chỉ được ghi thêm.")


class Adoption(models.Model):
    """Kết quả áp dụng một sáng kiến ở một đơn vị; `is_applied` is None until answered."""

    reply = models.ForeignKey(Reply, models.CASCADE, related_name="adoptions")
    chosen = models.ForeignKey(RoundInitiative, models.CASCADE, related_name="adoptions")
    is_applied = models.BooleanField("đã áp dụng", null=True)
    why_not = models.TextField("lý do chưa áp dụng", max_length=LONGEST, blank=True)
    since = models.DateField("áp dụng từ ngày", null=True, blank=True)
    done = models.TextField("việc đã làm", max_length=LONGEST, blank=True)
    results = models.TextField("kết quả", max_length=LONGEST, blank=True)
    difficulties = models.TextField("khó khăn, vướng mắc", max_length=LONGEST, blank=True)
    money = models.TextField("tiết kiệm về tiền", max_length=LONGEST, blank=True)
    time = models.TextField("tiết kiệm về thời gian", max_length=LONGEST, blank=True)
    people = models.TextField("tiết kiệm về nhân lực", max_length=LONGEST, blank=True)
    saved_dong = models.PositiveBigIntegerField("số tiền tiết kiệm (đồng)", null=True, blank=True)
    saved_hours = models.PositiveIntegerField("số giờ tiết kiệm", null=True, blank=True)
    saved_people = models.PositiveIntegerField("số người bớt được", null=True, blank=True)
    changed_at = models.DateTimeField("sửa lúc", null=True)

    class Meta:
        verbose_name = "kết quả áp dụng sáng kiến"
        ordering = ["chosen__position", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["reply", "chosen"], name="one_answer_an_initiative_and_unit"),
            models.CheckConstraint(
                name="refused_initiative_has_its_reason",
                condition=Q(is_applied=None) | Q(is_applied=True) | ~Q(why_not=""),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.reply_id}/{self.chosen_id}"

    @property
    def answer(self) -> str:
        if self.is_applied is None:
            return "Chưa trả lời"
        return "Đã áp dụng" if self.is_applied else "Chưa áp dụng"


class Measure(models.Model):
    """Hiệu quả đo được: an indicator of the portal over two periods, or a fact entered by hand.

    Of an indicator only its code and the periods are kept: the numbers are counted whenever they are shown.
    A fact by hand has its source. No percentage is ever typed: it follows from a part and a whole.
    """

    adoption = models.ForeignKey(Adoption, models.CASCADE, related_name="measures")
    code = models.CharField("chỉ tiêu", max_length=60, blank=True)
    is_rate = models.BooleanField(default=False)
    before_first = models.DateField("kỳ trước, từ ngày", null=True, blank=True)
    before_last = models.DateField("kỳ trước, đến ngày", null=True, blank=True)
    after_first = models.DateField("kỳ sau, từ ngày", null=True, blank=True)
    after_last = models.DateField("kỳ sau, đến ngày", null=True, blank=True)
    what = models.CharField("nội dung đo", max_length=200, blank=True)
    unit_of = models.CharField("đơn vị tính", max_length=40, blank=True)
    before = models.DecimalField("trước", max_digits=16, decimal_places=2, null=True, blank=True)
    after = models.DecimalField("sau", max_digits=16, decimal_places=2, null=True, blank=True)
    whole = models.DecimalField("trên tổng số", max_digits=16, decimal_places=2, null=True, blank=True)
    source = models.CharField("nguồn", max_length=200, blank=True)

    class Meta:
        verbose_name = "số liệu hiệu quả"
        ordering = ["pk"]
        constraints = [
            models.CheckConstraint(
                name="measure_is_counted_or_has_a_source",
                condition=~Q(code="") & Q(after_first__isnull=False, after_last__isnull=False, what="")
                | Q(code="", after__isnull=False) & ~Q(what="") & ~Q(source=""),
            )
        ]

    def __str__(self) -> str:
        return self.what or self.code


class EarlierRecognition(models.Model):
    """Sáng kiến được công nhận trước khi dùng phần mềm: by which decision; no marks are known."""

    initiative = models.OneToOneField(Initiative, models.CASCADE, related_name="earlier_recognition")
    number = models.CharField("số, ký hiệu quyết định", max_length=60)
    decided_on = models.DateField("ngày quyết định")

    class Meta:
        verbose_name = "quyết định công nhận trước đây"

    def __str__(self) -> str:
        return f"{self.number} ngày {self.decided_on:%d/%m/%Y}"


class ReplicationSetting(models.Model):
    """Cách nộp trả lời của một đơn vị."""

    unit = models.OneToOneField(Unit, models.CASCADE, related_name="+")
    leader_confirms = models.BooleanField("lãnh đạo xác nhận trước khi nộp", default=False)

    class Meta:
        verbose_name = "cách nộp trả lời nhân rộng"

    def __str__(self) -> str:
        return f"{self.unit_id} {self.leader_confirms}"


REMINDED_AT = (timedelta(days=7), timedelta(days=1), timedelta(0), timedelta(days=-1))
"""How long before the due day an asked unit is reminded; the last is the morning after."""
