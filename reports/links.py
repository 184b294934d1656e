"""Addresses of the records behind the numbers of a document."""

from collections.abc import Callable

from django.urls import reverse
from django.utils.http import urlencode

from portal.models import Unit
from reports.periods import Period
from reports.references import Reference


def records_url(unit: Unit, period: Period) -> Callable[[str], str]:
    """Reference → the list of its records, for the HTML renderer."""
    base = reverse("reports:records")

    def url(written: str) -> str:
        reference = Reference.parse(written)
        words = {"don-vi": unit.code, "ky": period.code, "chi-tieu": "+".join(reference.codes)}
        if reference.by:
            words |= {"theo": reference.by.value, "nhom": reference.key}
        return f"{base}?{urlencode(words)}"

    return url
