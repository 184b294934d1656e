"""Giao – nhận hồ sơ: who had a dossier, from when to when, and the lists that are signed on paper.

NĐ 61/2018/NĐ-CP Đ.18 (chuyển hồ sơ); the rows are what the Phiếu kiểm soát quá trình giải quyết hồ sơ prints.
"""

from typing import Self

from django.db import models
from django.db.models import Q
from django.urls import reverse

from dossiers.models.dossier import Dossier
from dossiers.models.process import ProcessStep, StepKind
from dossiers.models.slip import Slip
from dossiers.outcomes import OutcomeClass
from portal.models import Role, Unit, User

RESULTS = [(outcome.value, outcome.label) for outcome in OutcomeClass]
"""Kết quả của từng bước, by the same rule as a dossier's."""


class HandoverKind(models.TextChoices):
    FORWARD = "forward", "Chuyển bước"
    BACK = "back", "Trả lại bước trước"
    ASSIGN = "assign", "Giao người khác"
    TAKE_OVER = "take_over", "Nhận thay"


class HandoverList(models.Model):
    """Danh sách bàn giao hồ sơ: several dossiers handed over at once, signed on paper by both sides."""

    slip = models.OneToOneField(Slip, models.PROTECT, related_name="handover_list")
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="+", verbose_name="cơ quan chủ trì")
    at = models.DateTimeField("bàn giao lúc")
    by = models.ForeignKey(User, models.PROTECT, related_name="+", verbose_name="người giao")
    to_label = models.CharField("người nhận", max_length=200)
    step_name = models.CharField("bước", max_length=100)

    class Meta:
        verbose_name = "danh sách bàn giao"
        ordering = ["-at", "-pk"]

    def __str__(self) -> str:
        return f"Danh sách bàn giao số {self.slip.number}/{self.slip.year}"

    def get_absolute_url(self) -> str:
        return reverse("dossiers:handover-list", args=[self.pk])


class HandoverQuerySet(models.QuerySet["Handover"]):
    def open(self) -> Self:
        """The stays that last: who has the dossier now."""
        return self.filter(finished_at=None)


class Handover(models.Model):
    """Một lần giao, nhận: it begins a stay of the dossier with somebody, which the next one ends."""

    dossier = models.ForeignKey(Dossier, models.CASCADE, related_name="handovers")
    kind = models.CharField("việc", max_length=10, choices=HandoverKind)
    step = models.ForeignKey(ProcessStep, models.PROTECT, related_name="+", verbose_name="bước")
    step_name = models.CharField("tên bước", max_length=100)
    step_kind = models.CharField("loại bước", max_length=10, choices=StepKind)
    from_user = models.ForeignKey(
        User, models.PROTECT, null=True, related_name="+", verbose_name="người giao"
    )
    from_label = models.CharField("bên giao", max_length=200)
    to_user = models.ForeignKey(User, models.PROTECT, null=True, related_name="+", verbose_name="người nhận")
    to_role = models.CharField("vai trò nhận", max_length=20, choices=Role, blank=True)
    to_label = models.CharField("bên nhận", max_length=200)
    at = models.DateTimeField("giao lúc")
    taken_at = models.DateTimeField("nhận lúc", null=True)
    due_at = models.DateTimeField("hạn của bước", null=True)
    finished_at = models.DateTimeField("xong lúc", null=True)
    result = models.CharField("kết quả của bước", max_length=10, choices=RESULTS, blank=True)
    note = models.CharField("ghi chú", max_length=500, blank=True)
    on_list = models.ForeignKey(HandoverList, models.PROTECT, null=True, related_name="handovers")

    objects = HandoverQuerySet.as_manager()

    class Meta:
        verbose_name = "lần giao nhận"
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["dossier"], condition=Q(finished_at=None), name="one_open_stay_a_dossier"
            ),
            models.CheckConstraint(
                name="stay_ends_after_it_began",
                condition=Q(finished_at=None) | Q(finished_at__gte=models.F("at")),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.dossier_id}: {self.from_label} → {self.to_label}"
