"""Phiếu vào sổ văn bản đến, soạn văn bản đi, and the filters of their lists."""

import uuid
from typing import Any

from crispy_forms.helper import FormHelper
from django import forms
from django.db.models import Q
from django.utils import timezone

from dossiers.documents import files, incoming, outgoing, people
from dossiers.documents.incoming import Entry
from dossiers.documents.outgoing import Draft
from dossiers.documents.status import Direction, FileKind, Medium, Security, Urgency
from dossiers.forms.papers import ManyFiles
from dossiers.models import DocumentKind, Office, OfficialDocument
from portal.errors import DomainError
from portal.forms import DayField, LineField, PastDayField, TextField
from portal.models import Role, RoleAssignment, Unit, User


class PapersField(forms.FileField):
    """Tệp văn bản: each looked at before anything is kept; the field gives papers."""

    widget = ManyFiles

    def __init__(self, *, kind: FileKind, most: int = 10, **kwargs: Any) -> None:
        self.kind, self.most = kind, most
        many = {"accept": files.ACCEPTED, "class": "form-control"}
        widget = ManyFiles(attrs=many) if most > 1 else forms.FileInput(attrs=many)
        super().__init__(widget=widget, **kwargs)

    def clean(self, data: Any, initial: Any = None) -> list[files.Paper]:
        given = list(data) if isinstance(data, list | tuple) else [data] if data else []
        if self.required and not given:
            raise forms.ValidationError("Chọn tệp.", code="required")
        if len(given) > self.most:
            raise forms.ValidationError(f"Nhiều nhất {self.most} tệp một lần.")
        try:
            return files.looked_at(given, self.kind)
        except DomainError as refusal:
            raise forms.ValidationError(refusal.message) from refusal


