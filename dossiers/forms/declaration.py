"""Tờ khai: a template that is uploaded, its labels, and its fields as the desk fills them in."""

from collections.abc import Mapping
from typing import Any

from django import forms
from django.core.files.uploadedfile import UploadedFile
from django.db.models import QuerySet
from django.utils.html import format_html

from dossiers.declarations.filling import KNOWN, MOST_TEXT
from dossiers.models import DeclarationTemplate, Procedure
from portal.forms import LineField
from portal.models import Unit


class TemplateForm(forms.Form):
    name = LineField(label="Tên tờ khai", max_length=200, help_text="Ví dụ: Tờ khai đăng ký khai sinh.")
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
    def __init__(self, data: Mapping[str, Any] | None = None, *, template: DeclarationTemplate) -> None:
        super().__init__(data)
        for field in template.fields:
            fills_itself = field["key"] in KNOWN
            self.fields[field["key"]] = LineField(
                label=format_html("&#123;&#123; {} &#125;&#125;", field["key"]),
                initial=field["label"],
                max_length=150,
                help_text="Tự điền từ hồ sơ." if fills_itself else "",
            )


class DeclarationForm(forms.Form):
    """One field a blank of the template; every blank may stay empty and be written by hand."""

    def __init__(
        self,
        data: Mapping[str, Any] | None = None,
        *,
        template: DeclarationTemplate,
        initial: Mapping[str, str],
    ) -> None:
        super().__init__(data, initial=dict(initial))
        for number, field in enumerate(template.fields):
            focus = {"autofocus": True} if number == 0 and data is None else {}
            self.fields[field["key"]] = forms.CharField(
                label=field["label"],
                required=False,
                max_length=MOST_TEXT,
                widget=forms.TextInput(attrs=focus),
            )
