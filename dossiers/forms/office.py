"""Thiết lập của đơn vị: a day of the calendar, the office's hours, and the other settings by section."""

from dataclasses import dataclass
from datetime import time
from itertools import pairwise
from typing import Any

from crispy_forms.helper import FormHelper
from django import forms
from django.core.validators import URLValidator

from dossiers.models import Office
from dossiers.papers import coding
from portal.administration import Reach
from portal.forms import DayField, LineField
from portal.models import Unit

_BOUNDS = ("morning_opens", "morning_closes", "afternoon_opens", "afternoon_closes")


class _Plain(forms.Form):
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.helper = FormHelper()
        self.helper.form_tag = False


class OfficeDayForm(_Plain):
    day = DayField(label="Ngày")
    works = forms.TypedChoiceField(
        label="Là ngày",
        choices=[("no", "nghỉ thêm"), ("yes", "làm việc (làm bù)")],
        coerce=lambda value: value == "yes",
    )
    reason = LineField(label="Lý do, số quyết định", max_length=200)

    def __init__(self, *args: Any, reach: Reach, unit: Unit | None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["unit"] = forms.ModelChoiceField(
            reach.units,
            label="Áp dụng cho",
            required=not reach.is_system_wide,
            initial=unit.pk if unit else None,
            empty_label="Mọi đơn vị" if reach.is_system_wide else None,
            error_messages={"required": "Chọn đơn vị của bạn: ngày chung do quản trị hệ thống ghi."},
        )


class HoursForm(_Plain):
    """Ca làm việc, Thứ Bảy, giờ chốt. An office that works through the noon leaves the second shift empty."""

    morning_opens = forms.TimeField(label="Ca thứ nhất: mở cửa")
    morning_closes = forms.TimeField(label="Ca thứ nhất: đóng cửa")
    afternoon_opens = forms.TimeField(label="Ca thứ hai: mở cửa", required=False)
    afternoon_closes = forms.TimeField(label="Ca thứ hai: đóng cửa", required=False)
    saturday = forms.ChoiceField(
        label="Sáng Thứ Bảy",
        choices=[
            ("off", "nghỉ"),
            ("receives", "chỉ tiếp nhận và trả kết quả, không tính vào thời hạn"),
            ("works", "là ngày làm việc, tính vào thời hạn"),
        ],
        widget=forms.RadioSelect,
    )
    cutoff = forms.TimeField(
        label="Giờ chốt bàn giao trong ngày",
        help_text="Hồ sơ nhận sau giờ này bàn giao vào đầu ngày làm việc tiếp theo "
        "(NĐ 61/2018/NĐ-CP, Điều 18: 15 giờ).",
    )

    def __init__(self, *args: Any, office: Office, **kwargs: Any) -> None:
        self.office = office
        super().__init__(*args, initial=_hours_of(office), **kwargs)
        for name in (*_BOUNDS, "cutoff"):
            control = self.fields[name]
            assert isinstance(control, forms.TimeField)
            control.widget = forms.TimeInput(format="%H:%M", attrs={"placeholder": "07:30"})
            control.error_messages["invalid"] = "Gõ giờ theo dạng 07:30."

    def clean(self) -> dict[str, Any]:
        values = super().clean() or {}
        opens, closes = values.get("afternoon_opens"), values.get("afternoon_closes")
        is_read = not {"afternoon_opens", "afternoon_closes"} & set(self.errors)
        if is_read and (opens is None) != (closes is None):
            missing = "afternoon_opens" if opens is None else "afternoon_closes"
            self.add_error(missing, "Ca thứ hai phải có cả giờ mở và giờ đóng, hoặc để trống cả hai.")
        bounds = [(name, values[name]) for name in _BOUNDS if values.get(name) is not None]
        for (earlier, before), (later, after) in pairwise(bounds):
            if after <= before:
                label = str(self.fields[earlier].label).lower()
                self.add_error(later, f"Phải sau giờ của “{label}” ({before:%H:%M}).")
        return values

    def proposed(self) -> Office:
        """The office as it would be; nothing is saved."""
        values = self.cleaned_data
        shifts = [_pair(values["morning_opens"], values["morning_closes"])]
        if values.get("afternoon_opens"):
            shifts.append(_pair(values["afternoon_opens"], values["afternoon_closes"]))
        self.office.shifts = shifts
        self.office.saturday_works = values["saturday"] == "works"
        self.office.saturday_receives = values["saturday"] == "receives"
        self.office.cutoff = values["cutoff"]
        return self.office


@dataclass(frozen=True)
class Section:
    """One part of the settings page: its address, heading, what it is for, and its columns."""

    slug: str
    title: str
    note: str
    columns: tuple[str, ...]


SECTIONS = (
    Section(
        "lien-he",
        "Tên bộ phận và liên hệ",
        "Tên, địa chỉ, điện thoại in trên phiếu và trang công khai.",
        ("one_stop_name", "address", "phone", "email", "map_url"),
    ),
    Section(
        "quy-tac",
        "Quy tắc thời hạn",
        "Cách tính lại hạn sau bổ sung, các mốc xin lỗi, yêu cầu bổ sung, xác nhận hồ sơ trực tuyến, "
        "trả lời yêu cầu hỗ trợ trước, giữ ảnh gửi trước bao lâu.",
        (
            "pause_rule",
            "supplement_days",
            "apology_days",
            "acknowledge_hours",
            "advance_days",
            "advance_kept_days",
        ),
    ),
    Section(
        "giay-to",
        "Thể thức và giấy in",
        "Cơ quan chủ quản, địa danh ở đầu phiếu; khổ giấy; sổ theo dõi; số kết quả, mã số hóa.",
        (
            "superior_line",
            "issuer_line",
            "place",
            "slip_paper",
            "register_lines",
            "numbers_results_once",
            "digital_code_pattern",
            "draft_days",
        ),
    ),
    Section(
        "tai-khoan",
        "Tài khoản ngân hàng",
        "Tài khoản nhận phí, lệ phí chuyển khoản, in thành mã VietQR.",
        ("bank_bin", "bank_account", "bank_holder"),
    ),
    Section(
        "nhac-han",
        "Nhắc hạn và báo tin",
        "Nhắc cán bộ trước hạn và khi trễ, báo lãnh đạo và cấp trên, báo tin cho người dân.",
        (
            "reminds_before_days",
            "reminds_when_late",
            "leader_after_days",
            "superior_after_days",
            "quiet_from",
            "quiet_to",
            "tells_citizens",
            "is_rehearsing",
        ),
    ),
    Section(
        "hang-doi",
        "Hàng đợi, gọi số",
        "Người dân lấy số ở ki-ốt hoặc ở quầy; ai đến trước phục vụ trước, có ưu tiên. Quầy lập ở mục Quầy.",
        ("has_queue", "priority_run", "longest_wait", "kiosk_prints"),
    ),
    Section(
        "van-ban",
        "Văn bản đi, văn bản đến",
        "Chữ viết tắt tên cơ quan trong số, ký hiệu; có ghi số của văn bản mật hay không.",
        ("document_mark", "records_confidential"),
    ),
    Section(
        "danh-gia",
        "Đánh giá của người dân",
        "Người dân đánh giá theo ba mức hay năm mức khi nhận kết quả.",
        ("rating_levels",),
    ),
    Section(
        "lich-hen",
        "Đặt lịch hẹn",
        "Người dân chọn giờ đến từ lịch làm việc của đơn vị; mỗi lượt bao lâu, mấy người, đặt trước bao lâu.",
        (
            "takes_appointments",
            "appointment_scope",
            "appointment_part",
            "appointment_minutes",
            "appointment_places",
            "appointment_days",
            "appointment_hours",
            "appointment_kept_days",
        ),
    ),
)
ONE_STOP_NAMES = ("Bộ phận Tiếp nhận và Trả kết quả", "Trung tâm Phục vụ hành chính công")


def section_form(section: Section, office: Office, data: Any = None) -> forms.ModelForm:
    """The form of a section's columns, in their order."""
    kind = forms.modelform_factory(Office, form=_SectionForm, fields=list(section.columns))
    return kind(data, instance=office)


class _SectionForm(forms.ModelForm):
    class Meta:
        model = Office
        fields = ("one_stop_name",)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.helper = FormHelper()
        self.helper.form_tag = False
        for name, control in self.fields.items():
            control.label = f"{str(control.label)[:1].upper()}{str(control.label)[1:]}"
            if isinstance(control, forms.TimeField):
                control.widget = forms.TimeInput(format="%H:%M", attrs={"placeholder": "07:30"})
                control.error_messages["invalid"] = "Gõ giờ theo dạng 07:30."
            if name == "one_stop_name":
                control.help_text = f"Ví dụ: {' hoặc '.join(ONE_STOP_NAMES)}."

    def clean_map_url(self) -> str:
        value: str = self.cleaned_data["map_url"].strip()
        if value:
            try:
                URLValidator(schemes=["https"])(value)
            except forms.ValidationError:
                raise forms.ValidationError(
                    "Dán địa chỉ bắt đầu bằng https:// của điểm trên bản đồ, ví dụ https://www.openstreetmap.org/…"
                ) from None
        return value

    def clean_bank_bin(self) -> str:
        value: str = self.cleaned_data["bank_bin"].strip()
        if value and not (value.isdecimal() and len(value) == 6):
            raise forms.ValidationError("Mã ngân hàng gồm đúng 6 chữ số, ví dụ 970436.")
        return value

    def clean_digital_code_pattern(self) -> str:
        pattern: str = self.cleaned_data["digital_code_pattern"].strip()
        if refusal := coding.refusal(pattern):
            raise forms.ValidationError(refusal)
        return pattern

    def clean_bank_account(self) -> str:
        value: str = self.cleaned_data["bank_account"].replace(" ", "")
        if value and not value.isalnum():
            raise forms.ValidationError("Số tài khoản chỉ gồm chữ và số.")
        return value

    def clean(self) -> dict[str, Any]:
        values = super().clean() or {}
        account = [values.get(name) for name in ("bank_bin", "bank_account", "bank_holder")]
        if "bank_bin" in self.fields and any(account) and not all(account) and not self.errors:
            self.add_error(None, "Ghi đủ mã ngân hàng, số tài khoản và chủ tài khoản, hoặc để trống cả ba.")
        return values


def _hours_of(office: Office) -> dict[str, Any]:
    bounds = [time.fromisoformat(clock) for shift in office.shifts for clock in shift]
    saturday = "works" if office.saturday_works else "receives" if office.saturday_receives else "off"
    return dict(zip(_BOUNDS, bounds, strict=False)) | {"saturday": saturday, "cutoff": office.cutoff}


def _pair(opens: time, closes: time) -> list[str]:
    return [f"{opens:%H:%M}", f"{closes:%H:%M}"]
