"""Đặt lịch hẹn: what a person types, and by what they come back."""

import uuid
from collections.abc import Iterable
from datetime import datetime
from typing import Any

from crispy_forms.helper import FormHelper
from crispy_forms.layout import Div, Layout
from django import forms
from django.utils import timezone

from dossiers import phones
from dossiers.appointments import finding
from dossiers.appointments.booking import CODES
from portal.forms import LineField

QUICKEST = 2
"""Seconds: nobody fills the form in sooner."""


class PersonForm(forms.Form):
    """Ai hẹn. `at` is the time that was chosen before; where it is gone it becomes a choice of others."""

    at = forms.CharField(label="Giờ hẹn", widget=forms.HiddenInput)
    name = LineField(label="Họ và tên", max_length=100)
    phone = LineField(label="Số điện thoại", max_length=30)
    email = forms.EmailField(label="Thư điện tử (không bắt buộc)", required=False, max_length=254)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["name"].widget.attrs["autocomplete"] = "name"
        self.fields["phone"].widget.attrs |= {"inputmode": "tel", "autocomplete": "tel"}
        self.helper = FormHelper()
        self.helper.form_tag = False

    def clean_at(self) -> datetime:
        moment = finding.moment_of(self.cleaned_data["at"])
        if moment is None:
            raise forms.ValidationError("Chọn lại giờ hẹn.")
        return moment

    def clean_phone(self) -> str:
        phone = phones.plain(self.cleaned_data["phone"])
        if not (phones.MOBILE.fullmatch(phone) or phones.LANDLINE.fullmatch(phone)):
            raise forms.ValidationError("Số điện thoại chưa đúng. Gõ 10 số, ví dụ 0912345678.")
        return phone

    def offer_instead(self, moments: Iterable[datetime]) -> None:
        """The time is gone, what was typed stays: others to choose from, in the field itself."""
        choices = [(finding.as_value(one), finding.in_words(one)) for one in moments]
        if choices:
            self.fields["at"].widget = forms.Select(choices=choices)


class BookingForm(PersonForm):
    """The same from a phone. `key` is the form's own, once; `website` stays empty but for machines."""

    key = forms.CharField(widget=forms.HiddenInput)
    website = forms.CharField(
        label="Để trống ô này",
        required=False,
        widget=forms.TextInput(attrs={"tabindex": "-1", "autocomplete": "off"}),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.helper.disable_csrf = True
        self.fields["phone"].help_text = "Bốn số cuối cùng với mã lịch hẹn để bạn xem, đổi, hủy sau này."
        self.helper.layout = Layout(
            "key", Div("website", css_class="visually-hidden"), "at", "name", "phone", "email"
        )

    def clean_website(self) -> str:
        if self.cleaned_data["website"]:
            raise forms.ValidationError("Xóa chữ trong ô này rồi bấm Đặt lịch hẹn lần nữa.")
        return ""

    def clean_key(self) -> str:
        """An old form and one that was sent at once are sent once more by hand, with all that was typed."""
        signed: str = self.cleaned_data["key"]
        if CODES.form_key(signed) is None:
            raise forms.ValidationError("Trang này mở đã lâu. Xem lại rồi bấm Đặt lịch hẹn lần nữa.")
        if not CODES.is_older(signed, QUICKEST):
            raise forms.ValidationError("Bạn gửi nhanh quá. Xem lại rồi bấm Đặt lịch hẹn lần nữa.")
        return signed

    @property
    def form_key(self) -> uuid.UUID:
        key = CODES.form_key(self.cleaned_data["key"])
        assert key is not None, "a valid form has its key"
        return key


class LookUpForm(forms.Form):
    """Mã và bốn số cuối."""

    ma = LineField(
        label="Mã lịch hẹn",
        max_length=40,
        help_text="12 chữ và số trong tin nhắn hoặc trên trang đã hiện khi bạn đặt, ví dụ K7QM-2XHA-9RTB.",
        widget=forms.TextInput(
            attrs={"autocomplete": "off", "autocapitalize": "characters", "spellcheck": "false"}
        ),
    )
    so = forms.RegexField(
        rf"^\d{{{finding.DIGITS}}}(\d{{6,7}})?$",
        label="Bốn số cuối của số điện thoại đã ghi",
        max_length=11,
        widget=forms.TextInput(attrs={"autocomplete": "off", "inputmode": "numeric", "class": "code-field"}),
        error_messages={"invalid": "Gõ đúng bốn chữ số."},
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.helper = FormHelper()
        self.helper.form_tag = False
        self.helper.disable_csrf = True


class _AmongTimes(forms.Form):
    """At the desk the time is chosen in the form itself, among those that are free on the day."""

    def __init__(self, *args: Any, moments: Iterable[datetime], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choices = [(finding.as_value(one), f"{timezone.localtime(one):%H:%M}") for one in moments]
        self.fields["at"].widget = forms.Select(choices=choices)
        self.helper = FormHelper()
        self.helper.form_tag = False

    def clean_at(self) -> datetime:
        moment = finding.moment_of(self.cleaned_data["at"])
        if moment is None:
            raise forms.ValidationError("Chọn lại giờ hẹn.")
        return moment


class DeskForm(_AmongTimes, PersonForm):
    """Đặt hộ."""

    key = forms.CharField(widget=forms.HiddenInput)

    def clean_key(self) -> uuid.UUID:
        key = CODES.form_key(self.cleaned_data["key"])
        if key is None:
            raise forms.ValidationError("Trang này mở đã lâu. Mở lại trang rồi đặt.")
        return key


class MoveForm(_AmongTimes):
    """Đổi giờ hẹn."""

    at = forms.CharField(label="Giờ mới")
    reason = LineField(
        label="Lý do (không bắt buộc)", max_length=300, required=False, help_text="Người hẹn đọc được."
    )


class CancelForm(forms.Form):
    """Hủy lịch hẹn."""

    reason = LineField(label="Lý do", max_length=300, help_text="Người hẹn đọc được.")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.helper = FormHelper()
        self.helper.form_tag = False
