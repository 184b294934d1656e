"""Bộ lọc danh mục thủ tục, and what is decided about one procedure beside its content."""

from typing import Any

from django import forms

from dossiers.calendar import PauseRule
from dossiers.models import Field, ServiceLevel
from dossiers.models.procedure import ProcedureQuerySet
from portal.forms import LineField


class CatalogueFilters(forms.Form):
    """Words of the address: `?q=khai sinh&linh-vuc=ho-tich&muc-do=full&tinh-trang=cho-cong-bo`."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        fields = list(Field.objects.values_list("code", "name"))
        self.fields["q"] = LineField(label="Tên hoặc mã, không cần dấu", required=False, max_length=100)
        self.fields["linh-vuc"] = _choice("Lĩnh vực", [("", "Mọi lĩnh vực"), *fields])
        self.fields["muc-do"] = _choice("Mức độ dịch vụ công", [("", "Mọi mức độ"), *ServiceLevel.choices])
        self.fields["tinh-trang"] = _choice(
            "Tình trạng",
            [("", "Mọi tình trạng"), ("cong-khai", "Đang công khai"), ("cho-cong-bo", "Chờ công bố")],
        )

    @property
    def chosen(self) -> dict[str, Any]:
        self.is_valid()
        return self.cleaned_data

    def narrow(self, found: ProcedureQuerySet) -> ProcedureQuerySet:
        chosen = self.chosen
        found = found.matching(chosen.get("q", ""))
        if field := chosen.get("linh-vuc"):
            found = found.filter(field__code=field)
        if level := chosen.get("muc-do"):
            found = found.filter(service_level=level)
        if state := chosen.get("tinh-trang"):
            found = found.filter(is_published=state == "cong-khai")
        return found


class OfferForm(forms.Form):
    """Which button was pressed."""

    act = forms.ChoiceField(choices=[("offer", "Tiếp nhận thủ tục này"), ("decline", "Thôi tiếp nhận")])


class PauseRuleForm(forms.Form):
    """Cách tính lại hạn of one procedure, before the offices' own."""

    pause_rule = forms.ChoiceField(
        label="Cách tính lại hạn sau khi bổ sung",
        choices=[("", "Như thiết lập của đơn vị"), *((rule.value, rule.label) for rule in PauseRule)],
        required=False,
    )


def _choice(label: str, choices: list[Any]) -> forms.ChoiceField:
    return forms.ChoiceField(label=label, choices=choices, required=False)
