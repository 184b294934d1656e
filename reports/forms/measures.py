"""Số liệu đo được: an indicator over two periods, or a fact by hand with its source."""

from datetime import date
from typing import Any

from crispy_forms.helper import FormHelper
from crispy_forms.layout import Div, Layout
from django import forms

from portal.forms import DayField, LineField
from reports.replication import measuring


class CountedForm(forms.Form):
    """`cleaned_data` is what `answering.measure` takes."""

    prefix = "chi-tieu"
    code = forms.ChoiceField(label="Chỉ tiêu")
    after_first = DayField(label="Sau khi áp dụng, từ ngày")
    after_last = DayField(label="Đến hết ngày")
    before_first = DayField(label="Trước khi áp dụng, từ ngày", required=False)
    before_last = DayField(label="Đến hết ngày", required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        code: Any = self.fields["code"]
        code.choices = measuring.choices()
        self.helper = FormHelper()
        self.helper.form_tag = False
        self.helper.layout = Layout(
            "code", Div("after_first", "after_last", css_class="row"),
            Div("before_first", "before_last", css_class="row"),
        )  # fmt: skip

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        after = self._span(data, "after")
        before = self._span(data, "before")
        if before and after and before[1] >= after[0]:
            self.add_error("before_last", "Kỳ trước phải kết thúc trước kỳ sau.")
        code = data.get("code", "")
        return {
            "code": code.removesuffix("%"), "is_rate": code.endswith("%"), "after": after, "before": before,
        }  # fmt: skip

    def _span(self, data: dict[str, Any], which: str) -> tuple[date, date] | None:
        first, last = data.get(f"{which}_first"), data.get(f"{which}_last")
        if first is None and last is None:
            return None
        if first is None or last is None:
            name = f"{which}_{'first' if first is None else 'last'}"
            if name not in self.errors:
                self.add_error(name, "Ghi đủ ngày đầu và ngày cuối.")
            return None
        if last < first:
            self.add_error(f"{which}_last", "Ngày cuối trước ngày đầu.")
            return None
        return first, last


class ByHandForm(forms.Form):
    """`cleaned_data` is what `answering.enter` takes."""

    prefix = "nhap-tay"
    what = LineField(label="Nội dung", max_length=200, help_text="Ví dụ: Tổ công nghệ số cộng đồng thôn.")
    unit_of = LineField(label="Đơn vị tính", max_length=40, required=False, help_text="Ví dụ: tổ, văn bản.")
    after = forms.DecimalField(label="Số liệu", max_digits=16, decimal_places=2, min_value=0, localize=True)
    whole = forms.DecimalField(
        label="Trên tổng số, nếu là tỷ lệ", max_digits=16, decimal_places=2, min_value=1, required=False,
        localize=True, help_text="Tỷ lệ được tính ra, không gõ.",
    )  # fmt: skip
    before = forms.DecimalField(
        label="Trước khi áp dụng", max_digits=16, decimal_places=2, min_value=0, required=False, localize=True
    )
    source = LineField(
        label="Nguồn", max_length=200,
        help_text="Ai ghi, theo sổ, văn bản nào. Báo cáo in kèm chữ “số liệu nhập tay”.",
    )  # fmt: skip

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.helper = FormHelper()
        self.helper.form_tag = False
        self.helper.layout = Layout(
            "what",
            Div("after", "whole", css_class="row"),
            Div("unit_of", "before", css_class="row"),
            "source",
        )
