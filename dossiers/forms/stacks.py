"""Phiếu của xấp giấy: the file, the dossier it is of, and where each odd page goes."""

from collections.abc import Sequence
from typing import Any

from crispy_forms.helper import FormHelper
from django import forms
from django.db.models import QuerySet

from dossiers.forms.papers import UploadsField
from dossiers.models import Dossier, DossierComponent, StackPage
from portal.files import uploads
from portal.forms import LineField
from portal.models import Unit

DISCARD = "discard"


class DossierField(LineField):
    """Mã hồ sơ of one that the officer's desk reaches."""

    def __init__(self, **kwargs: Any) -> None:
        self.reachable: QuerySet[Dossier] = Dossier.objects.none()
        super().__init__(max_length=60, **kwargs)

    def clean(self, value: Any) -> Dossier | None:
        code = super().clean(value)
        if not code:
            return None
        found = self.reachable.filter(code=code).first()
        if found is None:
            raise forms.ValidationError("Không có hồ sơ mang mã này trong đơn vị của bạn.")
        return found


class StackForm(forms.Form):
    """Xấp giấy để tách."""

    unit = forms.ModelChoiceField(Unit.objects.none(), label="Đơn vị", empty_label=None)
    dossier = DossierField(
        label="Mã hồ sơ", required=False,
        help_text="Cần khi dùng tờ ngăn cách chung; tờ ngăn cách in cho hồ sơ thì để trống cũng được.",
    )  # fmt: skip
    scans = UploadsField(
        label="Tệp PDF của cả xấp", most_pages=uploads.MAX_STACK_PAGES,
        help_text=f"Đến {uploads.MAX_UPLOAD >> 20} MB, {uploads.MAX_STACK_PAGES} trang.",
        widget=forms.FileInput(attrs={"accept": ".pdf,application/pdf"}),
    )  # fmt: skip

    def __init__(self, *args: Any, units: QuerySet[Unit], dossiers: QuerySet[Dossier], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["unit"].queryset = units  # type: ignore[attr-defined]
        self.fields["dossier"].reachable = dossiers  # type: ignore[attr-defined]
        self.helper = FormHelper()
        self.helper.form_tag = False


class StackDossierForm(forms.Form):
    """Hồ sơ mà các trang lẻ thuộc về."""

    dossier = DossierField(label="Mã hồ sơ")

    def __init__(self, *args: Any, dossiers: QuerySet[Dossier], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["dossier"].reachable = dossiers  # type: ignore[attr-defined]
        self.helper = FormHelper()
        self.helper.form_tag = False


class DecisionForm(forms.Form):
    """Mỗi trang lẻ đi đâu; a page left alone waits on."""

    def __init__(
        self, *args: Any, pages: Sequence[StackPage], papers: Sequence[DossierComponent], **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self._papers = {str(paper.pk): paper for paper in papers}
        choices = [
            ("", "Để sau"),
            *((key, f"{paper.dossier.code}: {paper.name}"[:120]) for key, paper in self._papers.items()),
            (DISCARD, "Bỏ trang này"),
        ]
        for page in pages:
            self.fields[f"page-{page.number}"] = forms.ChoiceField(
                label=f"Trang {page.number}", choices=choices, required=False,
                widget=forms.Select(attrs={"class": "form-select"}),
            )  # fmt: skip

    @property
    def wishes(self) -> dict[int, DossierComponent | None]:
        """Page number → its paper, None for one to discard."""
        chosen = {name: value for name, value in self.cleaned_data.items() if value}
        return {
            int(name.removeprefix("page-")): None if value == DISCARD else self._papers[value]
            for name, value in chosen.items()
        }
