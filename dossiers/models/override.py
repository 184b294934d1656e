"""Lãnh đạo cho phép: a legal limit was passed because a leader said so, with the reason."""

from typing import Any, NoReturn

from django.db import models

from dossiers.models.dossier import Dossier
from dossiers.models.history import DossierEvent
from portal.models import User


class Override(models.Model):
    """Một lần cho phép vượt giới hạn, append-only."""

    dossier = models.ForeignKey(Dossier, models.CASCADE, related_name="overrides")
    event = models.ForeignKey(DossierEvent, models.CASCADE, related_name="overrides")
    rule = models.CharField("giới hạn", max_length=40)
    leader = models.ForeignKey(User, models.PROTECT, related_name="+", verbose_name="lãnh đạo cho phép")
    reason = models.CharField("lý do", max_length=1000)

    class Meta:
        verbose_name = "lần cho phép vượt giới hạn"
        ordering = ["pk"]
        constraints = [
            models.CheckConstraint(name="an_override_has_a_reason", condition=~models.Q(reason="")),
        ]

    def __str__(self) -> str:
        return f"{self.rule} ({self.leader})"

    def save(self, *args: Any, **kwargs: Any) -> None:
        if self.pk is not None:
            raise TypeError("Việc lãnh đạo cho phép chỉ được ghi thêm.")
        super().save(*args, **kwargs)

    def delete(self, *args: Any, **kwargs: Any) -> NoReturn:
        raise TypeError("Việc lãnh đạo cho phép chỉ được ghi thêm.")
