"""Hướng dẫn nộp trực tuyến: an officer helps a person at the desk, step by step, until the code comes."""

from datetime import datetime, timedelta
from typing import Self
from uuid import uuid4

from django.db import models
from django.db.models import Exists, OuterRef, Q
from django.urls import reverse

from dossiers.models.dossier import Dossier
from dossiers.models.procedure import Procedure
from portal.models import Unit, User


class GuideQuerySet(models.QuerySet["OnlineGuide"]):
    def of(self, officer: User) -> Self:
        """Nobody but the officer who helps sees it."""
        return self.filter(officer=officer)

    def unfinished(self) -> Self:
        return self.filter(finished_at=None)

    def open(self, since: datetime) -> Self:
        """Chưa xong việc: under way, or submitted since then and not yet in the book."""
        in_the_book = Dossier.objects.filter(intake_key=OuterRef("key"))
        return self.filter(Q(finished_at=None) | Q(finished_at__gte=since) & ~Exists(in_the_book))


class OnlineGuide(models.Model):
    """Một lần hướng dẫn: what is done and scanned, nothing of the person.

    Its key is that of the intake which it ends in, so the dossier with that `intake_key` is its own.
    """

    key = models.UUIDField("khóa", unique=True, default=uuid4, editable=False)
    officer = models.ForeignKey(User, models.CASCADE, related_name="guides", verbose_name="người hướng dẫn")
    unit = models.ForeignKey(Unit, models.PROTECT, null=True, related_name="+", verbose_name="đơn vị")
    procedure = models.ForeignKey(Procedure, models.PROTECT, related_name="+", verbose_name="thủ tục")
    done = models.JSONField("bước đã xong", default=list)
    scanned = models.JSONField("giấy tờ đã quét", default=list, help_text="Số của thành phần hồ sơ.")
    outside_code = models.CharField("mã hồ sơ trên Cổng dịch vụ công", max_length=60, blank=True)
    started_at = models.DateTimeField("bắt đầu lúc")
    updated_at = models.DateTimeField("giữ lúc", auto_now=True)
    finished_at = models.DateTimeField("nộp xong lúc", null=True)

    objects = GuideQuerySet.as_manager()

    class Meta:
        verbose_name = "lần hướng dẫn nộp trực tuyến"
        ordering = ["-updated_at", "-pk"]
        constraints = [
            models.CheckConstraint(
                name="finished_guide_has_the_outside_code",
                condition=Q(finished_at=None) | ~Q(outside_code=""),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.procedure_id}, {self.started_at:%d/%m/%Y %H:%M}"

    def get_absolute_url(self) -> str:
        return reverse("dossiers:guide", args=[self.key])

    @property
    def took(self) -> timedelta | None:
        """From the first step to the code."""
        return self.finished_at - self.started_at if self.finished_at else None
