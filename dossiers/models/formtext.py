"""Lời biểu mẫu do đơn vị đặt, kept with their times so that a reprint says what the original said."""

from django.db import models
from django.utils import timezone

from portal.models import Unit, User


class FormText(models.Model):
    """Một nhãn của một mẫu, as the office set it at a moment. No text: back to the usual words."""

    unit = models.ForeignKey(Unit, models.PROTECT, related_name="+", verbose_name="đơn vị")
    form_set = models.CharField("bộ mẫu", max_length=8)
    kind = models.CharField("mẫu", max_length=16)
    key = models.CharField("nhãn", max_length=30)
    text = models.CharField("lời", max_length=600, null=True)
    set_at = models.DateTimeField("đặt lúc", default=timezone.now)
    set_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")

    class Meta:
        verbose_name = "lời biểu mẫu"
        ordering = ["set_at", "pk"]
        indexes = [models.Index(fields=["unit", "form_set", "kind", "set_at"], name="form_text_by_form")]

    def __str__(self) -> str:
        return f"{self.form_set} {self.kind} {self.key}"
