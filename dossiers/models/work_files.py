"""Hồ sơ công việc: the papers of one piece of work, up to the archive (NĐ 30/2020/NĐ-CP, Điều 28–31)."""

from typing import Any, NoReturn, Self

from django.db import models
from django.db.models import Q
from django.urls import reverse

from dossiers.models.official import OfficialDocument
from portal.models import Unit, User
from portal.models.user import DESK_ROLES


class WorkFileState(models.TextChoices):
    OPEN = "open", "Đang mở"
    CLOSED = "closed", "Đã đóng"
    HANDED = "handed", "Đã nộp lưu"


class WorkFileQuerySet(models.QuerySet["WorkFile"]):
    def visible_to(self, user: User) -> Self:
        """Of the units where the user works, and those that they keep."""
        return self.filter(Q(unit__in=user.unit_ids(DESK_ROLES)) | Q(keeper=user))


class WorkFile(models.Model):
    """Hồ sơ công việc. Open it takes papers; closed or in the archive it takes nothing more."""

    unit = models.ForeignKey(Unit, models.PROTECT, related_name="work_files", verbose_name="đơn vị")
    year = models.PositiveSmallIntegerField("năm")
    code = models.CharField("số, ký hiệu hồ sơ", max_length=40)
    title = models.CharField("tiêu đề", max_length=500)
    fonds = models.CharField("phông", max_length=200, blank=True)
    retention = models.CharField("thời hạn bảo quản", max_length=40)
    keeper = models.ForeignKey(
        User, models.PROTECT, related_name="work_files", verbose_name="người lập hồ sơ"
    )
    state = models.CharField("trạng thái", max_length=6, choices=WorkFileState, default=WorkFileState.OPEN)
    opened_on = models.DateField("ngày mở")
    closed_on = models.DateField("ngày đóng", null=True)
    handed_on = models.DateField("ngày nộp lưu", null=True)
    box = models.CharField("hộp số", max_length=20, blank=True)
    cover = models.CharField("hồ sơ số", max_length=20, blank=True)

    objects = WorkFileQuerySet.as_manager()

    class Meta:
        verbose_name = "hồ sơ công việc"
        ordering = ["-year", "code"]
        constraints = [
            models.UniqueConstraint(fields=["unit", "year", "code"], name="work_file_code_once_a_year"),
            models.CheckConstraint(
                name="work_file_days_fit_its_state",
                condition=Q(state=WorkFileState.OPEN, closed_on=None, handed_on=None)
                | Q(state=WorkFileState.CLOSED, closed_on__isnull=False, handed_on=None)
                | Q(state=WorkFileState.HANDED, closed_on__isnull=False, handed_on__isnull=False),
            ),
        ]

    def __str__(self) -> str:
        return f"Hồ sơ {self.code} năm {self.year}"

    def get_absolute_url(self) -> str:
        return reverse("dossiers:work-file", args=[self.pk])


class WorkFilePaper(models.Model):
    """Một văn bản, tài liệu trong hồ sơ: a document of the registers, a report, or a paper entered by hand.

    What it is called is written down when it is put in, so that the list of the archive stays as it was.
    """

    work_file = models.ForeignKey(WorkFile, models.CASCADE, related_name="papers")
    position = models.PositiveIntegerField()
    document = models.ForeignKey(
        OfficialDocument, models.PROTECT, null=True, related_name="work_file_papers", verbose_name="văn bản"
    )
    record_kind = models.CharField("loại bản ghi", max_length=30, blank=True)
    record_key = models.CharField("khóa bản ghi", max_length=60, blank=True)
    symbol = models.CharField("số, ký hiệu", max_length=60, blank=True)
    dated_on = models.DateField("ngày tháng", null=True, blank=True)
    words = models.CharField("tên loại và trích yếu", max_length=600)
    author = models.CharField("tác giả", max_length=200, blank=True)
    sheets = models.PositiveSmallIntegerField("số tờ", default=0)
    added_by = models.ForeignKey(User, models.PROTECT, related_name="+", verbose_name="người đưa vào")
    added_at = models.DateTimeField("lúc", auto_now_add=True)

    class Meta:
        verbose_name = "văn bản trong hồ sơ công việc"
        ordering = ["work_file", "position"]
        constraints = [
            models.UniqueConstraint(fields=["work_file", "position"], name="one_paper_a_place_in_a_file"),
            models.UniqueConstraint(fields=["work_file", "document"], name="document_once_in_a_work_file"),
            models.UniqueConstraint(
                fields=["work_file", "record_kind", "record_key"],
                condition=~Q(record_kind=""),
                name="record_once_in_a_work_file",
            ),
        ]

    def __str__(self) -> str:
        return self.symbol or self.words


class WorkFileEvent(models.Model):
    """Diễn biến của hồ sơ công việc, append-only."""

    work_file = models.ForeignKey(WorkFile, models.CASCADE, related_name="events")
    at = models.DateTimeField("lúc", auto_now_add=True)
    actor = models.ForeignKey(User, models.PROTECT, related_name="+")
    actor_name = models.CharField(max_length=100)
    action = models.CharField("việc", max_length=12)
    to_state = models.CharField(max_length=6)
    reason = models.CharField("nội dung", max_length=700, blank=True)

    class Meta:
        verbose_name = "diễn biến của hồ sơ công việc"
        ordering = ["pk"]

    def __str__(self) -> str:
        return f"{self.action} {self.at:%d/%m/%Y}"

    def save(self, *args: Any, **kwargs: Any) -> None:
        if self.pk is not None:
            raise TypeError("Diễn biến của hồ sơ công việc chỉ được ghi thêm.")
        super().save(*args, **kwargs)

    def delete(self, *args: Any, **kwargs: Any) -> NoReturn:
        raise TypeError("Diễn biến của hồ sơ công việc chỉ được ghi thêm.")
