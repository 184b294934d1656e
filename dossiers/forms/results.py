"""Kết quả và việc trả: what is typed of a result, of who takes it, and how the citizen rates it."""

from collections.abc import Iterable
from typing import Any, cast
from uuid import uuid4

from crispy_forms.helper import FormHelper
from django import forms
from django.utils import timezone

from dossiers import rating
from dossiers.models import Dossier, FilledForm, IdentityCheck, ReceiverRole, ResultDelivery, ResultKind
from dossiers.models.rating import Reason
from dossiers.returning import Receiver
from dossiers.status import Rating
from dossiers.wordforms import filling
from portal.files.uploads import MAX_UPLOAD
from portal.forms import LineField, PastDayField


class ResultForm(forms.Form):
    """Một kết quả: of an electronic one the signed PDF comes along, or the draft that it is made of."""

    kind = forms.ChoiceField(label="Dạng", choices=ResultKind.choices, widget=forms.RadioSelect)
    file = forms.FileField(
        label="Tệp PDF đã ký số",
        required=False,
        help_text="Chữ ký số được kiểm tra ngay khi tải lên; tệp được giữ nguyên như đã ký.",
        widget=forms.FileInput(attrs={"accept": "application/pdf,.pdf"}),
    )
    number = LineField(label="Số, ký hiệu", max_length=60, required=False)
    issued_on = PastDayField(label="Ngày ban hành", required=False)
    title = LineField(label="Trích yếu", max_length=300)

    def __init__(self, *args: Any, dossier: Dossier, draft: FilledForm | None = None, **kwargs: Any) -> None:
        self.draft = draft
        initial = {
            "kind": ResultKind.ELECTRONIC,
            "title": (dossier.procedure.result or dossier.procedure.name)[:300],
            "issued_on": timezone.localdate(),
        }
        if draft is not None:
            written = filling.day_of(draft.value(filling.ISSUED_ON))
            initial |= {
                "title": draft.template.name,
                "number": draft.value(filling.NUMBER),
                "issued_on": written or timezone.localdate(),
            }
        super().__init__(*args, **kwargs | {"initial": initial})
        if draft is not None:
            del self.fields["kind"]
            if not draft.template.needs_signature:
                self.fields["file"].label = "Tệp PDF"
                self.fields["file"].help_text = "Để trống thì lấy bản PDF soạn từ mẫu."
        self.helper = FormHelper()
        self.helper.form_tag = False

    def clean(self) -> dict[str, Any]:
        values: dict[str, Any] = super().clean() or self.cleaned_data
        file = values.get("file")
        if self._needs_file and file is None and "file" not in self.errors:
            self.add_error("file", self._asks_for_file)
        elif file is not None and file.size > MAX_UPLOAD:
            self.add_error("file", f"Tệp lớn quá {MAX_UPLOAD // (1024 * 1024)} MB.")
        return values

    @property
    def _needs_file(self) -> bool:
        if self.draft is not None:
            return self.draft.template.needs_signature
        return bool(self.cleaned_data.get("kind") == ResultKind.ELECTRONIC)

    @property
    def _asks_for_file(self) -> str:
        if self.draft is not None:
            return "Mẫu này phải ký số: tải bản PDF của dự thảo, ký số, rồi chọn tệp đã ký."
        return "Chọn tệp PDF của kết quả, hoặc chọn dạng bản giấy."

    def arguments(self) -> dict[str, Any]:
        """What `filing.file_result` and `drafting.file_draft` take."""
        values = self.cleaned_data
        file = values["file"] if values.get("kind") != ResultKind.PAPER else None
        return {
            "title": values["title"],
            "number": values["number"],
            "issued_on": values["issued_on"],
            "content": file.read() if file else None,
        }


class WithdrawForm(forms.Form):
    reason = LineField(label="Lý do thu hồi", max_length=300)


