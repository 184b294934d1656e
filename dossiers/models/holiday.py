"""Lịch làm việc: days that a yearly decision takes off or makes working, beside the law's holidays."""

from typing import Self

from django.db import models
from django.db.models import Q

from portal.models import Unit


class CalendarDayQuerySet(models.QuerySet["CalendarDay"]):
    def of(self, unit: Unit | None) -> Self:
        """The days that count in a unit: those of the whole installation first, its own last, so they win."""
        own = Q(unit=unit) if unit is not None else Q()
        return self.filter(Q(unit=None) | own).order_by(models.F("unit").asc(nulls_first=True), "day")

    def reached_by(self, unit_ids: set[int]) -> Self:
        """Those for all and those of these units, latest first."""
        return self.filter(Q(unit=None) | Q(unit__in=unit_ids)).order_by("-day", "pk")


class CalendarDay(models.Model):
    """Ngày nghỉ thêm hoặc ngày làm bù theo quyết định (BLLĐ Đ.111–112), of one unit or of all."""

    unit = models.ForeignKey(
        Unit, models.PROTECT, null=True, blank=True, related_name="calendar_days", verbose_name="đơn vị"
    )
    day = models.DateField("ngày")
    works = models.BooleanField("là ngày làm việc")
    reason = models.CharField("lý do, số quyết định", max_length=200)

    objects = CalendarDayQuerySet.as_manager()

    class Meta:
        verbose_name = "ngày trong lịch làm việc"
        ordering = ["day"]
        constraints = [
            models.UniqueConstraint(fields=["unit", "day"], name="calendar_day_once_a_unit"),
            models.UniqueConstraint(fields=["day"], condition=Q(unit=None), name="calendar_day_once_for_all"),
        ]

    def __str__(self) -> str:
        return f"{self.day:%d/%m/%Y}: {'làm việc' if self.works else 'nghỉ'}"
