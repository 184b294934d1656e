"""Báo cáo: what an office writes about a period, the figures it froze, and the files that came of it."""

import hashlib
import uuid
from typing import Self

from django.db import models
from django.db.models import F, Q
from django.urls import reverse

from dossiers.models import Field
from portal.models import Job, JobState, Role, Unit, User
from reports.periods import Period

READERS = (Role.REFORM, Role.LEADER, Role.RECORDS, Role.SUPERVISOR)
WRITERS = (Role.REFORM,)


class ReportState(models.TextChoices):
    DRAFT = "draft", "Đang soạn"
    BUILDING = "building", "Đang dựng tệp"
    BUILT = "built", "Đã dựng tệp"
    FAILED = "failed", "Dựng tệp không được"


class ReportQuerySet(models.QuerySet["Report"]):
    def visible_to(self, user: User) -> Self:
        """What the user's roles let them read: reports of their units and of what lies below these."""
        return self.filter(unit__in=user.unit_ids(READERS))

    def writable_by(self, user: User) -> Self:
        return self.filter(unit__in=user.unit_ids(WRITERS))

    def built(self) -> Self:
        return self.filter(built_at__isnull=False)

    def released(self) -> Self:
        """Đã công bố, and not built anew since."""
        return self.filter(released_at__gte=F("built_at"))


class Report(models.Model):
    """Báo cáo of one kind, one unit and one period.

    `texts` holds the officer's sections by code, `header` what differs from the usual thể thức. `figures`
    is None until the first build; each build freezes its figures there, with their definitions.
    """

    kind = models.CharField("loại báo cáo", max_length=30)
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="reports", verbose_name="đơn vị báo cáo")
    period_code = models.CharField("kỳ báo cáo", max_length=40)
    period_first = models.DateField("từ ngày")
    period_last = models.DateField("đến ngày")
    texts = models.JSONField("lời văn", default=dict)
    header = models.JSONField("thể thức", default=dict)
    figures = models.JSONField("số liệu đã chốt", null=True)
    built_at = models.DateTimeField("chốt số liệu lúc", null=True)
    job = models.ForeignKey(Job, models.PROTECT, null=True, related_name="+")
    created_by = models.ForeignKey(
        User, models.PROTECT, null=True, related_name="+", verbose_name="người lập"
    )
    created_at = models.DateTimeField("lập lúc", auto_now_add=True)
    edited_at = models.DateTimeField("sửa lời văn lúc", null=True)
    released_at = models.DateTimeField("công bố lúc", null=True)
    released_by = models.ForeignKey(
        User, models.PROTECT, null=True, related_name="+", verbose_name="người công bố"
    )

    objects = ReportQuerySet.as_manager()

    class Meta:
        verbose_name = "báo cáo"
        ordering = ["-period_last", "-period_first", "unit__code", "-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["kind", "unit", "period_first", "period_last"],
                name="one_report_a_kind_unit_and_period",
            ),
            models.CheckConstraint(
                name="report_period_ends_after_it_begins", condition=Q(period_last__gte=F("period_first"))
            ),
            models.CheckConstraint(
                name="built_report_has_its_figures",
                condition=Q(built_at__isnull=True) | Q(figures__isnull=False),
            ),
        ]
        indexes = [models.Index(fields=["unit", "-period_last"], name="report_list")]

    def __str__(self) -> str:
        return f"{self.kind}-{self.unit.code}-{self.period_code}"

    def get_absolute_url(self) -> str:
        return reverse("reports:workshop", args=[self.pk])

    @property
    def period(self) -> Period:
        return Period.parse(self.period_code)

    @property
    def state(self) -> ReportState:
        """Follows from the job and the files, so that a worker's death leaves nothing to mend."""
        if self.job is not None and not self.job.is_over:
            return ReportState.BUILDING
        if self.job is not None and self.job.state == JobState.FAILED:
            return ReportState.FAILED
        return ReportState.BUILT if self.built_at else ReportState.DRAFT

    @property
    def is_building(self) -> bool:
        return self.state == ReportState.BUILDING

    @property
    def was_edited_since(self) -> bool:
        """The files lack what was written after they were built."""
        return bool(self.built_at and self.edited_at and self.edited_at > self.built_at)

    @property
    def is_released(self) -> bool:
        """Everybody reads the PDF; what is built anew has to be released again."""
        return bool(self.released_at and self.built_at and self.released_at >= self.built_at)

    def file_name(self, extension: str) -> str:
        """The name under which a file leaves the portal: `cchc-19405-2022.docx`."""
        return f"{self}.{extension}"


