"""Quyết định công nhận, giấy chứng nhận sáng kiến, danh sách công khai, dấu vân chữ của bài viết."""

from django.db import models
from django.db.models import Q
from django.urls import reverse

from initiatives.models.appraisal import Candidate
from initiatives.models.initiative import Initiative
from portal.models import Unit, User


class Decision(models.Model):
    """Quyết định công nhận sáng kiến: one paper of the head, that recognises any number of initiatives."""

    unit = models.ForeignKey(Unit, models.PROTECT, related_name="+", verbose_name="đơn vị")
    number = models.CharField("số, ký hiệu", max_length=60)
    decided_on = models.DateField("ngày quyết định")
    signer_name = models.CharField("người ký", max_length=100)
    signer_post = models.CharField("chức vụ người ký", max_length=100, default="Chủ tịch")
    file = models.FileField("bản quyết định", max_length=200, blank=True)
    sha256 = models.CharField(max_length=64, blank=True)
    recorded_at = models.DateTimeField("ghi lúc")
    recorded_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")

    class Meta:
        verbose_name = "quyết định công nhận"
        ordering = ["-decided_on", "-pk"]
        constraints = [
            models.UniqueConstraint(fields=["unit", "number", "decided_on"], name="decision_recorded_once")
        ]

    def __str__(self) -> str:
        return f"{self.number} ngày {self.decided_on:%d/%m/%Y}"

    def get_absolute_url(self) -> str:
        return reverse("initiatives:decision", args=[self.pk])


class Recognition(models.Model):
    """Việc công nhận một sáng kiến: what the decision's list says of it, and the code of its certificate.

    Title, authors and their posts are kept as in the decision.
    """

    initiative = models.OneToOneField(Initiative, models.PROTECT, related_name="recognition")
    candidate = models.OneToOneField(Candidate, models.PROTECT, related_name="recognition")
    decision = models.ForeignKey(Decision, models.PROTECT, related_name="recognitions")
    position = models.PositiveSmallIntegerField("thứ tự trong danh sách")
    title = models.CharField("tên sáng kiến", max_length=400)
    authors = models.JSONField("tác giả", default=list)
    mean = models.DecimalField("điểm", max_digits=5, decimal_places=2)
    check_code = models.CharField("mã kiểm tra", max_length=20, unique=True)
    revoked_on = models.DateField("ngày hủy bỏ", null=True)
    revoked_by_number = models.CharField("quyết định hủy bỏ", max_length=60, blank=True)
    revoke_reason = models.TextField("lý do hủy bỏ", max_length=3000, blank=True)

    class Meta:
        verbose_name = "việc công nhận sáng kiến"
        ordering = ["decision", "position"]
        constraints = [
            models.CheckConstraint(
                name="revoked_recognition_has_its_reason",
                condition=Q(revoked_on=None) | ~Q(revoke_reason=""),
            )
        ]

    def __str__(self) -> str:
        return f"{self.title}: {self.check_code}"

    @property
    def shown_code(self) -> str:
        """`SK7M-2P9X-…`, as it is printed."""
        return "-".join(self.check_code[start : start + 4] for start in range(0, len(self.check_code), 4))

    @property
    def author_lines(self) -> list[str]:
        return [
            ", ".join(one[name] for name in ("name", "post", "workplace") if one.get(name))
            for one in self.authors
        ]


class PublicListing(models.Model):
    """Công khai danh sách sáng kiến được công nhận: off until the unit turns it on."""

    unit = models.OneToOneField(Unit, models.PROTECT, related_name="+", verbose_name="đơn vị")
    is_on = models.BooleanField("công khai", default=False)

    class Meta:
        verbose_name = "công khai sáng kiến"

    def __str__(self) -> str:
        return f"{self.unit_id} {self.is_on}"


class TextPrint(models.Model):
    """Dấu vân chữ: hashes of the runs of words of one initiative, as of one version of its text."""

    initiative = models.OneToOneField(Initiative, models.CASCADE, related_name="text_print")
    version = models.PositiveIntegerField()
    hashes = models.BinaryField()

    class Meta:
        verbose_name = "dấu vân chữ của sáng kiến"

    def __str__(self) -> str:
        return f"{self.initiative_id} {self.version}"
