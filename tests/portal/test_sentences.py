"""Câu báo lỗi nhập liệu: what is read beside a field is a Vietnamese sentence that says what to type."""

import pytest
from django import forms

from portal.forms import DayField, MomentField

pytestmark = pytest.mark.once


class Everything(forms.Form):
    number = forms.IntegerField(min_value=1, max_value=5, required=False)
    amount = forms.DecimalField(required=False)
    time = forms.TimeField(required=False)
    word = forms.CharField(min_length=2, max_length=3, required=False)
    letter = forms.EmailField(required=False)
    choice = forms.ChoiceField(choices=[("a", "A")], required=False)
    several = forms.MultipleChoiceField(choices=[("a", "A")], required=False)
    key = forms.UUIDField(required=False)
    day = DayField(required=False)
    moment = MomentField(required=False)


@pytest.mark.parametrize(
    ("field", "typed", "sentence"),
    [
        ("number", "x", "Ghi một số nguyên, chỉ gồm chữ số."),
        ("number", "0", "Số nhỏ nhất ghi được là 1."),
        ("number", "6", "Số lớn nhất ghi được là 5."),
        ("amount", "x", "Ghi một số, phần lẻ sau dấu phẩy."),
        ("time", "25:00", "Gõ giờ theo dạng 07:30."),
        ("word", "x", "Cần ít nhất 2 ký tự, mới có 1."),
        ("word", "xxxx", "Ghi được tối đa 3 ký tự, đang có 4."),
        ("word", "a\x00", "Có ký tự không in được. Gõ lại mục này."),
        ("letter", "khong@", "Địa chỉ thư điện tử chưa đúng. Gõ theo dạng ten@vidu.vn."),
        ("choice", "z", "Giá trị này không có trong danh sách. Chọn lại một dòng trong danh sách."),
        ("several", ["z"], "Giá trị này không có trong danh sách. Chọn lại một dòng trong danh sách."),
        ("key", "z", "Mã của phiếu không đọc được. Mở lại trang rồi ghi lại."),
        ("day", "31/02/2026", "Gõ ngày theo dạng ngày/tháng/năm, ví dụ 25/11/2026."),
        ("day", "25/11/0206", "Năm 206 không hợp lệ: ghi năm đủ bốn chữ số."),
        ("moment", "25/11/9999 08:30", "Năm 9999 không hợp lệ: ghi năm đủ bốn chữ số."),
        ("moment", "31/02/2026 08:30", "Gõ ngày giờ theo dạng 25/11/2026 08:30."),
    ],
)
def test_wrong_input_is_told_in_a_sentence_that_says_what_to_type(field, typed, sentence):
    form = Everything({field: typed})

    assert form.errors[field] == [sentence]


def test_an_empty_moment_does_not_look_like_one_that_was_typed():
    assert "2026" not in str(Everything()["moment"])
