"""Đăng nhập."""

from typing import Any

from crispy_forms.helper import FormHelper
from django.contrib.auth.forms import AuthenticationForm


class SignInForm(AuthenticationForm):
    """Signing in with the office's own account."""

    error_messages = {
        "invalid_login": "Tên đăng nhập hoặc mật khẩu không đúng. Sau 5 lần sai, tài khoản tạm khóa 15 phút.",
        "inactive": "Tài khoản này đã ngừng hoạt động. Hãy liên hệ quản trị đơn vị.",
    }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["username"].label = "Tên đăng nhập"
        self.fields["password"].label = "Mật khẩu"
        self.helper = FormHelper()
        self.helper.form_tag = False
