"""Bộ lọc danh sách hồ sơ: what stands in the address, read kindly, never refused."""

from datetime import date
from typing import Any

from django import forms

from dossiers.models import Field
from dossiers.status import Channel, DossierStatus
from portal.forms import DayField, LineField
from portal.models import Unit

SEARCH_LENGTH = 100
IN_ADDRESS = ("trang-thai", "linh-vuc", "thu-tuc", "kenh", "don-vi", "tu", "den", "han")


class DossierFilters(forms.Form):
    """Every name but `q` is a word of the address: `?trang-thai=processing&tu=01/11/2026`."""

    q = LineField(required=False, max_length=SEARCH_LENGTH)
    field_order = ("q", *IN_ADDRESS)

    def __init__(self, *args: Any, units: list[Unit], by_name: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["q"].label = (
            "Mã hồ sơ, tên không cần dấu, số định danh hoặc số điện thoại" if by_name else "Mã hồ sơ"
        )
        self.fields["trang-thai"] = _choice("Trạng thái", DossierStatus.choices, "Mọi trạng thái")
        self.fields["linh-vuc"] = _choice(
            "Lĩnh vực", list(Field.objects.values_list("code", "name")), "Mọi lĩnh vực"
        )
        self.fields["thu-tuc"] = LineField(label="Thủ tục: mã hoặc vài chữ", required=False, max_length=100)
        self.fields["kenh"] = _choice("Kênh", [("truc-tuyen", "Trực tuyến"), *Channel.choices], "Mọi kênh")
        if len(units) > 1:
            self.fields["don-vi"] = _choice(
                "Đơn vị", [(str(unit.pk), unit.label) for unit in units], "Mọi đơn vị"
            )
        self.fields["tu"] = DayField(label="Tiếp nhận từ ngày", required=False)
        self.fields["den"] = DayField(label="Đến ngày", required=False)
        self.fields["han"] = forms.CharField(required=False, widget=forms.HiddenInput)

    def chosen(self) -> dict[str, str | date]:
        """What filters; a value that cannot be read filters nothing and is marked beside its field."""
        self.is_valid()
        return {name: value for name, value in self.cleaned_data.items() if value}

    @property
    def is_narrowed(self) -> bool:
        """True if anything but the box is filled in, so that the filters stand open."""
        return any(self.data.get(name) for name in self.fields if name not in {"q", "han"})


def _choice(label: str, choices: list[Any], every: str) -> forms.ChoiceField:
    return forms.ChoiceField(label=label, choices=[("", every), *choices], required=False)
