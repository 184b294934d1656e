"""Giao, nhận hồ sơ: to which step and whom, and why."""

from collections.abc import Sequence
from typing import Any

from crispy_forms.helper import FormHelper
from django import forms

from dossiers.models import ProcessStep
from dossiers.process.people import Candidate
from dossiers.process.plans import Group
from portal.forms import LineField
from portal.models import User

NOTE_LENGTH = 300


Choice = tuple[ProcessStep, list[Candidate]]
"""A step and who may have it."""


class _Form(forms.Form):
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.helper = FormHelper()
        self.helper.form_tag = False


class HandOverForm(_Form):
    """One choice says the step and the person: `3-17`, or `3-` for whoever of the role takes it."""

    to = forms.ChoiceField(label="Chuyển tới")
    note = LineField(label="Ghi chú", required=False, max_length=NOTE_LENGTH)

    def __init__(
        self, *args: Any, choices: Sequence[tuple[ProcessStep, list[Candidate]]], **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["to"]
        assert isinstance(field, forms.ChoiceField)
        field.choices = [
            (step.name, [(f"{step.position}-{value}", label) for value, label in receivers(step, people)])
            for step, people in choices
        ]
        self._people = {str(one.user.pk): one.user for _, people in choices for one in people}

    @property
    def chosen(self) -> tuple[int, User | None]:
        """The step's place and the person."""
        position, _, person = self.cleaned_data["to"].partition("-")
        return int(position), self._people.get(person)


class HandOverManyForm(_Form):
    """One receiver a group of dossiers that go to the same step."""

    note = LineField(label="Ghi chú", required=False, max_length=NOTE_LENGTH)

    def __init__(self, *args: Any, groups: Sequence[Group], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._people = {str(one.user.pk): one.user for group in groups for one in group.people}
        for group in groups:
            choices = receivers(group.step, group.people)
            self.fields[group.field] = forms.ChoiceField(
                label=f"Người nhận ở bước “{group.step.name}”",
                choices=choices,
                initial=choices[0][0],
                required=False,
            )
        self.order_fields([*(group.field for group in groups), "note"])

    def receiver(self, group: Group) -> User | None:
        return self._people.get(self.cleaned_data[group.field])


class ReasonForm(_Form):
    reason = forms.CharField(
        label="Lý do", max_length=NOTE_LENGTH, widget=forms.Textarea(attrs={"rows": 3, "autofocus": True})
    )


class AssignForm(_Form):
    to_user = forms.TypedChoiceField(label="Giao cho")
    note = LineField(label="Ghi chú", required=False, max_length=NOTE_LENGTH)

    def __init__(self, *args: Any, people: Sequence[Candidate], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["to_user"]
        assert isinstance(field, forms.TypedChoiceField)
        field.choices = [(str(one.user.pk), _words(one)) for one in people]
        field.coerce = {str(one.user.pk): one.user for one in people}.__getitem__


def receivers(step: ProcessStep, people: Sequence[Candidate]) -> list[tuple[str, str]]:
    """Who is in charge or the only one comes first; else whoever of the role takes it."""
    anybody = ("", f"Ai nhận cũng được: {step.holder}")
    named = [(str(one.user.pk), _words(one)) for one in people]
    if not named:
        return [anybody]
    if step.user is not None and not step.role:
        return named
    first = people[0]
    is_likely = (first.is_in_charge or len(people) == 1 or step.user == first.user) and not first.is_away
    return [*named, anybody] if is_likely else [anybody, *named]


def _words(one: Candidate) -> str:
    """“Trần Quang, Công chức Tư pháp; phụ trách”."""
    words = f"{one.user}, {one.user.position}" if one.user.position else str(one.user)
    remarks = [word for word, holds in (("phụ trách", one.is_in_charge), ("đang nghỉ", one.is_away)) if holds]
    return "; ".join([words, *remarks])
