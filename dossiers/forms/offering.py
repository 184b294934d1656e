"""Thủ tục đơn vị tiếp nhận: what narrows the list, and the unit's own terms of one procedure."""

from typing import Any

from crispy_forms.helper import FormHelper
from django import forms

from dossiers.forms.public import SecureAddressField
from dossiers.models import Field, OfferedProcedure, Procedure, TakesAppointments
from dossiers.models.procedure import ProcedureQuerySet
from dossiers.offering import leaves_fee_open
from portal.forms import LineField


class OfferFilters(forms.Form):
    """Words of the address: `?q=khai sinh&linh-vuc=ho-tich&chon=co`."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        fields = [("", "Mọi lĩnh vực"), *Field.objects.values_list("code", "name")]
        self.fields["q"] = LineField(label="Tên hoặc mã thủ tục", required=False, max_length=100)
        self.fields["linh-vuc"] = forms.ChoiceField(label="Lĩnh vực", choices=fields, required=False)
        self.fields["chon"] = forms.ChoiceField(
            label="Đang",
            choices=[("", "tất cả"), ("co", "tiếp nhận"), ("khong", "không tiếp nhận")],
            required=False,
        )

    @property
    def chosen(self) -> dict[str, Any]:
        self.is_valid()
        return self.cleaned_data

    def narrow(self, found: ProcedureQuerySet, offered: ProcedureQuerySet) -> ProcedureQuerySet:
        chosen = self.chosen
        if text := chosen.get("q"):
            found = found.matching(text)
        if field := chosen.get("linh-vuc"):
            found = found.filter(field__code=field)
        match chosen.get("chon"):
            case "co":
                found = found.filter(pk__in=offered.values("pk"))
            case "khong":
                found = found.exclude(pk__in=offered.values("pk"))
        return found


class TermsForm(forms.Form):
    note = LineField(label="Ghi chú của đơn vị", max_length=300, required=False)
    position = forms.IntegerField(
        label="Thứ tự",
        min_value=0,
        max_value=9999,
        required=False,
        help_text="Số nhỏ đứng trước; để trống là 0.",
    )

    online_address = SecureAddressField(
        label="Nơi nộp trực tuyến", help_text="Để trống: như địa chỉ chung của thủ tục."
    )

    appointments = forms.ChoiceField(
        label="Đặt lịch hẹn",
        choices=[("", "như đơn vị đặt cho mọi thủ tục"), *TakesAppointments.choices],
        required=False,
    )

    helps_before = forms.TypedChoiceField(
        label="Xem giấy tờ trước khi đến",
        choices=[("", "như mặc định: thủ tục đất đai có, còn lại không"), ("True", "có"), ("False", "không")],
        coerce=lambda value: value == "True",
        empty_value=None,
        required=False,
    )

    def __init__(
        self, *args: Any, procedure: Procedure, offer: OfferedProcedure | None, **kwargs: Any
    ) -> None:
        own = (
            "note", "position", "time_value", "fee", "online_address", "appointments", "helps_before",
        )  # fmt: skip
        initial = {name: getattr(offer, name) for name in own} if offer else {}
        super().__init__(*args, **{"initial": initial, **kwargs})
        if procedure.time_value:
            self.fields["time_value"] = forms.IntegerField(
                label="Thời hạn của đơn vị",
                min_value=1,
                max_value=procedure.time_value,
                required=False,
                help_text=f"Ngắn hơn quy định ({procedure.time_limit_label}), cùng đơn vị tính."
                " Để trống là theo quy định.",
                error_messages={
                    "max_value": f"Không được dài hơn quy định ({procedure.time_limit_label}).",
                    "min_value": "Ít nhất là 1; để trống nếu theo quy định.",
                },
            )
        if leaves_fee_open(procedure):
            self.fields["fee"] = forms.IntegerField(
                label="Mức thu (đồng)",
                min_value=0,
                max_value=2_000_000_000,
                required=False,
                localize=True,
                help_text="Theo nghị quyết của Hội đồng nhân dân; danh mục không ghi mức.",
            )
        self.helper = FormHelper()
        self.helper.form_tag = False

    def clean_position(self) -> int:
        return self.cleaned_data["position"] or 0
