"""Việc nền: long work as a row. The row is the truth; a lost or doubled message changes nothing."""

from datetime import timedelta
from typing import Any, Self

from django.db import models
from django.db.models import Q
from django.utils import timezone

from portal.models.user import User

STALE_AFTER = timedelta(seconds=45)
"""A running job whose heart has not beaten for so long was abandoned by a dead worker."""
ATTEMPTS = 3


class JobState(models.TextChoices):
    QUEUED = "queued", "đang chờ"
    RUNNING = "running", "đang chạy"
    DONE = "done", "đã xong"
    FAILED = "failed", "không làm được"


class JobQuerySet(models.QuerySet["Job"]):
    def abandoned(self) -> Self:
        """Queued without a worker noticing, or running with a dead one."""
        before = timezone.now() - STALE_AFTER
        return self.filter(
            Q(state=JobState.QUEUED, created_at__lt=before) | Q(state=JobState.RUNNING, beat_at__lt=before)
        )


class Job(models.Model):
    """Việc chạy nền: its kind names the handler, its payload the record to work on."""

    kind = models.CharField("loại việc", max_length=40)
    payload = models.JSONField(default=dict)
    state = models.CharField("trạng thái", max_length=10, choices=JobState, default=JobState.QUEUED)
    done = models.PositiveIntegerField("đã làm", default=0)
    total = models.PositiveIntegerField("tổng số", default=0)
    step = models.CharField("đang làm gì", max_length=150, blank=True)
    error = models.CharField("lỗi", max_length=500, blank=True)
    attempts = models.PositiveSmallIntegerField(default=0)
    created_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="jobs")
    created_at = models.DateTimeField(auto_now_add=True)
    beat_at = models.DateTimeField(null=True)
    finished_at = models.DateTimeField(null=True)

    objects = JobQuerySet.as_manager()

    class Meta:
        verbose_name = "việc nền"
        indexes = [
            models.Index(
                fields=["state", "beat_at"],
                name="job_in_hand",
                condition=Q(state__in=[JobState.QUEUED, JobState.RUNNING]),
            )
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.pk}"

    @property
    def percent(self) -> int:
        if self.state == JobState.DONE:
            return 100
        return min(99, 100 * self.done // self.total) if self.total else 0

    @property
    def is_over(self) -> bool:
        return self.state in {JobState.DONE, JobState.FAILED}

    def claim(self) -> bool:
        """Take the job for this process; False when another has it or it is over. One UPDATE decides."""
        now = timezone.now()
        taken = (
            Job.objects.filter(pk=self.pk)
            .filter(Q(state=JobState.QUEUED) | Q(state=JobState.RUNNING, beat_at__lt=now - STALE_AFTER))
            .update(state=JobState.RUNNING, beat_at=now, attempts=models.F("attempts") + 1)
        )
        if taken:
            self.refresh_from_db()
        return bool(taken)

    def beat(self, **fields: Any) -> None:
        """Say that the work goes on, and how far it is; written at once, beside the work's own records."""
        Job.objects.filter(pk=self.pk).update(beat_at=timezone.now(), **fields)

    def finish(self, *, error: str = "") -> None:
        Job.objects.filter(pk=self.pk).update(
            state=JobState.FAILED if error else JobState.DONE, error=error[:500], finished_at=timezone.now()
        )
        self.refresh_from_db()
