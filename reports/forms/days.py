"""A free period of two days, typed."""

from django import forms

from portal.errors import DomainError
from portal.forms.fields import DayField
from reports.periods import Period


class DaysForm(forms.Form):
    """Từ ngày, đến ngày: both or neither."""

    tu = DayField(label="Từ ngày")
    den = DayField(label="Đến ngày")

    def period(self) -> Period:
        """The free range; a DomainError with the sentence of the first thing that is wrong."""
        if not self.is_valid():
            raise DomainError(
                next(f"{self[name].label}: {errors[0]}" for name, errors in self.errors.items())
            )
        return Period.between(self.cleaned_data["tu"], self.cleaned_data["den"])
