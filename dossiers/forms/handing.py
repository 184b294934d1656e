"""Giao, nhận hồ sơ: to which step and whom, and why."""

from collections.abc import Sequence
from typing import Any

from crispy_forms.helper import FormHelper
from django import forms

from dossiers.models import ProcessStep
from dossiers.process.plans import Group
from portal.forms import LineField
from portal.models import User

NOTE_LENGTH = 300


class _Form(forms.Form):
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.helper = FormHelper()
        self.helper.form_tag = False


class HandOverForm(_Form):
    """One choice says the step and the person: `3-17`, or `3-` for whoever of the role takes it."""

    to = forms.ChoiceField(label="Chuyển tới")
    note = LineField(label="Ghi chú", required=False, max_length=NOTE_LENGTH)

    def __init__(self, *args: Any, choices: Sequence[tuple[ProcessStep, list[User]]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["to"]
        assert isinstance(field, forms.ChoiceField)
        field.choices = [
            (step.name, [(f"{step.position}-{value}", label) for value, label in receivers(step, people)])
            for step, people in choices
        ]
        self._people = {str(user.pk): user for _, people in choices for user in people}

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
        self._people = {str(user.pk): user for group in groups for user in group.people}
        for group in groups:
            self.fields[group.field] = forms.ChoiceField(
                label=f"Người nhận ở bước “{group.step.name}”",
                choices=receivers(group.step, group.people),
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

    def __init__(self, *args: Any, people: Sequence[User], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        found = {str(user.pk): user for user in people}
        field = self.fields["to_user"]
        assert isinstance(field, forms.TypedChoiceField)
        field.choices = [(value, _person(user)) for value, user in found.items()]
        field.coerce = found.__getitem__


def receivers(step: ProcessStep, people: Sequence[User]) -> list[tuple[str, str]]:
    """The only one there is first; of several, whoever takes it."""
    anybody = ("", f"Ai nhận cũng được: {step.holder}")
    named = [(str(user.pk), _person(user)) for user in people]
    if step.user is not None and not step.role:
        return named or [anybody]
    return [*named, anybody] if len(named) == 1 or step.user is not None else [anybody, *named]


def _person(user: User) -> str:
    return f"{user}, {user.position}" if user.position else str(user)
