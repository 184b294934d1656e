"""Giao chỉ tiêu: a number for each field and each officer; empty asks nothing."""

from collections.abc import Mapping, Sequence
from typing import Any

from django import forms

from dossiers.models import Field

MOST = 99_999


class TargetsForm(forms.Form):
    """`fields_of` and `officers_of` are the bound fields of each part, for the template."""

    def __init__(
        self,
        *args: Any,
        fields: Sequence[Field],
        officers: Sequence[str],
        set_fields: Mapping[int, int],
        set_officers: Mapping[str, int],
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        self._fields = {f"linh-vuc-{one.pk}": one.pk for one in fields}
        self._officers = {f"can-bo-{place}": name for place, name in enumerate(officers)}
        for one in fields:
            self._ask(f"linh-vuc-{one.pk}", one.name, set_fields.get(one.pk))
        for key, name in self._officers.items():
            self._ask(key, name, set_officers.get(name))

    def _ask(self, key: str, label: str, initial: int | None) -> None:
        self.fields[key] = forms.IntegerField(
            label=label,
            required=False,
            min_value=0,
            max_value=MOST,
            initial=initial,
            error_messages={
                "invalid": "Ghi số hồ sơ, ví dụ 40.",
                "min_value": "Số hồ sơ không âm.",
                "max_value": "Nhiều nhất 99.999 hồ sơ một tháng.",
            },
        )

    @property
    def fields_of(self) -> list[forms.BoundField]:
        return [self[key] for key in self._fields]

    @property
    def officers_of(self) -> list[forms.BoundField]:
        return [self[key] for key in self._officers]

    def numbers(self) -> dict[str, dict[Any, int]]:
        """As `targets.set_targets` takes them."""
        said = self.cleaned_data
        return {
            "fields": {pk: said[key] for key, pk in self._fields.items() if said[key]},
            "officers": {name: said[key] for key, name in self._officers.items() if said[key]},
        }
