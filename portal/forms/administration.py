"""Biểu mẫu quản trị: accounts, roles, first passwords, identifiers, and the filters of the trail."""

import re
from typing import Any

from crispy_forms.helper import FormHelper
from django import forms
from django.contrib.auth.password_validation import validate_password

from portal.administration import Reach
from portal.forms.fields import DayField, LineField
from portal.forms.sign_in import PASSWORD_RULES
from portal.models import Role, Unit, User
from portal.trail import THINGS

IDENTIFIER = re.compile(r"[A-Z0-9]+(\.[A-Z0-9]+)*")


class _Plain(forms.Form):
    """A form laid out by crispy inside the template's own <form>."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.helper = FormHelper()
        self.helper.form_tag = False


class AccountForm(_Plain):
    full_name = LineField(label="Họ và tên", max_length=100)
    position = LineField(label="Chức vụ, chức danh", max_length=120, required=False)
    phone = LineField(label="Điện thoại", max_length=20, required=False)
    email = forms.EmailField(label="Thư điện tử", required=False)

    def __init__(self, *args: Any, reach: Reach, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["unit"] = _UnitField(reach.units, label="Đơn vị", empty_label="Chọn đơn vị")


class NewAccountForm(AccountForm):
    username = forms.RegexField(
        r"^[a-z0-9][a-z0-9._-]{2,59}$",
        label="Tên đăng nhập",
        help_text="Chữ thường không dấu, số, dấu chấm; ví dụ hong.le.",
        error_messages={"invalid": "Chỉ dùng chữ thường không dấu, số và dấu . _ -, từ 3 ký tự."},
    )

    def __init__(self, *args: Any, reach: Reach, **kwargs: Any) -> None:
        super().__init__(*args, reach=reach, **kwargs)
        self.fields["roles"] = forms.MultipleChoiceField(
            choices=_role_choices(reach),
            label="Vai trò trong đơn vị này",
            required=False,
            widget=forms.CheckboxSelectMultiple,
        )
        self.fields["password"] = _password("Mật khẩu đầu tiên")
        self.order_fields(
            ["username", "full_name", "position", "unit", "roles", "password", "phone", "email"]
        )

    def clean_username(self) -> str:
        username: str = self.cleaned_data["username"]
        if User.objects.filter(username=username).exists():
            raise forms.ValidationError(f"Đã có tài khoản “{username}”. Chọn tên khác.")
        return username

    def clean_roles(self) -> list[Role]:
        return [Role(value) for value in self.cleaned_data["roles"]]

    def clean_password(self) -> str:
        return _strong(self.cleaned_data["password"], User(username=self.data.get("username", "")))


class RoleForm(_Plain):
    """Stands on one page with `AccountForm`, so its names carry a prefix."""

    prefix = "grant"

    def __init__(self, *args: Any, reach: Reach, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["role"] = forms.ChoiceField(label="Giao thêm vai trò", choices=_role_choices(reach))
        self.fields["unit"] = _UnitField(reach.units, label="Trong đơn vị", empty_label="Chọn đơn vị")

    def clean_role(self) -> Role:
        return Role(self.cleaned_data["role"])


class PasswordForm(_Plain):
    def __init__(self, *args: Any, account: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.account = account
        self.fields["password"] = _password("Mật khẩu mới")

    def clean_password(self) -> str:
        return _strong(self.cleaned_data["password"], self.account)


class IdentifierForm(_Plain):
    identifier = LineField(
        label="Mã định danh điện tử",
        max_length=35,
        required=False,
        help_text="Theo quyết định của tỉnh (QĐ 20/2020/QĐ-TTg), ví dụ H50.25. Không tự suy ra.",
    )

    def clean_identifier(self) -> str:
        identifier: str = self.cleaned_data["identifier"].upper()
        if identifier and not IDENTIFIER.fullmatch(identifier):
            raise forms.ValidationError("Chỉ gồm chữ in hoa không dấu, số và dấu chấm, ví dụ H50.25.")
        return identifier


class AccountFilters(forms.Form):
    q = LineField(label="Tên hoặc tên đăng nhập", required=False, max_length=100)


class TrailFilters(forms.Form):
    """Words of the address: `?q=…&viec=user&tu=01/11/2026`."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["q"] = LineField(label="Người làm hoặc đối tượng", required=False, max_length=100)
        self.fields["viec"] = forms.ChoiceField(
            label="Về", choices=[("", "Mọi việc"), *THINGS.items()], required=False
        )
        self.fields["tu"] = DayField(label="Từ ngày", required=False)
        self.fields["den"] = DayField(label="Đến ngày", required=False)

    @property
    def chosen(self) -> dict[str, Any]:
        self.is_valid()
        return self.cleaned_data


class _UnitField(forms.ModelChoiceField):
    def label_from_instance(self, unit: Unit) -> str:
        return f"{unit.label} · {unit.code}"


def _role_choices(reach: Reach) -> list[tuple[str, str]]:
    return [(role.value, role.label) for role in reach.roles]


def _password(label: str) -> forms.CharField:
    return forms.CharField(
        label=label,
        strip=False,
        help_text=PASSWORD_RULES,
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
    )


def _strong(password: str, account: User) -> str:
    validate_password(password, account)
    return password
