"""Văn bản xin lỗi: the reason and the new day; the leader's own reason where the law's day has passed."""

from datetime import date, datetime
from typing import Any

from crispy_forms.helper import FormHelper
from django import forms

from dossiers import calendar, lifecycle
from dossiers.lateness import REASONS
from dossiers.models import Apology, Dossier
from dossiers.models.dossier import day_of
from portal.forms import DayField


class ApologyForm(forms.Form):
    """`issue` among what was sent asks for more than a draft."""

    usual = forms.ChoiceField(
        label="Lý do thường gặp",
        choices=[("", "Tự ghi ở dưới"), *((reason, reason) for reason in REASONS)],
        required=False,
    )
    reason = forms.CharField(
        label="Lý do chậm",
        max_length=1000,
        required=False,
        help_text="In trên văn bản xin lỗi; để trống thì lấy lý do thường gặp đã chọn.",
        widget=forms.Textarea(attrs={"rows": 3}),
    )
    new_due_on = DayField(label="Hẹn trả lại ngày")

    def __init__(self, data: Any, *, dossier: Dossier, initial: dict[str, Any], override: str) -> None:
        super().__init__(data, initial=initial)
        self.dossier, self.issues = dossier, "issue" in self.data
        if override:
            self.fields["override"] = forms.CharField(
                label="Lý do ban hành muộn, lãnh đạo cho phép",
                max_length=1000,
                required=self.issues,
                help_text=override,
                widget=forms.Textarea(attrs={"rows": 2}),
            )
        self.helper = FormHelper()
        self.helper.form_tag = False

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        cleaned["reason"] = cleaned.get("reason") or cleaned.get("usual", "")
        if self.issues and not cleaned["reason"]:
            self.add_error("reason", "Văn bản xin lỗi phải nêu lý do. Chọn lý do thường gặp hoặc tự ghi.")
        return cleaned

    @property
    def new_due_at(self) -> datetime:
        """The day that was typed, at the hour of the due date."""
        day: date = self.cleaned_data["new_due_on"]
        due_at = self.dossier.due_at
        assert due_at is not None
        return datetime.combine(day, calendar.in_office_time(due_at).time(), calendar.OFFICE_ZONE)

    @property
    def arguments(self) -> dict[str, Any]:
        return {"reason": self.cleaned_data["reason"], "new_due_at": self.new_due_at}


def form_for(data: Any, dossier: Dossier, at: datetime, *, override: str) -> ApologyForm:
    """With what was drafted; a drafted day that has become too early gives way to the calendar's."""
    drafted = Apology.objects.filter(dossier=dossier).first()
    proposed = day_of(lifecycle.proposed_date(dossier, at))
    today = day_of(at)
    assert today is not None
    is_good = drafted is not None and drafted.new_due_on > today
    initial = {
        "reason": drafted.reason if drafted else "",
        "new_due_on": drafted.new_due_on if drafted and is_good else proposed,
    }
    return ApologyForm(data, dossier=dossier, initial=initial, override=override)
