"""Biểu mẫu buổi trực: as an officer types it, and as a member fills it in on an old phone."""

from datetime import date, timedelta
from typing import Any
from uuid import uuid4

from django import forms
from django.utils import timezone

from initiatives.forms.teams import Plain
from initiatives.models import CommunityTeam, DutyPlace, DutySession, TeamMember, TeamRules
from initiatives.models.team import HELP_COLUMNS, HELP_LABELS
from initiatives.teams import duty
from portal.forms import LineField, PastDayField

_TIMES = ["%H:%M", "%H:%M:%S", "%Hh%M", "%Hh", "%H"]


class ClockField(forms.TimeField):
    """`19:30`, `19h30`, `19h`."""

    widget = forms.TimeInput(format="%H:%M", attrs={"type": "time"})

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(
            input_formats=_TIMES,
            error_messages={"invalid": "Gõ giờ theo dạng 19:30."},
            **kwargs,
        )


class DutyForm(Plain):
    """The whole session; `cleaned` is what `duty.log` takes."""

    key = forms.UUIDField(widget=forms.HiddenInput)
    held_on: forms.Field = PastDayField(label="Ngày trực")
    from_time = ClockField(label="Từ giờ")
    to_time = ClockField(label="Đến giờ")
    place = forms.ChoiceField(label="Nơi trực", choices=DutyPlace, widget=forms.RadioSelect)
    place_note = LineField(label="Ghi rõ nơi (nếu cần)", max_length=150, required=False)
    codes = forms.CharField(
        label="Mã hồ sơ của những người được giúp",
        required=False,
        max_length=5000,
        widget=forms.Textarea(attrs={"rows": 3, "autocapitalize": "characters"}),
        help_text="Không bắt buộc. Mỗi dòng một mã, như trên giấy hẹn hoặc tin nhắn.",
    )
    shortage = LineField(label="Lý do thiếu người (nếu thiếu)", max_length=300, required=False)
    note = LineField(label="Ghi chú", max_length=500, required=False, help_text="Không ghi tên người dân.")

    def __init__(
        self,
        *args: Any,
        team: CommunityTeam,
        rules: TeamRules,
        session: DutySession | None = None,
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        self.people = {str(one.pk): one for one in self.choose_from(team, rules, session)}
        self.fields["members"] = forms.MultipleChoiceField(
            label=f"Ai có mặt (ít nhất {rules.at_least:02d} người)",
            choices=[(pk, self.name_of(one)) for pk, one in self.people.items()],
            widget=forms.CheckboxSelectMultiple,
            error_messages={"required": "Chọn những người có mặt."},
        )
        for column in HELP_COLUMNS:
            label = HELP_LABELS[column]
            self.fields[column] = forms.IntegerField(
                label=f"{label} (lượt người)", min_value=0, max_value=duty.MOST_HELPED,
                required=False, widget=forms.NumberInput(attrs={"inputmode": "numeric"}),
            )  # fmt: skip
        if not rules.allows_fewer:
            del self.fields["shortage"]
        if team.is_of_hamlet is False:
            self.fields["place"].initial = DutyPlace.DESK
        else:
            self.fields["place"].initial = DutyPlace.HALL
        self.initial = {"key": uuid4(), "held_on": timezone.localdate()} | (
            _typed(session) if session else {}
        )
        self.order_fields(
            [
                "key",
                "members",
                "held_on",
                "from_time",
                "to_time",
                "place",
                "place_note",
                *HELP_COLUMNS,
                "codes",
            ]
        )

    def choose_from(
        self, team: CommunityTeam, rules: TeamRules, session: DutySession | None
    ) -> list[TeamMember]:
        """Everybody of all times: an officer also writes down what was long ago."""
        return sorted(team.members.all(), key=lambda one: (one.left_on is not None, *one.rank))

    @staticmethod
    def name_of(member: TeamMember) -> str:
        left = f", thôi từ {member.left_on:%d/%m/%Y}" if member.left_on else ""
        return f"{member.name}, {member.get_role_display()}{left}"

    def clean_codes(self) -> list[str]:
        return duty.codes_in(self.cleaned_data["codes"])

    def clean_members(self) -> list[TeamMember]:
        return [self.people[pk] for pk in self.cleaned_data["members"]]

    @property
    def said(self) -> duty.Duty:
        """Of a form that is valid."""
        values = self.cleaned_data
        return duty.Duty(
            held_on=values["held_on"],
            from_time=values["from_time"],
            to_time=values["to_time"],
            place=values["place"],
            place_note=values["place_note"],
            members=values["members"],
            helped={column: values[column] or 0 for column in HELP_COLUMNS},
            codes=values["codes"],
            shortage=values.get("shortage", ""),
            note=values["note"],
        )


class PhoneDutyForm(DutyForm):
    """The same for thumbs: the day is chosen among the last ones, members are those of these days."""

    def __init__(
        self, *args: Any, rules: TeamRules, session: DutySession | None = None, **kwargs: Any
    ) -> None:
        super().__init__(*args, rules=rules, session=session, **kwargs)
        today = timezone.localdate()
        days = [today - timedelta(days=back) for back in range(rules.days_back + 1)]
        if session is not None and session.held_on not in days:
            days.append(session.held_on)
        self.fields["held_on"] = forms.TypedChoiceField(
            label="Ngày trực",
            choices=[(day.isoformat(), _spoken(day, today)) for day in days],
            coerce=date.fromisoformat,
        )
        self.initial["held_on"] = self.initial["held_on"].isoformat()
        self.order_fields(["key", "members", "held_on"])

    def choose_from(
        self, team: CommunityTeam, rules: TeamRules, session: DutySession | None
    ) -> list[TeamMember]:
        today = timezone.localdate()
        first = min(today - timedelta(days=rules.days_back), session.held_on if session else today)
        recent = team.members.filter(joined_on__lte=today).exclude(left_on__lt=first)
        return sorted(recent, key=lambda one: one.rank)

    @staticmethod
    def name_of(member: TeamMember) -> str:
        return member.name


def _spoken(day: date, today: date) -> str:
    names = {0: "Hôm nay", 1: "Hôm qua"}
    word = names.get((today - day).days)
    return f"{word}, {day:%d/%m/%Y}" if word else f"{day:%d/%m/%Y}"


def _typed(session: DutySession) -> dict[str, Any]:
    names = (
        "key",
        "held_on",
        "from_time",
        "to_time",
        "place",
        "place_note",
        "shortage",
        "note",
        *HELP_COLUMNS,
    )
    return {name: getattr(session, name) for name in names} | {
        "members": [str(pk) for pk in session.members.values_list("pk", flat=True)],
        "codes": "\n".join(session.dossiers.values_list("code", flat=True)),
    }
