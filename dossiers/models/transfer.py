"""Liên thông: another agency is asked about a dossier, each with its own clock (NĐ 61/2018/NĐ-CP Đ.19)."""

from datetime import datetime
from typing import Self

from django.db import models
from django.db.models import Q

from dossiers.models.dossier import Dossier
from portal.models import Unit, User


class TransferQuerySet(models.QuerySet["Transfer"]):
    def open(self) -> Self:
        return self.filter(answered_at=None)

    def sent_to(self, units: set[int]) -> Self:
        return self.filter(to_unit__in=units)


class Transfer(models.Model):
    """Một lần lấy ý kiến, phối hợp: to a unit of the tree, which answers here, or to an outside agency."""

    dossier = models.ForeignKey(Dossier, models.CASCADE, related_name="transfers")
    to_unit = models.ForeignKey(
        Unit, models.PROTECT, null=True, blank=True, related_name="transfers", verbose_name="đơn vị phối hợp"
    )
    to_agency = models.CharField("cơ quan phối hợp ngoài hệ thống", max_length=200, blank=True)
    content = models.CharField("nội dung xin ý kiến", max_length=2000)
    shows_person = models.BooleanField("cho xem thông tin người nộp", default=False)
    sent_at = models.DateTimeField("gửi lúc")
    sent_by = models.ForeignKey(User, models.PROTECT, related_name="+", verbose_name="người gửi")
    due_at = models.DateTimeField("hạn trả lời")
    received_at = models.DateTimeField("nhận lúc", null=True)
    received_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")
    answered_at = models.DateTimeField("trả lời lúc", null=True)
    answered_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")
    answer = models.CharField("nội dung trả lời", max_length=2000, blank=True)
    returned = models.BooleanField("trả lại, không có ý kiến", default=False)

    objects = TransferQuerySet.as_manager()

    class Meta:
        verbose_name = "lần liên thông"
        ordering = ["pk"]
        indexes = [models.Index(fields=["to_unit", "answered_at"], name="transfer_by_unit")]
        constraints = [
            models.CheckConstraint(
                name="transfer_goes_to_one_place",
                condition=Q(to_unit__isnull=True) & ~Q(to_agency="")
                | Q(to_unit__isnull=False) & Q(to_agency=""),
            ),
            models.CheckConstraint(
                name="transfer_is_answered_after_it_was_sent",
                condition=Q(answered_at=None) | Q(answered_at__gte=models.F("sent_at")),
            ),
            models.UniqueConstraint(
                fields=["dossier", "to_unit"],
                condition=Q(answered_at=None),
                name="one_open_question_a_unit",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.dossier_id} → {self.agency}"

    @property
    def agency(self) -> str:
        return str(self.to_unit) if self.to_unit else self.to_agency

    def is_late(self, at: datetime) -> bool:
        """Answered after its limit, or still waited for after it."""
        return (self.answered_at or at) > self.due_at
