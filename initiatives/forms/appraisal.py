"""Phiếu của việc xét: councils, criteria, rounds, sheets of marks, decisions."""

from collections.abc import Mapping, Sequence
from decimal import Decimal
from fractions import Fraction
from typing import Any

from crispy_forms.helper import FormHelper
from django import forms
from django.forms.formsets import BaseFormSet

from initiatives.appraisal import rules
from initiatives.appraisal.examples import Line
from initiatives.models import (
    Candidate,
    Council,
    CouncilMember,
    CriteriaSet,
    Criterion,
    Initiative,
    MemberRole,
    Round,
    Seat,
)
from portal.formats import decimal_in_prose
from portal.forms import DayField, LineField, MomentField, PastDayField, TextField
from portal.models import Unit, User

SHARES = (Fraction(2, 3), Fraction(7, 10), Fraction(3, 4), Fraction(4, 5), Fraction(1))
STEPS = (("0.5", "0,5 điểm"), ("1", "1 điểm"))


class PlainForm(forms.Form):
    """Laid out by crispy inside the template's own <form>."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.helper = FormHelper()
        self.helper.form_tag = False


class CouncilForm(PlainForm):
    name = LineField(label="Tên hội đồng", max_length=200, initial="Hội đồng sáng kiến")
    decision_number = LineField(
        label="Số, ký hiệu quyết định thành lập", max_length=60, help_text="Ví dụ 15/QĐ-UBND."
    )
    decided_on = PastDayField(label="Ngày quyết định")
    share = forms.ChoiceField(
        label="Tỷ lệ thành viên phải đồng ý",
        choices=[(str(one), f"{one}" if one < 1 else "tất cả") for one in SHARES],
        help_text="Tính trên tổng số thành viên; luật đòi ít nhất 2/3, tỉnh có thể đặt cao hơn.",
    )

    def __init__(self, *args: Any, units: Sequence[Unit], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["unit"] = UnitField(units)
        self.order_fields(["unit", "name", "decision_number", "decided_on", "share"])

    def clean_share(self) -> Fraction:
        return Fraction(self.cleaned_data["share"])


class UnitField(forms.ModelChoiceField):
    """Đơn vị xét công nhận, where somebody keeps more than one."""

    def __init__(self, units: Sequence[Unit]) -> None:
        super().__init__(
            Unit.objects.filter(pk__in=[one.pk for one in units]),
            label="Đơn vị xét công nhận",
            empty_label=None,
            initial=units[0].pk if units else None,
        )


class MemberForm(PlainForm):
    role = forms.ChoiceField(label="Vai trò trong hội đồng", choices=MemberRole, initial=MemberRole.MEMBER)
    name = LineField(
        label="Họ và tên trong quyết định",
        max_length=100,
        required=False,
        help_text="Để trống: như tài khoản.",
    )
    post = LineField(label="Chức vụ", max_length=150, required=False, help_text="Để trống: như tài khoản.")
    is_union = forms.BooleanField(label="Đại diện Công đoàn", required=False)
    is_head = forms.BooleanField(label="Là người đứng đầu đơn vị", required=False)

    def __init__(self, *args: Any, council: Council, people: Sequence[User], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        known = {member.user_id for member in council.members.all()}
        self.fields["user"] = forms.ModelChoiceField(
            User.objects.filter(pk__in=[one.pk for one in people if one.pk not in known]).order_by(
                "full_name"
            ),
            label="Tài khoản",
            empty_label="Chọn người",
        )
        self.order_fields(["user", "role", "name", "post", "is_union", "is_head"])


class CriteriaForm(PlainForm):
    name = LineField(label="Tên bộ tiêu chí", max_length=200)
    source = LineField(label="Căn cứ", max_length=300, required=False, help_text="Văn bản của tỉnh, nếu có.")
    step = forms.TypedChoiceField(label="Bước điểm", choices=STEPS, coerce=Decimal)
    threshold = forms.DecimalField(
        label="Công nhận từ (điểm)", min_value=0, max_value=100, max_digits=5, decimal_places=2, localize=True
    )


class CriterionForm(forms.Form):
    """A row without a name is left out."""

    group = LineField(label="Nhóm", max_length=120, required=False)
    name = LineField(label="Tiêu chí", max_length=200, required=False)
    most = forms.DecimalField(
        label="Điểm tối đa", required=False, min_value=0, max_value=100, max_digits=5, decimal_places=2,
        localize=True,
    )  # fmt: skip
    least = forms.DecimalField(
        label="Điểm đạt", required=False, min_value=0, max_value=100, max_digits=5, decimal_places=2,
        localize=True,
    )  # fmt: skip
    is_disqualifying = forms.BooleanField(label="Dưới điểm đạt là loại", required=False)
    bands = TextField(
        label="Các mức", max_length=1000, required=False, widget=forms.Textarea({"rows": 2}),
        help_text="Gợi ý cho người chấm, mỗi mức một dòng.",
    )  # fmt: skip

    def clean(self) -> dict[str, Any]:
        data: dict[str, Any] = super().clean() or self.cleaned_data
        if data.get("name") and not data.get("most") and "most" not in self.errors:
            self.add_error("most", "Ghi điểm tối đa của tiêu chí này.")
        return data


class _CriterionRows(BaseFormSet):
    @property
    def lines(self) -> list[Line]:
        return [Line(**form.cleaned_data) for form in self.forms if form.cleaned_data.get("name")]


CriterionRows: Any = forms.formset_factory(CriterionForm, formset=_CriterionRows, extra=2, max_num=30)


def rows_of(criteria: CriteriaSet) -> list[dict[str, Any]]:
    columns = ("group", "name", "most", "least", "is_disqualifying", "bands")
    return list(Criterion.objects.filter(criteria=criteria).values(*columns))


class RoundForm(PlainForm):
    name = LineField(label="Tên đợt xét", max_length=200, help_text="Ví dụ: Đợt 1 năm 2026.")
    marks_due_on = DayField(label="Chấm điểm đến hết ngày")
    is_secret = forms.BooleanField(
        label="Bỏ phiếu kín", required=False, help_text="Chỉ giữ số phiếu, không giữ ai bỏ phiếu nào."
    )

    def __init__(self, *args: Any, council: Council, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["marked_by"] = forms.ModelChoiceField(
            CriteriaSet.objects.filter(unit=council.unit_id), label="Bộ tiêu chí", empty_label=None,
            help_text="Đã dùng thì không sửa được nữa.",
        )  # fmt: skip
        self.order_fields(["name", "marked_by", "marks_due_on", "is_secret"])


class _TitleField(forms.ModelMultipleChoiceField):
    def label_from_instance(self, obj: Initiative) -> str:
        return f"{obj.code}: {obj.title}"


class PutForm(PlainForm):
    state_money = forms.BooleanField(
        label="Tạo ra bằng kinh phí Nhà nước", required=False,
        help_text="Khi đó người đứng đầu là tác giả không được ngồi trong hội đồng (TT 18/2013, Điều 8).",
    )  # fmt: skip

    def __init__(self, *args: Any, waiting: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["initiatives"] = _TitleField(
            waiting, label="Sáng kiến đã chấp nhận đơn", widget=forms.CheckboxSelectMultiple
        )
        self.order_fields(["initiatives", "state_money"])


class MeetingForm(PlainForm):
    met_at = MomentField(label="Họp lúc")
    place = LineField(label="Địa điểm", max_length=200)
    conclusion = TextField(label="Kết luận của chủ trì", max_length=5000, required=False)

    def __init__(self, *args: Any, held: Round, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["present"] = forms.ModelMultipleChoiceField(
            CouncilMember.objects.filter(council=held.council_id),
            label="Thành viên có mặt",
            widget=forms.CheckboxSelectMultiple,
        )
        self.order_fields(["met_at", "place", "present", "conclusion"])


class ReasonForm(PlainForm):
    """A step of a round that is written down with its reason."""

    reason = TextField(label="Lý do", max_length=500)


class RefusalForm(PlainForm):
    reason = TextField(
        label="Lý do không công nhận", max_length=3000, help_text="Tác giả đọc được nguyên văn."
    )
    decided_on = PastDayField(label="Ngày văn bản trả lời")


class RevocationForm(PlainForm):
    number = LineField(label="Số, ký hiệu quyết định hủy bỏ", max_length=60)
    revoked_on = PastDayField(label="Ngày hủy bỏ")
    reason = TextField(label="Lý do hủy bỏ", max_length=3000)


class SheetForm(forms.Form):
    """Phiếu chấm: one number a criterion, its mistakes beside it."""

    def __init__(self, data: Any = None, *, candidate: Candidate, seat: Seat) -> None:
        super().__init__(data)
        for one in candidate.round.criteria.items.all():
            needed = f"; điểm đạt {decimal_in_prose(one.least)}" if one.least is not None else ""
            self.fields[f"m{one.pk}"] = forms.DecimalField(
                label=one.name, required=False, localize=True,
                help_text=f"Tối đa {decimal_in_prose(one.most)}{needed}.",
                initial=Decimal(seat.marks[str(one.pk)]) if str(one.pk) in seat.marks else None,
                widget=forms.TextInput({"inputmode": "decimal", "autocomplete": "off"}),
            )  # fmt: skip
        self.fields["remark"] = TextField(
            label="Nhận xét", max_length=3000, required=False, initial=seat.remark,
            widget=forms.Textarea({"rows": 4}),
        )  # fmt: skip
        self.rows = [
            (self[f"m{one.pk}"], one.group, one.bands) for one in candidate.round.criteria.items.all()
        ]

    @property
    def marks(self) -> dict[str, Decimal]:
        return {
            name[1:]: value
            for name, value in self.cleaned_data.items()
            if name != "remark" and value is not None
        }

    def say(self, mistakes: Mapping[str, str]) -> None:
        for key, words in mistakes.items():
            self.add_error(f"m{key}", words)


class DecisionForm(PlainForm):
    number = LineField(label="Số, ký hiệu", max_length=60, help_text="Ví dụ 4029/QĐ-UBND.")
    decided_on = PastDayField(label="Ngày quyết định")
    signer_name = LineField(label="Người ký", max_length=100)
    signer_post = LineField(label="Chức vụ người ký", max_length=100, initial="Chủ tịch")
    file = forms.FileField(
        label="Bản quyết định (PDF)", required=False, widget=forms.FileInput({"accept": "application/pdf"})
    )

    def __init__(self, *args: Any, ready: Sequence[Candidate], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.ready = {str(one.pk): one for one in ready}
        self.fields["candidates"] = forms.MultipleChoiceField(
            label="Sáng kiến được công nhận",
            choices=[
                (key, f"{one.initiative.code}: {one.initiative.title}") for key, one in self.ready.items()
            ],
            widget=forms.CheckboxSelectMultiple,
            initial=list(self.ready),
        )
        self.order_fields(["candidates", "number", "decided_on", "signer_name", "signer_post", "file"])

    def clean_candidates(self) -> list[Candidate]:
        return [self.ready[key] for key in self.cleaned_data["candidates"]]


def needed_in_words(council: Council, not_voting: int) -> str:
    return rules.said_of_votes(len(council.members.all()), not_voting, council.share)
