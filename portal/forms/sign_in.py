"""Đăng nhập."""

from typing import Any

from crispy_forms.helper import FormHelper
from django.contrib.auth.forms import AuthenticationForm, PasswordChangeForm

PASSWORD_RULES = "Từ 10 ký tự, không giống họ tên hay tên đăng nhập, không phải mật khẩu nhiều người dùng."


class OwnPasswordForm(PasswordChangeForm):
    """Đổi mật khẩu của mình."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["old_password"].label = "Mật khẩu đang dùng"
        self.fields["new_password1"].help_text = PASSWORD_RULES
        self.fields["new_password2"].label = "Gõ lại mật khẩu mới"
        self.fields["new_password2"].help_text = ""


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
