"""Niêm yết mã QR: what the code leads to and where it hangs; and the days of its statistics."""

from collections.abc import Mapping
from datetime import date, timedelta
from typing import Any

from crispy_forms.helper import FormHelper
from django import forms
from django.utils import timezone

from dossiers.models import Field, PostedKind, Procedure, SheetKind
from dossiers.models.posting import OF_A_PROCEDURE
from dossiers.posting import leaflet
from dossiers.printing import labels
from portal.forms import DayField, LineField
from portal.models import Unit


class ProcedureChoice(forms.ModelChoiceField):
    def label_from_instance(self, obj: Procedure) -> str:
        return f"{obj.name} ({obj.code})"


class PostForm(forms.Form):
    """Where there is one unit to choose, nothing is asked."""

    kind = forms.ChoiceField(label="Mã dẫn tới", choices=PostedKind.choices)
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


MOST_COPIES = 120
"""Ten sheets of stickers."""


class _SheetForm(forms.Form):
    """On what sheets; of stickers, how many of each code."""

    sheet = forms.ChoiceField(
        label="Khổ in",
        choices=[(sheet.value, sheet.label) for sheet in SheetKind if sheet != SheetKind.BOOKLET],
    )
    copies = forms.IntegerField(
        label="Số nhãn mỗi mã",
        min_value=1,
        max_value=MOST_COPIES,
        required=False,
        help_text="Chỉ với tờ nhãn dán. Để trống: một trang 12 nhãn khi in một mã, một nhãn khi in nhiều mã.",
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.helper = FormHelper()
        self.helper.form_tag = False

    def copies_of(self, usual: int) -> int:
        """How many of each code: sheets other than stickers show each once."""
        if self.cleaned_data["sheet"] != SheetKind.STICKERS:
            return 1
        return self.cleaned_data["copies"] or usual


class PrintForm(_SheetForm):
    """In một mã."""


class PrintManyForm(_SheetForm):
    """In nhiều mã: each procedure of a field at a place, or whatever has to be replaced."""

    FIELD, REPLACE = "field", "replace"

    what = forms.ChoiceField(
        label="In những mã nào",
        choices=[(FIELD, "Từng thủ tục của một lĩnh vực"), (REPLACE, "Mọi tờ cần thay")],
    )
    place = LineField(
        label="Nơi dán",
        max_length=100,
        required=False,
        help_text="Khi in từng thủ tục của một lĩnh vực, ví dụ: bảng niêm yết.",
    )

    def __init__(self, *args: Any, units: list[Unit], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.units = units
        public = Procedure.objects.published().valid_on(timezone.localdate())
        self.fields["field"] = forms.ModelChoiceField(
            Field.objects.filter(procedures__in=public).distinct(),
            label="Lĩnh vực",
            required=False,
            empty_label="(chọn một lĩnh vực)",
        )
        if len(units) > 1:
            self.fields["unit"] = forms.ModelChoiceField(
                Unit.objects.filter(pk__in=[unit.pk for unit in units]), label="Đơn vị", empty_label=None
            )
        self.order_fields(["unit", "what", "field", "place", "sheet", "copies"])

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or {}
        if cleaned.get("what") == self.FIELD:
            if not cleaned.get("field") and "field" not in self.errors:
                self.add_error("field", "Chọn lĩnh vực.")
            if not cleaned.get("place"):
                self.add_error("place", "Ghi nơi dán mã, ví dụ “bảng niêm yết”.")
        cleaned.setdefault("unit", self.units[0])
        return cleaned


class LeafletForm(forms.Form):
    """Lời tờ rơi: one field a text; a panel that would run over is told beside its longest text."""

    def __init__(self, *args: Any, now: Mapping[str, str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.now = now
        for panel in leaflet.PANELS:
            for label in panel.labels:
                self.fields[label.key] = LineField(
                    label=f"{panel.name}, {label.hint}",
                    required=False,
                    initial=now[label.key],
                    max_length=labels.LONGEST,
                    help_text="" if now[label.key] == label.text else f"Lời gốc: {label.text}",
                    widget=forms.Textarea(attrs={"rows": 2})
                    if label.hint != "tiêu đề"
                    else forms.TextInput(),
                )

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or {}
        for key, message in leaflet.refusals({**self.now, **cleaned}).items():
            self.add_error(key, message)
        return cleaned
