"""Công bố thủ tục bằng quyết định: what each decision made of a procedure, and who has looked at it since."""

from datetime import date
from typing import Self

from django.db import models
from django.db.models import Q
from django.urls import reverse

from dossiers.models.procedure import Procedure
from portal.models import Unit, User


class RevisionKind(models.TextChoices):
    """Nội dung của quyết định công bố (NĐ 63/2010/NĐ-CP; TT 02/2017/TT-VPCP)."""

    FIRST = "first", "Nội dung ban đầu"
    NEW = "new", "Mới ban hành"
    CHANGED = "changed", "Sửa đổi, bổ sung"
    REPLACED = "replaced", "Thay thế"
    REPEALED = "repealed", "Bãi bỏ"


ENDING = frozenset({RevisionKind.REPEALED, RevisionKind.REPLACED})
"""From its day on the procedure is no longer taken in."""


class RevisionState(models.TextChoices):
    DRAFT = "draft", "Đang soạn"
    WAITING = "waiting", "Đã công bố, chờ ngày hiệu lực"
    EFFECTIVE = "effective", "Đã có hiệu lực"


class RevisionQuerySet(models.QuerySet["ProcedureRevision"]):
    def drafts(self) -> Self:
        return self.filter(published_at=None, applied_at=None)

    def waiting(self) -> Self:
        return self.filter(published_at__isnull=False, applied_at=None)

    def effective(self) -> Self:
        return self.filter(applied_at__isnull=False)

    def due(self, day: date) -> Self:
        """Đã công bố, đến ngày hiệu lực."""
        return self.waiting().filter(effective_on__lte=day).order_by("effective_on", "pk")


class ProcedureRevision(models.Model):
    """Một lần công bố of one procedure: a draft, waiting for its day, or in effect with a number.

    `content` is all that citizens read of the procedure, frozen. A number is one more than the one before;
    the first decision about a procedure that came with the portal freezes what stood before as its own row.
    """

    procedure = models.ForeignKey(
        Procedure, models.PROTECT, null=True, related_name="revisions", verbose_name="thủ tục"
    )
    code = models.CharField("mã thủ tục", max_length=20)
    kind = models.CharField("loại", max_length=8, choices=RevisionKind)
    content = models.JSONField("nội dung", default=dict)
    successor_code = models.CharField("mã thủ tục thay thế", max_length=20, blank=True)
    decision_number = models.CharField("số quyết định", max_length=60, blank=True)
    decision_on = models.DateField("ngày quyết định", null=True)
    effective_on = models.DateField("có hiệu lực từ", null=True)
    base = models.PositiveIntegerField("soạn trên lần công bố", default=0)
    version = models.PositiveIntegerField("lần ghi", default=1)
    number = models.PositiveIntegerField("lần công bố", null=True)
    drafted_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")
    drafted_at = models.DateTimeField("soạn lúc", auto_now_add=True)
    edited_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")
    edited_at = models.DateTimeField("ghi lúc", null=True)
    published_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")
    published_at = models.DateTimeField("công bố lúc", null=True)
    applied_at = models.DateTimeField("áp dụng lúc", null=True)

    objects = RevisionQuerySet.as_manager()

    class Meta:
        verbose_name = "lần công bố thủ tục"
        ordering = ["code", "-number", "-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["code"], condition=Q(applied_at=None), name="one_open_revision_a_procedure"
            ),
            models.UniqueConstraint(
                fields=["procedure", "number"],
                condition=Q(number__isnull=False),
                name="revision_counted_once",
            ),
            models.CheckConstraint(
                name="revision_in_effect_has_its_number",
                condition=Q(applied_at=None, number=None)
                | Q(applied_at__isnull=False, number__isnull=False, procedure__isnull=False),
            ),
            models.CheckConstraint(
                name="published_revision_has_its_decision",
                condition=Q(published_at=None)
                | (Q(decision_on__isnull=False, effective_on__isnull=False) & ~Q(decision_number="")),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.code} {self.get_kind_display().lower()}"

    def get_absolute_url(self) -> str:
        return reverse("dossiers:revision", args=[self.pk])

    @property
    def state(self) -> RevisionState:
        if self.applied_at is not None:
            return RevisionState.EFFECTIVE
        return RevisionState.WAITING if self.published_at else RevisionState.DRAFT

    @property
    def is_draft(self) -> bool:
        return self.state == RevisionState.DRAFT

    @property
    def is_waiting(self) -> bool:
        return self.state == RevisionState.WAITING

    @property
    def ends_it(self) -> bool:
        return self.kind in ENDING

    @property
    def decision(self) -> str:
        """`QĐ 1234/QĐ-UBND ngày 02/11/2026`."""
        if not self.decision_number:
            return "chưa ghi quyết định"
        return (
            f"{self.decision_number} ngày {self.decision_on:%d/%m/%Y}"
            if self.decision_on
            else self.decision_number
        )


