"""Bản số hóa: the files that stand for the papers of a dossier, their pages, and how they came in."""

import uuid
from datetime import datetime, timedelta
from typing import Self

from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone

from dossiers.models.component import DossierComponent
from dossiers.models.dossier import Dossier
from dossiers.models.result import SignatureState
from portal.models import Job, Unit, User


class ScanSource(models.TextChoices):
    UPLOAD = "upload", "tải lên"
    PHONE = "phone", "chụp bằng điện thoại"
    STACK = "stack", "tách từ xấp giấy"
    REUSE = "reuse", "dùng lại bản đã có"
    ADVANCE = "advance", "ảnh gửi trước"


class ScanState(models.TextChoices):
    WAITING = "waiting", "đang xử lý"
    READY = "ready", "đang dùng"
    FAILED = "failed", "không xử lý được"
    REPLACED = "replaced", "đã thay"
    REMOVED = "removed", "đã bỏ"


class Reading(models.TextChoices):
    """Nhận dạng chữ of a scan."""

    NONE = "none", "chưa nhận dạng"
    DONE = "done", "đã nhận dạng"
    FAILED = "failed", "không nhận dạng được"


class ScanQuerySet(models.QuerySet["Scan"]):
    def standing(self) -> Self:
        """The scans that stand for their paper now."""
        return self.filter(state=ScanState.READY)

    def counting(self) -> Self:
        """Of those the ones by which a paper is digitised: a photo sent beforehand only once an officer has
        compared it with the original (TT 01/2023/TT-VPCP Đ.4.1: ảnh có bản chính để đối chiếu)."""
        return self.standing().exclude(source=ScanSource.ADVANCE, compared_at=None)

    def on_their_way(self) -> Self:
        """Standing, or about to."""
        return self.filter(state__in=[ScanState.READY, ScanState.WAITING])


