"""Giấy tờ đã nộp: the papers of one dossier and whether they are digitised."""

from django.db import models

from dossiers.models.dossier import Dossier
from dossiers.models.procedure import ProcedureComponent


class FiledAs(models.TextChoices):
    """Dạng giấy tờ khi nộp (TT 01/2023/TT-VPCP Đ.4)."""

    ORIGINAL = "original", "Bản chính"
    CERTIFIED = "certified", "Bản sao chứng thực"
    COPY = "copy", "Bản chụp"
    ELECTRONIC = "electronic", "Bản điện tử"
    SHOWN = "shown", "Xuất trình"


class WhyNotDigitised(models.TextChoices):
    """Vì sao giấy tờ không phải số hóa (TT 01/2023/TT-VPCP Đ.4)."""

    COPY = "copy", "Nộp bản chụp (photocopy)"
    CERTIFIED = "certified", "Nộp bản sao chứng thực giấy"
    SHOWN = "shown", "Chỉ xuất trình để đối chiếu"
    SHARED = "shared", "Đã có dữ liệu được chia sẻ, có giá trị pháp lý"
    SECRET = "secret", "Có nội dung bí mật nhà nước"


MUST_DIGITISE = frozenset({FiledAs.ORIGINAL, FiledAs.ELECTRONIC})
"""Photocopies, certified paper copies and papers only shown are not digitised (TT 01/2023/TT-VPCP Đ.4)."""


class DossierComponent(models.Model):
    """Giấy tờ đã nộp: one paper of a dossier as it was handed in."""

    dossier = models.ForeignKey(Dossier, models.CASCADE, related_name="components")
    required = models.ForeignKey(
        ProcedureComponent, models.SET_NULL, null=True, related_name="+", verbose_name="theo quy định"
    )
    name = models.CharField("tên giấy tờ", max_length=600)
    filed_as = models.CharField("dạng", max_length=12, choices=FiledAs)
    must_digitise = models.BooleanField("phải số hóa")
    why_not = models.CharField("lý do không phải số hóa", max_length=10, choices=WhyNotDigitised, blank=True)
    is_digitised = models.BooleanField("đã số hóa", default=False)
    reused_from = models.ForeignKey(
        "self", models.SET_NULL, null=True, blank=True, related_name="reused_in", verbose_name="dùng lại từ"
    )
    number = models.CharField("số, ký hiệu", max_length=100, blank=True)
    issuer = models.CharField("cơ quan cấp", max_length=200, blank=True)
    issued_on = models.DateField("ngày cấp", null=True, blank=True)
    expires_on = models.DateField("có giá trị đến", null=True, blank=True)
    type_code = models.CharField("mã loại giấy tờ", max_length=20, blank=True)
    signer = models.CharField("người ký", max_length=150, blank=True)
    issued_at_place = models.CharField("nơi cấp", max_length=200, blank=True)
    holder_name = models.CharField("người được cấp", max_length=150, blank=True)
    holder_number = models.CharField("số định danh của người được cấp", max_length=30, blank=True)
    digital_code = models.CharField("mã kết quả số hóa", max_length=100, null=True, unique=True)

    class Meta:
        verbose_name = "giấy tờ"
        ordering = ["pk"]

    def __str__(self) -> str:
        return self.name

    @property
    def is_scanned(self) -> bool:
        """Whether a scan stands for it now."""
        return bool(self.scans.standing().exists())

    @property
    def has_counting_scan(self) -> bool:
        """Whether one of those makes it digitised: a photo sent beforehand does not before it is compared."""
        return bool(self.scans.counting().exists())

    @property
    def is_described(self) -> bool:
        """Whether anything that describes it was recorded."""
        written = (self.number, self.issuer, self.type_code, self.signer, self.holder_name)
        return any(written) or self.issued_on is not None

    @property
    def code_of_paper(self) -> str:
        """Its own code, or that of the paper for which it stands again."""
        own = self.digital_code or (self.reused_from.digital_code if self.reused_from else "")
        return own or ""

    @property
    def why_not_in_words(self) -> str:
        """The reason recorded, else the one that the form of the paper gives."""
        reason = self.why_not or self.filed_as
        return WhyNotDigitised(reason).label if reason in WhyNotDigitised else ""
