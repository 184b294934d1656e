"""Phiếu của việc nhân rộng: the round, the answer for an initiative, the superior's words, earlier ones."""

from datetime import date
from typing import Any

from crispy_forms.helper import FormHelper
from crispy_forms.layout import Div, Layout
from django import forms

from initiatives.models import Adoption, Initiative, ReplicationRound, RoundInitiative
from initiatives.models.replication import LONGEST
from initiatives.replication import rounds
from initiatives.status import Feature
from portal.forms import DayField, LineField, PastDayField, TextField
from portal.models import Unit, User

_TOKENS = "Số liệu từ hồ sơ viết bằng mã: [received] hồ sơ tiếp nhận, [online%] tỷ lệ trực tuyến."


def _text(label: str, hint: str = "", rows: int = 4) -> TextField:
    return TextField(
        label=label, required=False, max_length=LONGEST, help_text=hint, widget=forms.Textarea({"rows": rows})
    )


class _Sheet(forms.Form):
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.helper = FormHelper()
        self.helper.form_tag = False


class RoundForm(_Sheet):
    """`cleaned_data` is what `rounds.draft` takes."""

    unit = forms.ModelChoiceField(Unit.objects.none(), label="Đơn vị giao", empty_label=None)
    document = LineField(label="Số, ký hiệu công văn", max_length=60, help_text="Ví dụ: 1508/UBND-NV.")
    document_on = PastDayField(label="Ngày công văn")
    year = forms.IntegerField(label="Năm áp dụng", min_value=2000, max_value=2199)
    due_on = DayField(label="Hạn trả lời", help_text="Hết ngày này chưa nộp là trễ.")
    note = TextField(
        label="Yêu cầu", required=False, max_length=3000, widget=forms.Textarea({"rows": 3}),
        help_text="Đơn vị được giao đọc được.",
    )  # fmt: skip
    initiatives = forms.ModelMultipleChoiceField(
        Initiative.objects.none(), label="Sáng kiến được chọn", widget=forms.CheckboxSelectMultiple,
        error_messages={"required": "Chọn ít nhất một sáng kiến đã được công nhận."},
    )  # fmt: skip
    all_communes = forms.BooleanField(
        label="Giao cho mọi đơn vị cấp xã có hiệu lực vào ngày công văn", required=False, initial=True
    )
    units = forms.ModelMultipleChoiceField(
        Unit.objects.none(), label="Hoặc chọn từng đơn vị", required=False,
        widget=forms.SelectMultiple({"size": 8}),
    )  # fmt: skip

    def __init__(self, *args: Any, user: User, made: ReplicationRound | None = None, **kwargs: Any) -> None:
        self.user, self.made = user, made
        super().__init__(*args, **kwargs)
        fields: Any = self.fields
        asking = [made.unit] if made else rounds.asking_units(user)
        fields["unit"].queryset = Unit.objects.filter(pk__in=[one.pk for one in asking])
        fields["initiatives"].queryset = (
            Initiative.objects.visible_to(user).recognised().order_by("-decided_on", "number", "pk")
        )
        fields["initiatives"].label_from_instance = lambda one: f"{one.title} ({one.code})"
        below = user.tree.scope(*(one.pk for one in asking)) - {one.pk for one in asking}
        fields["units"].queryset = Unit.objects.filter(pk__in=below).exclude(kind="hamlet").order_by("code")
        fields["units"].label_from_instance = lambda one: one.label

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        day, due = data.get("document_on"), data.get("due_on")
        if day and due and due < day:
            self.add_error("due_on", f"Hạn trả lời trước ngày công văn {day:%d/%m/%Y}.")
        if day and (unit := data.get("unit")):
            data["units"] = self._asked(unit, day, data)
        data.pop("all_communes", None)
        if self.made is not None:
            data.pop("unit", None)
        return data

    def _asked(self, unit: Unit, day: date, data: dict[str, Any]) -> list[Unit]:
        below = rounds.units_below(unit, self.user.tree, on=day)
        if data.get("all_communes"):
            asked = [one for one in below if one.kind == "commune"]
        else:
            asked = list(data.get("units") or [])
        if not asked:
            self.add_error("units", f"Chọn đơn vị thuộc {unit.name} vào ngày {day:%d/%m/%Y}.")
        for one in asked:
            if one not in below:
                self.add_error("units", f"{one.label} không thuộc {unit.name} vào ngày {day:%d/%m/%Y}.")
        return asked