class PlainForm(forms.Form):
    """Laid out by crispy inside the template's own <form>."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.helper = FormHelper()
        self.helper.form_tag = False


def _main(
    *, required: bool = False, help_text: str = "PDF, ảnh chụp hoặc Word .docx, đến 20 MB."
) -> PapersField:
    return PapersField(
        kind=FileKind.MAIN, most=1, label="Tệp văn bản", required=required, help_text=help_text
    )


def _attachments() -> PapersField:
    return PapersField(kind=FileKind.ATTACHMENT, label="Tài liệu kèm theo", required=False)


class EntryForm(PlainForm):
    """Vào sổ văn bản đến. `key` is the form's own: sent twice, it is one document."""

    key = forms.UUIDField(widget=forms.HiddenInput)
    security = forms.ChoiceField(
        label="Độ mật", choices=Security, initial=Security.NORMAL, widget=forms.RadioSelect
    )
    sender = LineField(label="Cơ quan ban hành", max_length=200)
    sender_number = LineField(label="Số, ký hiệu", max_length=60, help_text="Ví dụ 1508/UBND-NC.")
    issued_on = PastDayField(label="Ngày ban hành")
    received_on = PastDayField(label="Ngày đến", initial=timezone.localdate)
    subject = LineField(label="Trích yếu", max_length=500, required=False)
    urgency = forms.ChoiceField(label="Độ khẩn", choices=Urgency, initial=Urgency.NORMAL)
    medium = forms.ChoiceField(label="Hình thức", choices=Medium, initial=Medium.ELECTRONIC)
    pages = forms.IntegerField(label="Số trang", min_value=1, max_value=5000, required=False)
    signer_name = LineField(label="Người ký", max_length=100, required=False)
    signer_post = LineField(label="Chức vụ người ký", max_length=120, required=False)
    due_on = DayField(label="Hạn giải quyết", required=False, help_text="Nếu văn bản yêu cầu trả lời.")

    def __init__(
        self, *args: Any, user: User, document: OfficialDocument | None = None, **kwargs: Any
    ) -> None:
        initial = {"key": uuid.uuid4()} if document is None else _values(document)
        super().__init__(*args, initial=initial, **kwargs)
        self.document = document
        self.units = people.units_kept(user)
        if document is None:
            self.fields["unit"] = forms.ModelChoiceField(
                Unit.objects.filter(pk__in=[unit.pk for unit in self.units]),
                label="Đơn vị",
                initial=self.units[0].pk if self.units else None,
                empty_label=None,
                widget=forms.Select() if len(self.units) > 1 else forms.HiddenInput(),
            )
            self.fields["main"] = _main()
            self.fields["attachments"] = _attachments()
            self.fields["is_another"] = forms.BooleanField(
                label="Vẫn vào sổ: đây là văn bản khác", required=False, widget=forms.HiddenInput
            )
            kinds = DocumentKind.objects.filter(Q(unit=None) | Q(unit__in=self.units), is_active=True)
        else:
            del self.fields["security"], self.fields["received_on"]
            kinds = DocumentKind.objects.of(document.unit)
            self.fields["reason"] = LineField(label="Lý do sửa", max_length=300)
        self.fields["kind"] = forms.ModelChoiceField(
            kinds, label="Loại văn bản", required=False, empty_label="Không rõ loại"
        )
        self.order_fields(
            [
                "key",
                "unit",
                "security",
                "sender",
                "sender_number",
                "issued_on",
                "received_on",
                "kind",
                "subject",
            ]
        )
        self.same: list[OfficialDocument] = []

    @property
    def is_confidential(self) -> bool:
        return self.cleaned_data.get("security") == Security.CONFIDENTIAL

    def clean(self) -> dict[str, Any]:
        values: dict[str, Any] = super().clean() or self.cleaned_data
        if self.errors:
            return values
        if self.is_confidential:
            if not Office.of(values["unit"]).records_confidential:
                raise forms.ValidationError(incoming.NO_SECRETS)
            if values["subject"] or values["main"] or values["attachments"]:
                raise forms.ValidationError(
                    "Văn bản mật chỉ ghi số, ngày và nơi gửi: bỏ trích yếu và tệp rồi ghi lại."
                )
            return values
        if not values["subject"]:
            self.add_error("subject", "Ghi trích yếu nội dung của văn bản.")
        received = self.document.received_on if self.document else values["received_on"]
        if received and values["issued_on"] > received:
            self.add_error("issued_on", "Ngày ban hành sau ngày đến. Xem lại hai ngày.")
        if self.document is None and not self.errors:
            self._look_for_the_same(values)
        return values

    def _look_for_the_same(self, values: dict[str, Any]) -> None:
        known = incoming.same_as(
            values["unit"], sender_number=values["sender_number"], issued_on=values["issued_on"]
        )
        self.same = list(known.exclude(form_key=values["key"])[:5])
        if self.same and not values["is_another"]:
            self.fields["is_another"].widget = forms.CheckboxInput()
            raise forms.ValidationError(
                "Có thể văn bản này đã vào sổ: trùng số, ký hiệu và ngày ban hành. "
                "Xem văn bản dưới đây; nếu là văn bản khác, đánh dấu “Vẫn vào sổ” rồi ghi lại."
            )

    def entry(self) -> Entry:
        values = self.cleaned_data
        names = set(Entry.__dataclass_fields__) - {"received_on"}
        received = self.document.received_on if self.document else values["received_on"]
        assert received is not None, "an incoming document has its day"
        return Entry(received_on=received, **{name: values[name] for name in names})


