"""Lần đến ghi thêm: a day on which somebody came for a dossier and that no step tells of."""

from django.db import models

from dossiers.models.dossier import Dossier
from portal.models import User


class VisitNote(models.Model):
    """Một lần đến, as an officer noted it."""

    dossier = models.ForeignKey(Dossier, models.CASCADE, related_name="visit_notes")
    on = models.DateField("ngày đến")
    what = models.CharField("để làm gì", max_length=200)
    noted_by = models.ForeignKey(User, models.PROTECT, related_name="+", verbose_name="người ghi")
    noted_at = models.DateTimeField("ghi lúc", auto_now_add=True)

    class Meta:
        verbose_name = "lần đến ghi thêm"
        ordering = ["on"]
        constraints = [models.UniqueConstraint(fields=["dossier", "on"], name="visit_noted_once_a_day")]

    def __str__(self) -> str:
        return f"{self.dossier_id} {self.on:%d/%m/%Y}"