class Scan(models.Model):
    """Bản số hóa: one file of a paper (TT 01/2023/TT-VPCP Đ.7, 8).

    `received_file` is the file as it came: kept while it waits, and for good only if it carries a digital
    signature, which the clean copy in `file` loses. `replaced_by` is set when a new version comes in; this
    one stands until that one is ready. A paper with scans is never deleted, nor is a scan.
    """

    key = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    component = models.ForeignKey(
        DossierComponent, models.PROTECT, related_name="scans", verbose_name="giấy tờ"
    )
    source = models.CharField("nguồn", max_length=8, choices=ScanSource)
    state = models.CharField("trạng thái", max_length=10, choices=ScanState, default=ScanState.WAITING)
    received_file = models.FileField(max_length=200, blank=True)
    received_name = models.CharField("tên tệp", max_length=200, blank=True)
    received_sha256 = models.CharField("mã băm của tệp nhận được", max_length=64)
    is_signed = models.BooleanField("có chữ ký số", default=False)
    signature_state = models.CharField(
        "chữ ký số", max_length=8, choices=SignatureState, default=SignatureState.NONE
    )
    signatures = models.JSONField("các chữ ký", default=list)
    file = models.FileField(max_length=200, blank=True)
    sha256 = models.CharField("mã băm SHA-256", max_length=64, blank=True)
    size = models.PositiveIntegerField("cỡ (byte)", default=0)
    page_count = models.PositiveSmallIntegerField("số trang", default=0)
    dpi = models.PositiveSmallIntegerField("độ phân giải (dpi)", null=True)
    text = models.TextField("chữ nhận dạng được", blank=True)
    folded_text = models.TextField(blank=True, editable=False)
    reading = models.CharField("nhận dạng chữ", max_length=8, choices=Reading, default=Reading.NONE)
    job = models.ForeignKey(Job, models.PROTECT, null=True, related_name="+")
    created_by = models.ForeignKey(
        User, models.PROTECT, null=True, related_name="+", verbose_name="người số hóa"
    )
    created_at = models.DateTimeField("số hóa lúc", auto_now_add=True)
    compared_by = models.ForeignKey(
        User, models.PROTECT, null=True, related_name="+", verbose_name="người đối chiếu bản chính"
    )
    compared_at = models.DateTimeField("đối chiếu bản chính lúc", null=True)
    replaced_by = models.ForeignKey("self", models.PROTECT, null=True, related_name="replaces")
    ended_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+", verbose_name="người bỏ")
    ended_at = models.DateTimeField("thôi dùng lúc", null=True)
    end_reason = models.CharField("lý do bỏ", max_length=300, blank=True)

    objects = ScanQuerySet.as_manager()

    class Meta:
        verbose_name = "bản số hóa"
        ordering = ["pk"]
        constraints = [
            models.CheckConstraint(
                name="ready_scan_has_its_file",
                condition=~Q(state="ready") | (~Q(file="") & ~Q(sha256="") & Q(page_count__gt=0)),
            ),
            models.CheckConstraint(
                name="compared_scan_says_by_whom",
                condition=Q(compared_at=None, compared_by=None)
                | Q(compared_at__isnull=False, compared_by__isnull=False),
            ),
            models.UniqueConstraint(
                fields=["component", "received_sha256"],
                condition=Q(state__in=["waiting", "ready"]),
                name="file_stands_once_for_a_paper",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.component_id}/{self.pk}"

    @property
    def folder(self) -> str:
        """Where its files lie, under names that tell nothing."""
        return f"scans/{self.key.hex[:2]}/{self.key.hex}"

    @property
    def is_waiting(self) -> bool:
        return self.state == ScanState.WAITING and not (self.job and self.job.is_over)

    @property
    def has_failed(self) -> bool:
        return self.state == ScanState.FAILED or (self.state == ScanState.WAITING and not self.is_waiting)

    @property
    def waits_for_original(self) -> bool:
        """Chờ đối chiếu: a photo sent beforehand that nobody has laid beside the original."""
        return self.source == ScanSource.ADVANCE and self.compared_at is None

    @property
    def is_read(self) -> bool:
        return self.reading == Reading.DONE

    @property
    def is_working_copy(self) -> bool:
        """Bản quét làm việc: a picture without a digital signature (NĐ 30/2020/NĐ-CP Đ.5.1)."""
        return self.signature_state == SignatureState.NONE

    @property
    def is_soundly_signed(self) -> bool:
        return self.signature_state == SignatureState.VALID

    @property
    def is_too_coarse(self) -> bool:
        """Dưới 200 dpi (TT 02/2019/TT-BNV, TT 01/2023/TT-VPCP Đ.8)."""
        return self.dpi is not None and self.dpi < 200


class ScanPage(models.Model):
    """Trang: one page of a scan, where it stands among the pages of the paper and which way up."""

    scan = models.ForeignKey(Scan, models.CASCADE, related_name="pages")
    number = models.PositiveSmallIntegerField("trang trong tệp")
    position = models.PositiveSmallIntegerField("thứ tự")
    rotation = models.PositiveSmallIntegerField("góc xoay", default=0)
    preview = models.FileField(max_length=200)
    thumbnail = models.FileField(max_length=200)
    is_left_out = models.BooleanField("đã bỏ", default=False)

    class Meta:
        verbose_name = "trang bản số hóa"
        ordering = ["position", "scan_id", "number"]
        constraints = [
            models.UniqueConstraint(fields=["scan", "number"], name="page_once_in_a_scan"),
            models.CheckConstraint(
                name="page_turned_by_quarters", condition=Q(rotation__in=[0, 90, 180, 270])
            ),
        ]

    def __str__(self) -> str:
        return f"{self.scan_id}: {self.number}"


CAPTURE_MINUTES = 10
MOST_PHOTOS = 30


class CaptureToken(models.Model):
    """Mã chụp: lets whoever holds it add photos to one paper for some minutes. Only its hash is kept."""

    component = models.ForeignKey(DossierComponent, models.CASCADE, related_name="captures")
    hash = models.CharField(max_length=64, unique=True)
    created_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    created_at = models.DateTimeField(auto_now_add=True)
    expires_at = models.DateTimeField("hết hạn lúc")
    revoked_at = models.DateTimeField("thu hồi lúc", null=True)
    photos = models.PositiveSmallIntegerField("số ảnh đã nhận", default=0)

    class Meta:
        verbose_name = "mã chụp"
        ordering = ["-pk"]

    def __str__(self) -> str:
        return f"{self.component_id}, đến {timezone.localtime(self.expires_at):%H:%M %d/%m/%Y}"

    @staticmethod
    def lasts_until(now: datetime) -> datetime:
        return now + timedelta(minutes=CAPTURE_MINUTES)

    @property
    def is_open(self) -> bool:
        return self.revoked_at is None and timezone.now() < self.expires_at

    @property
    def room(self) -> int:
        """How many photos it still takes."""
        return max(0, MOST_PHOTOS - self.photos)


class StackState(models.TextChoices):
    WAITING = "waiting", "đang tách"
    SPLIT = "split", "đã tách"
    FAILED = "failed", "không tách được"


class StackQuerySet(models.QuerySet["StackUpload"]):
    def visible_to(self, units: set[int]) -> Self:
        return self.filter(unit__in=units)


class StackUpload(models.Model):
    """Xấp giấy: one file of many papers with separator sheets (tờ ngăn cách) between them."""

    key = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="+", verbose_name="đơn vị")
    dossier = models.ForeignKey(
        Dossier, models.CASCADE, null=True, related_name="stacks", verbose_name="hồ sơ"
    )
    file = models.FileField(max_length=200)
    file_name = models.CharField("tên tệp", max_length=200)
    sha256 = models.CharField(max_length=64)
    state = models.CharField("trạng thái", max_length=8, choices=StackState, default=StackState.WAITING)
    page_count = models.PositiveSmallIntegerField("số trang", default=0)
    sheet_count = models.PositiveSmallIntegerField("số tờ ngăn cách", default=0)
    job = models.ForeignKey(Job, models.PROTECT, null=True, related_name="+")
    created_by = models.ForeignKey(User, models.PROTECT, related_name="+", verbose_name="người tải lên")
    created_at = models.DateTimeField(auto_now_add=True)

    objects = StackQuerySet.as_manager()

    class Meta:
        verbose_name = "xấp giấy"
        ordering = ["-pk"]

    def __str__(self) -> str:
        return self.file_name

    def get_absolute_url(self) -> str:
        return reverse("dossiers:stack", args=[self.key])

    @property
    def folder(self) -> str:
        return f"scans/{self.key.hex[:2]}/{self.key.hex}"

    @property
    def is_at_work(self) -> bool:
        return self.state == StackState.WAITING and not (self.job and self.job.is_over)

    @property
    def has_failed(self) -> bool:
        return self.state == StackState.FAILED or (self.state == StackState.WAITING and not self.is_at_work)


class StackPage(models.Model):
    """Trang của xấp: which paper it went to; without one it waits for the officer's decision."""

    stack = models.ForeignKey(StackUpload, models.CASCADE, related_name="pages")
    number = models.PositiveSmallIntegerField("trang")
    is_separator = models.BooleanField("tờ ngăn cách", default=False)
    component = models.ForeignKey(DossierComponent, models.SET_NULL, null=True, related_name="+")
    is_discarded = models.BooleanField("đã bỏ", default=False)
    decided_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")
    preview = models.FileField(max_length=200, blank=True)

    class Meta:
        verbose_name = "trang của xấp giấy"
        ordering = ["number"]
        constraints = [
            models.UniqueConstraint(fields=["stack", "number"], name="page_once_in_a_stack"),
            models.CheckConstraint(
                name="page_of_a_stack_has_one_fate",
                condition=~Q(is_discarded=True) | Q(component=None, is_separator=False),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.stack_id}: {self.number}"