class AnswerForm(_Sheet):
    """Trả lời về một sáng kiến; `cleaned_data` is what `answering.answer` takes."""

    is_applied = forms.TypedChoiceField(
        label="Đơn vị có áp dụng sáng kiến này không?", widget=forms.RadioSelect,
        coerce=lambda word: word == "co",
        choices=[("co", "Có áp dụng"), ("khong", "Không, hoặc chưa áp dụng")],
        error_messages={"required": "Chọn có hoặc không."},
    )  # fmt: skip
    why_not = _text("Nếu không: lý do", rows=2)
    since = PastDayField(label="Áp dụng từ ngày", required=False)
    done = _text("Đã làm những gì", f"Mỗi đoạn một dòng; dòng bắt đầu bằng “-” là một ý. {_TOKENS}", 7)
    results = _text(
        "Kết quả", "Tỷ lệ không gõ tay: dùng mã, hoặc ghi phần và tổng số ở “Số liệu đo được”.", 5
    )
    difficulties = _text("Khó khăn, vướng mắc", rows=3)
    money = _text("Tiết kiệm về tiền", rows=2)
    saved_dong = forms.IntegerField(
        label="Số tiền tiết kiệm (đồng), nếu tính được", required=False, min_value=0
    )
    time = _text("Tiết kiệm về thời gian", rows=2)
    saved_hours = forms.IntegerField(label="Số giờ tiết kiệm, nếu tính được", required=False, min_value=0)
    people = _text("Tiết kiệm về nhân lực", rows=2)
    saved_people = forms.IntegerField(label="Số người bớt được, nếu tính được", required=False, min_value=0)

    def __init__(self, *args: Any, adoption: Adoption, **kwargs: Any) -> None:
        stored = {name: getattr(adoption, name) for name in self.base_fields if name != "is_applied"}
        if adoption.is_applied is not None:
            stored["is_applied"] = "co" if adoption.is_applied else "khong"
        super().__init__(*args, initial=stored, **kwargs)

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        if data.get("is_applied") is False and not data.get("why_not"):
            self.add_error("why_not", "Chưa áp dụng thì ghi lý do.")
        if data.get("is_applied") and not data.get("since") and "since" not in self.errors:
            self.add_error("since", "Đã áp dụng thì ghi từ ngày nào.")
        return data


class DescribeForm(_Sheet):
    """Lời tổng hợp của cấp trên; an empty part is quoted from the registry."""

    situation = _text("a) Thực trạng", f"Để trống thì trích từ bản mô tả sáng kiến. {_TOKENS}", 6)
    content = _text("b) Nội dung", "Để trống thì trích từ bản mô tả sáng kiến.", 6)
    effect = _text("c) Hiệu quả mang lại", f"Số đơn vị áp dụng được tính sẵn. {_TOKENS}", 6)
    money = _text("Chi phí về tiền", rows=3)
    time = _text("Chi phí về thời gian", rows=3)
    people = _text("Chi phí về nhân lực", rows=3)

    def __init__(self, *args: Any, chosen: RoundInitiative, **kwargs: Any) -> None:
        super().__init__(*args, initial={name: getattr(chosen, name) for name in self.base_fields}, **kwargs)


class ReasonForm(_Sheet):
    reason = TextField(label="Lý do trả lại", max_length=3000, widget=forms.Textarea({"rows": 3}))


class FeatureForm(_Sheet):
    feature = forms.ChoiceField(
        label="Tính năng mang sáng kiến", required=False, choices=[("", "Không có"), *Feature.choices],
        help_text="Trang sáng kiến hiện số liệu của tính năng này.",
    )  # fmt: skip


class EarlierForm(_Sheet):
    """Sáng kiến đã được công nhận trước đây; `cleaned_data` is what `registering.register` takes."""

    title = LineField(label="Tên sáng kiến", max_length=400, help_text="Nguyên văn như quyết định.")
    author_name = LineField(label="Tác giả", max_length=100)
    author_post = LineField(
        label="Chức danh",
        max_length=150,
        help_text="Vào lúc công nhận, ví dụ: Công chức Văn phòng - Thống kê.",
    )
    author_workplace = LineField(label="Nơi công tác", max_length=200, help_text="Ví dụ: UBND xã Trung Nam.")
    unit = forms.ModelChoiceField(Unit.objects.none(), label="Đơn vị của tác giả", empty_label=None)
    deciding_unit = forms.ModelChoiceField(Unit.objects.none(), label="Nơi công nhận", empty_label=None)
    number = LineField(label="Quyết định số", max_length=60, help_text="Ví dụ: 4029/QĐ-UBND.")
    decided_on = PastDayField(label="Ngày quyết định")
    feature = forms.ChoiceField(
        label="Tính năng mang sáng kiến", required=False, choices=[("", "Không có"), *Feature.choices]
    )
    situation = _text("Thực trạng")
    solution = _text("Nội dung, giải pháp")
    effect_money = _text("Chi phí về tiền", rows=2)
    effect_time = _text("Chi phí về thời gian", rows=2)
    effect_people = _text("Chi phí về nhân lực", rows=2)

    def __init__(self, *args: Any, user: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        fields: Any = self.fields
        asking = [one.pk for one in rounds.asking_units(user)]
        fields["deciding_unit"].queryset = Unit.objects.filter(pk__in=asking)
        below = Unit.objects.filter(pk__in=user.tree.scope(*asking)).exclude(kind="hamlet").order_by("code")
        fields["unit"].queryset = below
        for name in ("unit", "deciding_unit"):
            fields[name].label_from_instance = lambda one: one.label
        self.helper.layout = Layout(
            "title", Div("author_name", "author_post", css_class="row"), "author_workplace", "unit",
            "deciding_unit", Div("number", "decided_on", css_class="row"), "feature",
            "situation", "solution", "effect_money", "effect_time", "effect_people",
        )  # fmt: skip

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        names = ("situation", "solution", "effect_money", "effect_time", "effect_people")
        data["texts"] = {name: data.pop(name, "") for name in names}
        parts = {name: data.pop(f"author_{name}", "") for name in ("name", "post", "workplace")}
        data["authors"] = [parts]
        return data
