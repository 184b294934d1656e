"""Sắp xếp lại đơn vị: which units end, who takes over, from which day."""

from typing import Any

from crispy_forms.helper import FormHelper
from django import forms
from django.db.models import QuerySet

from dossiers.reorganising import Reorganisation
from portal.forms import DayField, LineField
from portal.models import Unit, UnitKind

_KINDS = [UnitKind.PROVINCE, UnitKind.DISTRICT, UnitKind.COMMUNE]


class _Units(forms.ModelMultipleChoiceField):
    def label_from_instance(self, unit: Unit) -> str:
        return f"{unit.label} · {unit.code}"


class _Unit(forms.ModelChoiceField):
    def label_from_instance(self, unit: Unit) -> str:
        return f"{unit.label} · {unit.code}"


class ReorganisationForm(forms.Form):
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["closed"] = _Units(
            _choosable().filter(handed_to=None),
            label="Đơn vị kết thúc",
            help_text="Giữ Ctrl để chọn nhiều. Phòng, ban, trạm, thôn của đơn vị đi theo.",
            widget=forms.SelectMultiple(attrs={"size": 8}),
        )
        self.fields["named"] = _Unit(
            _choosable().filter(valid_to=None), label="Đơn vị nhận bàn giao", empty_label="Chọn đơn vị"
        )
        self.fields["on"] = DayField(label="Từ ngày", help_text="Ngày đầu tiên thuộc đơn vị nhận.")
        self.fields["is_successor"] = forms.BooleanField(
            label="Là đơn vị kế thừa: số liệu các kỳ trước của đơn vị kết thúc cũng tính vào đơn vị nhận",
            required=False,
        )
        self.helper = FormHelper()
        self.helper.form_tag = False

    def plans(self) -> list[Reorganisation]:
        """One for each unit that ends."""
        values = self.cleaned_data
        return [
            Reorganisation(unit, values["named"], values["on"], values["is_successor"])
            for unit in values["closed"]
        ]

    def clean(self) -> dict[str, Any]:
        values = super().clean() or {}
        if not self.errors:
            for plan in self.plans():
                if why := plan.refusal():
                    self.add_error(None, why)
        return values


class ConfirmationForm(forms.Form):
    """Typed by hand, as it cannot be undone."""

    codes = LineField(label="Gõ mã các đơn vị kết thúc, cách nhau một dấu cách", max_length=400)

    def __init__(self, *args: Any, plans: list[Reorganisation], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.wanted = " ".join(plan.closed.code for plan in plans)
        self.fields["codes"].help_text = f"Để xác nhận: {self.wanted}"
        self.helper = FormHelper()
        self.helper.form_tag = False

    def clean_codes(self) -> str:
        typed: str = self.cleaned_data["codes"]
        if sorted(typed.split()) != sorted(self.wanted.split()):
            raise forms.ValidationError(f"Chưa khớp. Gõ đúng: {self.wanted}")
        return typed


def _choosable() -> QuerySet[Unit]:
    return Unit.objects.filter(kind__in=_KINDS).order_by("valid_to", "folded_name", "code")
