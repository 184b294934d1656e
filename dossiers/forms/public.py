"""Trang cho người dân: what staff write on a procedure's page, and the forms to download."""

from typing import Any

from crispy_forms.helper import FormHelper
from django import forms

from dossiers.citizens import keeping
from dossiers.citizens.downloads import MOST_BYTES
from dossiers.models import FormKind, Procedure, ProcedureComponent
from portal.errors import DomainError
from portal.text import clean


class SecureAddressField(forms.URLField):
    """Địa chỉ https, or nothing."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(
            required=False,
            max_length=500,
            assume_scheme="https",
            error_messages={"invalid": "Chép nguyên địa chỉ của trang, bắt đầu bằng https://."},
            **kwargs,
        )

    def clean(self, value: Any) -> str:
        address: str = super().clean(value)
        try:
            keeping.check_address(address)
        except DomainError as error:
            raise forms.ValidationError(error.message) from error
        return address


class PageForm(forms.Form):
    """Nội dung chung cho mọi đơn vị."""

    purpose = forms.CharField(
        label="Để làm gì",
        required=False,
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text="Một, hai câu bằng lời của người dân; đứng ngay dưới tên thủ tục.",
    )
    online_address = SecureAddressField(
        label="Nơi nộp trực tuyến",
        help_text="Địa chỉ https của trang nộp thủ tục này; đơn vị có thể ghi địa chỉ riêng.",
    )
    words = forms.CharField(
        label="Người dân hay gọi là",
        required=False,
        max_length=5000,
        widget=forms.Textarea(attrs={"rows": 8}),
        help_text="Mỗi dòng một cách gọi: làm giấy khai sinh. Ô tìm hiểu cả khi gõ không dấu.",
    )

    def __init__(self, *args: Any, procedure: Procedure, **kwargs: Any) -> None:
        words = procedure.words.filter(is_active=True).values_list("text", flat=True)
        initial = {
            "purpose": procedure.purpose,
            "online_address": procedure.online_address,
            "words": "\n".join(words),
        }
        super().__init__(*args, **{"initial": initial, **kwargs})
        self.helper = FormHelper()
        self.helper.form_tag = False

    def clean_purpose(self) -> str:
        return clean(self.cleaned_data["purpose"]).strip()

    def clean_words(self) -> list[str]:
        lines = [line.strip() for line in self.cleaned_data["words"].splitlines() if line.strip()]
        if len(lines) > keeping.MOST_WORDS:
            raise forms.ValidationError(f"Ghi nhiều nhất {keeping.MOST_WORDS} dòng.")
        long = next((line for line in lines if len(line) > keeping.LONGEST_WORD), None)
        if long is not None:
            raise forms.ValidationError(f"Dòng “{long[:40]}…” dài quá {keeping.LONGEST_WORD} chữ.")
        return lines


class DownloadForm(forms.Form):
    """Một mẫu để tải."""

    file = forms.FileField(
        label="Tệp Word (.docx) hoặc PDF",
        help_text=f"Không quá {MOST_BYTES >> 20} MB.",
        widget=forms.ClearableFileInput(attrs={"accept": ".docx,.pdf"}),
        error_messages={"empty": "Tệp trống. Chọn lại tệp."},
    )
    kind = forms.ChoiceField(
        label="Đây là", choices=FormKind.choices, initial=FormKind.BLANK, widget=forms.RadioSelect
    )

    def __init__(self, *args: Any, procedure: Procedure, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["component"] = forms.ModelChoiceField(
            ProcedureComponent.objects.filter(procedure=procedure),
            label="Của giấy tờ",
            empty_label="Chọn giấy tờ",
        )
        self.order_fields(["component", "kind", "file"])
        self.helper = FormHelper()
        self.helper.form_tag = False
