"""Hồ sơ đang nhập dở: what an officer has typed and not yet received, so that nothing typed is lost."""

from typing import Self

from django.db import models

from portal.models import Unit, User


class IntakeDraftQuerySet(models.QuerySet["IntakeDraft"]):
    def of(self, officer: User) -> Self:
        """Nobody but the officer who typed it sees a draft."""
        return self.filter(officer=officer)


class IntakeDraft(models.Model):
    """Bản nháp của một phiếu tiếp nhận, under the phiếu's own one-use key; gone once it is a dossier."""

    key = models.UUIDField("khóa của phiếu", unique=True)
    officer = models.ForeignKey(User, models.CASCADE, related_name="intake_drafts")
    unit = models.ForeignKey(Unit, models.PROTECT, null=True, related_name="+", verbose_name="đơn vị")
    typed = models.JSONField("những gì đã gõ", default=dict)
    declarations = models.JSONField("tờ khai đã điền", default=dict)
    created_at = models.DateTimeField(auto_now_add=True)
    updated_at = models.DateTimeField("giữ lúc", auto_now=True)

    objects = IntakeDraftQuerySet.as_manager()

    class Meta:
        verbose_name = "hồ sơ đang nhập dở"
        ordering = ["-updated_at", "-pk"]
        indexes = [models.Index(fields=["officer", "-updated_at"], name="draft_by_officer")]

    def __str__(self) -> str:
        return str(self.key)
