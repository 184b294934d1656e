"""Danh mục thủ tục hành chính: fields, procedures, their papers and fees."""

from datetime import date
from typing import Self

from django.db import models
from django.db.models import Exists, OuterRef, Q

from dossiers.calendar import PauseRule
from portal.models import Unit, UnitKind
from portal.text import fold, sought


class ServiceLevel(models.TextChoices):
    """Mức độ dịch vụ công trực tuyến (NĐ 42/2022; NĐ 224/2026)."""

    FULL = "full", "Toàn trình"
    PARTIAL = "partial", "Một phần"
    INFORMATION = "information", "Cung cấp thông tin"


class TimeUnit(models.TextChoices):
    WORKING_HOUR = "working_hour", "giờ làm việc"
    WORKING_DAY = "working_day", "ngày làm việc"
    DAY = "day", "ngày"
    HOUR = "hour", "giờ"


class Confidence(models.TextChoices):
    """How well a shipped record is confirmed; low ones wait for an office."""

    HIGH = "high", "đã đối chiếu"
    MEDIUM = "medium", "đối chiếu một phần"
    LOW = "low", "chưa đối chiếu"


class Field(models.Model):
    """Lĩnh vực: what procedures are grouped by."""

    code = models.SlugField("mã lĩnh vực", max_length=60, unique=True)
    name = models.CharField("tên lĩnh vực", max_length=150)
    position = models.PositiveSmallIntegerField("thứ tự", default=0)

    class Meta:
        verbose_name = "lĩnh vực"
        ordering = ["position", "name"]

    def __str__(self) -> str:
        return self.name


class ProcedureQuerySet(models.QuerySet["Procedure"]):
    def published(self) -> Self:
        return self.filter(is_published=True)

    def valid_on(self, day: date) -> Self:
        return self.filter(
            Q(valid_from__isnull=True) | Q(valid_from__lte=day),
            Q(valid_to__isnull=True) | Q(valid_to__gte=day),
        )

    def offered_by(self, unit: Unit) -> Self:
        """Those published that the unit offers; one that chose none offers all. A division follows."""
        place = unit.parent_id if unit.kind == UnitKind.DIVISION and unit.parent_id else unit.pk
        chosen = OfferedProcedure.objects.filter(unit=place, is_offered=True)
        return self.published().filter(Exists(chosen.filter(procedure=OuterRef("pk"))) | ~Exists(chosen))

    def for_lists(self) -> Self:
        """With the field, without the long texts."""
        return self.select_related("field").defer("steps", "conditions", "legal_basis", "subjects")

    def for_pages(self) -> Self:
        """With everything that a page about one procedure shows."""
        return self.select_related("field").prefetch_related("components", "fees", "case_types")

    def matching(self, text: str) -> Self:
        """Every word of the text, without accents, in the name or the code."""
        found = self
        for word in fold(sought(text)).split():
            found = found.filter(Q(folded_name__contains=word) | Q(code__icontains=word))
        return found


class Procedure(models.Model):
    """Thủ tục hành chính: what an office does for people, as a decision made it public."""

    code = models.CharField("mã thủ tục", max_length=20, unique=True)
    name = models.CharField("tên thủ tục", max_length=500)
    folded_name = models.CharField(max_length=500, editable=False)
    field = models.ForeignKey(Field, models.PROTECT, related_name="procedures", verbose_name="lĩnh vực")
    service_level = models.CharField("mức độ dịch vụ công", max_length=12, choices=ServiceLevel)
    time_value = models.PositiveSmallIntegerField("thời hạn", null=True, blank=True)
    time_unit = models.CharField("đơn vị thời hạn", max_length=12, choices=TimeUnit, blank=True)
    same_day_if_before = models.TimeField("trả trong ngày nếu nhận trước", null=True, blank=True)
    pause_rule = models.CharField(
        "cách tính lại hạn sau khi bổ sung",
        max_length=10,
        choices=[(rule.value, rule.label) for rule in PauseRule],
        blank=True,
        help_text="Để trống: như thiết lập của đơn vị.",
    )
    purpose = models.TextField("để làm gì", blank=True, help_text="Một, hai câu bằng lời của người dân.")
    described_at = models.DateTimeField("ghi trang lúc", null=True)
    """When somebody here wrote the purpose; none while it is what ships."""
    authority = models.CharField("cơ quan thực hiện", max_length=300, blank=True)
    subjects = models.JSONField("đối tượng thực hiện", default=list)
    steps = models.JSONField("trình tự thực hiện", default=list)
    conditions = models.JSONField("yêu cầu, điều kiện", default=list)
    legal_basis = models.JSONField("căn cứ pháp lý", default=list)
    result = models.CharField("kết quả", max_length=500, blank=True)
    online_address = models.URLField(
        "nơi nộp trực tuyến", max_length=500, blank=True, help_text="Địa chỉ https của trang nộp thủ tục này."
    )
    decision_number = models.CharField("quyết định công bố", max_length=60, blank=True)
    decision_on = models.DateField("ngày quyết định", null=True, blank=True)
    valid_from = models.DateField("có hiệu lực từ", null=True, blank=True)
    valid_to = models.DateField("có hiệu lực đến hết", null=True, blank=True)
    revision = models.PositiveIntegerField("lần công bố", default=1)
    """Grows with each decision that changes what citizens read; a posted code keeps its own."""
    replaced_by = models.ForeignKey(
        "self",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="replaces",
        verbose_name="được thay bằng",
    )
    source = models.CharField("nguồn", max_length=300, blank=True)
    confidence = models.CharField("mức tin cậy", max_length=8, choices=Confidence, default=Confidence.HIGH)
    is_published = models.BooleanField("công khai", default=True)

    objects = ProcedureQuerySet.as_manager()

    class Meta:
        verbose_name = "thủ tục hành chính"
        ordering = ["field__position", "name"]

    def __str__(self) -> str:
        return f"{self.code} {self.name}"

    def save(self, *args: object, **kwargs: object) -> None:
        self.folded_name = fold(self.name)
        super().save(*args, **kwargs)  # type: ignore[arg-type]

    @property
    def may_be_returned_at_once(self) -> bool:
        """Without a time limit, or due on the day itself: received, resolved and returned in one step."""
        return self.time_value is None or self.same_day_if_before is not None

    @property
    def time_limit_label(self) -> str:
        """Thời hạn giải quyết, in words."""
        if self.time_value is None:
            return "Không quy định"
        label = f"{self.time_value:02d} {TimeUnit(self.time_unit).label}"
        if self.same_day_if_before:
            return f"Trong ngày; nhận sau {self.same_day_if_before:%H:%M} thì ngày làm việc tiếp theo"
        return label


