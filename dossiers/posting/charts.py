"""Biểu đồ as inline SVG with a title and a description; the same numbers stand in a table behind it."""

from collections.abc import Sequence

from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

from portal import formats

WIDTH = 420
_ROW, _BAR, _RIGHT = 42, 14, 60
_HEIGHT, _FOOT = 150, 22
_LONGEST = 52
_MOST_LABELS, _LABEL = 8, 36


def bars(rows: Sequence[tuple[str, int]], *, name: str, title: str) -> SafeString:
    """Thanh ngang: a line a row, its label above its bar, its number behind it."""
    most = max((value for _, value in rows), default=0) or 1
    drawn = format_html_join(
        "",
        '<text class="chart__label" x="0" y="{}">{}</text>'
        '<rect class="chart__bar" x="0" y="{}" width="{}" height="{}"/>'
        '<text class="chart__number" x="{}" y="{}">{}</text>',
        (
            (
                number * _ROW + 14, _shortened(label),
                number * _ROW + 20, _length(value, most), _BAR,
                f"{float(_length(value, most)) + 6:.1f}", number * _ROW + 32, formats.integer(value),
            )
            for number, (label, value) in enumerate(rows)
        ),
    )  # fmt: skip
    told = "; ".join(f"{label}: {formats.integer(value)}" for label, value in rows)
    return _svg(drawn, name=name, title=title, told=told, height=max(1, len(rows)) * _ROW)


def columns(rows: Sequence[tuple[str, int]], *, name: str, title: str) -> SafeString:
    """Cột đứng: one a stretch of time; only every so many carry a label, so that none runs into the next."""
    most = max((value for _, value in rows), default=0) or 1
    step = WIDTH / max(1, len(rows))
    every = -(-len(rows) // _MOST_LABELS) or 1
    tall = _HEIGHT - _FOOT - 18
    base = _HEIGHT - _FOOT
    drawn = [
        format_html(
            '<rect class="chart__bar" x="{}" y="{}" width="{}" height="{}"/>',
            f"{number * step + step * 0.15:.1f}",
            f"{base - tall * value / most:.1f}",
            f"{step * 0.7:.1f}",
            f"{tall * value / most:.1f}",
        )
        for number, (_, value) in enumerate(rows)
    ]
    drawn += [
        format_html(
            '<text class="chart__label" x="{}" y="{}">{}</text>', f"{number * step:.1f}", _HEIGHT - 6, label
        )
        for number, (label, _) in enumerate(rows)
        if number % every == 0 and number * step <= WIDTH - _LABEL
    ]
    drawn.append(format_html('<text class="chart__number" x="0" y="12">{}</text>', formats.integer(most)))
    drawn.append(format_html('<path class="chart__axis" d="M0 {}H{}"/>', base, WIDTH))
    highest = formats.integer(max((value for _, value in rows), default=0))
    told = f"Cao nhất {highest} lượt; số liệu trong bảng dưới biểu đồ"
    return _svg(
        format_html_join("", "{}", ((one,) for one in drawn)),
        name=name,
        title=title,
        told=told,
        height=_HEIGHT,
    )


def _svg(drawn: SafeString, *, name: str, title: str, told: str, height: int) -> SafeString:
    return format_html(
        '<svg class="chart" xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {} {}" role="img" '
        'aria-labelledby="{}-title {}-desc"><title id="{}-title">{}</title>'
        '<desc id="{}-desc">{}.</desc>{}</svg>',
        WIDTH, height, name, name, name, title, name, told, drawn,
    )  # fmt: skip


def _length(value: int, most: int) -> str:
    return f"{(WIDTH - _RIGHT) * value / most:.1f}"


def _shortened(label: str) -> str:
    return label if len(label) <= _LONGEST else f"{label[: _LONGEST - 1].rstrip()}…"
