"""Thể thức: number and date, who signs, who receives."""

from dataclasses import replace
from typing import Any

from crispy_forms.helper import FormHelper
from crispy_forms.layout import Div, Layout
from django import forms

from portal.forms import DayField, LineField
from portal.text import one_line
from reports.letterhead import Letterhead, Signer


class LinesField(forms.CharField):
    """One entry a line; dashes and closing marks are the document's own."""

    widget = forms.Textarea(attrs={"rows": 3})

    def to_python(self, value: Any) -> tuple[str, ...]:  # type: ignore[override]
        lines = (one_line(line).lstrip("-– ").rstrip(" .;,") for line in (value or "").splitlines())
        return tuple(line for line in lines if line)

    def prepare_value(self, value: Any) -> Any:
        return "\n".join(value) if isinstance(value, tuple) else value

    def validate(self, value: tuple[str, ...]) -> None:
        if self.required and not value:
            raise forms.ValidationError(self.error_messages["required"], code="required")

    def run_validators(self, value: tuple[str, ...]) -> None:
        """Lengths do not matter on paper."""


class LetterheadForm(forms.Form):
    number = forms.IntegerField(
        label="Số văn bản", required=False, min_value=1, max_value=99_999, localize=False,
        help_text="Chưa lấy số thì để trống.",
    )  # fmt: skip
    symbol = LineField(label="Ký hiệu", max_length=30, help_text="Loại văn bản và cơ quan.")
    issued_on = DayField(label="Ngày ban hành", required=False, help_text="Chưa ban hành thì để trống.")
    place = LineField(label="Địa danh", max_length=100, help_text="Tên riêng, không ghi “xã”, “huyện”.")
    signer = forms.ChoiceField(
        label="Thẩm quyền ký", choices=Signer.choices, help_text="Thay mặt Ủy ban nhân dân."
    )
    signer_name = LineField(
        label="Họ và tên người ký", required=False, max_length=100, help_text="Không ghi học hàm, học vị."
    )
    addressees = LinesField(
        label="Kính gửi", required=False,
        help_text="Mỗi dòng một nơi. Để trống thì văn bản không có dòng “Kính gửi”.",
    )  # fmt: skip
    recipients = LinesField(
        label="Nơi nhận", help_text="Mỗi dòng một nơi, không cần dấu gạch và dấu chấm phẩy."
    )

    def __init__(self, *args: Any, head: Letterhead, **kwargs: Any) -> None:
        self.head = head
        names = self.base_fields
        kwargs.setdefault("initial", {name: getattr(head, name) for name in names})
        super().__init__(*args, **kwargs)
        self.helper = FormHelper()
        self.helper.form_tag = False
        self.helper.layout = Layout(
            Div("number", "symbol", css_class="row"),
            Div("issued_on", "place", css_class="row"),
            Div("signer", "signer_name", css_class="row"),
            "addressees",
            "recipients",
        )

    def letterhead(self) -> Letterhead:
        """What was filled in, as a letterhead."""
        return replace(self.head, **self.cleaned_data | {"signer": Signer(self.cleaned_data["signer"])})
