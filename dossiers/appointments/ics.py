"""Tệp lịch (.ics, RFC 5545): the appointment in the calendar of a phone, with a reminder a day before."""

from collections.abc import Iterable, Iterator
from datetime import UTC, datetime

from dossiers.models import Appointment

_LONGEST = 75
"""Octets of a line; what is longer goes on in the next one, behind a space."""


def calendar_file(appointment: Appointment, *, place: str, bring: Iterable[str], at: datetime) -> bytes:
    """Nothing of the person stands in it: calendars are shared."""
    said = ["Mang theo:", *(f"- {paper}" for paper in bring), f"Mã lịch hẹn: {appointment.code}"]
    lines = [
        "BEGIN:VCALENDAR",
        "VERSION:2.0",
        "PRODID:-//Mot Cua//Lich hen//VI",
        "METHOD:PUBLISH",
        "BEGIN:VEVENT",
        f"UID:{appointment.key}",
        f"SEQUENCE:{appointment.events.count()}",
        f"DTSTAMP:{_moment(at)}",
        f"DTSTART:{_moment(appointment.starts_at)}",
        f"DTEND:{_moment(appointment.ends_at)}",
        f"SUMMARY:{_text(f'Hẹn: {appointment.procedure.name}')}",
        f"LOCATION:{_text(place)}",
        f"DESCRIPTION:{_text(chr(10).join(said))}",
        "BEGIN:VALARM",
        "ACTION:DISPLAY",
        "TRIGGER:-P1D",
        f"DESCRIPTION:{_text(f'Hẹn: {appointment.procedure.name}')}",
        "END:VALARM",
        "END:VEVENT",
        "END:VCALENDAR",
    ]
    return "".join(f"{part}\r\n" for line in lines for part in _folded(line)).encode()


def _moment(at: datetime) -> str:
    return f"{at.astimezone(UTC):%Y%m%dT%H%M%SZ}"


def _text(words: str) -> str:
    for sign in ("\\", ";", ","):
        words = words.replace(sign, f"\\{sign}")
    return words.replace("\n", "\\n")


def _folded(line: str) -> Iterator[str]:
    """Cut between characters, never inside one."""
    part = ""
    for sign in line:
        if len(f"{part}{sign}".encode()) > _LONGEST:
            yield part
            part = " "
        part += sign
    yield part
