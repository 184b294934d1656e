"""Nút lọc: one of a line of choices that the address of a list keeps (`components/chips.html`)."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Chip:
    label: str
    url: str
    current: bool
    count: int | None = None
