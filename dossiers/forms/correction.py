"""Sửa hồ sơ sau khi tiếp nhận: the receipt's facts once more, each paper with its form, and the reason."""

from collections.abc import Mapping
from typing import Any

from crispy_forms.helper import FormHelper
from django import forms

from dossiers import phones
from dossiers.corrections import CORRECTABLE, PaperCorrection
from dossiers.models import Dossier, FiledAs
from dossiers.models.choices import Priority, ResultDelivery, Sex
from portal.forms import DayField, LineField

NOT_HANDED_IN = ""


class CorrectionForm(forms.Form):
    """Everything that may be corrected, as it stands now; what is left alone stays."""

    applicant_name = LineField(label="Họ và tên người nộp", max_length=150)
    personal_number = LineField(label="Số định danh", max_length=30, required=False)
    born_on = DayField(label="Ngày sinh", required=False)
    sex = forms.ChoiceField(label="Giới tính", choices=[("", "chưa ghi"), *Sex.choices], required=False)
    phone = LineField(label="Số điện thoại", max_length=30, required=False)
    email = forms.EmailField(
        label="Thư điện tử",
        required=False,
        error_messages={"invalid": "Địa chỉ thư chưa đúng, ví dụ: ten@example.vn."},
    )
    address = LineField(label="Địa chỉ", max_length=300, required=False)
    owner_name = LineField(label="Chủ hồ sơ", max_length=150)
    owner_number = LineField(label="Số định danh của chủ hồ sơ", max_length=30, required=False)
    authority_note = LineField(label="Giấy ủy quyền", max_length=300, required=False)
    result_delivery = forms.ChoiceField(label="Nhận kết quả", choices=ResultDelivery.choices)
    delivery_address = LineField(label="Nơi nhận kết quả", max_length=300, required=False)
    priority = forms.ChoiceField(label="Ưu tiên", choices=Priority.choices)
    sets = forms.IntegerField(label="Số bộ hồ sơ", min_value=1, max_value=999)
    new_paper = LineField(label="Thêm giấy tờ đã nhận mà chưa ghi", max_length=600, required=False)
    new_paper_as = forms.ChoiceField(label="Dạng", choices=FiledAs.choices, initial=FiledAs.COPY)
    reason = forms.CharField(
        label="Lý do sửa",
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 2}),
        error_messages={"required": "Ghi lý do sửa: người dân và cấp trên đều hỏi đến."},
    )
    seen = forms.IntegerField(widget=forms.HiddenInput)

    def __init__(self, data: Mapping[str, Any] | None = None, *, dossier: Dossier) -> None:
        initial = {name: getattr(dossier, name) for name in CORRECTABLE}
        super().__init__(data, initial=initial | {"seen": dossier.corrections.count()})
        if case_types := list(dossier.procedure.case_types.all()):
            self.fields["case_type_id"] = forms.TypedChoiceField(
                label="Loại việc",
                choices=[("", "Không phân loại"), *((kind.pk, kind.name) for kind in case_types)],
                coerce=int,
                empty_value=None,
                required=False,
            )
        self.components = list(dossier.components.all())
        for component in self.components:
            self.fields[f"paper-{component.pk}"] = forms.ChoiceField(
                label=component.name,
                choices=[*FiledAs.choices, (NOT_HANDED_IN, "Không nộp, bỏ khỏi giấy tiếp nhận")],
                initial=component.filed_as,
                required=False,
            )
        names = [name for name in self.fields if name.startswith("paper-")]
        last = ["new_paper", "new_paper_as", "reason", "seen"]
        self.order_fields([*(name for name in CORRECTABLE if name in self.fields), *names, *last])
        self.helper = FormHelper()
        self.helper.form_tag = False

    def clean(self) -> dict[str, Any]:
        """The owner who was the applicant is corrected along; what goes by post needs a place to go to."""
        values: dict[str, Any] = super().clean() or self.cleaned_data
        before = self.initial["applicant_name"]
        if values.get("owner_name") == self.initial["owner_name"] == before:
            values["owner_name"] = values.get("applicant_name", before)
        if values.get("result_delivery") == ResultDelivery.POST and not values.get("delivery_address"):
            values["delivery_address"] = values.get("address", "")
            if not values["delivery_address"]:
                self.add_error("delivery_address", "Ghi nơi nhận kết quả qua bưu chính.")
        return values

    def clean_phone(self) -> str:
        return phones.plain(self.cleaned_data["phone"])

    def clean_personal_number(self) -> str:
        number: str = self.cleaned_data["personal_number"]
        return number.replace(" ", "").replace(".", "")

    @property
    def values(self) -> dict[str, Any]:
        return {name: self.cleaned_data[name] for name in CORRECTABLE if name in self.cleaned_data}

    @property
    def papers(self) -> tuple[PaperCorrection, ...]:
        found = []
        for component in self.components:
            form = self.cleaned_data[f"paper-{component.pk}"]
            found.append(PaperCorrection(component.name, FiledAs(form) if form else None, component))
        if name := self.cleaned_data["new_paper"]:
            found.append(PaperCorrection(name, FiledAs(self.cleaned_data["new_paper_as"])))
        return tuple(found)
