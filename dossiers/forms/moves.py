"""Một bước của hồ sơ: the reason where one is needed, the moment where it is entered later."""

from datetime import datetime
from typing import Any

from crispy_forms.helper import FormHelper
from django import forms
from django.utils import timezone

from dossiers.moves import Move
from portal.forms import MomentField


class MoveForm(forms.Form):
    at = MomentField(label="Lúc", required=False, help_text="Để trống: ngay bây giờ.")

    def __init__(self, *args: Any, move: Move, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if move.reason_label:
            focus = {} if self.is_bound else {"autofocus": True}  # else the errors have it
            self.fields["reason"] = forms.CharField(
                label=move.reason_label,
                max_length=1000,
                widget=forms.Textarea(attrs={"rows": 4} | focus),
            )
        if move.verb == "conclude":
            self.fields["has_electronic_result"] = forms.BooleanField(
                label="Có kết quả điện tử (ký số)", required=False
            )
        self.order_fields(["reason", "has_electronic_result", "at"])
        self.helper = FormHelper()
        self.helper.form_tag = False

    def clean_at(self) -> datetime | None:
        at: datetime | None = self.cleaned_data["at"]
        if at is not None and at > timezone.now():
            raise forms.ValidationError("Thời điểm này còn ở tương lai.")
        return at
