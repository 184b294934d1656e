"""Lời văn: one box for each part that the officer writes."""

from typing import Any

from crispy_forms.helper import FormHelper
from crispy_forms.layout import Layout
from django import forms
from django.core.exceptions import ValidationError

from portal import text
from portal.errors import DomainError
from reports import composer
from reports.kinds import ReportKind
from reports.outlines import OutlineError

LONGEST = 20_000


class SectionField(forms.CharField):
    """Paragraphs of an official document; what stands in square brackets must be a token of the outline."""

    widget = forms.Textarea

    def to_python(self, value: Any) -> str:
        return text.clean(super().to_python(value) or "")

    def validate(self, value: str) -> None:
        super().validate(value)
        try:
            composer.check_text(value)
        except OutlineError as refusal:
            raise ValidationError(refusal.message) from refusal


class TextsForm(forms.Form):
    def __init__(self, *args: Any, kind: ReportKind, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.kind = kind
        for section in kind.outline.sections:
            label = f"{section.label} (không bắt buộc)" if section.optional else section.label
            self.fields[section.code] = SectionField(
                label=label, help_text=section.hint, required=False, max_length=LONGEST
            )
            self.fields[section.code].widget.attrs["rows"] = 2 if section.optional else 4
        self.helper = FormHelper()
        self.helper.form_tag = False
        self.helper.layout = Layout(*self.fields)

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        for code, written in list(data.items()):
            try:
                self.kind.check_text(written)
            except DomainError as refusal:
                self.add_error(code, refusal.message)
        return data
