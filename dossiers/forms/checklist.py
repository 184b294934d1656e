"""Giấy tờ nhận: the checklist of a procedure's papers, a line a paper, and one for a paper beside them."""

from collections.abc import Mapping
from typing import Any, NamedTuple

from django import forms

from dossiers.lifecycle import Paper
from dossiers.models import DossierComponent, FiledAs, ProcedureComponent
from portal.forms import LineField

EXTRA_PAPER = "paper-other"
Typed = Mapping[str, Any]


class Reuse(NamedTuple):
    """An earlier digitised paper of the same person in the place of one that the procedure asks for."""

    asked: ProcedureComponent
    earlier: DossierComponent


class PaperForm(forms.Form):
    """One line of the checklist: received or not, as what, digitised or not."""

    received = forms.BooleanField(required=False)
    filed_as = forms.ChoiceField(choices=FiledAs.choices)
    is_digitised = forms.BooleanField(required=False)
    reuse = forms.BooleanField(label="Dùng lại bản đã số hóa", required=False)

    def __init__(
        self, data: Typed | None = None, *, paper: ProcedureComponent, initial: Typed | None = None
    ) -> None:
        usual = {"filed_as": _usual_form(paper)}
        super().__init__(data, prefix=f"paper-{paper.pk}", initial=usual | dict(initial or {}))
        self.paper = paper
        self.on_file: DossierComponent | None = None
        for name, what in (("filed_as", "Dạng"), ("is_digitised", "Đã số hóa")):
            self.fields[name].widget.attrs["aria-label"] = f"{what}: {paper.name}"
        _dress(self)

    @property
    def handed_in(self) -> Paper | None:
        values = self.cleaned_data
        if self.on_file and values["reuse"]:
            return Paper(self.paper.name, FiledAs.ELECTRONIC, self.paper)
        if not values["received"]:
            return None
        return Paper(self.paper.name, FiledAs(values["filed_as"]), self.paper, values["is_digitised"])

    @property
    def reused(self) -> Reuse | None:
        """The earlier paper that stands for this one, where the officer says so."""
        if self.on_file is None or not self.cleaned_data["reuse"]:
            return None
        return Reuse(self.paper, self.on_file)


class OtherPaperForm(forms.Form):
    """A paper that the procedure does not list: given a name, it was received."""

    name = LineField(label="Giấy tờ khác", max_length=600, required=False)
    filed_as = forms.ChoiceField(choices=FiledAs.choices, initial=FiledAs.COPY)
    is_digitised = forms.BooleanField(required=False)

    def __init__(self, data: Typed | None = None, *, initial: Typed | None = None) -> None:
        super().__init__(data, prefix=EXTRA_PAPER, initial=dict(initial or {}))
        self.fields["filed_as"].widget.attrs["aria-label"] = "Dạng: giấy tờ khác"
        self.fields["is_digitised"].widget.attrs["aria-label"] = "Đã số hóa: giấy tờ khác"
        _dress(self)

    @property
    def handed_in(self) -> Paper | None:
        values = self.cleaned_data
        if not values["name"]:
            return None
        return Paper(values["name"], FiledAs(values["filed_as"]), is_digitised=values["is_digitised"])


def kept(prefix: str, data: Typed) -> dict[str, Any]:
    """What was typed under a prefix, as the initial values of a form that is shown again unchecked."""
    return {name.removeprefix(f"{prefix}-"): data[name] for name in data if name.startswith(f"{prefix}-")}


def _usual_form(paper: ProcedureComponent) -> FiledAs:
    if "xuất trình" in paper.name.lower():
        return FiledAs.SHOWN
    return FiledAs.ORIGINAL if paper.originals else FiledAs.COPY


def _dress(form: forms.Form) -> None:
    """The classes that crispy gives elsewhere; a line of the checklist is a table row, laid out by hand."""
    for field in form.fields.values():
        match field.widget:
            case forms.Select():
                field.widget.attrs["class"] = "form-select"
            case forms.TextInput():
                field.widget.attrs["class"] = "form-control"
