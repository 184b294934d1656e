"""Niêm yết mã QR: what the code leads to and where it hangs; and the days of its statistics."""

from datetime import date, timedelta
from typing import Any

from crispy_forms.helper import FormHelper
from django import forms
from django.utils import timezone

from dossiers.models import Field, PostedKind, Procedure
from dossiers.models.posting import OF_A_PROCEDURE
from portal.forms import DayField, LineField
from portal.models import Unit

KINDS = [PostedKind.PROCEDURE, PostedKind.FORM, PostedKind.FIELD, PostedKind.CATALOGUE]
"""What can be posted: the kinds whose page there is."""


class ProcedureChoice(forms.ModelChoiceField):
    def label_from_instance(self, obj: Procedure) -> str:
        return f"{obj.name} ({obj.code})"


class PostForm(forms.Form):
    """Where there is one unit to choose, nothing is asked."""

    kind = forms.ChoiceField(label="Mã dẫn tới", choices=[(kind.value, kind.label) for kind in KINDS])
    place = LineField(
        label="Nơi dán",
        max_length=100,
        help_text="Ví dụ: bảng niêm yết, nhà văn hóa thôn 3. Thống kê lượt quét theo nơi này.",
        error_messages={"required": "Ghi nơi dán mã, ví dụ “bảng niêm yết” hoặc “nhà văn hóa thôn 3”."},
    )

    def __init__(self, *args: Any, units: list[Unit], places: list[str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.units = units
        public = Procedure.objects.published().valid_on(timezone.localdate()).order_by("name")
        self.fields["procedure"] = ProcedureChoice(
            public.defer("steps", "conditions", "legal_basis"),
            label="Thủ tục",
            required=False,
            empty_label="(chọn khi mã dẫn tới một thủ tục hoặc biểu mẫu)",
        )
        self.fields["field"] = forms.ModelChoiceField(
            Field.objects.filter(procedures__in=public).distinct(),
            label="Lĩnh vực",
            required=False,
            empty_label="(chọn khi mã dẫn tới một lĩnh vực)",
        )
        if len(units) > 1:
            self.fields["unit"] = forms.ModelChoiceField(
                Unit.objects.filter(pk__in=[unit.pk for unit in units]), label="Đơn vị", empty_label=None
            )
        self.fields["place"].widget.attrs["list"] = "places"
        self.places = places
        self.order_fields(["unit", "kind", "procedure", "field", "place"])
        self.helper = FormHelper()
        self.helper.form_tag = False

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or {}
        kind = cleaned.get("kind")
        if kind in OF_A_PROCEDURE and not cleaned.get("procedure") and "procedure" not in self.errors:
            self.add_error("procedure", "Chọn thủ tục mà mã dẫn tới.")
        if kind == PostedKind.FIELD and not cleaned.get("field") and "field" not in self.errors:
            self.add_error("field", "Chọn lĩnh vực mà mã dẫn tới.")
        cleaned["procedure"] = cleaned.get("procedure") if kind in OF_A_PROCEDURE else None
        cleaned["field"] = cleaned.get("field") if kind == PostedKind.FIELD else None
        cleaned.setdefault("unit", self.units[0])
        return cleaned


class DaysForm(forms.Form):
    """Từ ngày, đến ngày: empty means the last thirty days."""

    tu = DayField(label="Từ ngày", required=False)
    den = DayField(label="Đến ngày", required=False)

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or {}
        today = timezone.localdate()
        last: date = cleaned.get("den") or today
        first: date = cleaned.get("tu") or last - timedelta(days=29)
        if first > last:
            self.add_error("den", "Ngày cuối trước ngày đầu.")
        if (last - first).days > 3 * 366:
            self.add_error("tu", "Chọn nhiều nhất ba năm.")
        return {"first": first, "last": last}
