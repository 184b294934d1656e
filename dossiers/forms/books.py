"""Sổ và danh sách: which unit's results of which day go on a list."""

from typing import Any

from crispy_forms.helper import FormHelper
from django import forms
from django.db.models import QuerySet

from portal.forms import DayField
from portal.models import Unit


class ResultsForm(forms.Form):
    unit = forms.ModelChoiceField(Unit.objects.none(), label="Cơ quan giải quyết", empty_label=None)
    day = DayField(label="Kết quả của ngày")

    def __init__(self, *args: Any, units: QuerySet[Unit], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["unit"].queryset = units  # type: ignore[attr-defined]
        self.helper = FormHelper()
        self.helper.form_tag = False
