"""Cách mỗi người xem danh sách: searches they come back to, and the columns they chose."""

from django.db import models

from portal.models import User


class SavedSearch(models.Model):
    """Bộ lọc đã lưu: what stood in the address, and what was looked for, which is never shown in one."""

    user = models.ForeignKey(User, models.CASCADE, related_name="saved_searches")
    name = models.CharField("tên bộ lọc", max_length=80)
    address = models.CharField("bộ lọc", max_length=1000)
    text = models.CharField("chữ cần tìm", max_length=100, blank=True)
    tells_daily = models.BooleanField("báo hằng ngày", default=False)
    filters = models.JSONField("giá trị các bộ lọc", default=dict)
    told_on = models.DateField("báo gần nhất", null=True)

    class Meta:
        verbose_name = "bộ lọc đã lưu"
        ordering = ["name"]
        constraints = [models.UniqueConstraint(fields=["user", "name"], name="search_named_once_a_user")]

    def __str__(self) -> str:
        return self.name


class ListColumns(models.Model):
    """Cột của danh sách hồ sơ as one officer chose them."""

    user = models.OneToOneField(User, models.CASCADE, related_name="list_columns")
    keys = models.JSONField("các cột", default=list)

    class Meta:
        verbose_name = "cột đã chọn"

    def __str__(self) -> str:
        return ", ".join(self.keys)
