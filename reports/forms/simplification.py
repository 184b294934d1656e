"""Phương án đơn giản hóa: what is cut of which procedure, and the decision when there is one."""

from typing import Any

from crispy_forms.helper import FormHelper
from django import forms

from dossiers.models import Procedure
from portal.forms import DayField, LineField
from portal.models import Unit


class SimplificationForm(forms.Form):
    procedure = LineField(label="Mã thủ tục", max_length=20, help_text="Ví dụ 1.001193.")
    summary = LineField(
        label="Nội dung cắt giảm", max_length=500, help_text="Ví dụ: bỏ bản sao giấy chứng sinh."
    )
    days_cut = forms.IntegerField(label="Số ngày cắt giảm", min_value=0, max_value=999, required=False)
    papers_cut = forms.IntegerField(label="Số giấy tờ cắt giảm", min_value=0, max_value=99, required=False)
    fee_cut = forms.IntegerField(
        label="Phí, lệ phí cắt giảm (đồng)",
        min_value=0,
        max_value=2_000_000_000,
        required=False,
        localize=True,
    )
    decision_number = LineField(
        label="Số quyết định", max_length=60, required=False, help_text="Để trống khi mới đề xuất."
    )
    decision_on = DayField(label="Ngày quyết định", required=False)
    from_on = DayField(label="Áp dụng từ", required=False)

    def __init__(self, *args: Any, units: list[Unit], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if units:
            self.fields["unit"] = forms.ModelChoiceField(
                Unit.objects.filter(pk__in=[unit.pk for unit in units]),
                label="Đơn vị",
                initial=units[0],
                empty_label=None,
            )
            self.order_fields(["unit"])
        self.helper = FormHelper()
        self.helper.form_tag = False

    def clean_procedure(self) -> Procedure:
        code = self.cleaned_data["procedure"]
        found = Procedure.objects.filter(code=code).first()
        if found is None:
            raise forms.ValidationError(f"Danh mục không có thủ tục mang mã {code}.")
        return found

    def clean(self) -> dict[str, Any]:
        values = super().clean() or {}
        for name in ("days_cut", "papers_cut", "fee_cut"):
            if name not in self.errors:
                values[name] = values.get(name) or 0
        if not self.errors and not (values["days_cut"] or values["papers_cut"] or values["fee_cut"]):
            self.add_error("days_cut", "Ghi ít nhất một điều được cắt giảm: ngày, giấy tờ hoặc phí.")
        if values.get("decision_number"):
            for name in ("decision_on", "from_on"):
                if not values.get(name) and name not in self.errors:
                    self.add_error(name, "Đã có quyết định thì ghi cả ngày này.")
        return values