class ProcedureComponent(models.Model):
    """Thành phần hồ sơ theo quy định: one paper that the procedure asks for."""

    procedure = models.ForeignKey(Procedure, models.CASCADE, related_name="components")
    position = models.PositiveSmallIntegerField("thứ tự")
    name = models.CharField("tên giấy tờ", max_length=600)
    originals = models.PositiveSmallIntegerField("bản chính", default=0)
    copies = models.PositiveSmallIntegerField("bản sao", default=0)
    form = models.CharField("mẫu", max_length=300, blank=True)
    required = models.BooleanField("bắt buộc", default=True)

    class Meta:
        verbose_name = "thành phần hồ sơ theo quy định"
        ordering = ["position"]

    def __str__(self) -> str:
        return self.name


class FeeKind(models.TextChoices):
    """Luật Phí và lệ phí 2015, Điều 3: a phí pays for a service, a lệ phí is due for an act of the State."""

    FEE = "fee", "Phí"
    DUTY = "duty", "Lệ phí"


class ProcedureFee(models.Model):
    """Phí, lệ phí: an amount in đồng, or None where a council sets it or it differs by case."""

    procedure = models.ForeignKey(Procedure, models.CASCADE, related_name="fees")
    position = models.PositiveSmallIntegerField("thứ tự")
    kind = models.CharField("loại", max_length=4, choices=FeeKind, default=FeeKind.DUTY)
    amount = models.PositiveIntegerField("mức thu (đồng)", null=True, blank=True)
    note = models.CharField("ghi chú", max_length=500, blank=True)

    class Meta:
        verbose_name = "phí, lệ phí"
        ordering = ["position"]

    def __str__(self) -> str:
        return self.note


class ProcedureCaseType(models.Model):
    """Loại việc trong một thủ tục, for example the kinds of contract that are certified."""

    procedure = models.ForeignKey(Procedure, models.CASCADE, related_name="case_types")
    name = models.CharField("loại việc", max_length=150)

    class Meta:
        verbose_name = "loại việc"
        ordering = ["name"]
        constraints = [
            models.UniqueConstraint(fields=["procedure", "name"], name="case_type_once_a_procedure")
        ]

    def __str__(self) -> str:
        return self.name


class TakesAppointments(models.TextChoices):
    """Đặt lịch hẹn cho một thủ tục; nothing: as the unit usually does."""

    NONE = "none", "không nhận"
    OPTIONAL = "optional", "có nhận"


class OfferedProcedure(models.Model):
    """Thủ tục đơn vị tiếp nhận: what one unit offers of the catalogue, and how it differs from the law there.

    A unit may promise a shorter time than the law's, and sets a fee that the catalogue leaves to the council.
    """

    unit = models.ForeignKey(Unit, models.PROTECT, related_name="offers", verbose_name="đơn vị")
    procedure = models.ForeignKey(Procedure, models.CASCADE, related_name="offers", verbose_name="thủ tục")
    is_offered = models.BooleanField("tiếp nhận", default=True)
    position = models.PositiveSmallIntegerField("thứ tự", default=0)
    note = models.CharField("ghi chú của đơn vị", max_length=300, blank=True)
    time_value = models.PositiveSmallIntegerField("thời hạn riêng", null=True, blank=True)
    fee = models.PositiveIntegerField("mức thu (đồng)", null=True, blank=True)
    online_address = models.URLField(
        "nơi nộp trực tuyến", max_length=500, blank=True, help_text="Để trống: như địa chỉ chung của thủ tục."
    )
    appointments = models.CharField("đặt lịch hẹn", max_length=8, choices=TakesAppointments, blank=True)
    helps_before = models.BooleanField(
        "xem giấy tờ trước khi đến", null=True, help_text="Để trống: có với thủ tục đất đai, còn lại không."
    )

    class Meta:
        verbose_name = "thủ tục đơn vị tiếp nhận"
        ordering = ["position", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["unit", "procedure"], name="procedure_offered_once_a_unit"),
            models.CheckConstraint(
                name="own_time_limit_is_not_nothing", condition=Q(time_value=None) | Q(time_value__gte=1)
            ),
        ]

    def __str__(self) -> str:
        return f"{self.unit}: {self.procedure}"
