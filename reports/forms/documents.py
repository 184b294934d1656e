"""Liên kết văn bản với báo cáo."""

from crispy_forms.helper import FormHelper
from django import forms

from portal.forms import LineField


class DocumentForm(forms.Form):
    number = LineField(label="Số, ký hiệu văn bản", max_length=100, help_text="Ví dụ 1508/UBND-NC.")

    @property
    def helper(self) -> FormHelper:
        helper = FormHelper()
        helper.form_tag = False
        return helper
