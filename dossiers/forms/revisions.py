"""Soạn một lần công bố: the decision, the texts, and papers, fees and steps as rows."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import time
from typing import Any

from django import forms

from dossiers.models import FeeKind, Field, ProcedureRevision, ServiceLevel, TimeUnit
from dossiers.models.revision import ReviewOutcome, RevisionKind
from dossiers.revisions.content import Content
from portal.forms import DayField, LineField, PastDayField
from portal.text import one_line

SPARE = 2
"""Empty rows to write in."""
_MOST_ROWS = 200


class LinesField(forms.CharField):
    """A list of texts, one a line."""

    widget = forms.Textarea(attrs={"rows": 4})

    def to_python(self, value: Any) -> list[str]:  # type: ignore[override]
        lines = (one_line(line) for line in (super().to_python(value) or "").splitlines())
        return [line for line in lines if line]

    def prepare_value(self, value: Any) -> Any:
        return "\n".join(value) if isinstance(value, list) else value

    def run_validators(self, value: Any) -> None:
        return


class DecisionForm(forms.Form):
    """Quyết định công bố; `version` is what was opened."""

    version = forms.IntegerField(widget=forms.HiddenInput)
    decision_number = LineField(label="Số quyết định", max_length=60, required=False)
    decision_on = DayField(label="Ngày quyết định", required=False)
    effective_on = DayField(
        label="Có hiệu lực từ", required=False, help_text="Đến ngày này trang thủ tục tự đổi."
    )
    field_order = ("version", "decision_number", "decision_on", "effective_on")


class SuccessorForm(forms.Form):
    successor_code = LineField(
        label="Mã thủ tục thay thế", max_length=20, required=False,
        help_text="Người quét mã niêm yết cũ được đưa đến thủ tục này.",
    )  # fmt: skip


class TextsForm(forms.Form):
    name = LineField(label="Tên thủ tục", max_length=500)
    service_level = forms.ChoiceField(label="Mức độ dịch vụ công", choices=ServiceLevel.choices)
    time_value = forms.IntegerField(label="Thời hạn", required=False, min_value=1, max_value=9_999)
    time_unit = forms.ChoiceField(
        label="Đơn vị tính", choices=[("", "không quy định"), *TimeUnit.choices], required=False
    )
    same_day_if_before = forms.TimeField(
        label="Trả trong ngày nếu nhận trước", required=False,
        widget=forms.TimeInput(format="%H:%M", attrs={"placeholder": "15:00"}),
        error_messages={"invalid": "Gõ giờ theo dạng 15:00."},
    )  # fmt: skip
    authority = LineField(label="Cơ quan thực hiện", max_length=300, required=False)
    result = LineField(label="Kết quả", max_length=500, required=False)
    subjects = LinesField(label="Đối tượng thực hiện", required=False, help_text="Mỗi dòng một ý.")
    conditions = LinesField(label="Yêu cầu, điều kiện", required=False, help_text="Mỗi dòng một ý.")
    legal_basis = LinesField(label="Căn cứ pháp lý", required=False, help_text="Mỗi dòng một văn bản.")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["field"] = forms.ChoiceField(
            label="Lĩnh vực", choices=[("", "Chọn lĩnh vực"), *Field.objects.values_list("code", "name")]
        )
        self.order_fields(["name", "field"])

    def clean(self) -> dict[str, Any]:
        values = super().clean() or {}
        if {"time_value", "time_unit"} <= values.keys() and bool(values["time_value"]) != bool(
            values["time_unit"]
        ):
            self.add_error(
                "time_unit" if values["time_value"] else "time_value",
                "Thời hạn phải có cả số và đơn vị tính; không quy định thì để trống cả hai.",
            )
        return values

    def clean_same_day_if_before(self) -> str:
        before: time | None = self.cleaned_data["same_day_if_before"]
        return before.strftime("%H:%M") if before else ""


class _Row(forms.Form):
    """A row of a table: its fields are named by the heading of their column."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for shown in self.fields.values():
            shown.widget.attrs["class"] = "form-select" if hasattr(shown, "choices") else "form-control"
            shown.widget.attrs["aria-label"] = shown.label


class PaperRow(_Row):
    name = LineField(label="Tên giấy tờ", max_length=600, required=False)
    originals = forms.IntegerField(label="Bản chính", required=False, min_value=0, max_value=99)
    copies = forms.IntegerField(label="Bản sao", required=False, min_value=0, max_value=99)
    form = LineField(label="Mẫu", max_length=300, required=False)
    required = forms.ChoiceField(label="Bắt buộc", choices=[("yes", "có"), ("no", "khi cần")])

    @property
    def row(self) -> Content | None:
        data = self.cleaned_data
        if not data.get("name"):
            return None
        counts = {key: data[key] or 0 for key in ("originals", "copies")}
        return {"name": data["name"], **counts, "form": data["form"], "required": data["required"] == "yes"}


class FeeRow(_Row):
    kind = forms.ChoiceField(label="Loại", choices=FeeKind.choices)
    amount = forms.IntegerField(
        label="Mức thu (đồng)", required=False, min_value=0, max_value=2_000_000_000, localize=True
    )
    note = LineField(label="Trường hợp, ghi chú", max_length=500, required=False)

    @property
    def row(self) -> Content | None:
        data = self.cleaned_data
        if data.get("amount") is None and not data.get("note"):
            return None
        return {"kind": data["kind"], "amount": data["amount"], "note": data["note"]}


class StepRow(_Row):
    text = LineField(label="Bước", required=False, max_length=4_000, widget=forms.Textarea(attrs={"rows": 2}))

    @property
    def row(self) -> Content | None:
        return self.cleaned_data if self.cleaned_data.get("text") else None


