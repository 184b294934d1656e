"""Khóa sửa: somebody is filling in a form about the dossier; others read on and are told."""

from datetime import datetime, timedelta

from django.db import models
from django.utils import timezone

from dossiers.models.dossier import Dossier
from portal.models import User

HELD_FOR = timedelta(minutes=5)
"""A form left open holds nobody up longer than this."""


class EditLock(models.Model):
    """Khóa sửa hồ sơ: who edits, since when, and when it was last seen to be so."""

    dossier = models.OneToOneField(Dossier, models.CASCADE, related_name="edit_lock")
    by = models.ForeignKey(User, models.CASCADE, related_name="+", verbose_name="người sửa")
    since = models.DateTimeField("từ")
    seen_at = models.DateTimeField("thấy lúc")

    class Meta:
        verbose_name = "khóa sửa"

    def __str__(self) -> str:
        return f"{self.dossier_id}: {self.by_id}"

    @property
    def words(self) -> str:
        """“Trần Quang đang sửa từ 09:12.”"""
        return f"{self.by} đang sửa từ {timezone.localtime(self.since):%H:%M}."

    def holds(self, at: datetime) -> bool:
        return at - self.seen_at < HELD_FOR
