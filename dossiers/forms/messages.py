"""Mẫu tin: what an office says, checked against the places that can be filled in."""

from typing import Any

from crispy_forms.helper import FormHelper
from django import forms

from dossiers.messaging import templates
from dossiers.messaging.templates import Words
from dossiers.models import MessageChannel
from portal.errors import DomainError
from portal.forms import LineField


class TemplateForm(forms.Form):
    is_on = forms.BooleanField(label="Gửi tin này", required=False)
    subject = LineField(label="Tiêu đề", max_length=200)
    text = forms.CharField(label="Nội dung", max_length=2000, widget=forms.Textarea(attrs={"rows": 9}))
    is_unmarked = forms.BooleanField(
        label="Bỏ dấu tiếng Việt",
        required=False,
        help_text="Một phần tin nhắn chứa 160 chữ không dấu, có dấu chỉ 70 chữ.",
    )

    def __init__(self, *args: Any, channel: MessageChannel, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        unwanted = "subject" if channel == MessageChannel.SMS else "is_unmarked"
        del self.fields[unwanted]
        self.helper = FormHelper()
        self.helper.form_tag = False

    def clean_subject(self) -> str:
        return self._checked("subject")

    def clean_text(self) -> str:
        return self._checked("text")

    def words(self) -> Words:
        """What was typed, as it would be sent."""
        values = self.cleaned_data
        return Words(
            values.get("subject", ""), values["text"], values["is_on"], values.get("is_unmarked", False)
        )

    def _checked(self, name: str) -> str:
        text: str = self.cleaned_data[name]
        try:
            templates.check(text)
        except DomainError as error:
            raise forms.ValidationError(error.message) from None
        return text
