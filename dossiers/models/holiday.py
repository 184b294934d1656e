"""Lịch làm việc: days that a yearly decision takes off or makes working, beside the law's holidays."""

from django.db import models


class CalendarDay(models.Model):
    """Ngày nghỉ thêm hoặc ngày làm bù theo quyết định hằng năm (BLLĐ Đ.111–112)."""

    day = models.DateField("ngày", unique=True)
    works = models.BooleanField("là ngày làm việc")
    reason = models.CharField("lý do, số quyết định", max_length=200)

    class Meta:
        verbose_name = "ngày trong lịch làm việc"
        ordering = ["day"]

    def __str__(self) -> str:
        return f"{self.day:%d/%m/%Y}: {'làm việc' if self.works else 'nghỉ'}"