_ROWS = {"giay-to": PaperRow, "phi": FeeRow, "buoc": StepRow}
_TITLES = {
    "giay-to": ("Thành phần hồ sơ", "Thêm dòng giấy tờ"),
    "phi": ("Phí, lệ phí", "Thêm dòng phí"),
    "buoc": ("Trình tự thực hiện", "Thêm bước"),
}


@dataclass(frozen=True)
class TablePart:
    """One table of the page, folded unless there is something to do in it."""

    key: str
    title: str
    add: str
    table: Any
    count: int
    is_open: bool


class RevisionEdit:
    """The whole page: the decision, and for a procedure that lives on its texts and rows."""

    def __init__(self, data: Any, *, revision: ProcedureRevision, grown: str = "") -> None:
        content = revision.content
        self._grown = grown
        names = ("version", "decision_number", "decision_on", "effective_on")
        self.decision = DecisionForm(data, initial={name: getattr(revision, name) for name in names})
        self.successor = (
            SuccessorForm(data, initial={"successor_code": revision.successor_code})
            if revision.kind == RevisionKind.REPLACED
            else None
        )
        self._revision = revision
        self.texts: TextsForm | None = None
        self.tables: dict[str, Any] = {}
        if not revision.ends_it:
            self.texts = TextsForm(data, initial=content)
            rows: dict[str, Sequence[Content]] = {
                "giay-to": [
                    {**row, "required": "yes" if row["required"] else "no"} for row in content["components"]
                ],
                "phi": content["fees"],
                "buoc": [{"text": text} for text in content["steps"]],
            }
            self.tables = {key: _table(key, data, rows[key]) for key in _ROWS}

    @property
    def forms(self) -> list[Any]:
        return [one for one in (self.decision, self.successor, self.texts) if one is not None]

    @property
    def opens_texts(self) -> bool:
        """Folded, so that a phone shows all parts at once; open where something is new or wrong."""
        return self.texts is not None and (bool(self.texts.errors) or not self._revision.content["name"])

    @property
    def parts(self) -> list[TablePart]:
        return [
            TablePart(
                key,
                *_TITLES[key],
                table,
                count=sum(bool(form.initial) for form in table),
                is_open=key == self._grown or any(form.errors for form in table),
            )
            for key, table in self.tables.items()
        ]

    def is_valid(self) -> bool:
        """Every part is looked at, so that all that is wrong is told at once."""
        found = [one.is_valid() for one in (*self.forms, *self.tables.values())]
        return all(found)

    def content(self) -> Content:
        if self.texts is None:
            return dict(self._revision.content)
        papers, fees, steps = (
            [form.row for form in self.tables[key] if form.row is not None] for key in _ROWS
        )
        return {
            **self.texts.cleaned_data,
            "components": papers,
            "fees": fees,
            "steps": [step["text"] for step in steps],
        }

    def values(self) -> dict[str, Any]:
        """What `keeping.save` takes."""
        decision = {
            name: self.decision.cleaned_data[name]
            for name in ("decision_number", "decision_on", "effective_on")
        }
        successor = self.successor.cleaned_data if self.successor else {}
        return {**decision, **successor, "content": self.content()}


def with_more_rows(data: Any, key: str) -> Any:
    """What was typed, with empty rows added to one table."""
    grown = data.copy()
    total = f"{key}-TOTAL_FORMS"
    if key in _ROWS and str(grown.get(total, "")).isdecimal():
        grown[total] = str(min(int(grown[total]) + SPARE, _MOST_ROWS))
    return grown


def _table(key: str, data: Any, rows: Sequence[Content]) -> Any:
    made = forms.formset_factory(_ROWS[key], extra=SPARE, max_num=_MOST_ROWS, absolute_max=_MOST_ROWS)
    return made(data, initial=rows, prefix=key)


class BeginForm(forms.Form):
    """Which procedure, and what a decision does to it."""

    code = LineField(label="Mã thủ tục", max_length=20)
    kind = forms.ChoiceField(
        label="Loại",
        choices=[(kind.value, kind.label) for kind in RevisionKind if kind != RevisionKind.FIRST],
    )

    def clean_code(self) -> str:
        code: str = self.cleaned_data["code"]
        if not all(sign.isascii() and (sign.isalnum() or sign in ".-") for sign in code):
            raise forms.ValidationError("Mã chỉ gồm chữ không dấu, số, dấu chấm và gạch nối, ví dụ 1.001193.")
        return code


class CatalogueFileForm(forms.Form):
    """The file of a decision."""

    decision_number = LineField(label="Số quyết định", max_length=60)
    decision_on = DayField(label="Ngày quyết định")
    effective_on = DayField(label="Có hiệu lực từ")
    file = forms.FileField(
        label="Tệp danh mục",
        help_text="Tệp .xlsx theo bảng mẫu, hoặc .json. Xem trước từng thay đổi rồi mới ghi.",
        widget=forms.FileInput(attrs={"accept": ".xlsx,.json"}),
        error_messages={"required": "Chọn một tệp.", "empty": "Tệp rỗng.", "missing": "Chọn một tệp."},
    )

    def clean(self) -> dict[str, Any]:
        values = super().clean() or {}
        decided, effective = values.get("decision_on"), values.get("effective_on")
        if decided and effective and effective < decided:
            self.add_error("effective_on", "Ngày có hiệu lực không được trước ngày quyết định.")
        return values


class ReviewForm(forms.Form):
    reviewed_on = PastDayField(label="Ngày rà soát")
    outcome = forms.ChoiceField(label="Kết quả", choices=ReviewOutcome.choices)
    note = LineField(label="Ghi chú", max_length=500, required=False)
