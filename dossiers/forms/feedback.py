"""Phiếu phản ánh của người dân, and what the sender says later by the code."""

import uuid
from typing import Any

from crispy_forms.helper import FormHelper
from crispy_forms.layout import Div, Fieldset, Layout
from django import forms
from django.core.files.uploadedfile import UploadedFile

from dossiers import phones
from dossiers.forms.papers import ManyFiles
from dossiers.voices import codes, pictures
from dossiers.voices.receiving import Words
from dossiers.voices.status import Satisfaction, Topic
from portal.forms import LineField, TextField
from portal.models import Unit

QUICKEST = 3
"""Seconds: nobody fills the form in sooner."""
LENGTH = 3000
_PHOTO_HINT = f"Nhiều nhất {pictures.MOST} ảnh. Nơi chụp, giờ chụp ghi trong ảnh được xóa trước khi lưu."


class PhotosField(forms.FileField):
    """Files as they came; they are opened only after the form has been counted (`pictures.looked_at`)."""

    def clean(self, data: Any, initial: Any = None) -> list[UploadedFile]:
        return list(data) if isinstance(data, list | tuple) else [data] if data else []


def _photos() -> PhotosField:
    return PhotosField(
        label="Ảnh",
        required=False,
        help_text=_PHOTO_HINT,
        widget=ManyFiles(attrs={"accept": pictures.ACCEPTED}),
    )


class FeedbackForm(forms.Form):
    """Phản ánh, kiến nghị. `key` is the form's own, once; `website` stays empty but for machines."""

    key = forms.CharField(widget=forms.HiddenInput)
    website = forms.CharField(
        label="Để trống ô này",
        required=False,
        widget=forms.TextInput(attrs={"tabindex": "-1", "autocomplete": "off"}),
    )
    topic = forms.ChoiceField(
        label="Bạn muốn nói về việc gì?", choices=Topic.choices, widget=forms.RadioSelect
    )
    what = TextField(
        label="Nội dung",
        max_length=LENGTH,
        min_length=10,
        help_text="Kể chuyện gì đã xảy ra, bạn đề nghị làm gì. Không cần ghi số căn cước.",
    )
    where = LineField(label="Ở đâu? (không bắt buộc)", max_length=300, required=False)
    when = LineField(label="Khi nào? (không bắt buộc)", max_length=200, required=False)
    photos = _photos()
    contact_name = LineField(label="Họ và tên", max_length=100, required=False)
    phone = LineField(label="Số điện thoại", max_length=30, required=False)
    email = forms.EmailField(label="Thư điện tử", required=False, max_length=254)

    def __init__(self, *args: Any, units: list[Unit], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if units:
            self.fields["unit"] = forms.ModelChoiceField(
                Unit.objects.filter(pk__in=[unit.pk for unit in units]).order_by("folded_name"),
                label="Gửi đến đơn vị nào?",
                empty_label="Chọn đơn vị",
            )
        self.fields["phone"].widget.attrs |= {"inputmode": "tel", "autocomplete": "tel"}
        self.fields["contact_name"].widget.attrs["autocomplete"] = "name"
        self.helper = FormHelper()
        self.helper.form_tag = False
        self.helper.layout = Layout(
            "key",
            Div("website", css_class="visually-hidden"),
            *(["unit"] if units else []),
            "topic",
            "what",
            "where",
            "when",
            "photos",
            Fieldset(
                "Để được báo khi có trả lời (không bắt buộc)",
                "contact_name",
                "phone",
                "email",
            ),
        )

    def clean_website(self) -> str:
        if self.cleaned_data["website"]:
            raise forms.ValidationError("Xóa chữ trong ô này rồi bấm Gửi lần nữa.")
        return ""

    def clean_key(self) -> str:
        """An old form and one that was sent at once are sent once more by hand, with all that was typed."""
        signed: str = self.cleaned_data["key"]
        if codes.form_key(signed) is None:
            raise forms.ValidationError("Trang này mở đã lâu. Xem lại nội dung rồi bấm Gửi lần nữa.")
        if not codes.is_older(signed, QUICKEST):
            raise forms.ValidationError("Bạn gửi nhanh quá. Xem lại nội dung rồi bấm Gửi lần nữa.")
        return signed

    def clean_phone(self) -> str:
        phone = phones.plain(self.cleaned_data["phone"])
        if phone and not (phones.MOBILE.fullmatch(phone) or phones.LANDLINE.fullmatch(phone)):
            raise forms.ValidationError("Số điện thoại chưa đúng. Gõ 10 số, ví dụ 0912345678, hoặc để trống.")
        return phone

    @property
    def form_key(self) -> uuid.UUID:
        key = codes.form_key(self.cleaned_data["key"])
        assert key is not None, "a valid form has its key"
        return key

    @property
    def words(self) -> Words:
        values = self.cleaned_data
        names = ("topic", "what", "where", "when", "contact_name", "phone", "email")
        return Words(**{name: values[name] for name in names})


class FollowForm(forms.Form):
    code = LineField(
        label="Mã theo dõi",
        max_length=40,
        help_text="12 chữ và số đã hiện khi bạn gửi, ví dụ K7QM-2XHA-9RTB.",
        widget=forms.TextInput(
            attrs={"autocomplete": "off", "autocapitalize": "characters", "spellcheck": "false"}
        ),
    )


class AddForm(forms.Form):
    """Bổ sung theo yêu cầu."""

    text = TextField(label="Nội dung bổ sung", max_length=LENGTH)
    photos = _photos()

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.helper = FormHelper()
        self.helper.form_tag = False


class JudgeForm(forms.Form):
    satisfaction = forms.ChoiceField(choices=Satisfaction.choices)


class ReopenForm(forms.Form):
    """Phản ánh tiếp."""

    reason = TextField(
        label="Điều gì chưa được giải quyết?",
        max_length=LENGTH,
        min_length=10,
        help_text="Chỉ gửi tiếp được một lần.",
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.helper = FormHelper()
        self.helper.form_tag = False
