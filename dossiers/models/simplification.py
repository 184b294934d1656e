"""Đơn giản hóa thủ tục hành chính: what a unit cuts of a procedure, by which decision, from when."""

from datetime import date
from typing import Self

from django.db import models
from django.db.models import Q
from django.urls import reverse

from dossiers.models.procedure import Procedure
from portal.models import Role, Unit, User

PROPOSERS = (Role.REFORM, Role.SUPERVISOR)


class SimplificationQuerySet(models.QuerySet["Simplification"]):
    def writable_by(self, user: User) -> Self:
        return self.filter(unit__in=user.unit_ids(PROPOSERS))

    def visible_to(self, user: User) -> Self:
        """Those of the units that the user sees figures of."""
        return self.filter(unit__in=user.readable_unit_ids)

    def in_force(self, day: date) -> Self:
        return self.exclude(decision_number="").filter(from_on__lte=day)


class Simplification(models.Model):
    """Phương án đơn giản hóa (NĐ 63/2010/NĐ-CP): proposed, and in force once a decision says from when."""

    unit = models.ForeignKey(Unit, models.PROTECT, related_name="simplifications", verbose_name="đơn vị")
    procedure = models.ForeignKey(
        Procedure, models.PROTECT, related_name="simplifications", verbose_name="thủ tục"
    )
    summary = models.CharField("nội dung cắt giảm", max_length=500)
    days_cut = models.PositiveSmallIntegerField("số ngày cắt giảm", default=0)
    papers_cut = models.PositiveSmallIntegerField("số giấy tờ cắt giảm", default=0)
    fee_cut = models.PositiveIntegerField("phí, lệ phí cắt giảm (đồng)", default=0)
    decision_number = models.CharField("số quyết định", max_length=60, blank=True)
    decision_on = models.DateField("ngày quyết định", null=True, blank=True)
    from_on = models.DateField("áp dụng từ", null=True, blank=True)
    proposed_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")
    proposed_at = models.DateTimeField("đề xuất lúc", auto_now_add=True)

    objects = SimplificationQuerySet.as_manager()

    class Meta:
        verbose_name = "phương án đơn giản hóa"
        ordering = ["-from_on", "-pk"]
        constraints = [
            models.CheckConstraint(
                name="decided_simplification_has_its_days",
                condition=Q(decision_number="") | Q(decision_on__isnull=False, from_on__isnull=False),
            ),
            models.CheckConstraint(
                name="simplification_cuts_something",
                condition=Q(days_cut__gt=0) | Q(papers_cut__gt=0) | Q(fee_cut__gt=0),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.procedure_id}: {self.summary}"

    def get_absolute_url(self) -> str:
        return reverse("reports:simplification", args=[self.pk])

    @property
    def decision(self) -> str:
        if not self.decision_number:
            return "chưa có quyết định"
        return f"{self.decision_number} ngày {self.decision_on:%d/%m/%Y}"
