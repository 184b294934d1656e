"""Phiếu tiếp nhận: what is typed at the desk, turned into the arguments of `lifecycle.receive`."""

import re
from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django import forms
from django.db.models import QuerySet
from django.utils import timezone

from dossiers import phones, schedule
from dossiers.lifecycle import Paper
from dossiers.models import FiledAs, Procedure, ProcedureComponent
from dossiers.status import Channel
from portal.forms import LineField, MomentField
from portal.models import Unit

EXTRA_PAPER = "paper-other"
OF_THE_CASE = ("channel", "fee", "is_paid_online", "is_inter_agency")
Typed = Mapping[str, Any]


class IntakeForm(forms.Form):
    """The person, the case and the clock. What looks odd is a warning, never a refusal (`warnings`)."""

    applicant_name = LineField(label="Họ và tên người nộp", max_length=150)
    personal_number = LineField(
        label="Số định danh", max_length=30, required=False, help_text="12 số trên căn cước."
    )
    phone = LineField(label="Số điện thoại", max_length=30, required=False)
    email = forms.EmailField(label="Thư điện tử", required=False, help_text="Để báo tin về hồ sơ.")
    address = LineField(label="Địa chỉ", max_length=300, required=False)
    owner_name = LineField(
        label="Chủ hồ sơ", max_length=150, required=False, help_text="Chỉ ghi khi người nộp làm thay."
    )

    channel = forms.ChoiceField(label="Kênh tiếp nhận", choices=Channel.choices, initial=Channel.DIRECT)
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
        return self._part("applicant_name", "personal_number", "phone", "email", "address", "owner_name")

    @property
    def case(self) -> list[forms.BoundField]:
        return self._part("case_type", "channel", "fee")

    @property
    def marks(self) -> list[forms.BoundField]:
        return self._part("is_paid_online", "is_inter_agency")

    @property
    def clock(self) -> list[forms.BoundField]:
        return self._part("unit", "received_at")

    @property
    def own_due(self) -> list[forms.BoundField]:
        return self._part("due_at", "due_reason")

    @property
    def has_own_due(self) -> bool:
        """True if the due date is set by hand, so that its fields stand open."""
        return any(field.value() or field.errors for field in self.own_due)

    def _part(self, *names: str) -> list[forms.BoundField]:
        """One column of the desk."""
        return [self[name] for name in names if name in self.fields]

    def clean_personal_number(self) -> str:
        number = re.sub(r"[\s.]", "", self.cleaned_data["personal_number"])
        if number and not re.fullmatch(r"\d{12}", number):
            self.warnings.append(f"Số định danh “{number}” không phải 12 chữ số.")
        return number

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
        received_at, procedure = values.get("received_at"), values.get("procedure")
        if received_at is None or procedure is None:
            return values
        day = timezone.localdate(received_at)
        if not Procedure.objects.valid_on(day).filter(pk=procedure.pk).exists():
            self.add_error("procedure", f"Thủ tục này không có hiệu lực ngày {day:%d/%m/%Y}.")
        self._check_due(values, received_at, procedure)
        return values

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

    def arguments(self) -> dict[str, Any]:
        """What `lifecycle.receive` takes."""
        values = dict(self.cleaned_data)
        del values["shown_due"]
        values["at"] = values.pop("received_at")
        values["reason"] = _sentence_of_due(values.pop("due_reason"), values["due_at"])
        values["fee"] = values["fee"] or 0
        return values


def _sentence_of_due(reason: str, due_at: datetime | None) -> str:
    if not reason or due_at is None:
        return ""
    return f"Hẹn trả đặt tay {timezone.localtime(due_at):%H:%M %d/%m/%Y}: {reason}"


class PaperForm(forms.Form):
    """One line of the checklist: received or not, as what, digitised or not."""

    received = forms.BooleanField(required=False)
    filed_as = forms.ChoiceField(choices=FiledAs.choices)
    is_digitised = forms.BooleanField(required=False)

    def __init__(
        self, data: Typed | None = None, *, paper: ProcedureComponent, initial: Typed | None = None
    ) -> None:
        usual = {"filed_as": _usual_form(paper)}
        super().__init__(data, prefix=f"paper-{paper.pk}", initial=usual | dict(initial or {}))
        self.paper = paper
        for name, what in (("filed_as", "Dạng"), ("is_digitised", "Đã số hóa")):
            self.fields[name].widget.attrs["aria-label"] = f"{what}: {paper.name}"
        _dress(self)

    @property
    def handed_in(self) -> Paper | None:
        values = self.cleaned_data
        if not values["received"]:
            return None
        return Paper(self.paper.name, FiledAs(values["filed_as"]), self.paper, values["is_digitised"])


class OtherPaperForm(forms.Form):
    """A paper that the procedure does not list: given a name, it was received."""

    name = LineField(label="Giấy tờ khác", max_length=600, required=False)
    filed_as = forms.ChoiceField(choices=FiledAs.choices, initial=FiledAs.COPY)
    is_digitised = forms.BooleanField(required=False)

    def __init__(self, data: Typed | None = None, *, initial: Typed | None = None) -> None:
        super().__init__(data, prefix=EXTRA_PAPER, initial=dict(initial or {}))
        self.fields["filed_as"].widget.attrs["aria-label"] = "Dạng: giấy tờ khác"
        self.fields["is_digitised"].widget.attrs["aria-label"] = "Đã số hóa: giấy tờ khác"
        _dress(self)

    @property
    def handed_in(self) -> Paper | None:
        values = self.cleaned_data
        if not values["name"]:
            return None
        return Paper(values["name"], FiledAs(values["filed_as"]), is_digitised=values["is_digitised"])


def kept(prefix: str, data: Typed) -> dict[str, Any]:
    """What was typed under a prefix, as the initial values of a form that is shown again unchecked."""
    return {name.removeprefix(f"{prefix}-"): data[name] for name in data if name.startswith(f"{prefix}-")}


def _usual_form(paper: ProcedureComponent) -> FiledAs:
    if "xuất trình" in paper.name.lower():
        return FiledAs.SHOWN
    return FiledAs.ORIGINAL if paper.originals else FiledAs.COPY


def _dress(form: forms.Form) -> None:
    """The classes that crispy gives elsewhere; a line of the checklist is a table row, laid out by hand."""
    for field in form.fields.values():
        match field.widget:
            case forms.Select():
                field.widget.attrs["class"] = "form-select"
            case forms.TextInput():
                field.widget.attrs["class"] = "form-control"
