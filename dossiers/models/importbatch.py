"""Đợt nhập: one uploaded sheet on its way into the records, and what becomes of each of its rows."""

import uuid
from typing import Self

from django.db import models
from django.urls import reverse

from portal.models import Job, Role, Unit, User

IMPORT_ROLES = (Role.REFORM, Role.UNIT_ADMIN)
"""Who may bring sheets in, for the units that the role reaches."""


class ImportState(models.TextChoices):
    CHECKING = "checking", "Đang kiểm tra"
    CHECKED = "checked", "Chờ xác nhận"
    IMPORTING = "importing", "Đang nhập"
    DONE = "done", "Đã nhập"
    FAILED = "failed", "Không đọc được"
    CANCELLED = "cancelled", "Đã bỏ"


class ImportBatchQuerySet(models.QuerySet["ImportBatch"]):
    def visible_to(self, user: User) -> Self:
        """Sheets hold names and numbers: only those who may import for the unit see what came in for it."""
        return self.filter(unit__in=user.unit_ids(IMPORT_ROLES))


class ImportBatch(models.Model):
    """Đợt nhập hồ sơ: the file as it came, what the check found, and what was done.

    `summary` counts the rows by what becomes of them (`created`, `updated`, `unchanged`, `differing`,
    `rejected`), those with a warning (`warned`) and the new dossiers by unit (`units`). While rows are being
    written it counts those up to the sheet's row `written_to`: both change in the transaction of the records
    themselves, so that a resumed import goes on behind them and ends with the right counts.
    """

    key = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="+", verbose_name="đơn vị")
    file = models.FileField(upload_to="imports/%Y")
    file_name = models.CharField("tên tệp", max_length=200)
    state = models.CharField("trạng thái", max_length=10, choices=ImportState, default=ImportState.CHECKING)
    job = models.ForeignKey(Job, models.PROTECT, null=True, related_name="+")
    headings = models.JSONField("tiêu đề cột", default=list)
    summary = models.JSONField(default=dict)
    written_to = models.PositiveIntegerField("đã ghi đến dòng", default=0)
    created_by = models.ForeignKey(
        User, models.PROTECT, null=True, related_name="+", verbose_name="người nhập"
    )
    created_at = models.DateTimeField("lúc", auto_now_add=True)

    objects = ImportBatchQuerySet.as_manager()

    class Meta:
        verbose_name = "đợt nhập"
        ordering = ["-pk"]

    def __str__(self) -> str:
        return self.file_name

    def get_absolute_url(self) -> str:
        return reverse("dossiers:import-batch", args=[self.key])

    @property
    def is_at_work(self) -> bool:
        return self.state in {ImportState.CHECKING, ImportState.IMPORTING} and not self.was_broken_off

    @property
    def was_broken_off(self) -> bool:
        """Its job ended without having done its part; the records hold what was written up to there."""
        return (
            self.state in {ImportState.CHECKING, ImportState.IMPORTING}
            and self.job is not None
            and self.job.is_over
        )

    @property
    def is_checked(self) -> bool:
        return self.state == ImportState.CHECKED

    @property
    def is_done(self) -> bool:
        return self.state == ImportState.DONE

    @property
    def can_write(self) -> bool:
        """Waiting for the officer's word, or broken off on the way in."""
        return self.is_checked or (self.state == ImportState.IMPORTING and self.was_broken_off)

    @property
    def has_something_to_write(self) -> bool:
        return bool(self.summary.get("created") or self.summary.get("updated"))

    @property
    def offers_writing(self) -> bool:
        return self.can_write and (self.has_something_to_write or not self.is_checked)

    @property
    def has_failed(self) -> bool:
        return self.state == ImportState.FAILED

    @property
    def is_cancelled(self) -> bool:
        return self.state == ImportState.CANCELLED

    @property
    def can_cancel(self) -> bool:
        return self.state in {ImportState.CHECKING, ImportState.CHECKED}


class RowKind(models.TextChoices):
    """What becomes of a row."""

    CREATED = "created", "tạo mới"
    UPDATED = "updated", "cập nhật"
    UNCHANGED = "unchanged", "không đổi"
    DIFFERING = "differing", "khác với hồ sơ nhập tại quầy"
    REJECTED = "rejected", "bị từ chối"


class ImportRow(models.Model):
    """Dòng của bảng nhập, with what an officer should know about it.

    `findings` and `warnings` are lists of `{"column","value","message"}`, `changes` of
    `{"field","old","new"}`; `cells` keeps a refused row as it came, to be corrected and sent again.
    Rows that change nothing and need no look are not kept.
    """

    batch = models.ForeignKey(ImportBatch, models.CASCADE, related_name="rows")
    number = models.PositiveIntegerField("dòng")
    kind = models.CharField(max_length=10, choices=RowKind)
    code = models.CharField("mã hồ sơ", max_length=60, blank=True)
    label = models.CharField("hồ sơ", max_length=300, blank=True)
    received_on = models.DateField("ngày tiếp nhận", null=True)
    findings = models.JSONField(default=list)
    warnings = models.JSONField(default=list)
    is_warned = models.BooleanField(default=False)
    changes = models.JSONField(default=list)
    cells = models.JSONField(default=list)

    class Meta:
        verbose_name = "dòng bảng nhập"
        ordering = ["number"]
        constraints = [models.UniqueConstraint(fields=["batch", "number"], name="import_row_once_a_batch")]
        indexes = [models.Index(fields=["batch", "kind", "number"], name="import_rows_by_kind")]

    def __str__(self) -> str:
        return f"dòng {self.number}: {self.get_kind_display()}"
