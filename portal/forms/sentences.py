"""Câu báo lỗi nhập liệu: Django's own sentences for wrong input, as an office here would say them.

Its Vietnamese translation asks for “một số tổng thể”, leaves some sentences in English and says of none what
to type. A field that names its own sentence keeps it.
"""

from typing import Any

from django import forms
from django.core import validators

_NOT_LISTED = "Giá trị này không có trong danh sách. Chọn lại một dòng trong danh sách."
_FIELDS: dict[type[forms.Field], dict[str, str]] = {
    forms.IntegerField: {"invalid": "Ghi một số nguyên, chỉ gồm chữ số."},
    forms.DecimalField: {"invalid": "Ghi một số, phần lẻ sau dấu phẩy."},
    forms.DateField: {"invalid": "Gõ ngày theo dạng ngày/tháng/năm, ví dụ 25/11/2026."},
    forms.TimeField: {"invalid": "Gõ giờ theo dạng 07:30."},
    forms.ChoiceField: {"invalid_choice": _NOT_LISTED},
    forms.MultipleChoiceField: {"invalid_choice": _NOT_LISTED, "invalid_list": _NOT_LISTED},
    forms.ModelChoiceField: {"invalid_choice": _NOT_LISTED},
    forms.ModelMultipleChoiceField: {
        "invalid_choice": _NOT_LISTED,
        "invalid_list": _NOT_LISTED,
        "invalid_pk_value": _NOT_LISTED,
    },
    forms.FileField: {
        "invalid": "Tệp chưa gửi lên được. Chọn lại tệp rồi gửi.",
        "missing": "Chưa có tệp nào được gửi. Chọn lại tệp.",
        "empty": "Tệp này rỗng. Chọn tệp khác.",
    },
    forms.UUIDField: {"invalid": "Mã của phiếu không đọc được. Mở lại trang rồi ghi lại."},
}
_VALIDATORS: dict[Any, str] = {
    validators.MinValueValidator: "Số nhỏ nhất ghi được là %(limit_value)s.",
    validators.MaxValueValidator: "Số lớn nhất ghi được là %(limit_value)s.",
    validators.MinLengthValidator: "Cần ít nhất %(limit_value)d ký tự, mới có %(show_value)d.",
    validators.MaxLengthValidator: "Ghi được tối đa %(limit_value)d ký tự, đang có %(show_value)d.",
    validators.EmailValidator: "Địa chỉ thư điện tử chưa đúng. Gõ theo dạng ten@vidu.vn.",
    validators.ProhibitNullCharactersValidator: "Có ký tự không in được. Gõ lại mục này.",
}


def speak() -> None:
    """Put these sentences in the place of Django's, before any form is read."""
    for field, sentences in _FIELDS.items():
        field.default_error_messages |= sentences
    for validator, sentence in _VALIDATORS.items():
        validator.message = sentence