class FileFormat(models.TextChoices):
    DOCX = "docx", "Word"
    PDF = "pdf", "PDF"
    XLSX = "xlsx", "Excel"
    HTML = "html", "Bản xem trước"


CONTENT_TYPES = {
    FileFormat.DOCX: "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    FileFormat.PDF: "application/pdf",
    FileFormat.XLSX: "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    FileFormat.HTML: "text/html; charset=utf-8",
}


def folder_of(report_id: int) -> str:
    return f"reports/{report_id}"


def random_name(report_id: int, extension: str) -> str:
    """Files lie under names that tell nothing and can't be guessed; who may have one is the view's matter."""
    return f"{folder_of(report_id)}/{uuid.uuid4().hex}.{extension}"


class ReportFile(models.Model):
    """Tệp của báo cáo: one format of the last build."""

    report = models.ForeignKey(Report, models.CASCADE, related_name="files")
    format = models.CharField("định dạng", max_length=5, choices=FileFormat)
    file = models.FileField("tệp")
    sha256 = models.CharField("mã băm SHA-256", max_length=64)
    size = models.PositiveIntegerField("dung lượng")

    class Meta:
        verbose_name = "tệp báo cáo"
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(fields=["report", "format"], name="one_file_a_report_and_format")
        ]

    def __str__(self) -> str:
        return f"{self.report} {self.format}"

    @property
    def name(self) -> str:
        return self.report.file_name(self.format)

    @property
    def content_type(self) -> str:
        return CONTENT_TYPES[FileFormat(self.format)]

    @property
    def is_download(self) -> bool:
        """What goes out of the house; the preview stays."""
        return self.format != FileFormat.HTML

    @property
    def is_whole(self) -> bool:
        """Whether the stored bytes are still those that were built."""
        with self.file.open("rb") as stored:
            return hashlib.file_digest(stored, "sha256").hexdigest() == self.sha256


class OnlineTarget(models.Model):
    """Chỉ tiêu được giao: how many dossiers of a month come online with digitised papers.

    Of one field, or of one officer by the name that dossiers bear.
    """

    unit = models.ForeignKey(Unit, models.PROTECT, related_name="+", verbose_name="đơn vị")
    month = models.DateField("tháng", help_text="Ngày đầu tháng.")
    field = models.ForeignKey(
        Field, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="lĩnh vực"
    )
    officer_name = models.CharField("cán bộ", max_length=100, blank=True)
    dossiers = models.PositiveIntegerField("số hồ sơ")
    set_by = models.ForeignKey(User, models.PROTECT, related_name="+", verbose_name="người giao")
    set_at = models.DateTimeField("giao lúc")

    class Meta:
        verbose_name = "chỉ tiêu nộp trực tuyến"
        ordering = ["-month", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["unit", "month", "field", "officer_name"], name="target_once_a_month_and_subject"
            ),
            models.UniqueConstraint(
                fields=["unit", "month", "officer_name"],
                condition=Q(field=None),
                name="target_once_a_month_and_officer",
            ),
            models.CheckConstraint(
                name="target_is_of_a_field_or_of_an_officer",
                condition=Q(field__isnull=False, officer_name="") | (Q(field=None) & ~Q(officer_name="")),
            ),
            models.CheckConstraint(
                name="target_asks_something_of_a_month", condition=Q(dossiers__gte=1, month__day=1)
            ),
        ]

    def __str__(self) -> str:
        return f"{self.unit_id} {self.month:%m/%Y}: {self.dossiers}"
