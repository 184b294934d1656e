"""Giờ hẹn in pages: as an address and a button carry it."""

from datetime import datetime

from django import template

from dossiers.appointments.finding import as_value

register = template.Library()


@register.filter
def moment_value(moment: datetime) -> str:
    """`2026-03-03T08:00`."""
    return as_value(moment)
