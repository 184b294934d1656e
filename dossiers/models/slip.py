"""Phiếu đã lập: every legal form that was issued, with its number, its wording and its prints.

NĐ 61/2018/NĐ-CP and TT 01/2018/TT-VPCP to 30/6/2025; NĐ 118/2025/NĐ-CP and TT 03/2025/TT-VPCP from then on.
"""

from typing import Any, NoReturn

from django.db import models

from dossiers.models.bundle import Bundle
from dossiers.models.dossier import Dossier
from portal.models import Unit, User


class SlipKind(models.TextChoices):
    """What a form is for. Its number in the law differs by set, so that code never names a form by number."""

    RECEIPT = "receipt", "Giấy tiếp nhận hồ sơ và hẹn trả kết quả"
    SUPPLEMENT = "supplement", "Phiếu yêu cầu bổ sung, hoàn thiện hồ sơ"
    REFUSAL = "refusal", "Phiếu từ chối tiếp nhận giải quyết hồ sơ"
    APOLOGY = "apology", "Phiếu xin lỗi và hẹn lại ngày trả kết quả"
    STOP = "stop", "Thông báo dừng giải quyết hồ sơ"
    CONTROL = "control", "Phiếu kiểm soát quá trình giải quyết hồ sơ"
    HANDOVER_LIST = "handover_list", "Danh sách bàn giao hồ sơ"
    RESULT_HANDOVER = "result_handover", "Phiếu bàn giao kết quả giải quyết thủ tục hành chính"
    RETURN_RECEIPT = "return_receipt", "Giấy biên nhận trả kết quả"
    HISTORY = "history", "Quá trình xử lý hồ sơ"


class Slip(models.Model):
    """Phiếu: one issued form. A correction is a new revision under the same number; nothing is rewritten."""

    kind = models.CharField("loại", max_length=16, choices=SlipKind)
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="+", verbose_name="đơn vị lập")
    year = models.PositiveSmallIntegerField("năm")
    number = models.PositiveIntegerField("số")
    revision = models.PositiveSmallIntegerField("lần sửa", default=0)
    dossier = models.ForeignKey(Dossier, models.PROTECT, null=True, related_name="slips")
    bundle = models.ForeignKey(Bundle, models.PROTECT, null=True, related_name="slips")
    issued_at = models.DateTimeField("lập lúc")
    issued_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")
    content = models.JSONField("nội dung lúc lập", default=dict)

    class Meta:
        verbose_name = "phiếu"
        ordering = ["issued_at", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["unit", "kind", "year", "number", "revision"], name="slip_number_given_once"
            )
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} số {self.number}/{self.year}"

    def delete(self, *args: Any, **kwargs: Any) -> NoReturn:
        raise TypeError("Phiếu đã lập không bị xóa.")


class SlipCounter(models.Model):
    """The last number of a form that a unit gave in a year: no gaps, no reuse (TT 01/2018/TT-VPCP Đ.10)."""

    unit = models.ForeignKey(Unit, models.PROTECT, related_name="+")
    kind = models.CharField(max_length=16)
    year = models.PositiveSmallIntegerField()
    last = models.PositiveIntegerField(default=0)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["unit", "kind", "year"], name="one_counter_a_form_and_year")
        ]

    def __str__(self) -> str:
        return f"{self.unit_id} {self.kind} {self.year} {self.last}"


class SlipPrint(models.Model):
    """Một lần in: the first is the original, every later one is marked as a reprint."""

    slip = models.ForeignKey(Slip, models.PROTECT, related_name="prints")
    at = models.DateTimeField("in lúc", auto_now_add=True)
    by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")

    class Meta:
        verbose_name = "lần in"
        ordering = ["pk"]

    def __str__(self) -> str:
        return f"{self.slip_id} {self.at:%d/%m/%Y}"
