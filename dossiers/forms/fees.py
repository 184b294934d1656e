"""Phí, lệ phí: what is typed to charge, to exempt, to take money and to give it back."""

from datetime import datetime
from typing import Any
from uuid import uuid4

from crispy_forms.helper import FormHelper
from django import forms
from django.utils import timezone

from dossiers.fees.entering import MOST, UNNAMED
from dossiers.fees.lines import Line
from dossiers.models import Charge, FeeKind, Payment, PaymentMethod, ProcedureFee
from portal.forms import LineField, MomentField


def money_field(label: str, *, minimum: int = 1, **options: Any) -> forms.IntegerField:
    return forms.IntegerField(
        label=label,
        min_value=minimum,
        max_value=MOST,
        localize=True,
        error_messages={"invalid": "Gõ số tiền bằng đồng, ví dụ 8.000."},
        widget=forms.TextInput(attrs={"inputmode": "numeric"}),
        **options,
    )


class FeeForm(forms.Form):
    """One small form of the page of fees; its prefix keeps it apart from the others."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.helper = FormHelper()
        self.helper.form_tag = False


class ListedChargeForm(FeeForm):
    """A line of the catalogue, so many times."""

    quantity = forms.IntegerField(label="Số lượng", min_value=1, max_value=1000, initial=1)

    def __init__(self, *args: Any, fee: ProcedureFee, **kwargs: Any) -> None:
        super().__init__(*args, prefix=f"listed-{fee.pk}", **kwargs)
        self.fee = fee
        self.fields["quantity"].widget.attrs |= {"class": "form-control", "aria-label": "Số lượng"}

    def line(self) -> Line:
        count, label = self.cleaned_data["quantity"], self.fee.note or UNNAMED
        assert self.fee.amount is not None
        return Line(self.fee.kind, f"{label} × {count}" if count > 1 else label, self.fee.amount * count)


class ChargeForm(FeeForm):
    """A charge that the catalogue does not price."""

    kind = forms.ChoiceField(label="Loại", choices=FeeKind.choices)
    label = LineField(label="Khoản thu", max_length=300)
    amount = money_field("Mức thu (đồng)")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, prefix="charge", **kwargs)

    def line(self) -> Line:
        values = self.cleaned_data
        return Line(values["kind"], values["label"], values["amount"])


class ExemptForm(FeeForm):
    exempted = money_field("Số tiền được miễn, giảm", minimum=0)
    reason = LineField(label="Lý do, căn cứ", max_length=300)

    def __init__(self, *args: Any, charge: Charge, **kwargs: Any) -> None:
        initial = {"exempted": charge.exempted or charge.amount, "reason": charge.exemption_reason}
        super().__init__(*args, prefix=f"exempt-{charge.pk}", initial=initial, **kwargs)
        self.record = charge


class ReasonForm(FeeForm):
    """Bỏ khoản thu, hủy lần thu ghi nhầm."""

    reason = LineField(label="Lý do", max_length=300)

    def __init__(self, *args: Any, act: str, record: Charge | Payment, **kwargs: Any) -> None:
        super().__init__(*args, prefix=f"{act}-{record.pk}", **kwargs)
        self.record = record


class RefundForm(FeeForm):
    amount = money_field("Số tiền hoàn trả")
    reason = LineField(label="Lý do", max_length=300)
    reference = LineField(label="Mã giao dịch", max_length=100, required=False)
    key = forms.UUIDField(widget=forms.HiddenInput)

    def __init__(self, *args: Any, payment: Payment, **kwargs: Any) -> None:
        super().__init__(
            *args, prefix=f"refund-{payment.pk}", initial={"amount": payment.amount, "key": uuid4()}, **kwargs
        )
        self.record = payment


class TakeForm(FeeForm):
    """Thu tiền; the key makes of a form sent twice one payment."""

    amount = money_field("Số tiền thu (đồng)")
    method = forms.ChoiceField(label="Hình thức", choices=PaymentMethod.choices, widget=forms.RadioSelect)
    receipt_number = LineField(label="Biên lai số", max_length=60, required=False)
    reference = LineField(
        label="Mã giao dịch", max_length=100, required=False, help_text="Khi chuyển khoản, trực tuyến."
    )
    at = MomentField(label="Thu lúc", required=False, help_text="Để trống: ngay bây giờ.")
    key = forms.UUIDField(widget=forms.HiddenInput)

    def __init__(self, *args: Any, owed: int, **kwargs: Any) -> None:
        initial = {"amount": max(owed, 0), "method": PaymentMethod.CASH, "key": uuid4()}
        super().__init__(*args, prefix="take", initial=initial, **kwargs)

    def clean(self) -> dict[str, Any]:
        values: dict[str, Any] = super().clean() or self.cleaned_data
        if values.get("method") not in {None, PaymentMethod.CASH} and not values.get("reference"):
            self.add_error("reference", "Chuyển khoản hoặc thanh toán trực tuyến thì ghi mã giao dịch.")
        return values

    def clean_at(self) -> datetime | None:
        at: datetime | None = self.cleaned_data["at"]
        if at is not None and at > timezone.now():
            raise forms.ValidationError("Thời điểm này còn ở tương lai.")
        return at


class DeferForm(FeeForm):
    reason = LineField(label="Lý do cho trả kết quả khi chưa thu đủ", max_length=300)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, prefix="defer", **kwargs)