class OfferConfirmation(models.Model):
    """Đơn vị xác nhận đã cập nhật: the latest revision of a procedure that a unit says it shows."""

    unit = models.ForeignKey(Unit, models.PROTECT, related_name="+", verbose_name="đơn vị")
    procedure = models.ForeignKey(Procedure, models.CASCADE, related_name="+", verbose_name="thủ tục")
    revision = models.PositiveIntegerField("lần công bố")
    confirmed_by = models.ForeignKey(User, models.PROTECT, related_name="+", verbose_name="người xác nhận")
    confirmed_at = models.DateTimeField("xác nhận lúc")

    class Meta:
        verbose_name = "xác nhận cập nhật thủ tục"
        constraints = [
            models.UniqueConstraint(
                fields=["unit", "procedure"], name="confirmation_once_a_unit_and_procedure"
            )
        ]

    def __str__(self) -> str:
        return f"{self.unit_id}: {self.procedure_id} lần {self.revision}"


class ReviewOutcome(models.TextChoices):
    """Kết quả rà soát, đánh giá thủ tục hành chính (NĐ 63/2010/NĐ-CP, Chương V)."""

    KEEP = "keep", "Giữ nguyên"
    CHANGE = "change", "Đề nghị sửa đổi, bổ sung"
    SIMPLIFY = "simplify", "Đề nghị đơn giản hóa"
    REPEAL = "repeal", "Đề nghị bãi bỏ"


class ProcedureReview(models.Model):
    """Một lần rà soát of a procedure: when, by whom, what came of it."""

    procedure = models.ForeignKey(Procedure, models.CASCADE, related_name="reviews", verbose_name="thủ tục")
    reviewed_on = models.DateField("ngày rà soát")
    reviewed_by = models.ForeignKey(User, models.PROTECT, related_name="+", verbose_name="người rà soát")
    outcome = models.CharField("kết quả", max_length=8, choices=ReviewOutcome)
    note = models.CharField("ghi chú", max_length=500, blank=True)
    recorded_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        verbose_name = "lần rà soát thủ tục"
        ordering = ["-reviewed_on", "-pk"]

    def __str__(self) -> str:
        return f"{self.procedure_id}, {self.reviewed_on:%d/%m/%Y}"


class CatalogueImport(models.Model):
    """Tệp danh mục đã đọc: procedures of a decision as a file gave them, looked at before drafts are made."""

    file_name = models.CharField("tệp", max_length=200)
    decision_number = models.CharField("số quyết định", max_length=60)
    decision_on = models.DateField("ngày quyết định")
    effective_on = models.DateField("có hiệu lực từ")
    contents = models.JSONField("nội dung", default=dict)
    refused = models.JSONField("dòng không nhận", default=list)
    created_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")
    created_at = models.DateTimeField("đọc lúc", auto_now_add=True)
    confirmed_at = models.DateTimeField("ghi thành bản soạn lúc", null=True)

    class Meta:
        verbose_name = "tệp danh mục"
        ordering = ["-pk"]

    def __str__(self) -> str:
        return f"{self.file_name}, {self.decision_number}"

    def get_absolute_url(self) -> str:
        return reverse("dossiers:catalogue-file", args=[self.pk])
