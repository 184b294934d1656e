"""Lý do chưa hài lòng: what citizens say after a rating, kept without dossier, day or hour."""

from uuid import uuid4

from django.db import models

from portal.models import Unit


class Reason(models.TextChoices):
    ATTITUDE = "attitude", "Thái độ phục vụ"
    TIME = "time", "Thời gian giải quyết"
    GUIDANCE = "guidance", "Hướng dẫn chưa rõ"
    PAPERS = "papers", "Giấy tờ phải nộp"
    FEE = "fee", "Phí, lệ phí"
    OTHER = "other", "Lý do khác"


class RatingReason(models.Model):
    """One answer to “vì sao”: its random key tells neither when it came nor of whom (NĐ 61/2018 Đ.27.3)."""

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="+", verbose_name="đơn vị")
    month = models.DateField("tháng", help_text="Ngày đầu tháng.")
    reason = models.CharField("lý do", max_length=10, choices=Reason)
    text = models.CharField("nói thêm", max_length=500, blank=True)

    class Meta:
        verbose_name = "lý do chưa hài lòng"
        ordering = ["reason", "text", "pk"]
        indexes = [models.Index(fields=["unit", "month"], name="rating_reason_by_month")]

    def __str__(self) -> str:
        return self.get_reason_display()
