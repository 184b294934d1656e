"""Xin lỗi, hẹn lại (NĐ 61/2018/NĐ-CP Đ.19 khoản 9): the paper that tells why and when instead."""

from datetime import date

from django.db import models
from django.db.models import Q

from dossiers.models.dossier import Dossier, day_of
from dossiers.models.slip import Slip
from portal.models import User


class Apology(models.Model):
    """Văn bản xin lỗi: drafted by the office or by the portal, issued by the leader; one for a dossier.

    It never moves the due date: the new day stands beside it (hẹn lại).
    """

    dossier = models.OneToOneField(Dossier, models.CASCADE, related_name="apology")
    reason = models.CharField("lý do", max_length=1000, blank=True)
    new_due_at = models.DateTimeField("hẹn trả lại")
    drafted_at = models.DateTimeField("dự thảo lúc")
    drafted_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")
    issued_at = models.DateTimeField("ban hành lúc", null=True)
    issued_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")
    slip = models.OneToOneField(Slip, models.PROTECT, null=True, related_name="apology")

    class Meta:
        verbose_name = "văn bản xin lỗi"
        constraints = [
            models.CheckConstraint(
                name="an_issued_apology_has_reason_and_slip",
                condition=Q(issued_at=None, slip=None)
                | (Q(issued_at__isnull=False, slip__isnull=False) & ~Q(reason="")),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.dossier_id}, hẹn lại {self.new_due_at:%d/%m/%Y}"

    @property
    def is_issued(self) -> bool:
        return self.issued_at is not None

    @property
    def new_due_on(self) -> date:
        day = day_of(self.new_due_at)
        assert day is not None
        return day
