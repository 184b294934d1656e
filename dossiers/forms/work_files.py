"""Lập hồ sơ công việc: what its pages ask for."""

import re
from typing import Any

from django import forms

from dossiers.documents.work_files import Paper, Words
from dossiers.forms.documents import PlainForm
from dossiers.models import WorkFile, WorkFileState
from portal.forms import LineField, PastDayField, TextField
from portal.models import User

RETENTIONS = ("Vĩnh viễn", "70 năm", "50 năm", "20 năm", "15 năm", "10 năm", "05 năm", "02 năm")
_REPORT = re.compile(r"/bao-cao/(?P<key>\d+)/")


class WorkFileForm(PlainForm):
    """Mở, sửa hồ sơ."""

    code = LineField(label="Số, ký hiệu hồ sơ", max_length=40, help_text="Ví dụ 05/VP.")
    title = LineField(label="Tiêu đề hồ sơ", max_length=500)
    retention = forms.ChoiceField(
        label="Thời hạn bảo quản", choices=[(one, one) for one in RETENTIONS], initial="10 năm"
    )
    fonds = LineField(label="Phông", max_length=200, required=False)

    def words(self) -> Words:
        return Words(**{name: self.cleaned_data[name] for name in Words.__dataclass_fields__})


class WorkPaperForm(PlainForm):
    """Tài liệu khác, ghi tay."""

    words = LineField(label="Tên loại và trích yếu", max_length=600)
    symbol = LineField(label="Số, ký hiệu", max_length=60, required=False)
    dated_on = PastDayField(label="Ngày tháng", required=False)
    author = LineField(label="Tác giả", max_length=200, required=False)
    sheets = forms.IntegerField(label="Số tờ", min_value=0, max_value=5000, initial=1)

    def paper(self) -> Paper:
        return Paper(**{name: self.cleaned_data[name] for name in Paper.__dataclass_fields__})


class WorkReportForm(PlainForm):
    """Báo cáo của cổng, by the address of its page."""

    address = LineField(
        label="Đường dẫn trang báo cáo", max_length=300, help_text="Chép từ ô địa chỉ, ví dụ /bao-cao/12/."
    )

    def clean_address(self) -> str:
        found = _REPORT.search(self.cleaned_data["address"])
        if found is None:
            raise forms.ValidationError("Đây không phải đường dẫn trang một báo cáo.")
        return found["key"]


class ReopenForm(PlainForm):
    reason = TextField(label="Lý do mở lại", max_length=300, widget=forms.Textarea(attrs={"rows": 3}))


class HandOverForm(PlainForm):
    """Nộp lưu: where it will stand."""

    fonds = LineField(label="Phông", max_length=200)
    box = LineField(label="Hộp số", max_length=20)
    cover = LineField(label="Hồ sơ số", max_length=20)


class IntoFileForm(PlainForm):
    """Đưa văn bản vào một hồ sơ đang mở."""

    def __init__(self, *args: Any, user: User, unit: int, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        files = WorkFile.objects.visible_to(user).filter(unit=unit, state=WorkFileState.OPEN)
        self.fields["work_file"] = forms.ModelChoiceField(
            files, label="Hồ sơ công việc", empty_label="Chọn hồ sơ đang mở"
        )
        self.fields["work_file"].label_from_instance = lambda one: f"{one.code}/{one.year}: {one.title}"  # type: ignore[attr-defined]
