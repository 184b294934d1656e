"""A day that stands in an address, as typed on the page (25/11/2026) or as links write it (2026-11-25)."""

from datetime import date

from django.core.exceptions import ValidationError

from portal.access import OfficerRequest
from portal.forms import DayField


def asked_day(request: OfficerRequest, name: str) -> date | None:
    """None where it is left out or no day."""
    try:
        day: date | None = DayField(required=False).clean(request.GET.get(name, ""))
    except ValidationError:
        return None
    return day
