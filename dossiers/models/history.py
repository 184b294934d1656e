"""Diễn biến hồ sơ and the counter of its codes."""

from typing import Any, NoReturn

from django.db import models

from dossiers.models.dossier import Dossier
from dossiers.status import DossierStatus
from portal.models import Unit, User


class DossierEvent(models.Model):
    """Diễn biến hồ sơ: one move, append-only."""

    dossier = models.ForeignKey(Dossier, models.CASCADE, related_name="events")
    at = models.DateTimeField("lúc")
    recorded_at = models.DateTimeField(auto_now_add=True)
    actor = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")
    actor_name = models.CharField(max_length=100, blank=True)
    action = models.CharField("việc", max_length=40)
    from_status = models.CharField(max_length=20, choices=DossierStatus, blank=True)
    to_status = models.CharField(max_length=20, choices=DossierStatus)
    reason = models.CharField("lý do", max_length=1000, blank=True)
    details = models.JSONField("số liệu của việc", default=dict)

    class Meta:
        verbose_name = "diễn biến"
        ordering = ["at", "pk"]

    def __str__(self) -> str:
        return f"{self.action} {self.at:%d/%m/%Y}"

    def save(self, *args: Any, **kwargs: Any) -> None:
        if self.pk is not None:
            raise TypeError("Diễn biến hồ sơ chỉ được ghi thêm.")
        super().save(*args, **kwargs)

    def delete(self, *args: Any, **kwargs: Any) -> NoReturn:
        raise TypeError("Diễn biến hồ sơ chỉ được ghi thêm.")


class CodeCounter(models.Model):
    """The last running number that a unit gave on a day (NĐ 61/2018 Đ.26; TT 01/2018 Đ.19)."""

    unit = models.ForeignKey(Unit, models.PROTECT, related_name="+")
    day = models.DateField()
    last = models.PositiveIntegerField(default=0)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["unit", "day"], name="one_counter_a_unit_and_day")]

    def __str__(self) -> str:
        return f"{self.unit_id} {self.day:%y%m%d} {self.last}"


class RegisterCounter(models.Model):
    """Sổ theo dõi hồ sơ: the last line that a unit wrote in a year (TT 01/2018/TT-VPCP, Mẫu 06): no gaps."""

    unit = models.ForeignKey(Unit, models.PROTECT, related_name="+")
    year = models.PositiveSmallIntegerField()
    last = models.PositiveIntegerField(default=0)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["unit", "year"], name="one_register_a_unit_and_year")]

    def __str__(self) -> str:
        return f"{self.unit_id} {self.year} {self.last}"
