"""Hướng dẫn nộp trực tuyến: what is ticked, scanned, and the code that came."""

from typing import Any

from django import forms

from dossiers.guiding import STEPS
from dossiers.models import OnlineGuide
from portal.forms import LineField


class GuideForm(forms.Form):
    done = forms.MultipleChoiceField(
        label="Các bước", choices=list(STEPS.items()), required=False, widget=forms.CheckboxSelectMultiple
    )
    outside_code = LineField(
        label="Mã hồ sơ Cổng dịch vụ công cấp", max_length=60, required=False,
        help_text="Hiện trên màn hình của người dân sau khi nộp.",
    )  # fmt: skip

    def __init__(self, data: Any = None, *, guide: OnlineGuide) -> None:
        initial = {"done": guide.done, "scanned": guide.scanned, "outside_code": guide.outside_code}
        super().__init__(data, initial=initial)
        papers = guide.procedure.components.all()
        self.fields["scanned"] = forms.TypedMultipleChoiceField(
            label="Giấy tờ đã quét", required=False, coerce=int, widget=forms.CheckboxSelectMultiple,
            choices=[(paper.pk, paper.name) for paper in papers],
        )  # fmt: skip
