"""Fields that take what people type here: Vietnamese text, days and moments as Vietnam writes them."""

from datetime import date
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone

from portal.text import clean, one_line

EARLIEST, LATEST = 1900, 2199
"""The years of people who are alive and of anything that an office sets a date for."""


def sensible_year(day: date) -> None:
    """A slip of the hand (0206, 20226) is no day, and would leave what calendars can count."""
    if not EARLIEST <= day.year <= LATEST:
        raise ValidationError(f"Năm {day.year} không hợp lệ: ghi năm đủ bốn chữ số.")


class LineField(forms.CharField):
    """One line of text with precomposed letters and single spaces."""

    def to_python(self, value: Any) -> str:
        return one_line(super().to_python(value) or "")


class TextField(forms.CharField):
    """Several lines, with nothing in them that a Word file refuses."""

    widget = forms.Textarea(attrs={"rows": 6})

    def to_python(self, value: Any) -> str:
        return clean(super().to_python(value) or "").strip()


class DayField(forms.DateField):
    """A day typed as `25/11/2026`: date fields of browsers set to another country turn it round."""

    widget = forms.DateInput(format="%d/%m/%Y", attrs={"placeholder": "ngày/tháng/năm"})
    default_validators = [sensible_year]
    default_error_messages = {"invalid": "Gõ ngày theo dạng ngày/tháng/năm, ví dụ 25/11/2026."}


class PastDayField(DayField):
    """A day that has come: what is issued bears no day of the future."""

    def clean(self, value: Any) -> Any:
        day = super().clean(value)
        if day is not None and day > timezone.localdate():
            raise forms.ValidationError(f"{self.label} còn ở tương lai.")
        return day


class MomentField(forms.DateTimeField):
    """A moment typed as `25/11/2026 08:30`."""

    widget = forms.DateTimeInput(format="%d/%m/%Y %H:%M", attrs={"placeholder": "ngày/tháng/năm giờ:phút"})
    default_validators = [sensible_year]
    default_error_messages = {"invalid": "Gõ ngày giờ theo dạng 25/11/2026 08:30."}
