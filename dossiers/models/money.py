"""Phí, lệ phí: what a dossier costs and what was paid for it (NĐ 61/2018 Đ.22; Luật Phí và lệ phí 2015).

Nothing is deleted: a charge is cancelled or exempted with a reason, a payment is reversed or refunded by a
further row.
"""

from datetime import date
from typing import Any, NoReturn, Self

from django.db import models
from django.db.models import F, Q

from dossiers.models.dossier import Dossier, day_of
from dossiers.models.procedure import FeeKind
from portal.models import Unit, User


class PaymentMethod(models.TextChoices):
    """The ways of paying that the decree names (NĐ 61/2018 Đ.22)."""

    CASH = "cash", "Tiền mặt"
    TRANSFER = "transfer", "Chuyển khoản"
    ONLINE = "online", "Thanh toán trực tuyến"


class EntryKind(models.TextChoices):
    """What a line of the cash book tells."""

    PAYMENT = "payment", "Thu"
    REFUND = "refund", "Hoàn trả"
    REVERSAL = "reversal", "Hủy ghi nhầm"


class ChargeQuerySet(models.QuerySet["Charge"]):
    def standing(self) -> Self:
        """Not cancelled."""
        return self.filter(cancelled_at=None)


class Charge(models.Model):
    """Khoản phí hoặc lệ phí của một hồ sơ, with what of it is exempted and why."""

    dossier = models.ForeignKey(Dossier, models.PROTECT, related_name="charges", verbose_name="hồ sơ")
    kind = models.CharField("loại", max_length=4, choices=FeeKind)
    label = models.CharField("khoản thu", max_length=300)
    amount = models.PositiveIntegerField("mức thu (đồng)")
    exempted = models.PositiveIntegerField("được miễn, giảm (đồng)", default=0)
    exemption_reason = models.CharField("lý do miễn, giảm", max_length=300, blank=True)
    added_at = models.DateTimeField("lập lúc")
    added_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")
    cancelled_at = models.DateTimeField("bỏ lúc", null=True)
    cancelled_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")
    cancel_reason = models.CharField("lý do bỏ", max_length=300, blank=True)

    objects = ChargeQuerySet.as_manager()

    class Meta:
        verbose_name = "khoản phí, lệ phí"
        ordering = ["pk"]
        constraints = [
            models.CheckConstraint(name="exempted_within_the_charge", condition=Q(exempted__lte=F("amount"))),
            models.CheckConstraint(
                name="an_exemption_has_a_reason", condition=Q(exempted=0) | ~Q(exemption_reason="")
            ),
        ]

    def __str__(self) -> str:
        return self.label

    def delete(self, *args: Any, **kwargs: Any) -> NoReturn:
        raise TypeError("Khoản thu không bị xóa: bỏ khoản thu thì ghi lý do.")

    @property
    def due(self) -> int:
        """What is left of it to be paid."""
        return 0 if self.cancelled_at else self.amount - self.exempted


class PaymentQuerySet(models.QuerySet["Payment"]):
    def of_units(self, units: set[int]) -> Self:
        """Taken by one of these units' desks."""
        return self.filter(unit__in=units)

    def between(self, first: date, last: date) -> Self:
        return self.filter(paid_on__range=(first, last))


class Payment(models.Model):
    """Một lần thu, hoàn trả hoặc hủy ghi nhầm: append-only; what goes out is negative.

    `fee_part` (phí) and `duty_part` (lệ phí) say what the amount was for.
    """

    dossier = models.ForeignKey(Dossier, models.PROTECT, related_name="payments", verbose_name="hồ sơ")
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="+", verbose_name="đơn vị thu")
    entry = models.CharField("bút toán", max_length=8, choices=EntryKind, default=EntryKind.PAYMENT)
    method = models.CharField("hình thức", max_length=8, choices=PaymentMethod)
    amount = models.IntegerField("số tiền (đồng)")
    fee_part = models.IntegerField("trong đó phí")
    duty_part = models.IntegerField("trong đó lệ phí")
    paid_at = models.DateTimeField("lúc")
    paid_on = models.DateField(editable=False)
    receipt_number = models.CharField("biên lai số", max_length=60, blank=True)
    reference = models.CharField("mã giao dịch", max_length=100, blank=True)
    reason = models.CharField("lý do", max_length=300, blank=True)
    taken_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")
    officer_name = models.CharField("người thu", max_length=100, blank=True)
    reverses = models.ForeignKey(
        "self", models.PROTECT, null=True, related_name="reversals", verbose_name="cho lần thu"
    )
    form_key = models.UUIDField("khóa của phiếu thu", null=True, unique=True, editable=False)
    recorded_at = models.DateTimeField(auto_now_add=True)

    objects = PaymentQuerySet.as_manager()

    class Meta:
        verbose_name = "lần thu phí, lệ phí"
        ordering = ["paid_at", "pk"]
        indexes = [models.Index(fields=["unit", "paid_on"], name="payment_by_day")]
        constraints = [
            models.CheckConstraint(
                name="a_payment_is_for_fees_or_duties",
                condition=Q(amount=F("fee_part") + F("duty_part")),
            ),
            models.CheckConstraint(
                name="what_goes_out_names_what_came_in",
                condition=Q(entry=EntryKind.PAYMENT, amount__gt=0, reverses=None)
                | (~Q(entry=EntryKind.PAYMENT) & Q(amount__lt=0, reverses__isnull=False) & ~Q(reason="")),
            ),
            models.UniqueConstraint(
                fields=["reverses"],
                condition=Q(entry=EntryKind.REVERSAL),
                name="a_payment_is_reversed_once",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_entry_display()} {self.amount} {self.paid_on:%d/%m/%Y}"

    def save(self, *args: Any, **kwargs: Any) -> None:
        if self.pk is not None:
            raise TypeError("Sổ thu chỉ được ghi thêm.")
        self.derive()
        super().save(*args, **kwargs)

    def delete(self, *args: Any, **kwargs: Any) -> NoReturn:
        raise TypeError("Sổ thu chỉ được ghi thêm.")

    def derive(self) -> None:
        """Fill the day that follows from the moment; called before every write, bulk writes included."""
        self.paid_on = day_of(self.paid_at)  # type: ignore[assignment]
