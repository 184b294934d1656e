"""Lịch hẹn của một người: found by its code with the last four digits of the phone, or with all of them."""

import hmac
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime

from django.utils import timezone
from django.utils.dateparse import parse_date, parse_datetime

from dossiers import form_codes, office_hours
from dossiers.appointments.times import Slot
from dossiers.models import Appointment
from dossiers.receipt import weekday

DIGITS = 4
_NOON = 12


def opened(code: str, digits: str) -> Appointment | None:
    """The appointment, if the digits are right; the same work where there is none of that code."""
    written = form_codes.spaced(form_codes.plain(code))
    found = Appointment.objects.select_related("unit", "procedure__field").filter(code=written).first()
    phone = found.phone if found else ""
    known = (phone[-DIGITS:] if len(digits) == DIGITS else phone).rjust(DIGITS, "-")
    is_right = hmac.compare_digest(known.encode(), digits.encode())
    return found if is_right else None


@dataclass(frozen=True)
class Day:
    """Một ngày còn giờ trống."""

    day: date
    slots: list[Slot]

    @property
    def name(self) -> str:
        return day_name(self.day)

    @property
    def short_name(self) -> str:
        """`Thứ Ba 03/03`."""
        return f"{office_hours.WEEKDAYS[self.day.weekday()]} {self.day:%d/%m}"

    @property
    def halves(self) -> list[tuple[str, list[datetime]]]:
        """Buổi sáng, buổi chiều: those with a free turn."""
        local = [timezone.localtime(slot.starts_at) for slot in self.slots]
        parts = (
            ("Buổi sáng", [one for one in local if one.hour < _NOON]),
            ("Buổi chiều", [one for one in local if one.hour >= _NOON]),
        )
        return [(name, moments) for name, moments in parts if moments]


def by_day(slots: Iterable[Slot]) -> list[Day]:
    found: dict[date, list[Slot]] = {}
    for slot in slots:
        found.setdefault(timezone.localdate(slot.starts_at), []).append(slot)
    return [Day(day, turns) for day, turns in found.items()]


def day_name(day: date) -> str:
    """`Thứ Ba, 03/03/2026`."""
    return f"{office_hours.WEEKDAYS[day.weekday()]}, {day:%d/%m/%Y}"


def day_of(text: str) -> date | None:
    """The day of an address or a button, if it is one."""
    try:
        return parse_date(text[:10])
    except ValueError:
        return None


def in_words(moment: datetime) -> str:
    """`08:00, thứ Ba 03/03/2026`."""
    local = timezone.localtime(moment)
    return f"{local:%H:%M}, {weekday(local.date())} {local:%d/%m/%Y}"


def as_value(moment: datetime) -> str:
    """`2026-03-03T08:00`, as an address or a button carries it, on the office's clock."""
    return f"{timezone.localtime(moment):%Y-%m-%dT%H:%M}"


def moment_of(text: str) -> datetime | None:
    """The moment of such a text, if it is one."""
    try:
        read = parse_datetime(text[:16])
    except ValueError:
        return None
    return timezone.make_aware(read) if read else None
