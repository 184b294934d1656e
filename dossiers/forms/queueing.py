"""Hàng đợi: a number for who has just come, where a number is sent on to, a desk, the days of a page."""

from datetime import date, timedelta
from typing import Any

from crispy_forms.helper import FormHelper
from django import forms
from django.utils import timezone

from dossiers.models import Appointment, Desk, Field, TicketGroup
from dossiers.queueing import taking
from portal.forms import DayField, LineField
from portal.models import Unit


class AppointmentChoice(forms.ModelChoiceField):
    def label_from_instance(self, obj: Appointment) -> str:
        return f"{timezone.localtime(obj.starts_at):%H:%M} {obj.name}"


class TakeForm(forms.Form):
    """Lấy số cho người vừa đến: nothing need be chosen."""

    key = forms.UUIDField(widget=forms.HiddenInput)
    group = forms.ChoiceField(label="Diện", choices=TicketGroup.choices, required=False)

    def __init__(self, *args: Any, unit: Unit, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["field"] = forms.ModelChoiceField(
            Field.objects.filter(pk__in=[field.pk for field in taking.fields_of(unit)]),
            label="Việc", required=False, empty_label="Chưa nói việc gì",
        )  # fmt: skip
        self.fields["appointment"] = AppointmentChoice(
            taking.appointments_of(unit).booked(),
            label="Có lịch hẹn", required=False, empty_label="Không có hẹn",
        )  # fmt: skip
        self.order_fields(["key", "field", "group", "appointment"])

    def clean_group(self) -> TicketGroup:
        return TicketGroup(self.cleaned_data["group"] or TicketGroup.NONE)


class MoveForm(forms.Form):
    """Chuyển đến quầy hoặc lĩnh vực khác: one of the two."""

    def __init__(self, *args: Any, unit: Unit, here: Desk, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["desk"] = forms.ModelChoiceField(
            Desk.objects.filter(unit=unit, is_open=True).exclude(pk=here.pk),
            label="Quầy", required=False, empty_label="(quầy nào cũng được)",
        )  # fmt: skip
        self.fields["field"] = forms.ModelChoiceField(
            Field.objects.filter(pk__in=[field.pk for field in taking.fields_of(unit)]),
            label="Lĩnh vực", required=False, empty_label="(như cũ)",
        )  # fmt: skip


class DeskForm(forms.Form):
    """Một quầy."""

    name = LineField(
        label="Tên quầy", max_length=30, help_text="Ví dụ: Quầy 1. Tên này được đọc và hiện khi gọi số."
    )
    is_open = forms.BooleanField(label="Đang dùng", required=False)

    def __init__(self, *args: Any, unit: Unit, desk: Desk | None = None, **kwargs: Any) -> None:
        kwargs["initial"] = {"is_open": True}
        if desk is not None:
            kwargs["initial"] = {
                "name": desk.name,
                "is_open": desk.is_open,
                "fields": list(desk.fields.all()),
            }
        super().__init__(*args, **kwargs)
        self.fields["fields"] = forms.ModelMultipleChoiceField(
            Field.objects.filter(pk__in=[field.pk for field in taking.fields_of(unit)]).order_by("name"),
            label="Lĩnh vực phục vụ", required=False, widget=forms.CheckboxSelectMultiple,
            help_text="Không đánh dấu gì: quầy phục vụ mọi việc.",
        )  # fmt: skip
        self.order_fields(["name", "is_open", "fields"])
        self.helper = FormHelper()
        self.helper.form_tag = False


class DaysForm(forms.Form):
    """Từ ngày, đến ngày: empty means the last thirty days."""

    tu = DayField(label="Từ ngày", required=False)
    den = DayField(label="Đến ngày", required=False)

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or {}
        first, last = cleaned.get("tu"), cleaned.get("den")
        if first and last and first > last:
            self.add_error("den", "Ngày cuối phải từ ngày đầu trở đi.")
        return cleaned

    def days(self) -> tuple[date, date]:
        """What was asked for, as far as it was understood."""
        said = self.cleaned_data if self.is_valid() else {}
        last = said.get("den") or timezone.localdate()
        return said.get("tu") or last - timedelta(days=29), last
