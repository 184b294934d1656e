"""Biểu mẫu về tổ công nghệ số: the team, its members, trainings, hamlets and the commune's rules."""

from collections.abc import Iterable, Sequence
from typing import Any

from crispy_forms.helper import FormHelper
from django import forms

from initiatives.models import CommunityTeam, TeamMember, TeamRole, TeamRules, TeamTraining
from initiatives.models.team import Gender
from initiatives.teams.hamlets import SUBKINDS
from portal.errors import DomainError
from portal.files import uploads
from portal.files.uploads import Upload
from portal.forms import DayField, LineField, PastDayField
from portal.models import Unit, User
from portal.text import one_line

MOST_HAMLETS = 60


class Plain(forms.Form):
    """A form laid out by crispy inside the template's own <form>."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.helper = FormHelper()
        self.helper.form_tag = False


class UnitField(forms.ModelChoiceField):
    def __init__(self, units: Iterable[Unit], **kwargs: Any) -> None:
        super().__init__(Unit.objects.filter(pk__in=[unit.pk for unit in units]), **kwargs)

    def label_from_instance(self, unit: Unit) -> str:
        return f"{unit.label} · {unit.code}"


class TeamForm(Plain):
    """`places` to choose from for a new team; of one that stands the place is settled."""

    decision_number = LineField(label="Số quyết định", max_length=60, help_text="Ví dụ 45/QĐ-UBND.")
    decision_on = PastDayField(label="Ngày quyết định")
    begins_on = DayField(label="Hoạt động từ ngày")
    file = forms.FileField(
        label="Tệp quyết định",
        required=False,
        help_text="PDF hoặc ảnh, đến 20 MB.",
        widget=forms.FileInput(attrs={"accept": uploads.ACCEPTED}),
    )
    name = LineField(label="Tên tổ", max_length=200, required=False, help_text="Để trống: đặt theo tên thôn.")
    duty_place = LineField(
        label="Nơi trực", max_length=200, required=False, help_text="Ví dụ: Nhà văn hóa thôn Tiên Mỹ 1."
    )
    duty_hours = LineField(
        label="Giờ trực", max_length=200, required=False, help_text="Ví dụ: tối thứ Ba, thứ Năm, 19–21 giờ."
    )
    note = LineField(label="Ghi chú", max_length=500, required=False)

    def __init__(self, *args: Any, places: Sequence[Unit] = (), **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if places:
            self.fields["unit"] = UnitField(places, label="Thôn hoặc xã", empty_label="Chọn nơi lập tổ")
            self.order_fields(["unit"])
        else:
            del self.fields["begins_on"]
            self.fields["name"].required = True
            self.fields["name"].help_text = ""

    def clean_file(self) -> Upload | None:
        given = self.cleaned_data.get("file")
        if not given:
            return None
        try:
            return uploads.look_at_files([given])[0]
        except DomainError as refusal:
            raise forms.ValidationError(refusal.message) from refusal


class EndForm(Plain):
    last_day = DayField(label="Ngày hoạt động cuối cùng")
    reason = LineField(label="Lý do", max_length=150, help_text="Ví dụ: thôn sáp nhập theo Nghị quyết …")


class FollowForm(Plain):
    decision_number = LineField(label="Số quyết định", max_length=60)
    decision_on = PastDayField(label="Ngày quyết định")
    begins_on = DayField(label="Hoạt động từ ngày")

    def __init__(self, *args: Any, places: Sequence[Unit], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["unit"] = UnitField(places, label="Tổ kế tục ở", empty_label="Chọn thôn hoặc xã")
        self.order_fields(["unit"])


class MemberForm(Plain):
    name = LineField(label="Họ và tên", max_length=100)
    role = forms.ChoiceField(label="Vai trò", choices=TeamRole, initial=TeamRole.MEMBER)
    post = LineField(
        label="Chức vụ, công việc", max_length=150, required=False, help_text="Ví dụ: trưởng thôn."
    )
    phone = LineField(label="Điện thoại", max_length=20, required=False)
    gender = forms.ChoiceField(
        label="Giới tính", choices=[("", "không ghi"), *Gender.choices], required=False
    )
    joined_on = DayField(label="Tham gia từ ngày")
    is_listed = forms.BooleanField(
        label="Đồng ý công khai tên, điện thoại",
        required=False,
        help_text="Chỉ khi đã hỏi người ấy; không có thì trang công khai chỉ ghi thôn, nơi và giờ trực.",
    )

    def __init__(self, *args: Any, users: Iterable[User], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["user"] = forms.ModelChoiceField(
            User.objects.filter(pk__in=[user.pk for user in users]),
            label="Tài khoản trong hệ thống",
            required=False,
            empty_label="không có",
        )


class LeaveForm(Plain):
    last_day = DayField(label="Ngày cuối cùng ở trong tổ")


class TrainingForm(Plain):
    held_on = PastDayField(label="Ngày tập huấn")
    subject = LineField(label="Nội dung", max_length=300)
    given_by = LineField(label="Đơn vị, người tập huấn", max_length=200)

    def __init__(
        self, *args: Any, members: Iterable[TeamMember], training: TeamTraining | None = None, **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.members = {str(member.pk): member for member in members}
        self.fields["members"] = forms.MultipleChoiceField(
            label="Thành viên đã dự",
            choices=[(pk, f"{one.name}, {one.team.unit.name}") for pk, one in self.members.items()],
            widget=forms.CheckboxSelectMultiple,
            error_messages={"required": "Chọn ít nhất một thành viên đã dự."},
        )
        if training is not None:
            self.initial = {name: getattr(training, name) for name in ("held_on", "subject", "given_by")}
            self.initial["members"] = [str(pk) for pk in training.members.values_list("pk", flat=True)]

    def clean_members(self) -> list[TeamMember]:
        return [self.members[pk] for pk in self.cleaned_data["members"]]


class HamletsForm(Plain):
    names = forms.CharField(
        label="Tên thôn, mỗi dòng một thôn",
        max_length=6000,
        widget=forms.Textarea(attrs={"rows": 6}),
        help_text="Dán được cả danh sách. Chỉ cần tên riêng, ví dụ: Tiên Mỹ 1.",
    )
    subkind = forms.ChoiceField(label="Loại", choices=[(one, one) for one in SUBKINDS])
    since = DayField(
        label="Có từ ngày", required=False, help_text="Để trống: từ khi có xã này, hoặc từ trước."
    )

    def __init__(self, *args: Any, communes: Sequence[Unit], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if len(communes) > 1:
            self.fields["commune"] = UnitField(communes, label="Xã", empty_label=None)
            self.order_fields(["commune"])

    def clean_names(self) -> list[str]:
        names = [line for raw in self.cleaned_data["names"].splitlines() if (line := one_line(raw))]
        if not names:
            raise forms.ValidationError("Ghi ít nhất một tên.")
        if len(names) > MOST_HAMLETS:
            raise forms.ValidationError(f"Mỗi lần ghi nhiều nhất {MOST_HAMLETS} thôn.")
        if too_long := next((name for name in names if len(name) > 120), None):
            raise forms.ValidationError(f"Tên dài quá 120 chữ: “{too_long[:40]}…”.")
        return names


class HamletNameForm(Plain):
    name = LineField(label="Tên", max_length=120)


class HamletEndForm(Plain):
    prefix = "end"
    last_day = DayField(label="Ngày cuối cùng")

    def __init__(self, *args: Any, others: Sequence[Unit], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["heir"] = UnitField(
            others,
            label="Sáp nhập vào",
            required=False,
            empty_label="không vào thôn nào (giải thể, chia tách)",
        )


class RulesForm(Plain):
    at_least = forms.IntegerField(label="Mỗi buổi có ít nhất (thành viên)", min_value=1, max_value=20)
    allows_fewer = forms.BooleanField(
        label="Cho ghi buổi thiếu người khi nêu lý do",
        required=False,
        help_text="Không chọn: buổi thiếu người không ghi được.",
    )
    silent_days = forms.IntegerField(
        label="Nhắc khi không có buổi nào trong (ngày)", min_value=7, max_value=365
    )
    days_back = forms.IntegerField(
        label="Trên điện thoại ghi được buổi đã qua (ngày)", min_value=0, max_value=31
    )
    is_public = forms.BooleanField(
        label="Công khai danh sách tổ cho người dân",
        required=False,
        help_text="Thôn, nơi và giờ trực; tên, điện thoại chỉ của thành viên đã đồng ý.",
    )

    @classmethod
    def of(cls, rules: TeamRules, data: Any = None) -> "RulesForm":
        return cls(data, initial={name: getattr(rules, name) for name in cls.base_fields})


class TeamFilters(forms.Form):
    q = LineField(label="Tên tổ hoặc thôn", required=False, max_length=100)


def initial_of(team: CommunityTeam) -> dict[str, Any]:
    names = ("name", "decision_number", "decision_on", "duty_place", "duty_hours", "note")
    return {name: getattr(team, name) for name in names}
