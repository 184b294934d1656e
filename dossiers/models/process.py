"""Quy trình nội bộ: the steps that a dossier takes inside the office (NĐ 61/2018/NĐ-CP Đ.19 khoản 1).

A process that is changed gets a successor; the old one ends and stays, so that a dossier keeps the steps that
it started with.
"""

from datetime import datetime
from typing import Self

from django.db import models
from django.db.models import Q

from dossiers.models.procedure import Procedure
from portal.models import Role, Unit, User


class StepKind(models.TextChoices):
    """What a step is for: it decides which states of a dossier belong to it."""

    INTAKE = "intake", "Tiếp nhận"
    APPRAISE = "appraise", "Thẩm định, giải quyết"
    SIGN = "sign", "Ký duyệt"
    STAMP = "stamp", "Văn thư cấp số, đóng dấu"
    RETURN = "return", "Trả kết quả"


class ProcessQuerySet(models.QuerySet["Process"]):
    def in_force(self, at: datetime | None = None) -> Self:
        """At a moment, or now and until somebody changes them."""
        if at is None:
            return self.filter(valid_to=None)
        return self.filter(valid_from__lte=at).filter(Q(valid_to=None) | Q(valid_to__gt=at))


class Process(models.Model):
    """Quy trình nội bộ of a unit for one procedure, or for every procedure without one of its own.

    Without a unit: the steps that ship with the project.
    """

    unit = models.ForeignKey(Unit, models.PROTECT, null=True, related_name="processes", verbose_name="đơn vị")
    procedure = models.ForeignKey(
        Procedure, models.PROTECT, null=True, related_name="processes", verbose_name="thủ tục"
    )
    valid_from = models.DateTimeField("áp dụng từ")
    valid_to = models.DateTimeField("áp dụng đến", null=True)
    set_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")
    is_shipped = models.BooleanField("đi kèm phần mềm", default=False)

    objects = ProcessQuerySet.as_manager()

    class Meta:
        verbose_name = "quy trình nội bộ"
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["unit", "procedure"], condition=Q(valid_to=None), name="one_process_a_procedure"
            ),
            models.UniqueConstraint(
                fields=["unit"], condition=Q(valid_to=None, procedure=None), name="one_usual_process_a_unit"
            ),
            models.UniqueConstraint(
                fields=["is_shipped"], condition=Q(is_shipped=True), name="one_shipped_process"
            ),
        ]

    def __str__(self) -> str:
        return f"quy trình {self.procedure.code if self.procedure else 'chung'}"


class ProcessStep(models.Model):
    """Bước xử lý: who has the dossier, and for which share of the time limit."""

    process = models.ForeignKey(Process, models.CASCADE, related_name="steps")
    position = models.PositiveSmallIntegerField("thứ tự")
    name = models.CharField("tên bước", max_length=100)
    kind = models.CharField("loại bước", max_length=10, choices=StepKind)
    role = models.CharField("vai trò", max_length=20, choices=Role, blank=True)
    user = models.ForeignKey(
        User, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="người"
    )
    share = models.PositiveSmallIntegerField("tỷ lệ thời gian (%)")

    class Meta:
        verbose_name = "bước của quy trình"
        ordering = ["process", "position"]
        constraints = [
            models.UniqueConstraint(fields=["process", "position"], name="one_step_a_place"),
            models.CheckConstraint(name="step_share_is_a_percentage", condition=Q(share__lte=100)),
            models.CheckConstraint(name="step_has_somebody", condition=~Q(role="") | Q(user__isnull=False)),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def holder(self) -> str:
        """Who does it: the person named, else the role."""
        return str(self.user) if self.user else str(Role(self.role).label)
