"""Phiếu của giấy tờ: files to take in, what describes the paper, why a scan is taken out."""

from collections.abc import Sequence
from typing import Any

from crispy_forms.helper import FormHelper
from crispy_forms.layout import HTML, Layout
from django import forms
from django.core.files.uploadedfile import UploadedFile

from dossiers.models import DossierComponent, WhyNotDigitised
from portal.files import uploads
from portal.files.refusals import RefusedFile
from portal.files.uploads import Upload
from portal.forms import DayField, LineField

MOST_FILES = 40
"""Files in one go."""


class ManyFiles(forms.FileInput):
    allow_multiple_selected = True


class UploadsField(forms.FileField):
    """Several files, each looked at before anything is kept."""

    def __init__(self, *, most_pages: int = uploads.MAX_PAGES, **kwargs: Any) -> None:
        self._most_pages = most_pages
        super().__init__(error_messages={"required": "Chọn ít nhất một tệp."}, **kwargs)

    def clean(self, data: Any, initial: Any = None) -> list[Upload]:
        files: Sequence[UploadedFile] = data if isinstance(data, list | tuple) else [data] if data else []
        if not files:
            raise forms.ValidationError(self.error_messages["required"], code="required")
        if len(files) > MOST_FILES:
            raise forms.ValidationError(f"Mỗi lần chỉ nhận {MOST_FILES} tệp.")
        try:
            return uploads.look_at_files(list(files), most_pages=self._most_pages)
        except RefusedFile as refusal:
            raise forms.ValidationError(refusal.message) from refusal


class UploadForm(forms.Form):
    """Bản quét của một giấy tờ."""

    scans = UploadsField(
        label="Tệp quét hoặc ảnh chụp",
        help_text=f"PDF, JPEG, PNG; mỗi tệp đến {uploads.MAX_UPLOAD >> 20} MB, {uploads.MAX_PAGES} trang.",
        widget=ManyFiles(attrs={"accept": uploads.ACCEPTED}),
    )
    replace = forms.BooleanField(label="Thay bản đang dùng", required=False)

    def __init__(self, *args: Any, may_replace: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not may_replace:
            del self.fields["replace"]
        self.helper = FormHelper()
        self.helper.form_tag = False


class CaptureForm(forms.Form):
    """Ảnh từ điện thoại: the phone's camera opens at once."""

    scans = UploadsField(
        label="Ảnh giấy tờ",
        widget=ManyFiles(
            attrs={
                "accept": "image/jpeg,image/png,image/*",
                "capture": "environment",
                "class": "visually-hidden capture__file",
            }
        ),
    )


class DescribeForm(forms.Form):
    """Đặc tả giấy tờ."""

    must_digitise = forms.TypedChoiceField(
        label="Số hóa",
        choices=[("yes", "Phải số hóa"), ("no", "Không phải số hóa")],
        coerce=lambda value: value == "yes",
    )
    why_not = forms.ChoiceField(
        label="Lý do không phải số hóa", required=False,
        choices=[("", "Chọn lý do"), *WhyNotDigitised.choices], help_text="TT 01/2023/TT-VPCP, Điều 4.",
    )  # fmt: skip
    number = LineField(label="Số, ký hiệu", max_length=100, required=False)
    issuer = LineField(label="Cơ quan cấp", max_length=200, required=False)
    issued_on = DayField(label="Ngày cấp", required=False)
    expires_on = DayField(label="Có giá trị đến", required=False, help_text="Để trống: không thời hạn.")

    signer = LineField(label="Người ký", max_length=150, required=False)
    issued_at_place = LineField(label="Nơi cấp", max_length=200, required=False)
    type_code = LineField(
        label="Mã loại giấy tờ", max_length=20, required=False, help_text="Theo danh mục của tỉnh, nếu có."
    )
    holder_name = LineField(label="Người được cấp", max_length=150, required=False)
    holder_number = LineField(label="Số định danh của người được cấp", max_length=30, required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.helper = FormHelper()
        self.helper.form_tag = False
        more = ("signer", "issued_at_place", "type_code", "holder_name", "holder_number")
        usual = [name for name in self.fields if name not in more]
        self.helper.layout = Layout(
            *usual, HTML("<details><summary>Thêm: người ký, nơi cấp, người được cấp</summary>"), *more,
            HTML("</details>"),
        )  # fmt: skip

    @staticmethod
    def what_is_known(paper: DossierComponent) -> dict[str, Any]:
        reason = paper.why_not or (paper.filed_as if paper.filed_as in WhyNotDigitised else "")
        return {
            "must_digitise": "yes" if paper.must_digitise else "no",
            "why_not": "" if paper.must_digitise else reason,
            "number": paper.number,
            "issuer": paper.issuer,
            "issued_on": paper.issued_on,
            "expires_on": paper.expires_on,
            "signer": paper.signer,
            "issued_at_place": paper.issued_at_place,
            "type_code": paper.type_code,
            "holder_name": paper.holder_name or paper.dossier.owner_name,
            "holder_number": paper.holder_number or paper.dossier.owner_number,
        }


class RemoveForm(forms.Form):
    """Bỏ bản quét."""

    reason = LineField(label="Lý do bỏ", max_length=300)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.helper = FormHelper()
        self.helper.form_tag = False
