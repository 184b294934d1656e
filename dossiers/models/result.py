"""Kết quả giải quyết: what a dossier led to, and its handing over (NĐ 61/2018 Đ.20)."""

from typing import Any, NoReturn, Self
from uuid import uuid4

from django.db import models
from django.db.models import Q
from django.urls import reverse

from dossiers.models.choices import ResultDelivery
from dossiers.models.declaration import FilledForm
from dossiers.models.dossier import Dossier, day_of
from portal.models import User


class ResultKind(models.TextChoices):
    ELECTRONIC = "electronic", "Bản điện tử"
    PAPER = "paper", "Bản giấy"


class SignatureState(models.TextChoices):
    """What the signatures in a file are worth, the weakest of them deciding."""

    NONE = "none", "Không có chữ ký số"
    VALID = "valid", "Chữ ký số hợp lệ"
    UNKNOWN = "unknown", "Chữ ký số nguyên vẹn, chưa xác nhận được người ký"
    CHANGED = "changed", "Tệp đã bị thay đổi sau khi ký"
    BROKEN = "broken", "Chữ ký số không hợp lệ"


def result_path(result: "Result", name: str) -> str:
    """A random name: nothing of the person or the paper is read off the disk."""
    return f"results/{uuid4().hex}.pdf"


class ResultQuerySet(models.QuerySet["Result"]):
    def standing(self) -> Self:
        """Not taken back."""
        return self.filter(withdrawn_at=None)

    def electronic(self) -> Self:
        return self.filter(kind=ResultKind.ELECTRONIC)


class Result(models.Model):
    """Một kết quả: number, day and title; of an electronic one also the file and what its signature says."""

    dossier = models.ForeignKey(Dossier, models.PROTECT, related_name="results", verbose_name="hồ sơ")
    kind = models.CharField("dạng", max_length=10, choices=ResultKind)
    title = models.CharField("trích yếu", max_length=300)
    number = models.CharField("số, ký hiệu", max_length=60, blank=True)
    issued_on = models.DateField("ngày ban hành", null=True)
    file = models.FileField("tệp", upload_to=result_path, max_length=200, blank=True)
    size = models.PositiveIntegerField("dung lượng", default=0)
    sha256 = models.CharField(max_length=64, blank=True)
    pages = models.PositiveIntegerField("số trang", default=0)
    signature_state = models.CharField(
        "chữ ký số", max_length=8, choices=SignatureState, default=SignatureState.NONE
    )
    signatures = models.JSONField("các chữ ký", default=list)
    made_from = models.ForeignKey(
        FilledForm, models.PROTECT, null=True, related_name="results", verbose_name="soạn từ"
    )
    check_code = models.CharField("mã kiểm tra", max_length=24, unique=True)
    added_at = models.DateTimeField("ghi lúc")
    added_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")
    withdrawn_at = models.DateTimeField("thu hồi lúc", null=True)
    withdrawn_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")
    withdraw_reason = models.CharField("lý do thu hồi", max_length=300, blank=True)

    objects = ResultQuerySet.as_manager()

    class Meta:
        verbose_name = "kết quả giải quyết"
        ordering = ["pk"]
        constraints = [
            models.CheckConstraint(
                name="an_electronic_result_is_a_file",
                condition=Q(kind=ResultKind.PAPER, file="", sha256="")
                | (Q(kind=ResultKind.ELECTRONIC) & ~Q(file="") & ~Q(sha256="")),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.number} {self.title}".strip()

    def delete(self, *args: Any, **kwargs: Any) -> NoReturn:
        raise TypeError("Kết quả không bị xóa: thu hồi thì ghi lý do.")

    @property
    def has_unsound_file(self) -> bool:
        """Its file was changed after it was signed, or its signature does not hold."""
        return self.signature_state in {SignatureState.CHANGED, SignatureState.BROKEN}

    @property
    def check_path(self) -> str:
        """The public page on which anybody may hold the paper against the record."""
        return reverse("dossiers:result-check", args=[self.check_code])


class ReceiverRole(models.TextChoices):
    """Who came; anybody but the applicant or the owner brings a letter of authority (NĐ 61/2018 Đ.6.2b)."""

    OWNER = "owner", "Chủ hồ sơ"
    APPLICANT = "applicant", "Người nộp hồ sơ"
    PROXY = "proxy", "Người được ủy quyền"


class IdentityCheck(models.TextChoices):
    """How the office made sure."""

    CARD = "card", "Giấy hẹn và thẻ căn cước"
    VNEID = "vneid", "Tài khoản định danh điện tử (VNeID)"
    OTHER_PAPER = "other", "Giấy hẹn và giấy tờ tùy thân khác"
    AUTHORITY = "authority", "Giấy ủy quyền và giấy tờ tùy thân"
    SENT = "sent", "Gửi đến địa chỉ đã đăng ký trên giấy hẹn"


class ReturnRecord(models.Model):
    """Một lần trả kết quả: who got it, how that was made sure, by which way, from whose hands."""

    dossier = models.OneToOneField(
        Dossier, models.PROTECT, related_name="return_record", verbose_name="hồ sơ"
    )
    batch = models.UUIDField("khóa của lần trả", editable=False, db_index=True)
    way = models.CharField("phương thức", max_length=8, choices=ResultDelivery)
    receiver_role = models.CharField("tư cách người nhận", max_length=10, choices=ReceiverRole)
    receiver_name = models.CharField("người nhận", max_length=150)
    receiver_phone = models.CharField("điện thoại", max_length=30, blank=True)
    identity_check = models.CharField("đã kiểm tra", max_length=10, choices=IdentityCheck)
    authority_note = models.CharField("giấy ủy quyền", max_length=300, blank=True)
    tracking_number = models.CharField("số hiệu bưu gửi", max_length=60, blank=True)
    handed_over_at = models.DateTimeField("trả lúc")
    handed_over_on = models.DateField(editable=False)
    handed_over_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")
    arrived_at = models.DateTimeField("người dân đã nhận lúc", null=True)
    arrival_told_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")

    class Meta:
        verbose_name = "lần trả kết quả"
        ordering = ["handed_over_at", "pk"]
        indexes = [models.Index(fields=["handed_over_on"], name="return_by_day")]

    def __str__(self) -> str:
        return f"{self.dossier_id} {self.handed_over_on:%d/%m/%Y}"

    def save(self, *args: Any, **kwargs: Any) -> None:
        self.derive()
        super().save(*args, **kwargs)

    def derive(self) -> None:
        self.handed_over_on = day_of(self.handed_over_at)  # type: ignore[assignment]

    def delete(self, *args: Any, **kwargs: Any) -> NoReturn:
        raise TypeError("Lần trả kết quả không bị xóa.")

    @property
    def is_on_the_way(self) -> bool:
        """Đã gửi, chưa nhận."""
        return self.way != ResultDelivery.COUNTER and self.arrived_at is None
