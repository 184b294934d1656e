"""Phân công lĩnh vực, thời gian nghỉ."""

from typing import Any

from crispy_forms.helper import FormHelper
from django import forms

from dossiers.assigning import delegates_of
from dossiers.models import Competence, Field, Procedure
from portal.forms import DayField, LineField
from portal.models import Unit, User


class CompetenceForm(forms.Form):
    """Fields are ticked; single procedures are added by their codes, one a line."""

    def __init__(self, *args: Any, user: User, unit: Unit, **kwargs: Any) -> None:
        own = Competence.objects.filter(user=user, unit=unit).select_related("procedure")
        initial = {
            "fields": [one.field_id for one in own if one.field_id],
            "procedures": "\n".join(one.procedure.code for one in own if one.procedure),
        }
        super().__init__(*args, **{"initial": initial, **kwargs})
        self.fields["fields"] = forms.ModelMultipleChoiceField(
            Field.objects.all(), label="Lĩnh vực", required=False, widget=forms.CheckboxSelectMultiple
        )
        self.fields["procedures"] = forms.CharField(
            label="Riêng từng thủ tục",
            required=False,
            widget=forms.Textarea(attrs={"rows": 3}),
            help_text="Mỗi dòng một mã thủ tục, ví dụ 1.001193; thắng lĩnh vực khi giao hồ sơ.",
        )
        self.helper = FormHelper()
        self.helper.form_tag = False

    def clean_procedures(self) -> list[Procedure]:
        codes = self.cleaned_data["procedures"].split()
        found = {one.code: one for one in Procedure.objects.filter(code__in=codes)}
        if missing := [code for code in codes if code not in found]:
            raise forms.ValidationError(f"Danh mục không có thủ tục mang mã {', '.join(missing)}.")
        return list(found.values())


class AbsenceForm(forms.Form):
    def __init__(self, *args: Any, user: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["from_on"] = DayField(label="Nghỉ từ ngày")
        self.fields["to_on"] = DayField(label="Đến hết ngày")
        self.fields["delegate"] = forms.ModelChoiceField(
            delegates_of(user), label="Người làm thay", required=False, empty_label="Chưa ủy quyền cho ai"
        )
        self.fields["reason"] = LineField(label="Lý do", max_length=200, required=False)
        self.helper = FormHelper()
        self.helper.form_tag = False

    def clean(self) -> dict[str, Any]:
        values = super().clean() or {}
        first, last = values.get("from_on"), values.get("to_on")
        if first and last and last < first:
            self.add_error("to_on", "Ngày cuối không được trước ngày đầu.")
        return values
