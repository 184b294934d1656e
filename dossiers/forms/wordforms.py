"""Mẫu Word: a template that is uploaded, its labels, and its fields as they are filled in."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from django import forms
from django.core.files.uploadedfile import UploadedFile
from django.db.models import QuerySet
from django.utils.html import format_html

from dossiers.models import Procedure, WordPurpose, WordTemplate
from dossiers.wordforms.filling import FIELDS, ISSUED_ON, KNOWN, MOST_TEXT, NUMBER
from portal import formats
from portal.forms import LineField, PastDayField
from portal.models import Unit

MANY_LINES = "noi_dung"
"""A field so named is filled in over several lines."""


class TemplateForm(forms.Form):
    purpose = forms.ChoiceField(
        label="Dùng làm",
        choices=WordPurpose.choices,
        initial=WordPurpose.DECLARATION,
        widget=forms.RadioSelect,
    )
    name = LineField(
        label="Tên mẫu", max_length=200, help_text="Ví dụ: Tờ khai đăng ký khai sinh; Giấy xác nhận cư trú."
    )
    procedure = forms.ModelChoiceField(
        Procedure.objects.published(),
        to_field_name="code",
        label="Mã thủ tục",
        widget=forms.TextInput(attrs={"placeholder": "1.001193"}),
        error_messages={"invalid_choice": "Không có thủ tục công khai nào mang mã này."},
    )
    file = forms.FileField(
        label="Tệp Word (.docx)",
        widget=forms.ClearableFileInput(attrs={"accept": ".docx"}),
        error_messages={"empty": "Tệp trống. Chọn lại tệp Word của mẫu."},
    )
    needs_signature = forms.BooleanField(
        label="Kết quả soạn từ mẫu này phải ký số",
        required=False,
        initial=True,
        help_text="Bỏ chọn thì bản PDF soạn xong được ghi ngay làm kết quả. Tờ khai không dùng mục này.",
    )

    def __init__(self, *args: Any, units: QuerySet[Unit], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["unit"] = forms.ModelChoiceField(
            units,
            label="Đơn vị",
            empty_label=None,
            widget=forms.HiddenInput if len(units) == 1 else forms.Select,
        )

    @property
    def uploaded(self) -> UploadedFile:
        file: UploadedFile = self.cleaned_data["file"]
        return file


class LabelsForm(forms.Form):
    def __init__(self, data: Mapping[str, Any] | None = None, *, template: WordTemplate) -> None:
        super().__init__(data)
        for field in template.fields:
            known = FIELDS if template.purpose == WordPurpose.RESULT else KNOWN
            fills_itself = field["key"] in known
            self.fields[field["key"]] = LineField(
                label=format_html("&#123;&#123; {} &#125;&#125;", field["key"]),
                initial=field["label"],
                max_length=150,
                help_text="Tự điền từ hồ sơ." if fills_itself else "",
            )


class FillForm(forms.Form):
    """One field a blank of the template; every blank may stay empty and be written by hand."""

    def __init__(
        self,
        data: Mapping[str, Any] | None = None,
        *,
        template: WordTemplate,
        initial: Mapping[str, str],
    ) -> None:
        super().__init__(data, initial=dict(initial))
        for number, field in enumerate(template.fields):
            key = field["key"]
            made = _of_result(key, field["label"]) if template.purpose == WordPurpose.RESULT else None
            self.fields[key] = made or _blank(key, field["label"])
            if number == 0 and data is None:
                self.fields[key].widget.attrs["autofocus"] = True

    @property
    def values(self) -> dict[str, str]:
        """What is kept: days as they are typed."""
        return {
            key: formats.day_on_screen(value) if isinstance(value, date) else value or ""
            for key, value in self.cleaned_data.items()
        }


def _blank(key: str, label: str) -> forms.Field:
    widget = forms.Textarea(attrs={"rows": 4}) if key.startswith(MANY_LINES) else forms.TextInput()
    return forms.CharField(label=label, required=False, max_length=MOST_TEXT, widget=widget)


def _of_result(key: str, label: str) -> forms.Field | None:
    """Number and day of a result are what the result itself keeps, so they are read as such."""
    if key == NUMBER:
        return LineField(label=label, required=False, max_length=60)
    return PastDayField(label=label, required=False) if key == ISSUED_ON else None
