"""Phiếu tải bảng tính lên: the unit and the file, looked at before anything is kept."""

from typing import Any

from crispy_forms.helper import FormHelper
from django import forms
from django.core.files.uploadedfile import UploadedFile

from dossiers.importing.sniffing import MAX_UPLOAD, FileKind, UnreadableFile, sniff
from portal.models import Unit


class UnitChoice(forms.ModelChoiceField):
    def label_from_instance(self, obj: Unit) -> str:
        return f"{obj.label} · {obj.code}"


class ImportForm(forms.Form):
    """`kind` is what the file turned out to be."""

    kind: FileKind

    def __init__(self, *args: Any, units: list[Unit], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["unit"] = UnitChoice(
            Unit.objects.filter(pk__in=[unit.pk for unit in units]).order_by("valid_to", "code"),
            label="Đơn vị",
            initial=units[0] if units else None,
            empty_label=None,
            help_text="Mỗi hồ sơ ghi cho đơn vị mang mã này vào ngày tiếp nhận.",
            error_messages={"invalid_choice": "Chọn một đơn vị trong danh sách."},
        )
        self.fields["file"] = forms.FileField(
            label="Bảng tính",
            help_text=f"Tệp .xlsx, hoặc .csv bảng mã UTF-8; đến {MAX_UPLOAD >> 20} MB, 200.000 dòng.",
            widget=forms.FileInput(attrs={"accept": ".xlsx,.csv"}),
            error_messages={
                "required": "Chọn một tệp bảng tính.",
                "empty": "Tệp rỗng. Chọn lại tệp bảng tính (.xlsx) hoặc CSV (UTF-8).",
                "missing": "Chọn một tệp bảng tính.",
                "invalid": "Chọn một tệp bảng tính.",
            },
        )
        self.helper = FormHelper()
        self.helper.form_tag = False

    def clean_file(self) -> UploadedFile:
        file: UploadedFile = self.cleaned_data["file"]
        assert file.file is not None
        try:
            self.kind = sniff(file.file, file.name or "")
        except UnreadableFile as refusal:
            raise forms.ValidationError(refusal.message) from refusal
        return file
