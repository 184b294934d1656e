"""Dữ liệu cá nhân đã ra khỏi màn hình: what was taken out as a file, by whom, about whom."""

from django.db import models

from dossiers.models.dossier import Dossier
from portal.models import User


class Purpose(models.TextChoices):
    """Mục đích xem dữ liệu cá nhân (NĐ 13/2023/NĐ-CP; NĐ 61/2018/NĐ-CP Đ.5)."""

    HANDLING = "handling", "Giải quyết hồ sơ"
    ANSWERING = "answering", "Trả lời người dân"
    CHECKING = "checking", "Kiểm tra, giải quyết phản ánh"
    REPORTING = "reporting", "Tổng hợp, báo cáo"


class DataExport(models.Model):
    """Lần xuất dữ liệu: a list with people in it, as Excel or on paper."""

    by = models.ForeignKey(User, models.PROTECT, related_name="+")
    at = models.DateTimeField("lúc", auto_now_add=True)
    form = models.CharField("dạng", max_length=4)
    purpose = models.CharField("mục đích", max_length=10, choices=Purpose)
    has_personal_data = models.BooleanField("có dữ liệu cá nhân")
    columns = models.JSONField("các cột", default=list)
    dossiers = models.ManyToManyField(Dossier, related_name="exports")

    class Meta:
        verbose_name = "lần xuất dữ liệu"
        ordering = ["-at", "-pk"]

    def __str__(self) -> str:
        return f"{self.by}, {self.at:%d/%m/%Y}"
