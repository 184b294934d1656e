"""Lời của một mẫu: one field a label."""

from collections.abc import Mapping
from typing import Any

from django import forms

from dossiers.printing import labels
from dossiers.printing.sets import FormSet
from dossiers.printing.wording import Label
from portal.forms import LineField

LONG = 70
"""Texts longer than that are typed in a box of several lines."""


class WordingForm(forms.Form):
    """What is typed is checked label by label; an unusable text is told beside its field."""

    def __init__(
        self, *args: Any, form_set: FormSet, kind: str, now: Mapping[str, str], **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.now = now
        self.labels = {label.key: label for label in labels.labels_of(form_set, kind)}
        for key, label in self.labels.items():
            self.fields[key] = _field(label, now[key])

    def clean(self) -> dict[str, str]:
        cleaned: dict[str, str] = super().clean() or {}
        for key, text in list(cleaned.items()):
            if refusal := labels.unusable(text, self.labels[key].text):
                self.add_error(key, refusal)
        return cleaned

    @property
    def printable(self) -> dict[str, str]:
        """The words as a preview can print them: of an unusable text, the one that holds now."""
        if not self.is_bound:
            return dict(self.now)
        self.full_clean()
        return {
            **self.now,
            **{key: self.cleaned_data[key] for key in self.labels if key in self.cleaned_data},
        }


def _field(label: Label, now: str) -> forms.CharField:
    hint = f"{label.hint[:1].upper()}{label.hint[1:]}."
    usual = "" if now == label.text else f"Lời gốc: {label.text or '(không in)'}"
    return LineField(
        label=label.text or hint,
        required=False,
        initial=now,
        max_length=labels.LONGEST,
        help_text=usual or (hint if label.hint and label.text else ""),
        widget=forms.Textarea(attrs={"rows": 3}) if len(label.text) > LONG else forms.TextInput(),
    )
