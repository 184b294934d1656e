"""Phiếu viết sáng kiến: the texts and the rows of tables, all of which may still have gaps."""

from collections.abc import Mapping, Sequence
from datetime import date
from decimal import Decimal
from typing import Any

from django import forms
from django.forms.formsets import BaseFormSet

from initiatives import sight
from initiatives.drafts import ROWS, TEXTS, Content
from initiatives.models import Initiative
from initiatives.models.initiative import LONGEST
from initiatives.status import Domain
from portal.formats import decimal_in_prose
from portal.forms import DayField, LineField, TextField
from portal.models import User

SPARE = 2
MOST_ROWS = 30


def _text(label: str, rows: int, hint: str = "") -> TextField:
    return TextField(
        label=label, required=False, max_length=LONGEST, help_text=hint, widget=forms.Textarea({"rows": rows})
    )


class DraftForm(forms.Form):
    """The texts. Nothing is required: a draft is kept as it is, `readiness` says what is missing."""

    title = LineField(
        label="Tên sáng kiến", required=False, max_length=400,
        help_text="Thể hiện bản chất của giải pháp, ví dụ “Trực tiếp hỗ trợ công dân nộp hồ sơ trực tuyến”.",
    )  # fmt: skip
    field = forms.ChoiceField(label="Lĩnh vực áp dụng", choices=Domain)
    first_applied_on = DayField(
        label="Ngày áp dụng lần đầu hoặc áp dụng thử", required=False, help_text="Ghi ngày nào sớm hơn."
    )
    investor = LineField(
        label="Chủ đầu tư tạo ra sáng kiến", required=False, max_length=300,
        help_text="Để trống nếu tác giả tự làm.",
    )  # fmt: skip
    problem = _text("Vấn đề mà sáng kiến giải quyết", 3)
    reason = _text("1. Lý do chọn đề tài, sáng kiến", 8, "Mỗi đoạn một dòng; dòng bắt đầu bằng “-” là một ý.")
    situation = _text("2. Thực trạng của vấn đề cần nghiên cứu", 8, "Có số liệu và kỳ của số liệu.")
    solution_heading = LineField(
        label="Tên phần 3", required=False, max_length=300,
        help_text="Để trống thì in “Giải pháp”. Ví dụ: Giải pháp nâng cao chất lượng nộp hồ sơ trực tuyến.",
    )  # fmt: skip
    solution = _text(
        "3. Giải pháp", 12, "Các bước thực hiện, điểm mới, nhược điểm của cách làm cũ và cách khắc phục."
    )
    applicability = _text("Khả năng áp dụng", 4, "Đã áp dụng ở đâu, lợi ích; nơi nào khác dùng được.")
    effect_money = _text("Chi phí về tiền", 3)
    effect_time = _text("Chi phí về thời gian", 3)
    effect_people = _text("Chi phí về nhân lực", 3)
    effect_other = _text("Hiệu quả khác", 3, "Về xã hội, chỉ số cải cách hành chính, môi trường.")
    opinions = _text("Ý kiến của tổ chức, cá nhân đã tham gia áp dụng (nếu có)", 3)
    conclusion = _text("4. Kết luận", 5)
    conditions = _text("Các điều kiện cần thiết để áp dụng", 3)
    confidential = _text(
        "Những thông tin cần được bảo mật (nếu có)",
        2,
        "Không ghi bí mật nhà nước: văn bản mật không đưa vào.",
    )


class PersonForm(forms.Form):
    """A row without a name is left out."""

    name = LineField(label="Họ và tên", required=False, max_length=100)
    birth_on = DayField(label="Ngày sinh", required=False)
    post = LineField(label="Chức danh", required=False, max_length=150)
    workplace = LineField(label="Nơi công tác", required=False, max_length=200)
    qualification = LineField(label="Trình độ chuyên môn", required=False, max_length=150)

    @property
    def row(self) -> dict[str, Any] | None:
        data = self.cleaned_data
        return dict(data) if data.get("name") else None


