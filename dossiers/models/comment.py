"""Ý kiến trao đổi và ý kiến chỉ đạo on a dossier: written once, answered, never changed."""

from typing import Any, NoReturn

from django.db import models

from dossiers.models.dossier import Dossier
from portal.models import User


class CommentKind(models.TextChoices):
    COMMENT = "comment", "Ý kiến trao đổi"
    INSTRUCTION = "instruction", "Ý kiến chỉ đạo"


class Comment(models.Model):
    """Ý kiến: a word between colleagues, or a leader's instruction that waits for an answer."""

    dossier = models.ForeignKey(Dossier, models.CASCADE, related_name="comments")
    kind = models.CharField("loại", max_length=12, choices=CommentKind, default=CommentKind.COMMENT)
    by = models.ForeignKey(User, models.PROTECT, related_name="+", verbose_name="người viết")
    at = models.DateTimeField("lúc", auto_now_add=True)
    text = models.CharField("nội dung", max_length=2000)
    answer_by = models.DateField("trả lời trước hết ngày", null=True, blank=True)
    answers = models.ForeignKey(
        "self", models.PROTECT, null=True, related_name="replies", verbose_name="trả lời ý kiến"
    )

    class Meta:
        verbose_name = "ý kiến"
        ordering = ["pk"]
        indexes = [models.Index(fields=["dossier", "id"], name="comment_by_dossier")]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} {self.at:%d/%m/%Y}"

    def save(self, *args: Any, **kwargs: Any) -> None:
        if self.pk is not None:
            raise TypeError("Ý kiến đã ghi không sửa.")
        super().save(*args, **kwargs)

    def delete(self, *args: Any, **kwargs: Any) -> NoReturn:
        raise TypeError("Ý kiến đã ghi không xóa.")
