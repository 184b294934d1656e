"""Bộ lọc danh sách hồ sơ: what stands in the address, read kindly, never refused."""

from datetime import date
from typing import Any

from django import forms

from dossiers import columns
from dossiers.listing import DEADLINES, EVERY_ONLINE
from dossiers.models import Field, Purpose
from dossiers.status import Channel, DossierStatus
from portal.forms import DayField, LineField
from portal.models import Unit

SEARCH_LENGTH = 100
MANY = ("trang-thai", "linh-vuc", "kenh", "don-vi", "han")
"""Filters of which several values may be chosen at once."""
IN_ADDRESS = (*MANY, "thu-tuc", "tu", "den", "hen-tu", "hen-den", "xong-tu", "xong-den")


class DossierFilters(forms.Form):
    """Every name but `q` is a word of the address: `?trang-thai=processing&trang-thai=received`."""

    q = LineField(required=False, max_length=SEARCH_LENGTH)
    field_order = ("q", *IN_ADDRESS)

    def __init__(self, *args: Any, units: list[Unit], by_name: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["q"].label = (
            "Mã hồ sơ, tên không cần dấu, số định danh hoặc số điện thoại" if by_name else "Mã hồ sơ"
        )
        self.fields["trang-thai"] = _several("Trạng thái", DossierStatus.choices)
        self.fields["linh-vuc"] = _several("Lĩnh vực", list(Field.objects.values_list("code", "name")))
        self.fields["thu-tuc"] = LineField(label="Thủ tục: mã hoặc vài chữ", required=False, max_length=100)
        self.fields["kenh"] = _several("Kênh", [(EVERY_ONLINE, "Trực tuyến"), *Channel.choices])
        if len(units) > 1:
            self.fields["don-vi"] = _several("Đơn vị", [(str(unit.pk), unit.label) for unit in units])
        self.fields["tu"] = DayField(label="Tiếp nhận từ ngày", required=False)
        self.fields["den"] = DayField(label="Tiếp nhận đến ngày", required=False)
        self.fields["hen-tu"] = DayField(label="Hẹn trả từ ngày", required=False)
        self.fields["hen-den"] = DayField(label="Hẹn trả đến ngày", required=False)
        self.fields["xong-tu"] = DayField(label="Có kết quả từ ngày", required=False)
        self.fields["xong-den"] = DayField(label="Có kết quả đến ngày", required=False)
        self.fields["han"] = forms.MultipleChoiceField(
            label="Thời hạn", choices=DEADLINES.items(), required=False, widget=forms.MultipleHiddenInput
        )

    def chosen(self) -> dict[str, str | date | list[str]]:
        """What filters; a value that cannot be read filters nothing and is marked beside its field."""
        self.is_valid()
        return {name: value for name, value in self.cleaned_data.items() if value}

    def words(self) -> list[tuple[str, str, str]]:
        """Each filter in force as its name, its value and its words: `Trạng thái: Đang xử lý`."""
        told = []
        for name, value in self.chosen().items():
            label = str(self.fields[name].label)
            if name in {"han", "q"}:
                continue
            if isinstance(value, list):
                labels = dict(self.fields[name].choices)  # type: ignore[attr-defined]
                told += [(name, one, f"{label}: {labels[one]}") for one in value]
            elif isinstance(value, date):
                told.append((name, self.data[name], f"{label} {value:%d/%m/%Y}"))
            else:
                told.append((name, value, f"Thủ tục: {value}"))
        return told

    @property
    def days(self) -> list[forms.BoundField]:
        return [self[name] for name in IN_ADDRESS if name.endswith(("tu", "den"))]

    @property
    def procedure_words(self) -> forms.BoundField:
        return self["thu-tuc"]

    @property
    def boxes(self) -> list[forms.BoundField]:
        """Filters whose values are ticked."""
        return [self[name] for name in MANY if name in self.fields and name != "han"]


def _several(label: str, choices: list[Any]) -> forms.MultipleChoiceField:
    return forms.MultipleChoiceField(
        label=label, choices=choices, required=False, widget=forms.CheckboxSelectMultiple
    )


class ColumnsForm(forms.Form):
    keys = forms.MultipleChoiceField(
        label="Cột hiện trong danh sách, trong bảng xuất và bản in",
        choices=[(column.key, column.label) for column in columns.ALL],
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": "Chọn ít nhất một cột."},
    )


class SaveSearchForm(forms.Form):
    name = LineField(label="Tên bộ lọc", max_length=80)
    tells_daily = forms.BooleanField(label="Báo cho tôi mỗi ngày khi có hồ sơ khớp", required=False)


class ExportForm(forms.Form):
    """Xuất dữ liệu: why, and as what."""

    purpose = forms.ChoiceField(
        label="Mục đích", choices=Purpose.choices, initial=Purpose.REPORTING, widget=forms.RadioSelect
    )
