"""Các bước của một quy trình: a line each, put in order by their numbers."""

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from django import forms

from dossiers.models import Procedure, ProcessStep, StepKind
from dossiers.process import configuring
from dossiers.process.configuring import Draft
from portal.errors import DomainError
from portal.forms import LineField
from portal.models import Role, User

ROLES = (Role.INTAKE, Role.PROCESSING, Role.LEADER, Role.RECORDS)
SPARE = 2
"""Empty lines for steps to add."""


class StepForm(forms.Form):
    """A line whose name is empty is no step."""

    order = forms.IntegerField(label="Thứ tự", required=False, min_value=1, max_value=99)
    name = LineField(label="Tên bước", required=False, max_length=100)
    kind = forms.ChoiceField(label="Loại bước", choices=StepKind.choices)
    who = forms.ChoiceField(label="Người làm")
    share = forms.IntegerField(label="Tỷ lệ thời gian (%)", required=False, min_value=0, max_value=100)

    def __init__(self, *args: Any, people: Sequence[User], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["who"]
        assert isinstance(field, forms.ChoiceField)
        field.choices = [
            ("Vai trò", [(f"role-{role.value}", role.label) for role in ROLES]),
            ("Người", [(f"user-{user.pk}", str(user)) for user in people]),
        ]
        self._people = {str(user.pk): user for user in people}
        for shown in self.fields.values():
            shown.widget.attrs["class"] = "form-select" if hasattr(shown, "choices") else "form-control"
            shown.widget.attrs["aria-label"] = shown.label

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        if cleaned.get("name") and "share" in cleaned and cleaned["share"] is None:
            self.add_error("share", "Ghi tỷ lệ thời gian của bước.")
        return cleaned

    @property
    def draft(self) -> Draft | None:
        data = self.cleaned_data
        if not data.get("name"):
            return None
        sort, _, key = data["who"].partition("-")
        return Draft(
            name=data["name"],
            kind=StepKind(data["kind"]),
            share=data["share"],
            role=Role(key) if sort == "role" else None,
            user=self._people[key] if sort == "user" else None,
        )


if TYPE_CHECKING:
    _Lines = forms.BaseFormSet[StepForm]
else:
    _Lines = forms.BaseFormSet


class StepsFormSet(_Lines):
    """The lines together: their shares make the whole limit."""

    def clean(self) -> None:
        if any(self.errors):
            return
        try:
            configuring.check(self.drafts)
        except DomainError as error:
            raise forms.ValidationError(error.message) from error

    @property
    def drafts(self) -> list[Draft]:
        """In the order of their numbers; a line without one stands where it is."""
        placed = sorted(
            enumerate(self.forms), key=lambda pair: (pair[1].cleaned_data.get("order") or 99, pair[0])
        )
        return [draft for _, form in placed if (draft := form.draft) is not None]


_Formset = forms.formset_factory(StepForm, formset=StepsFormSet, extra=SPARE, max_num=configuring.MOST_STEPS)


def steps_formset(data: Any, *, steps: Sequence[ProcessStep], people: Sequence[User]) -> StepsFormSet:
    initial = [
        {
            "order": number,
            "name": step.name,
            "kind": step.kind,
            "who": f"user-{step.user_id}" if step.user_id else f"role-{step.role}",
            "share": step.share,
        }
        for number, step in enumerate(steps, start=1)
    ]
    made = _Formset(data, initial=initial, prefix="buoc", form_kwargs={"people": people})
    assert isinstance(made, StepsFormSet)
    return made


class ProcedureChoiceForm(forms.Form):
    procedure = forms.ModelChoiceField(
        Procedure.objects.order_by("name"),
        to_field_name="code",
        label="Quy trình riêng cho thủ tục",
        empty_label="Chọn thủ tục",
        error_messages={"required": "Chọn thủ tục trong danh sách."},
    )
