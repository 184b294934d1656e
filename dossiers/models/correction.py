"""Sửa sau khi tiếp nhận: what a dossier said before and after, so that both versions stay."""

from typing import Any, NoReturn

from django.db import models

from dossiers.models.dossier import Dossier
from dossiers.models.slip import Slip
from portal.models import User


class Correction(models.Model):
    """Một lần sửa: under the same code, with a reason and a revision mark on the new receipt; append-only."""

    dossier = models.ForeignKey(Dossier, models.PROTECT, related_name="corrections")
    number = models.PositiveSmallIntegerField("lần sửa")
    at = models.DateTimeField("lúc")
    by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+", verbose_name="người sửa")
    reason = models.CharField("lý do", max_length=500)
    before = models.JSONField("trước khi sửa", default=dict)
    after = models.JSONField("sau khi sửa", default=dict)
    slip = models.ForeignKey(
        Slip, models.PROTECT, null=True, related_name="+", verbose_name="giấy tiếp nhận lập lại"
    )

    class Meta:
        verbose_name = "lần sửa hồ sơ"
        ordering = ["number"]
        constraints = [
            models.UniqueConstraint(fields=["dossier", "number"], name="correction_numbered_once_a_dossier")
        ]

    def __str__(self) -> str:
        return f"{self.dossier_id}: lần {self.number}"

    def save(self, *args: Any, **kwargs: Any) -> None:
        if self.pk is not None:
            raise TypeError("Lần sửa hồ sơ chỉ được ghi thêm.")
        super().save(*args, **kwargs)

    def delete(self, *args: Any, **kwargs: Any) -> NoReturn:
        raise TypeError("Lần sửa hồ sơ chỉ được ghi thêm.")
