"""Từ chối tiếp nhận tại quầy: who came, for what, and why it is not taken in."""

from typing import Any

from crispy_forms.helper import FormHelper
from django import forms
from django.utils import timezone

from dossiers.models import Procedure
from portal.forms import LineField
from portal.models import Unit


class WalkInRefusalForm(forms.Form):
    procedure = LineField(
        label="Thủ tục",
        max_length=600,
        help_text="Gõ mã, hoặc vài chữ của tên rồi chọn trong danh sách.",
        widget=forms.TextInput(attrs={"list": "procedures", "autocomplete": "off"}),
    )
    applicant_name = LineField(label="Họ và tên người nộp", max_length=150)
    personal_number = LineField(label="Số định danh", max_length=30, required=False)
    phone = LineField(label="Số điện thoại", max_length=30, required=False)
    address = LineField(label="Địa chỉ", max_length=300, required=False)
    reason = forms.CharField(
        label="Lý do từ chối tiếp nhận",
        max_length=1000,
        help_text="In trên Phiếu từ chối tiếp nhận giải quyết hồ sơ.",
        widget=forms.Textarea(attrs={"rows": 4}),
    )

    def __init__(self, *args: Any, units: list[Unit], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.offered = Procedure.objects.published().valid_on(timezone.localdate())
        self.units = {str(unit.pk): unit for unit in units}
        if len(units) > 1:
            self.fields["unit"] = forms.ChoiceField(
                label="Nơi tiếp nhận", choices=[(key, unit.label) for key, unit in self.units.items()]
            )
        if not self.is_bound:
            self.fields["procedure"].widget.attrs["autofocus"] = True
        self.helper = FormHelper()
        self.helper.form_tag = False

    def clean_procedure(self) -> Procedure:
        text = self.cleaned_data["procedure"]
        by_code = self.offered.filter(code=text.split()[0]).first()
        found = [by_code] if by_code else list(self.offered.matching(text)[:2])
        if not found:
            raise forms.ValidationError("Không có thủ tục nào như vậy. Gõ mã thủ tục hoặc vài chữ của tên.")
        if len(found) > 1:
            raise forms.ValidationError("Nhiều thủ tục khớp. Gõ thêm chữ hoặc mã thủ tục.")
        return found[0]

    @property
    def arguments(self) -> dict[str, Any]:
        given = {name: value for name, value in self.cleaned_data.items() if name != "unit"}
        unit = self.units[self.cleaned_data.get("unit") or next(iter(self.units))]
        return {**given, "unit": unit}
