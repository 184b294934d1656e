"""Xin ý kiến, phối hợp và trả lời."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from crispy_forms.helper import FormHelper
from django import forms
from django.utils import timezone

from portal.forms import LineField, MomentField
from portal.models import Unit

LENGTH = 2000


class TransferForm(forms.Form):
    to_unit = forms.TypedChoiceField(label="Đơn vị trong hệ thống", required=False, empty_value=None)
    to_agency = LineField(
        label="Hoặc cơ quan ngoài hệ thống",
        required=False,
        max_length=200,
        help_text="Cơ quan ngoài trả lời bằng văn bản; cán bộ ghi lại câu trả lời.",
    )
    content = forms.CharField(
        label="Nội dung xin ý kiến", max_length=LENGTH, widget=forms.Textarea(attrs={"rows": 4})
    )
    due_at = MomentField(label="Trả lời trước")
    shows_person = forms.BooleanField(
        label="Cho xem thông tin người nộp và giấy tờ",
        required=False,
        help_text="Để trống: cơ quan được hỏi thấy hồ sơ nhưng tên, số định danh, địa chỉ được che.",
    )

    def __init__(self, *args: Any, units: Sequence[Unit], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        found = {str(unit.pk): unit for unit in units}
        field = self.fields["to_unit"]
        assert isinstance(field, forms.TypedChoiceField)
        field.choices = [("", "chọn đơn vị"), *((value, unit.name) for value, unit in found.items())]
        field.coerce = found.__getitem__
        self.helper = FormHelper()
        self.helper.form_tag = False

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        if bool(cleaned.get("to_unit")) == bool(cleaned.get("to_agency")):
            self.add_error("to_agency", "Chọn một đơn vị, hoặc ghi tên một cơ quan ngoài hệ thống.")
        return cleaned


class AnswerForm(forms.Form):
    answer = forms.CharField(
        label="Ý kiến trả lời",
        max_length=LENGTH,
        widget=forms.Textarea(attrs={"rows": 5, "autofocus": True}),
    )
    returned = forms.BooleanField(
        label="Trả lại, không thuộc thẩm quyền hoặc không có ý kiến", required=False
    )

    def __init__(self, *args: Any, is_recorded_for_others: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if is_recorded_for_others:
            self.fields["at"] = MomentField(
                label="Cơ quan trả lời lúc", required=False, help_text="Để trống: ngay bây giờ."
            )
        self.helper = FormHelper()
        self.helper.form_tag = False

    def clean_at(self) -> datetime | None:
        at: datetime | None = self.cleaned_data["at"]
        if at is not None and at > timezone.now():
            raise forms.ValidationError("Thời điểm này còn ở tương lai.")
        return at
