"""Ký số bằng tệp khóa; hình chữ ký, hình dấu."""

from typing import Any

from django import forms
from django.utils import timezone

from dossiers.documents import people
from dossiers.documents.signing import images, keys
from dossiers.documents.signing.placing import Spot
from dossiers.forms.documents import PlainForm
from dossiers.models import SignatureImage
from portal.errors import DomainError
from portal.models import Unit, User

_SPOT = ("page", "left_mm", "top_mm")


class SignForm(PlainForm):
    """The key file and its password live as long as the request."""

    key_file = forms.FileField(
        label="Tệp khóa (.p12, .pfx)",
        max_length=200,
        widget=forms.FileInput(attrs={"accept": ".p12,.pfx,application/x-pkcs12", "class": "form-control"}),
        help_text="Chỉ dùng cho lần ký này, không lưu lại.",
    )
    password = forms.CharField(
        label="Mật khẩu của tệp khóa",
        strip=False,
        max_length=200,
        widget=forms.PasswordInput(attrs={"autocomplete": "off"}),
    )
    page = forms.IntegerField(
        label="Ký ở trang",
        min_value=1,
        max_value=2000,
        required=False,
        help_text="Để trống thì tìm tên người ký ở trang cuối và ký giữa chức vụ và tên.",
    )
    left_mm = forms.FloatField(
        label="Giữa hình cách mép trái (mm)", min_value=0, max_value=500, required=False
    )
    top_mm = forms.FloatField(
        label="Giữa hình cách mép trên (mm)", min_value=0, max_value=500, required=False
    )

    def clean(self) -> dict[str, Any]:
        values: dict[str, Any] = super().clean() or self.cleaned_data
        said = [name for name in _SPOT if values.get(name) is not None]
        for name in _SPOT if said else ():
            if name not in said and name not in self.errors:
                self.add_error(name, "Ghi đủ trang và hai khoảng cách, hoặc để trống cả ba.")
        if not self.errors:
            try:
                values["key"] = keys.opened(
                    values["key_file"].read(), values["password"], at=timezone.now()
                )  # fmt: skip
            except DomainError as refusal:
                self.add_error("key_file", refusal.message)
        return values

    @property
    def spot(self) -> Spot | None:
        values = self.cleaned_data
        return None if values["page"] is None else Spot(*(values[name] for name in _SPOT))


class ImageForm(PlainForm):
    """Đặt hình chữ ký của một lãnh đạo, hoặc hình dấu của đơn vị."""

    image = forms.FileField(
        label="Hình PNG nền trong suốt",
        max_length=200,
        widget=forms.FileInput(attrs={"accept": "image/png", "class": "form-control"}),
        help_text="Chữ ký màu xanh; dấu màu đỏ.",
    )
    width_mm = forms.IntegerField(
        label="Bề rộng trên giấy (mm)",
        min_value=images.LEAST_MM,
        max_value=images.MOST_MM,
        initial=images.USUAL_MM,
        help_text="Dấu in đúng kích thước thực tế.",
    )

    def __init__(self, *args: Any, user: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.owners = owners(user)
        self.fields["owner"] = forms.ChoiceField(
            label="Hình của", choices=[(word, label) for word, label, _, _ in self.owners]
        )
        self.order_fields(["owner"])

    def clean(self) -> dict[str, Any]:
        values: dict[str, Any] = super().clean() or self.cleaned_data
        if "owner" in values and values.get("image"):
            try:
                values["drawing"] = images.looked_at(values["image"], is_seal=self.owner[1] is None)
            except DomainError as refusal:
                self.add_error("image", refusal.message)
        return values

    @property
    def owner(self) -> tuple[Unit, User | None]:
        word = self.cleaned_data["owner"]
        return next((unit, user) for known, _, unit, user in self.owners if known == word)


def owners(user: User) -> list[tuple[str, str, Unit, User | None]]:
    """Whose pictures the user may set: (word, label, unit, leader or None for the seal)."""
    found: list[tuple[str, str, Unit, User | None]] = []
    for unit in people.units_kept(user):
        found.append((f"{unit.pk}-0", f"Dấu của {unit}", unit, None))
        found += [
            (f"{unit.pk}-{one.pk}", f"Chữ ký của {one}, {unit}", unit, one) for one in people.leaders(unit.pk)
        ]
    own = user.tree.pick(user.units_held(people.LEADERS))
    known = {word for word, _, _, _ in found}
    found += [
        (word, f"Chữ ký của {user}, {unit}", unit, user)
        for unit in own
        if (word := f"{unit.pk}-{user.pk}") not in known
    ]
    return found


def shown(user: User) -> list[SignatureImage]:
    """The pictures among these that are set."""
    units = {unit.pk for _, _, unit, _ in owners(user)}
    found = SignatureImage.objects.filter(unit__in=units).select_related("unit", "user", "set_by")
    return [one for one in found.order_by("unit", "user") if images.may_set(user, one.unit, one.user)]
