"""Ghi thêm một lần người dân đến."""

from typing import Any

from crispy_forms.helper import FormHelper
from django import forms

from portal.forms import LineField, PastDayField


class VisitForm(forms.Form):
    on = PastDayField(label="Ngày đến")
    what = LineField(label="Đến để làm gì", max_length=200)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.helper = FormHelper()
        self.helper.form_tag = False
