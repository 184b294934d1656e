"""Hoàn tác: why the step is taken back."""

from typing import Any

from crispy_forms.helper import FormHelper
from django import forms


class UndoForm(forms.Form):
    reason = forms.CharField(
        label="Lý do hoàn tác",
        max_length=1000,
        help_text="Ghi vào diễn biến của hồ sơ; bước đã làm không bị xóa.",
        widget=forms.Textarea(attrs={"rows": 3}),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not self.is_bound:
            self.fields["reason"].widget.attrs["autofocus"] = True
        self.helper = FormHelper()
        self.helper.form_tag = False
