"""Lập báo cáo: which report, whose, of which period."""

from datetime import date
from typing import Any

from crispy_forms.helper import FormHelper
from crispy_forms.layout import Div, Layout
from django import forms

from portal import formats
from portal.errors import DomainError
from portal.forms import DayField
from portal.models import Unit
from reports import kinds
from reports.periods import Period, latest_legal_quarter

OTHER = "khac"
_PARTS = ("Q1", "H1", "Q2", "Q3", "9M", "H2", "Q4", "")


class NewReportForm(forms.Form):
    """A period is picked from the legal ones of two years, or given by its days."""

    kind = forms.ChoiceField(
        label="Loại báo cáo", choices=lambda: [(kind.code, kind.label) for kind in kinds.KINDS.values()]
    )
    unit = forms.TypedChoiceField(label="Đơn vị báo cáo", coerce=int)
    period = forms.ChoiceField(
        label="Kỳ báo cáo", help_text="Kỳ pháp định tính từ ngày 15 đến ngày 14 (Nghị định 09/2019/NĐ-CP)."
    )
    first = DayField(label="Từ ngày", required=False, help_text="Chỉ ghi khi chọn “Khoảng ngày khác”.")
    last = DayField(label="Đến hết ngày", required=False, help_text="Ngày này cũng được tính.")

    def __init__(self, *args: Any, units: list[Unit], today: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.units = {unit.pk: unit for unit in units}
        self.fields["unit"].choices = [(unit.pk, unit.label) for unit in units]  # type: ignore[attr-defined]
        self.fields["period"].choices = _periods(today)  # type: ignore[attr-defined]
        self.fields["period"].initial = latest_legal_quarter(today).code
        self.helper = FormHelper()
        self.helper.form_tag = False
        self.helper.layout = Layout("kind", "unit", "period", Div("first", "last", css_class="row"))

    def clean_unit(self) -> Unit:
        return self.units[self.cleaned_data["unit"]]

    def clean(self) -> dict[str, Any]:
        """Ends with `period` as a Period that the unit reports on."""
        data = super().clean() or {}
        try:
            if data.get("period") == OTHER:
                data["period"] = self._between(data.get("first"), data.get("last"))
            elif data.get("period"):
                data["period"] = Period.parse(data["period"])
            if data.get("period") and data.get("unit") and data.get("kind"):
                kinds.kind(data["kind"]).check(data["unit"], data["period"])
        except DomainError as refusal:
            self.add_error("unit" if isinstance(data.get("period"), Period) else "period", refusal.message)
        return data

    def _between(self, first: date | None, last: date | None) -> Period | None:
        for name, day in (("first", first), ("last", last)):
            if day is None and name not in self.errors:
                self.add_error(name, "Chọn khoảng ngày khác thì ghi đủ ngày đầu và ngày cuối.")
        if first is None or last is None:
            return None
        return _legal(first, last) or Period.between(first, last)


def _periods(today: date) -> list[tuple[str, Any]]:
    """The legal periods of this reporting year and the two before, the latest first, and the free choice."""
    this_year = Period.presets(today)[3].last.year
    choices: list[tuple[str, Any]] = []
    for year in range(this_year, this_year - 3, -1):
        begun = [period for period in _of_year(year) if period.first <= today]
        choices.append(
            (f"Năm báo cáo {year}", [(period.code, _with_days(period)) for period in reversed(begun)])
        )
    return [*choices, (OTHER, "Khoảng ngày khác (ghi ở dưới)")]


def _of_year(year: int) -> list[Period]:
    return [Period.parse(f"{year}-{part}".rstrip("-")) for part in _PARTS]


def _legal(first: date, last: date) -> Period | None:
    """The legal period that runs from one day to the other, if there is one."""
    candidates = [Period.parse(f"{last.year}-{month:02d}") for month in range(1, 13)] + _of_year(last.year)
    return next((one for one in candidates if (one.first, one.last) == (first, last)), None)


def _with_days(period: Period) -> str:
    return f"{period.label} ({formats.day_on_screen(period.first)} – {formats.day_on_screen(period.last)})"
