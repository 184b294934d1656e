"""Phiếu tiếp nhận: what is typed at the desk, turned into the arguments of `lifecycle.receive`."""

import re
from datetime import date, datetime
from typing import Any

from django import forms
from django.db.models import QuerySet
from django.utils import timezone

from dossiers import phones, schedule
from dossiers.identity import number_warnings
from dossiers.models import ApplicantKind, Dossier, HelpedBy, Priority, Procedure, ResultDelivery, Sex
from dossiers.status import ONLINE, Channel
from portal.forms import DayField, LineField, MomentField
from portal.models import Unit

OF_THE_CASE = (
    "channel", "helped_by", "result_delivery", "delivery_address", "sets", "priority",
    "fee", "is_paid_online", "is_inter_agency",
)  # fmt: skip
USUAL = {
    "applicant_kind": ApplicantKind.PERSON,
    "priority": Priority.NONE,
    "result_delivery": ResultDelivery.COUNTER,
    "sets": 1,
}
"""What holds where nothing was chosen."""
NOT_STORED = ("shown_due", "began", "elapsed", "bundle_key", "guidance")


class IntakeForm(forms.Form):
    """The person, the case and the clock. What looks odd is a warning, never a refusal (`warnings`)."""

    applicant_name = LineField(label="Họ và tên người nộp", max_length=150)
    personal_number = LineField(
        label="Số định danh", max_length=30, required=False, help_text="12 số trên căn cước."
    )
    born_on = DayField(label="Ngày sinh", required=False)
    sex = forms.ChoiceField(label="Giới tính", choices=[("", "Không ghi"), *Sex.choices], required=False)
    phone = LineField(label="Số điện thoại", max_length=30, required=False)
    email = forms.EmailField(label="Thư điện tử", required=False, help_text="Để báo tin về hồ sơ.")
    address = LineField(label="Địa chỉ", max_length=300, required=False)
    applicant_kind = forms.ChoiceField(
        label="Nộp với tư cách", choices=ApplicantKind.choices, required=False, initial=ApplicantKind.PERSON
    )
    owner_name = LineField(
        label="Chủ hồ sơ", max_length=150, required=False, help_text="Khi người nộp làm thay; tên tổ chức."
    )
    owner_number = LineField(label="Số định danh, mã số thuế của chủ hồ sơ", max_length=30, required=False)
    authority_note = LineField(
        label="Giấy ủy quyền", max_length=300, required=False, help_text="Số, ngày, nơi chứng thực."
    )

    channel = forms.ChoiceField(label="Kênh tiếp nhận", choices=Channel.choices, initial=Channel.DIRECT)
    helped_by = forms.ChoiceField(
        label="Ai làm phần trực tuyến",
        choices=[("", "Không phải hồ sơ trực tuyến"), *HelpedBy.choices],
        required=False,
    )
    result_delivery = forms.ChoiceField(
        label="Nhận kết quả", choices=ResultDelivery.choices, required=False, initial=ResultDelivery.COUNTER
    )
    delivery_address = LineField(
        label="Nơi nhận kết quả", max_length=300, required=False, help_text="Để trống: địa chỉ người nộp."
    )
    sets = forms.IntegerField(label="Số bộ", min_value=1, max_value=999, required=False, initial=1)
    priority = forms.ChoiceField(
        label="Ưu tiên", choices=Priority.choices, required=False, initial=Priority.NONE
    )
    fee = forms.IntegerField(
        label="Phí, lệ phí (đồng)", min_value=0, max_value=2_000_000_000, required=False, localize=True
    )
    is_paid_online = forms.BooleanField(label="Đã thanh toán trực tuyến", required=False)
    is_inter_agency = forms.BooleanField(label="Hồ sơ liên thông", required=False)

    received_at = MomentField(
        label="Tiếp nhận lúc", required=False, help_text="Để trống: ngay bây giờ. Nhập muộn thì ghi lúc nhận."
    )
    due_at = MomentField(
        label="Hẹn ngày khác", required=False, help_text="Chỉ khi phải hẹn khác ngày tính được."
    )
    due_reason = LineField(label="Lý do hẹn ngày khác", max_length=300, required=False)
    shown_due = forms.DateTimeField(
        required=False, widget=forms.HiddenInput, input_formats=["%Y-%m-%dT%H:%M:%S%z"]
    )
    intake_key = forms.UUIDField(widget=forms.HiddenInput)
    bundle_key = forms.CharField(required=False, widget=forms.HiddenInput)
    began = forms.CharField(required=False, widget=forms.HiddenInput)
    elapsed = forms.CharField(required=False, widget=forms.HiddenInput)
    guidance = LineField(
        label="Nội dung cần bổ sung",
        max_length=500,
        required=False,
        help_text="Ghi đủ một lần; giấy bắt buộc chưa đánh dấu được tự kể ra.",
    )

    def __init__(
        self, *args: Any, units: QuerySet[Unit], procedure: Procedure | None = None, **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.fields["procedure"] = forms.ModelChoiceField(
            Procedure.objects.published(),
            to_field_name="code",
            label="Thủ tục",
            widget=forms.HiddenInput,
            error_messages={
                "required": "Chọn thủ tục trong danh sách tìm được.",
                "invalid_choice": "Thủ tục này không có trong danh mục đang công khai. Chọn thủ tục khác.",
            },
        )
        if procedure is None:
            for name in OF_THE_CASE:  # shown, and asked, once there is a procedure
                del self.fields[name]
        elif case_types := procedure.case_types.all():
            self.fields["case_type"] = forms.ModelChoiceField(
                case_types, label="Loại việc", required=False, empty_label="Không phân loại"
            )
        self.fields["unit"] = forms.ModelChoiceField(
            units,
            label="Đơn vị tiếp nhận",
            empty_label=None,
            widget=forms.HiddenInput if len(units) == 1 else forms.Select,
        )
        self.warnings: list[str] = []

    @property
    def person(self) -> list[forms.BoundField]:
        return self._part("applicant_name", "personal_number", "phone", "email", "address")

    @property
    def birth(self) -> list[forms.BoundField]:
        return self._part("born_on", "sex")

    @property
    def on_behalf(self) -> list[forms.BoundField]:
        """Đổi chủ hồ sơ, nộp thay, tổ chức."""
        return self._part("applicant_kind", "owner_name", "owner_number", "authority_note")

    @property
    def is_on_behalf(self) -> bool:
        """True if the dossier is somebody else's, so that its fields stand open."""
        kind = self["applicant_kind"].value() == ApplicantKind.ORGANISATION
        typed = [field for field in self.on_behalf if field.name != "applicant_kind"]
        return kind or any(field.value() or field.errors for field in typed)

    @property
    def case(self) -> list[forms.BoundField]:
        return self._part("case_type", "result_delivery", "sets", "priority", "fee", "channel")

    @property
    def help(self) -> list[forms.BoundField]:
        return self._part("helped_by")

    @property
    def delivery(self) -> list[forms.BoundField]:
        return self._part("delivery_address")

    @property
    def marks(self) -> list[forms.BoundField]:
        return self._part("is_paid_online", "is_inter_agency")

    @property
    def clock(self) -> list[forms.BoundField]:
        return self._part("unit")

    @property
    def late(self) -> list[forms.BoundField]:
        return self._part("received_at")

    @property
    def own_due(self) -> list[forms.BoundField]:
        return self._part("due_at", "due_reason")

    @property
    def has_own_due(self) -> bool:
        """True if the due date is set by hand, so that its fields stand open."""
        return any(field.value() or field.errors for field in [*self.late, *self.own_due])

    def _part(self, *names: str) -> list[forms.BoundField]:
        """One column of the desk."""
        return [self[name] for name in names if name in self.fields]

    def clean_personal_number(self) -> str:
        return re.sub(r"[\s.]", "", self.cleaned_data["personal_number"])

    def clean_owner_number(self) -> str:
        return re.sub(r"[\s.]", "", self.cleaned_data["owner_number"])

    def clean_born_on(self) -> date | None:
        born_on: date | None = self.cleaned_data["born_on"]
        if born_on is not None and born_on > timezone.localdate():
            raise forms.ValidationError("Ngày sinh không được ở tương lai.")
        return born_on

    def clean_phone(self) -> str:
        typed: str = self.cleaned_data["phone"]
        phone = phones.plain(typed)
        if phone and not (phones.MOBILE.fullmatch(phone) or phones.LANDLINE.fullmatch(phone)):
            self.warnings.append(f"Số điện thoại “{typed}” không đúng dạng số di động hay cố định.")
        return phone

    def clean_received_at(self) -> datetime:
        received_at: datetime | None = self.cleaned_data["received_at"]
        if received_at is not None and received_at > timezone.now():
            raise forms.ValidationError("Thời điểm tiếp nhận không được ở tương lai.")
        return received_at or timezone.now()

    def clean(self) -> dict[str, Any]:
        values: dict[str, Any] = super().clean() or self.cleaned_data
        self._look_at_person(values)
        self._look_at_delivery(values)
        received_at, procedure = values.get("received_at"), values.get("procedure")
        if received_at is None or procedure is None:
            return values
        day = timezone.localdate(received_at)
        if not Procedure.objects.valid_on(day).filter(pk=procedure.pk).exists():
            self.add_error("procedure", f"Thủ tục này không có hiệu lực ngày {day:%d/%m/%Y}.")
        self._check_due(values, received_at, procedure)
        return values

    def _look_at_person(self, values: dict[str, Any]) -> None:
        number = values.get("personal_number", "")
        if number and not re.fullmatch(r"\d{12}", number):
            self.warnings.append(f"Số định danh “{number}” không phải 12 chữ số.")
        elif number:
            sex = Sex(values["sex"]).label if values.get("sex") else ""
            self.warnings += number_warnings(number, born_on=values.get("born_on"), sex=sex)
        if values.get("applicant_kind") == ApplicantKind.ORGANISATION and not values.get("owner_name"):
            self.add_error("owner_name", "Ghi tên tổ chức là chủ hồ sơ.")

    def _look_at_delivery(self, values: dict[str, Any]) -> None:
        if values.get("result_delivery") != ResultDelivery.POST:
            return
        values["delivery_address"] = values.get("delivery_address") or values.get("address", "")
        if not values["delivery_address"]:
            self.add_error("delivery_address", "Ghi nơi nhận kết quả qua bưu chính.")

    def _check_due(self, values: dict[str, Any], received_at: datetime, procedure: Procedure) -> None:
        """A due date set by hand says why, where the law's own would be another."""
        due_at, reason = values.get("due_at"), values.get("due_reason", "")
        if due_at is None:
            if reason:
                self.add_error("due_at", "Có lý do hẹn ngày khác nhưng chưa ghi ngày hẹn.")
            return
        if due_at < received_at:
            self.add_error("due_at", "Ngày hẹn trả phải sau lúc tiếp nhận.")
        computed = schedule.due(procedure, received_at, unit=values.get("unit"))
        if computed is not None and computed.at != due_at and not reason:
            self.add_error(
                "due_reason", "Ghi lý do hẹn khác ngày tính được; lý do được giữ trong diễn biến hồ sơ."
            )

    def unsaved(self, procedure: Procedure, unit: Unit) -> Dossier:
        """What was typed so far as a dossier that is nowhere yet, without what cannot be understood."""
        self.is_valid()
        said = self.cleaned_data
        names = ("applicant_name", "personal_number", "born_on", "sex", "phone", "email", "address")
        typed = {name: said[name] for name in (*names, "owner_number", "authority_note") if said.get(name)}
        dossier = Dossier(
            procedure=procedure,
            case_type=said.get("case_type"),
            receiving_unit=unit,
            resolving_unit=unit,
            **typed,
        )
        dossier.owner_name = said.get("owner_name") or dossier.applicant_name
        return dossier

    def arguments(self) -> dict[str, Any]:
        """What `lifecycle.receive` takes."""
        values = {name: value for name, value in self.cleaned_data.items() if name not in NOT_STORED}
        values |= {name: values.get(name) or usual for name, usual in USUAL.items()}
        values["at"] = values.pop("received_at")
        values["reason"] = _sentence_of_due(values.pop("due_reason"), values["due_at"])
        values["fee"] = values["fee"] or 0
        values["helped_by"] = _who_helped(values["channel"], values["helped_by"])
        elapsed = self.cleaned_data["elapsed"]
        values["seconds"] = int(elapsed) if elapsed.isdecimal() and len(elapsed) < 9 else None
        return values


def _sentence_of_due(reason: str, due_at: datetime | None) -> str:
    if not reason or due_at is None:
        return ""
    return f"Hẹn trả đặt tay {timezone.localtime(due_at):%H:%M %d/%m/%Y}: {reason}"


def _who_helped(channel: str, said: str) -> str:
    """Only of online dossiers; what an officer keys in without a word was entered by staff."""
    return (said or HelpedBy.STAFF) if channel in ONLINE else ""
