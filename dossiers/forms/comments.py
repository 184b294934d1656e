"""Một ý kiến, và ý kiến chỉ đạo của lãnh đạo."""

from typing import Any

from crispy_forms.helper import FormHelper
from django import forms

from dossiers.models import CommentKind
from portal.forms import DayField

LENGTH = 2000


class CommentForm(forms.Form):
    """An instruction may be given only by who directs: the choice is theirs alone."""

    text = forms.CharField(label="Ý kiến", max_length=LENGTH, widget=forms.Textarea(attrs={"rows": 2}))

    def __init__(self, *args: Any, directs: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if directs:
            self.fields["kind"] = forms.ChoiceField(label="Loại", choices=CommentKind.choices)
            self.fields["answer_by"] = DayField(
                label="Trả lời trước hết ngày", required=False, help_text="Với ý kiến chỉ đạo, nếu cần."
            )
        self.helper = FormHelper()
        self.helper.form_tag = False

    @property
    def is_instruction(self) -> bool:
        return self.cleaned_data.get("kind") == CommentKind.INSTRUCTION


class AnswerForm(forms.Form):
    text = forms.CharField(
        label="Trả lời", max_length=LENGTH, widget=forms.Textarea(attrs={"rows": 4, "autofocus": True})
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.helper = FormHelper()
        self.helper.form_tag = False
