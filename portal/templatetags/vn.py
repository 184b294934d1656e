"""Numbers and days in templates, as `portal.formats` writes them; what is missing shows as a dash."""

from collections.abc import Sequence
from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import Any

from django import template
from django.utils import timezone

from portal import formats

MISSING = "–"

register = template.Library()


@register.filter
def vn_number(value: int | Decimal | None) -> str:
    """1710 → `1.710`; a decimal keeps two places."""
    if value is None:
        return MISSING
    return formats.decimal(value) if isinstance(value, Decimal) else formats.integer(value)


@register.filter
def vn_tenth(value: Decimal | None) -> str:
    """A score to one place: `1,5`."""
    return MISSING if value is None else formats.decimal(value, 1)


@register.filter
def vn_points(value: Decimal | None) -> str:
    """Points of a sheet: `82`, `62,5`."""
    return MISSING if value is None else formats.decimal_in_prose(value)


@register.filter
def vn_change(value: int | Decimal | None) -> str:
    """A change with its sign: `+22`, `−3`, `0`; a true minus, not a hyphen."""
    if value is None:
        return MISSING
    sign = "" if value == 0 else "+" if value > 0 else "−"
    return sign + vn_number(max(value, -value))


@register.filter
def vn_percent(value: Decimal | None) -> str:
    """56.67 → `56,67%`; a rate without a denominator is a dash, not 0%."""
    return MISSING if value is None else formats.percent(value)


@register.filter
def vn_money(value: int | None) -> str:
    """50000 → `50.000 đồng`."""
    return MISSING if value is None else formats.money(value)


@register.filter
def vn_date(value: date | None) -> str:
    """`14/12/2023`; of a moment, its day in Vietnam."""
    return MISSING if value is None else formats.day_on_screen(_day(value))


@register.filter
def vn_datetime(value: datetime | None) -> str:
    """`08:40 18/11/2026`, in Vietnam's time."""
    if value is None:
        return MISSING
    local = timezone.localtime(value)
    return f"{local:%H:%M} {formats.day_on_screen(local.date())}"


@register.filter
def vn_daytime_relative(value: date | None) -> str:
    """How far a due day is from today: `trễ 3 ngày`, `hôm nay`, `còn 2 ngày`. Counted in calendar days."""
    if value is None:
        return MISSING
    days = (_day(value) - timezone.localdate()).days
    if days == 0:
        return "hôm nay"
    return f"còn {formats.integer(days)} ngày" if days > 0 else f"trễ {formats.integer(-days)} ngày"


@register.filter
def vn_duration(value: timedelta) -> str:
    """`15 phút`, `1 giờ`, `2 giờ 30 phút`; a part of a minute counts as a whole one."""
    minutes = -(-int(value.total_seconds()) // 60)
    hours, minutes = divmod(minutes, 60)
    parts = [f"{hours} giờ"] if hours else []
    if minutes or not hours:
        parts.append(f"{minutes} phút")
    return " ".join(parts)


@register.inclusion_tag("components/bar.html")
def share_bar(parts: Sequence[tuple[str, int, str]]) -> dict[str, Any]:
    """Shares of a whole as one bar: each part has its label, count and kind (`good`, `fair`, `late`)."""
    whole = sum(count for _, count, _ in parts)
    title = " · ".join(f"{label}: {formats.integer(count)}" for label, count, _ in parts)
    drawn, before = [], 0
    for _, count, kind in parts:
        if count:
            # Written out here: the template would put a decimal comma into the drawing.
            x, width = f"{100 * before / whole:.2f}", f"{100 * count / whole:.2f}"
            drawn.append({"x": x, "width": width, "kind": kind})
        before += count
    return {"parts": drawn, "title": title}


def _day(value: date) -> date:
    return timezone.localtime(value).date() if isinstance(value, datetime) else value