class DraftForm(PlainForm):
    """Soạn văn bản đi. A mark or a signer's name left empty is filled in as is usual."""

    key = forms.UUIDField(widget=forms.HiddenInput)
    subject = LineField(label="Trích yếu", max_length=500)
    mark = LineField(
        label="Ký hiệu",
        max_length=40,
        required=False,
        help_text="Để trống thì ghi theo loại: BC-UBND; công văn ghi thêm đơn vị soạn, ví dụ UBND-VP.",
    )
    signer_name = LineField(label="Họ tên người ký", max_length=100, required=False)
    signer_post = LineField(label="Chức vụ người ký", max_length=120, required=False)
    recipients = TextField(
        label="Nơi nhận",
        max_length=3000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text="Mỗi nơi một dòng.",
    )
    urgency = forms.ChoiceField(label="Độ khẩn", choices=Urgency, initial=Urgency.NORMAL)
    medium = forms.ChoiceField(label="Hình thức", choices=Medium, initial=Medium.ELECTRONIC)
    pages = forms.IntegerField(label="Số trang", min_value=1, max_value=5000, required=False)

    def __init__(
        self, *args: Any, user: User, unit: Unit, document: OfficialDocument | None = None, **kwargs: Any
    ) -> None:
        initial = {"key": uuid.uuid4()} if document is None else _values(document)
        super().__init__(*args, initial=initial, **kwargs)
        self.unit = unit
        self.fields["kind"] = forms.ModelChoiceField(
            DocumentKind.objects.of(unit), label="Loại văn bản", empty_label="Chọn loại"
        )
        leaders = RoleAssignment.objects.filter(unit=unit, role=Role.LEADER)
        self.fields["signer"] = forms.ModelChoiceField(
            User.objects.filter(is_active=True, assignments__in=leaders).distinct(),
            label="Người ký",
            required=False,
            empty_label="Người khác, ghi tên ở dưới",
        )
        below = [one.pk for one in people.divisions(unit, user)]
        if below:
            self.fields["division"] = forms.ModelChoiceField(
                Unit.objects.filter(pk__in=below), label="Đơn vị soạn thảo", required=False
            )
        if document is None:
            self.fields["main"] = _main()
            self.fields["attachments"] = _attachments()
        self.order_fields(["key", "kind", "subject", "mark", "signer"])

    def words(self) -> Draft:
        values = dict(self.cleaned_data)
        signer: User | None = values["signer"]
        if signer is not None:
            values["signer_name"] = values["signer_name"] or str(signer)
            values["signer_post"] = values["signer_post"] or signer.position
        values["mark"] = values["mark"] or outgoing.usual_mark(self.unit, values["kind"])
        fields: dict[str, Any] = {name: values.get(name) for name in Draft.__dataclass_fields__}
        return Draft(**fields)


class DocumentFilters(forms.Form):
    """Words of the address: `?q=…&loai=3&tu=01/11/2026`."""

    def __init__(self, *args: Any, user: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["q"] = LineField(label="Tìm chữ, số, nơi gửi", required=False, max_length=100)
        units = user.readable_unit_ids
        self.fields["loai"] = forms.ModelChoiceField(
            DocumentKind.objects.filter(Q(unit=None) | Q(unit__in=units)),
            label="Loại",
            required=False,
            empty_label="Mọi loại",
        )
        self.fields["tu"] = DayField(label="Từ ngày", required=False)
        self.fields["den"] = DayField(label="Đến ngày", required=False)

    @property
    def chosen(self) -> dict[str, Any]:
        self.is_valid()
        return self.cleaned_data


class KindForm(PlainForm):
    """Thêm loại văn bản."""

    name = LineField(label="Tên loại", max_length=80)
    abbreviation = LineField(label="Chữ viết tắt", max_length=10, required=False)


class BookForm(PlainForm):
    """Đánh số chung nhiều loại trong một sổ."""

    direction = forms.ChoiceField(label="Chiều", choices=Direction, initial=Direction.OUT)
    name = LineField(label="Tên sổ", max_length=120)

    def __init__(self, *args: Any, unit: Unit, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["kinds"] = forms.ModelMultipleChoiceField(
            DocumentKind.objects.of(unit),
            label="Loại đánh số trong sổ này",
            widget=forms.CheckboxSelectMultiple,
            help_text="Từ nay những loại này lấy số của sổ; số đã cấp không đổi.",
        )


class ReserveForm(PlainForm):
    """Giữ số trước."""

    count = forms.IntegerField(label="Giữ mấy số", min_value=1, max_value=20, initial=1)
    reason = LineField(label="Giữ cho việc gì", max_length=300)


class ReasonForm(PlainForm):
    reason = TextField(label="Lý do", max_length=300, widget=forms.Textarea(attrs={"rows": 3}))


def _values(document: OfficialDocument) -> dict[str, Any]:
    """A document's columns as a form shows them first."""
    names = (
        "sender", "sender_number", "issued_on", "kind", "subject", "urgency", "medium", "pages", "mark",
        "signer", "signer_name", "signer_post", "recipients", "due_on", "division",
    )  # fmt: skip
    return {name: getattr(document, name) for name in names} | {"key": document.form_key}