class AuthorForm(PersonForm):
    """One author; a colleague chosen from the list can write too, and need not be typed."""

    user_id = forms.TypedChoiceField(label="Tài khoản", required=False, coerce=int, empty_value=None)
    share = forms.DecimalField(
        label="Đóng góp (%)", required=False, min_value=0, max_value=100, max_digits=5, decimal_places=2,
        localize=True,
    )  # fmt: skip

    def __init__(self, *args: Any, people: Mapping[int, User], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.people = people
        chosen: Any = self.fields["user_id"]
        chosen.choices = [("", "không có tài khoản ở đây")] + [
            (str(pk), f"{one.full_name}, {one.position}" if one.position else one.full_name)
            for pk, one in people.items()
        ]
        self.order_fields(["user_id", "name", "birth_on", "post", "workplace", "qualification", "share"])

    def clean(self) -> dict[str, Any]:
        data: dict[str, Any] = super().clean() or self.cleaned_data
        if (user := self.people.get(data.get("user_id") or 0)) is not None:
            data["name"] = data.get("name") or user.full_name
            data["post"] = data.get("post") or user.position
            data["workplace"] = data.get("workplace") or (sight.workplace_of(user.unit) if user.unit else "")
        elif not data.get("name") and (data.get("share") or data.get("post")):
            self.add_error("name", "Ghi họ và tên, hoặc xóa trắng cả dòng.")
        return data


class ParticipantForm(PersonForm):
    work = LineField(label="Nội dung công việc hỗ trợ", required=False, max_length=300)


class EffectForm(forms.Form):
    """A row that does not say what is measured is left out."""

    what = LineField(label="Chỉ số đo", required=False, max_length=200)
    measure = LineField(label="Đơn vị tính", required=False, max_length=40)
    baseline = forms.DecimalField(
        label="Trước", required=False, max_digits=16, decimal_places=2, localize=True
    )
    result = forms.DecimalField(label="Sau", required=False, max_digits=16, decimal_places=2, localize=True)
    period = LineField(label="Kỳ đo", required=False, max_length=120)
    source = LineField(label="Nguồn số liệu", required=False, max_length=200)

    def clean(self) -> dict[str, Any]:
        data: dict[str, Any] = super().clean() or self.cleaned_data
        if not data.get("what") and (data.get("baseline") is not None or data.get("result") is not None):
            self.add_error("what", "Ghi tên chỉ số đo, hoặc xóa trắng cả dòng.")
        return data

    @property
    def row(self) -> dict[str, Any] | None:
        data = self.cleaned_data
        return dict(data) if data.get("what") else None


_FORMS: dict[str, type[forms.Form]] = {
    "authors": AuthorForm, "effects": EffectForm, "participants": ParticipantForm,
}  # fmt: skip
_SETS = {
    group: forms.formset_factory(form, extra=0, max_num=MOST_ROWS, validate_max=True)
    for group, form in _FORMS.items()
}


class Sheet:
    """The whole form: the texts and the three tables, bound to what was typed or to what is stored."""

    def __init__(self, data: Mapping[str, Any], *, initiative: Initiative, user: User) -> None:
        self.texts = DraftForm(data)
        people = colleagues(initiative, user)
        self.groups: dict[str, BaseFormSet[Any]] = {
            group: made(data, prefix=group, form_kwargs={"people": people} if group == "authors" else {})
            for group, made in _SETS.items()
        }
        self.group_notes = dict.fromkeys(ROWS, "")

    @property
    def is_valid(self) -> bool:
        return self.texts.is_valid() and all(group.is_valid() for group in self.groups.values())

    @property
    def content(self) -> Content:
        """What can be kept of it: the parts without a mistake."""
        content: Content = {
            name: self.texts.cleaned_data[name] for name in TEXTS if name not in self.texts.errors
        }
        for name, group in self.groups.items():
            if group.is_valid():
                content[name] = [row for form in group if (row := form.row) is not None]
        return content

    def say(self, notes: Mapping[str, str]) -> None:
        """Beside each part what is wrong with it or missing."""
        for name, words in notes.items():
            if name in self.texts.fields:
                self.texts.add_error(name, words)
            else:
                self.group_notes[name] = words

    @property
    def noted_groups(self) -> list[tuple[str, str, str]]:
        """The groups of rows that miss something or have a mistake, as the summary on top names them."""
        unread = [name for name, group in self.groups.items() if not group.is_valid()]
        notes = self.group_notes | dict.fromkeys(unread, "có ô chưa đọc được, sửa bên dưới.")
        return [(name, LABELS[name], words) for name, words in notes.items() if words]

    def label_of(self, name: str) -> str:
        return LABELS[name] if name in LABELS else str(self.texts.fields[name].label)


LABELS = {
    "authors": "Tác giả và tỷ lệ đóng góp",
    "effects": "Hiệu quả đo được",
    "participants": "Người tham gia áp dụng lần đầu",
}


def colleagues(initiative: Initiative, user: User) -> dict[int, User]:
    """Who can be named with an account: the people of the unit and its offices, and who is named by now."""
    units = sight.around(user.tree, [initiative.unit_id])
    named = initiative.authors.exclude(user=None).values("user")
    found = User.objects.filter(unit__in=units, is_active=True) | User.objects.filter(pk__in=named)
    return {one.pk: one for one in found.distinct().select_related("unit").order_by("full_name", "pk")}


def as_data(content: Content) -> dict[str, str]:
    """What is stored as a browser would send it, with spare rows."""
    data = {name: typed(content[name]) for name in TEXTS}
    for group in ROWS:
        rows: Sequence[Mapping[str, Any]] = content[group]
        count = min(len(rows) + SPARE, MOST_ROWS)
        data[f"{group}-TOTAL_FORMS"], data[f"{group}-INITIAL_FORMS"] = str(count), "0"
        for number, row in enumerate(rows):
            for column, value in row.items():
                data[f"{group}-{number}-{column}"] = typed(value)
    return data


def typed(value: Any) -> str:
    """A stored value as somebody would type it."""
    match value:
        case None:
            return ""
        case Decimal():
            return decimal_in_prose(value)
        case date():
            return f"{value:%d/%m/%Y}"
    return str(value)
