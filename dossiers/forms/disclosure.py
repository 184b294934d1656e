"""Mục đích xem dữ liệu cá nhân, và số định danh của người hỏi nhật ký về mình."""

from django import forms

from dossiers.models import Purpose
from portal.forms import LineField


class PurposeForm(forms.Form):
    purpose = forms.ChoiceField(label="Mục đích", choices=Purpose.choices)


class PersonLogForm(forms.Form):
    personal_number = LineField(
        label="Số định danh của người yêu cầu",
        max_length=30,
        help_text="Kiểm tra căn cước của người yêu cầu trước khi tra; việc tra được ghi nhật ký.",
        widget=forms.TextInput(attrs={"autocomplete": "off", "inputmode": "numeric", "autofocus": True}),
    )

    def clean_personal_number(self) -> str:
        number: str = self.cleaned_data["personal_number"]
        return number.replace(" ", "").replace(".", "")
