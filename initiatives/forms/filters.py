"""Bộ lọc danh sách sáng kiến: what stands in the address; anything odd there is left out."""

from collections.abc import Sequence
from typing import Any

from django import forms

from initiatives.listing import Wanted
from initiatives.status import Domain, InitiativeStatus


class InitiativeFilters(forms.Form):
    nam = forms.TypedChoiceField(label="Năm", required=False, coerce=int, empty_value=None)
    trang_thai = forms.ChoiceField(
        label="Trạng thái", required=False, choices=[("", "Mọi trạng thái"), *InitiativeStatus.choices]
    )
    linh_vuc = forms.ChoiceField(
        label="Lĩnh vực", required=False, choices=[("", "Mọi lĩnh vực"), *Domain.choices]
    )

    def __init__(self, data: Any, *, years: Sequence[int]) -> None:
        super().__init__(data)
        year: Any = self.fields["nam"]
        year.choices = [("", "Mọi năm"), *((one, str(one)) for one in years)]

    def wanted(self, text: str) -> Wanted:
        self.is_valid()
        data = self.cleaned_data
        return Wanted(data.get("nam"), data.get("trang_thai", ""), data.get("linh_vuc", ""), text)
