"""Chữ ký số trên tệp của văn bản, and the pictures of signature and seal that are shown with them."""

from django.db import models
from django.db.models import Q

from dossiers.models.official import DocumentFile
from dossiers.models.result import SignatureState
from portal.models import Unit, User


class SignaturePart(models.TextChoices):
    """Whose signature it is (NĐ 30/2020/NĐ-CP, Điều 5): the competent person's or the agency's."""

    SIGNER = "signer", "Người ký"
    AGENCY = "agency", "Cơ quan"
    OTHER = "other", "Khác"


class DocumentSignature(models.Model):
    """Một chữ ký số in a file, as it was found to be when the file came."""

    file = models.ForeignKey(DocumentFile, models.CASCADE, related_name="signatures")
    position = models.PositiveSmallIntegerField()
    part = models.CharField("của", max_length=6, choices=SignaturePart)
    name = models.CharField("tên trên chứng thư số", max_length=200, blank=True)
    issuer = models.CharField("nơi cấp chứng thư số", max_length=200, blank=True)
    said_at = models.CharField("ký lúc", max_length=20, blank=True)
    state = models.CharField("kiểm tra", max_length=7, choices=SignatureState)
    reason = models.CharField("lý do", max_length=300)

    class Meta:
        verbose_name = "chữ ký số của văn bản"
        ordering = ["file", "position"]
        constraints = [
            models.UniqueConstraint(fields=["file", "position"], name="one_signature_a_place_in_a_file"),
        ]

    def __str__(self) -> str:
        return self.name or self.get_state_display()


class SignatureImage(models.Model):
    """Hình ảnh chữ ký của người ký (blue), of one leader; without a leader the agency's seal (red)."""

    unit = models.ForeignKey(Unit, models.CASCADE, related_name="signature_images", verbose_name="đơn vị")
    user = models.ForeignKey(
        User, models.CASCADE, null=True, related_name="signature_images", verbose_name="người ký"
    )
    file = models.FileField("tệp", max_length=200)
    width_mm = models.PositiveSmallIntegerField("rộng (mm)")
    """The picture's width on paper; a seal has its real size."""
    set_by = models.ForeignKey(User, models.PROTECT, related_name="+", verbose_name="người đặt")
    set_at = models.DateTimeField("đặt lúc", auto_now=True)

    class Meta:
        verbose_name = "hình chữ ký, hình dấu"
        constraints = [
            models.UniqueConstraint(fields=["unit", "user"], name="one_signature_image_a_leader"),
            models.UniqueConstraint(fields=["unit"], condition=Q(user=None), name="one_seal_image_a_unit"),
        ]

    def __str__(self) -> str:
        return f"Chữ ký của {self.user}" if self.user else f"Dấu của {self.unit}"
