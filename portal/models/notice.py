"""Thông báo: what the portal has to say to one officer, until it is read."""

from typing import Self

from django.db import models
from django.db.models import Q

from portal.models.user import User


class NoticeKind(models.TextChoices):
    DEADLINE = "deadline", "Thời hạn"
    JOB = "job", "Việc chạy nền"
    SEARCH = "search", "Tìm kiếm đã lưu"
    OTHER = "other", "Khác"


class NoticeQuerySet(models.QuerySet["Notice"]):
    def unread(self) -> Self:
        return self.filter(read_at=None)


class Notice(models.Model):
    """Thông báo cho một người. The key says what it is about: told again, it stays one notice.

    `url` is a page of this portal; the text names no citizen.
    """

    user = models.ForeignKey(User, models.CASCADE, related_name="notices", verbose_name="người nhận")
    kind = models.CharField("loại", max_length=10, choices=NoticeKind)
    text = models.CharField("nội dung", max_length=400)
    url = models.CharField("mở trang", max_length=300, blank=True)
    key = models.CharField("khóa", max_length=100)
    created_at = models.DateTimeField("lúc", auto_now_add=True)
    read_at = models.DateTimeField("đọc lúc", null=True)

    objects = NoticeQuerySet.as_manager()

    class Meta:
        verbose_name = "thông báo"
        ordering = ["-created_at", "-pk"]
        constraints = [models.UniqueConstraint(fields=["user", "key"], name="notice_told_once")]
        indexes = [
            models.Index(fields=["user", "-created_at"], name="notices_of_a_user"),
            models.Index(fields=["user"], name="notice_unread", condition=Q(read_at=None)),
        ]

    def __str__(self) -> str:
        return self.text
