"""Đợt nhập: one uploaded sheet on its way into the records."""

import uuid

from django.db import models

from portal.models import Job, Unit, User


class ImportState(models.TextChoices):
    CHECKING = "checking", "Đang kiểm tra"
    CHECKED = "checked", "Chờ xác nhận"
    IMPORTING = "importing", "Đang nhập"
    DONE = "done", "Đã nhập"
    FAILED = "failed", "Không nhập được"
    CANCELLED = "cancelled", "Đã bỏ"


class ImportBatch(models.Model):
    """Đợt nhập hồ sơ: the file as it came, what the check found, and what was done.

    `summary` is `{"created","updated","unchanged","rejected","differing","warned"}` as counts; `findings` lists
    `{"row","kind","code","column","value","message"}` of the rows that an officer should look at.
    """

    key = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="+", verbose_name="đơn vị")
    file = models.FileField(upload_to="imports/%Y")
    file_name = models.CharField("tên tệp", max_length=200)
    state = models.CharField("trạng thái", max_length=10, choices=ImportState, default=ImportState.CHECKING)
    job = models.ForeignKey(Job, models.PROTECT, null=True, related_name="+")
    summary = models.JSONField(default=dict)
    findings = models.JSONField(default=list)
    created_by = models.ForeignKey(
        User, models.PROTECT, null=True, related_name="+", verbose_name="người nhập"
    )
    created_at = models.DateTimeField("lúc", auto_now_add=True)

    class Meta:
        verbose_name = "đợt nhập"
        ordering = ["-pk"]

    def __str__(self) -> str:
        return self.file_name
