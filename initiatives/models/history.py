"""Diễn biến của sáng kiến: append-only."""

from typing import Any, NoReturn

from django.db import models

from initiatives.models.initiative import Initiative
from initiatives.status import InitiativeStatus, Move
from portal.models import User


class InitiativeEvent(models.Model):
    """Một bước của sáng kiến: who took it, when, from where to where and why."""

    initiative = models.ForeignKey(Initiative, models.CASCADE, related_name="events")
    at = models.DateTimeField("lúc")
    actor = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")
    actor_name = models.CharField(max_length=100, blank=True)
    action = models.CharField("việc", max_length=12)
    from_status = models.CharField(max_length=10, choices=InitiativeStatus, blank=True)
    to_status = models.CharField(max_length=10, choices=InitiativeStatus)
    reason = models.TextField("nội dung", max_length=3000, blank=True)
    details = models.JSONField("số liệu của việc", default=dict)

    class Meta:
        verbose_name = "diễn biến của sáng kiến"
        ordering = ["pk"]

    def __str__(self) -> str:
        return f"{self.action} {self.at:%d/%m/%Y}"

    def save(self, *args: Any, **kwargs: Any) -> None:
        if self.pk is not None:
            raise TypeError("Diễn biến của sáng kiến chỉ được ghi thêm.")
        super().save(*args, **kwargs)

    @property
    def sentence(self) -> str:
        return Move(self.action).sentence

    def delete(self, *args: Any, **kwargs: Any) -> NoReturn:
        raise TypeError("Diễn biến của sáng kiến chỉ được ghi thêm.")