class ReturnForm(forms.Form):
    """Ai nhận, đã kiểm tra gì, bằng cách nào; the key makes of a form sent twice one return."""

    way = forms.ChoiceField(label="Phương thức trả", choices=ResultDelivery.choices, widget=forms.RadioSelect)
    role = forms.ChoiceField(label="Người nhận là", choices=ReceiverRole.choices, widget=forms.RadioSelect)
    name = LineField(label="Họ và tên người nhận", max_length=150)
    phone = LineField(label="Điện thoại", max_length=30, required=False)
    check = forms.ChoiceField(label="Đã kiểm tra", choices=[("", "Chọn…"), *IdentityCheck.choices])
    authority_note = LineField(
        label="Giấy ủy quyền",
        max_length=300,
        required=False,
        help_text="Số, ngày, nơi chứng thực; chỉ khi người nhận được ủy quyền.",
    )
    tracking_number = LineField(
        label="Số hiệu bưu gửi", max_length=60, required=False, help_text="Chỉ khi gửi qua bưu chính."
    )
    batch = forms.UUIDField(widget=forms.HiddenInput)

    def __init__(self, *args: Any, dossier: Dossier, **kwargs: Any) -> None:
        owner_comes = dossier.applicant_name == dossier.owner_name
        initial = {
            "way": dossier.result_delivery or ResultDelivery.COUNTER,
            "role": ReceiverRole.OWNER if owner_comes else ReceiverRole.APPLICANT,
            "name": dossier.applicant_name,
            "phone": dossier.phone,
            "batch": uuid4(),
        }
        super().__init__(*args, **kwargs | {"initial": initial})
        self.fields["check"].widget.attrs["autofocus"] = True
        self.helper = FormHelper()
        self.helper.form_tag = False

    def clean(self) -> dict[str, Any]:
        """What the office asks for is told beside its field; the rule itself is the domain's."""
        values: dict[str, Any] = super().clean() or self.cleaned_data
        is_proxy = values.get("role") == ReceiverRole.PROXY
        if is_proxy and values.get("check") not in {None, IdentityCheck.AUTHORITY}:
            self.add_error("check", "Người nhận thay phải có giấy ủy quyền và giấy tờ tùy thân.")
        if values.get("check") == IdentityCheck.AUTHORITY and not values.get("authority_note"):
            self.add_error("authority_note", "Ghi số, ngày hoặc nơi chứng thực của giấy ủy quyền.")
        if values.get("way") == ResultDelivery.POST and not values.get("tracking_number"):
            self.add_error("tracking_number", "Gửi qua bưu chính thì ghi số hiệu bưu gửi.")
        return values

    def arguments(self) -> dict[str, Any]:
        """What `returning.hand_over` takes beside the dossiers."""
        values = self.cleaned_data
        return {
            "batch": values["batch"],
            "way": values["way"],
            "tracking_number": values["tracking_number"],
            "receiver": Receiver(
                values["role"], values["name"], values["phone"], values["check"], values["authority_note"]
            ),
        }


class RatingForm(forms.Form):
    rating = forms.TypedChoiceField(
        choices=Rating.choices,
        coerce=lambda value: Rating(int(value)),
        error_messages={"required": "Chọn một mức.", "invalid_choice": "Chọn một mức trên màn hình."},
    )

    def __init__(self, *args: Any, levels: Iterable[tuple[Rating, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offered = cast(forms.TypedChoiceField, self.fields["rating"])
        offered.choices = [(level.value, label) for level, label in levels]


class ReasonForm(forms.Form):
    """Vì sao chưa hài lòng: one touch, and words for who wants to add some."""

    reason = forms.ChoiceField(
        choices=Reason.choices,
        error_messages={"required": "Chọn một lý do.", "invalid_choice": "Chọn một lý do trên màn hình."},
    )
    text = forms.CharField(
        label="Nói thêm (không bắt buộc)", required=False, max_length=rating.LONGEST_REASON,
        help_text="Xin đừng ghi tên, số điện thoại hay mã hồ sơ.", widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={"max_length": f"Ghi tối đa {rating.LONGEST_REASON} chữ."},
    )  # fmt: skip
    ticket = forms.CharField(widget=forms.HiddenInput)
