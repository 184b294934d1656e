"""Tác giả, hiệu quả đo được, người tham gia, tệp kèm: the rows that belong to an initiative."""

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Q

from initiatives.models.initiative import Initiative
from portal.formats import decimal_in_prose
from portal.models import User

_PERCENT = [MinValueValidator(0), MaxValueValidator(100)]


class Author(models.Model):
    """Tác giả, đồng tác giả, as they stood when the initiative was written: a later change of somebody's post
    or unit changes nothing here. The shares of a submitted initiative make 100 % (TT 18/2013, Phụ lục I)."""

    initiative = models.ForeignKey(Initiative, models.CASCADE, related_name="authors")
    position = models.PositiveSmallIntegerField("thứ tự")
    user = models.ForeignKey(User, models.PROTECT, null=True, related_name="+", verbose_name="tài khoản")
    name = models.CharField("họ và tên", max_length=100)
    birth_on = models.DateField("ngày sinh", null=True, blank=True)
    workplace = models.CharField("nơi công tác hoặc thường trú", max_length=200, blank=True)
    post = models.CharField("chức danh", max_length=150, blank=True)
    qualification = models.CharField("trình độ chuyên môn", max_length=150, blank=True)
    share = models.DecimalField(
        "tỷ lệ đóng góp (%)", max_digits=5, decimal_places=2, null=True, blank=True, validators=_PERCENT
    )

    class Meta:
        verbose_name = "tác giả"
        ordering = ["position", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["initiative", "user"], name="author_named_once"),
            models.CheckConstraint(
                name="share_is_a_percentage", condition=Q(share=None) | Q(share__gte=0, share__lte=100)
            ),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def line(self) -> str:
        """“Lê Thị Loan, Công chức Văn phòng - Thống kê, UBND xã Vĩnh Lâm”."""
        return ", ".join(part for part in (self.name, self.post, self.workplace) if part)


class Effect(models.Model):
    """Hiệu quả đo được: one measured thing before and after, its period and the source of the numbers."""

    initiative = models.ForeignKey(Initiative, models.CASCADE, related_name="effects")
    position = models.PositiveSmallIntegerField("thứ tự")
    what = models.CharField("chỉ số đo", max_length=200)
    measure = models.CharField("đơn vị tính", max_length=40, blank=True)
    baseline = models.DecimalField(
        "trước khi áp dụng", max_digits=16, decimal_places=2, null=True, blank=True
    )
    result = models.DecimalField("sau khi áp dụng", max_digits=16, decimal_places=2, null=True, blank=True)
    period = models.CharField("kỳ đo", max_length=120, blank=True)
    source = models.CharField("nguồn số liệu", max_length=200, blank=True)

    class Meta:
        verbose_name = "hiệu quả đo được"
        ordering = ["position", "pk"]

    def __str__(self) -> str:
        return self.what

    @property
    def before(self) -> str:
        return decimal_in_prose(self.baseline) if self.baseline is not None else "chưa có"

    @property
    def after(self) -> str:
        return decimal_in_prose(self.result) if self.result is not None else "chưa có"


class Participant(models.Model):
    """Người đã tham gia áp dụng thử hoặc áp dụng lần đầu (TT 18/2013, Phụ lục I, mục 12)."""

    initiative = models.ForeignKey(Initiative, models.CASCADE, related_name="participants")
    position = models.PositiveSmallIntegerField("thứ tự")
    name = models.CharField("họ và tên", max_length=100)
    birth_on = models.DateField("ngày sinh", null=True, blank=True)
    workplace = models.CharField("nơi công tác hoặc thường trú", max_length=200, blank=True)
    post = models.CharField("chức danh", max_length=150, blank=True)
    qualification = models.CharField("trình độ chuyên môn", max_length=150, blank=True)
    work = models.CharField("nội dung công việc hỗ trợ", max_length=300, blank=True)

    class Meta:
        verbose_name = "người tham gia áp dụng"
        ordering = ["position", "pk"]

    def __str__(self) -> str:
        return self.name


class AttachmentKind(models.TextChoices):
    PICTURE = "picture", "Hình ảnh"
    DOCUMENT = "document", "Tài liệu (PDF)"


class Attachment(models.Model):
    """Tệp kèm: a picture, drawn anew as JPEG, or a PDF as proof."""

    initiative = models.ForeignKey(Initiative, models.CASCADE, related_name="attachments")
    kind = models.CharField("loại", max_length=10, choices=AttachmentKind)
    caption = models.CharField("chú thích", max_length=200)
    file = models.FileField("tệp", max_length=200)
    name = models.CharField("tên tệp", max_length=200, blank=True)
    sha256 = models.CharField(max_length=64)
    pages = models.PositiveSmallIntegerField("số trang", default=1)
    added_by = models.ForeignKey(User, models.PROTECT, related_name="+", verbose_name="người tải lên")
    added_at = models.DateTimeField("tải lên lúc")

    class Meta:
        verbose_name = "tệp kèm sáng kiến"
        ordering = ["pk"]

    def __str__(self) -> str:
        return self.caption
