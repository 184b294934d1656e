"""Một ngày của lịch làm việc."""

from typing import Any

from crispy_forms.helper import FormHelper
from django import forms

from portal.forms import DayField, LineField


class OfficeDayForm(forms.Form):
    day = DayField(label="Ngày")
    works = forms.TypedChoiceField(
        label="Là ngày",
        choices=[("no", "nghỉ thêm"), ("yes", "làm việc (làm bù)")],
        coerce=lambda value: value == "yes",
    )
    reason = LineField(label="Lý do, số quyết định", max_length=200)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.helper = FormHelper()
        self.helper.form_tag = False
