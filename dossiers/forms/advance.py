"""Phiếu nhờ xem giấy tờ trước: of the citizen, of the officer on the telephone, and what the citizen adds."""

import uuid
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django import forms
from django.core.files.uploadedfile import UploadedFile
from django.forms import BoundField
from django.http import QueryDict
from django.utils import timezone

from dossiers import phones
from dossiers.advance import photos
from dossiers.advance.asking import CODES, DIGITS, OTHER_PAPERS, Words
from dossiers.forms.feedback import PhotosField
from dossiers.forms.papers import ManyFiles
from dossiers.models import Office
from portal.errors import DomainError
from portal.forms import LineField, TextField
from portal.models import Unit, User

QUICKEST = 3
"""Seconds: nobody fills the form in sooner."""
OLD = "Trang này mở đã lâu. Chọn lại ảnh rồi bấm nút gửi lần nữa."
QUICK = "Bạn gửi nhanh quá. Xem lại nội dung rồi bấm nút gửi lần nữa."


@dataclass(frozen=True)
class PaperLine:
    """One paper as the form shows it: where its photos are chosen, and how many lie ready."""

    name: str
    field: BoundField
    drop: BoundField
    waiting: int
    remark: str = ""


class PhotosForm(forms.Form):
    """Ảnh của từng giấy tờ. `key` is the form's own, once; photos lie ready under it from the start."""

    key = forms.CharField(widget=forms.HiddenInput)

    def __init__(
        self, *args: Any, papers: Mapping[int, str], remarks: Mapping[int, str] | None = None, **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.remarks = dict(remarks or {})
        self.papers = {**papers, photos.OTHER: OTHER_PAPERS}
        for pk, name in self.papers.items():
            self.fields[f"photos-{pk}"] = PhotosField(
                label=name,
                required=False,
                widget=ManyFiles(attrs={"accept": photos.ACCEPTED, "class": "form-control"}),
            )
            self.fields[f"drop-{pk}"] = forms.BooleanField(label="Bỏ những ảnh này", required=False)

    def lines(self, remarks: Mapping[int, str] | None = None) -> list[PaperLine]:
        waiting = photos.waiting(self.known_key) if self.known_key else {}
        return [
            PaperLine(
                name,
                self[f"photos-{pk}"],
                self[f"drop-{pk}"],
                waiting.get(pk, 0),
                (remarks or {}).get(pk, ""),
            )
            for pk, name in self.papers.items()
        ]

    @property
    def known_key(self) -> uuid.UUID | None:
        return CODES.form_key(str(self["key"].value() or ""))

    @property
    def form_key(self) -> uuid.UUID:
        key = self.known_key
        assert key is not None, "a valid form has its key"
        return key

    def clean_key(self) -> str:
        signed: str = self.cleaned_data["key"]
        if CODES.form_key(signed) is None:
            raise forms.ValidationError(OLD)
        return signed

    def is_whole(self, *, by: User | None = None) -> bool:
        """Valid, with all its photos kept. They are kept whatever else is wrong, but for a form that is not
        ours; one that was open for too long gets a key with which it can be sent again."""
        is_valid = self.is_valid()
        if "key" not in self.errors:
            return self._keep_photos(by) and is_valid
        if self.known_key is None:
            sent = QueryDict(mutable=True)
            sent.update(self.data)
            sent["key"] = CODES.new_form()
            self.data = sent
        return False

    def _keep_photos(self, by: User | None) -> bool:
        key, at, is_whole = self.form_key, timezone.now(), True
        for pk in self.papers:
            if self.cleaned_data.get(f"drop-{pk}"):
                photos.take_away(key, pk)
            files: Sequence[UploadedFile] = self.cleaned_data.get(f"photos-{pk}") or []
            if not files:
                continue
            try:
                photos.put_aside(key, pk, photos.looked_at(files), at=at, by=by)
            except DomainError as error:
                self.add_error(f"photos-{pk}", error.message)
                is_whole = False
        return is_whole


class AdvanceForm(PhotosForm):
    """Nhờ xem giấy tờ trước khi đến."""

    name = LineField(label="Họ và tên", max_length=100)
    phone = LineField(
        label="Số điện thoại", max_length=30, help_text="Số di động thì nhận được tin nhắn báo kết quả xem."
    )
    email = forms.EmailField(label="Thư điện tử (không bắt buộc)", required=False, max_length=254)
    wish = TextField(
        label="Bạn muốn làm gì?",
        max_length=3000,
        min_length=5,
        help_text="Kể bằng lời của bạn: chuyển nhượng, tặng cho ai, thửa đất nào. Không cần ghi số căn cước.",
        widget=forms.Textarea(attrs={"rows": 4}),
    )
    agrees = forms.BooleanField(
        label="Tôi đồng ý", error_messages={"required": "Đánh dấu đồng ý thì mới xem giấy tờ trước được."}
    )

    field_order = ("key", "name", "phone", "email", "wish", "agrees")

    def __init__(self, *args: Any, unit: Unit, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.kept_days = Office.of(unit).advance_kept_days
        self.fields["phone"].widget.attrs |= {"inputmode": "tel", "autocomplete": "tel"}
        self.fields["name"].widget.attrs["autocomplete"] = "name"
        self.fields["agrees"].help_text = (
            f"{unit.name} xem ảnh giấy tờ và gọi số điện thoại này để hỗ trợ thủ tục; ảnh chỉ "
            f"người làm việc này xem, xóa sau {self.kept_days} ngày kể từ khi xong việc."
        )

    def clean_phone(self) -> str:
        phone = phones.plain(self.cleaned_data["phone"])
        if not (phones.MOBILE.fullmatch(phone) or phones.LANDLINE.fullmatch(phone)):
            raise forms.ValidationError("Số điện thoại chưa đúng. Gõ 10 số, ví dụ 0912345678.")
        return phone

    @property
    def words(self) -> Words:
        return Words(**{name: self.cleaned_data[name] for name in ("name", "phone", "email", "wish")})


class PublicAdvanceForm(AdvanceForm):
    """Of somebody nobody knows: `website` stays empty but for machines, and nobody types so fast."""

    website = forms.CharField(
        label="Để trống ô này",
        required=False,
        widget=forms.TextInput(attrs={"tabindex": "-1", "autocomplete": "off"}),
    )

    def clean_website(self) -> str:
        if self.cleaned_data["website"]:
            raise forms.ValidationError("Xóa chữ trong ô này rồi bấm nút gửi lần nữa.")
        return ""

    def clean_key(self) -> str:
        signed = super().clean_key()
        if not CODES.is_older(signed, QUICKEST):
            raise forms.ValidationError(QUICK)
        return signed


class PhoneAdvanceForm(AdvanceForm):
    """Người dân gọi điện: the officer writes it down, and says aloud what is agreed to."""

    def __init__(self, *args: Any, unit: Unit, **kwargs: Any) -> None:
        super().__init__(*args, unit=unit, **kwargs)
        self.fields["phone"].help_text = "Gõ lại cho người gọi nghe; bốn số cuối là để xem tiến độ."
        self.fields["wish"].label = "Người dân muốn làm gì"
        self.fields["wish"].help_text = "Ghi lời người gọi: việc gì, với ai, thửa đất nào."
        self.fields["agrees"].label = "Đã nói rõ và người gọi đồng ý"
        self.fields["agrees"].help_text = (
            f"{unit.name} giữ số điện thoại, ảnh giấy tờ để hỗ trợ thủ tục, "
            f"xóa sau {self.kept_days} ngày kể từ khi xong việc"
        )


class FollowForm(forms.Form):
    code = LineField(
        label="Mã hỗ trợ",
        max_length=40,
        help_text="Có trong tin nhắn, ví dụ K7QM-2XHA-9RTB.",
        widget=forms.TextInput(
            attrs={"autocomplete": "off", "autocapitalize": "characters", "spellcheck": "false"}
        ),
    )
    digits = LineField(
        label="Bốn số cuối điện thoại",
        max_length=15,
        widget=forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "off"}),
    )

    def clean_digits(self) -> str:
        digits: str = self.cleaned_data["digits"].replace(" ", "")
        whole = phones.MOBILE.fullmatch(digits) or phones.LANDLINE.fullmatch(digits)
        if not whole and (len(digits) != DIGITS or not (digits.isascii() and digits.isdigit())):
            raise forms.ValidationError("Nhập đúng bốn chữ số.")
        return digits


class SupplementForm(PhotosForm):
    """Bổ sung theo yêu cầu."""

    words = TextField(
        label="Lời nhắn (không bắt buộc)", max_length=3000, required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
    )  # fmt: skip


class WrongForm(forms.Form):
    """Dự thảo có chỗ sai."""

    words = TextField(
        label="Chỗ nào sai, đúng ra là gì?", max_length=3000, min_length=3,
        widget=forms.Textarea(attrs={"rows": 4}),
    )  # fmt: skip
