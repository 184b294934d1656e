"""Nhóm hồ sơ: several dossiers of one visit or of one combined procedure; each is counted once."""

from django.db import models

from portal.models import Unit, User


class BundleKind(models.TextChoices):
    VISIT = "visit", "Một lần đến quầy"
    COMBINED = "combined", "Nhóm thủ tục liên thông"


class Bundle(models.Model):
    """Nhóm hồ sơ: what ties them together on one receipt; it has no state and no deadline of its own."""

    kind = models.CharField("loại nhóm", max_length=8, choices=BundleKind, default=BundleKind.VISIT)
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="+", verbose_name="đơn vị tiếp nhận")
    name = models.CharField("tên nhóm", max_length=200, blank=True)
    opened_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")
    opened_at = models.DateTimeField("lập lúc", auto_now_add=True)

    class Meta:
        verbose_name = "nhóm hồ sơ"
        ordering = ["-opened_at", "-pk"]

    def __str__(self) -> str:
        return self.name or f"{self.get_kind_display()} {self.pk}"
