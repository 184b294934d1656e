"""Nét vẽ của áp phích hướng dẫn: a phone, what stands on its screen, a hand, a card, a sheet of paper.

Drawn for this project; no mark or logo of anybody stands in them. Every drawing has the same frame, so that
the steps of a poster stand in line.
"""

from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString, mark_safe

WIDTH, HEIGHT = 260, 318
INK, ACCENT, PALE, GREY, SKIN, GREEN, RED = (
    "#1d1d1f", "#0b5a7a", "#e6f0f4", "#9aa3ad", "#f3d3b4", "#1e6b3a", "#b3261e",
)  # fmt: skip
_FONT = "Liberation Serif"
_LEFT, _TOP, _WIDE, _TALL = 52, 28, 136, 236
"""The phone's screen."""
_HAND = (
    "M0 0c-6 0-10 5-10 10v46l-9-8c-5-5-13-3-15 3-1 3 0 6 2 9l24 31c5 6 10 9 18 9h20c12 0 21-9 21-21V46"
    "c0-6-4-9-9-9-2 0-4 1-5 2-1-4-4-7-9-7-3 0-5 1-6 3-1-4-4-6-8-6-2 0-4 1-5 2V10C9 5 6 0 0 0z"
)


def svg(parts: SafeString, *, label: str) -> SafeString:
    return format_html(
        '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {} {}" role="img" aria-label="{}">{}</svg>',
        WIDTH, HEIGHT, label, parts,
    )  # fmt: skip


def join(*parts: SafeString) -> SafeString:
    return format_html_join("", "{}", ((part,) for part in parts))


# Parts


def phone(*shown: SafeString) -> SafeString:
    return join(
        box(40, 6, 160, 288, radius=20, fill="#fff", stroke=INK, line=5),
        box(_LEFT, _TOP, _WIDE, _TALL, fill="#fff", stroke=GREY, line=1.5),
        box(100, 15, 40, 5, radius=2.5, fill=INK),
        circle(120, 279, 8, stroke=INK, line=3),
        *shown,
    )


def top(name: str) -> SafeString:
    """The dark bar of a page, with its name."""
    return join(
        box(_LEFT, _TOP, _WIDE, 30, fill=ACCENT),
        text(_LEFT + _WIDE / 2, _TOP + 20, name, size=14, fill="#fff", bold=True),
    )


def entry(y: float, name: str, value: str = "") -> SafeString:
    """A box to type into, its name above."""
    return join(
        text(62, y, name, size=11.5, anchor="start", fill="#444"),
        box(62, y + 5, 116, 24, radius=4, fill="#fff", stroke=INK, line=1.8),
        text(69, y + 21.5, value, size=13, anchor="start"),
    )


def button(y: float, name: str, *, fill: str = ACCENT) -> SafeString:
    return join(
        box(62, y, 116, 32, radius=6, fill=fill),
        text(120, y + 21, name, size=14.5, fill="#fff", bold=True),
    )


def lines(y: float, *widths: float, x: float = 62) -> SafeString:
    """Words that need not be read."""
    return join(*(box(x, y + 11 * n, wide, 5, radius=2.5, fill="#c9ced4") for n, wide in enumerate(widths)))


def hand(x: float, y: float) -> SafeString:
    """A finger whose tip is at the point."""
    return format_html(
        '<path transform="translate({} {}) rotate(-18)" d="{}" fill="{}" stroke="{}" stroke-width="3.2" '
        'stroke-linejoin="round"/>',
        x, y, _HAND, SKIN, INK,
    )  # fmt: skip


def tick(x: float, y: float, radius: float) -> SafeString:
    """A green round with a tick."""
    size = radius / 10
    return join(
        circle(x, y, radius, fill=GREEN),
        format_html(
            '<path d="M{} {}l{} {}l{} {}" fill="none" stroke="#fff" stroke-width="{}" stroke-linecap="round" '
            'stroke-linejoin="round"/>',
            x - 5 * size, y + 0.2 * size, 3.6 * size, 3.8 * size, 6.6 * size, -7.4 * size, 2 * size,
        ),
    )  # fmt: skip


def lock(x: float, y: float) -> SafeString:
    return join(
        format_html(
            '<path d="M{} {}v-11a12 12 0 0 1 24 0v11" fill="none" stroke="{}" stroke-width="5"/>',
            x - 12, y, INK,
        ),
        box(x - 19, y, 38, 30, radius=5, fill=ACCENT),
        circle(x, y + 13, 4.5, fill="#fff"),
    )  # fmt: skip


def digits(y: float, shown: str) -> SafeString:
    """The six boxes of a code that came by message."""
    return join(
        *(
            join(
                box(60 + 20.3 * n, y, 17, 24, radius=3, fill="#fff", stroke=INK, line=1.8),
                text(68.5 + 20.3 * n, y + 17, shown[n : n + 1], size=14, bold=True),
            )
            for n in range(6)
        )
    )


def bubble(y: float, *said: str) -> SafeString:
    """A message that came in."""
    tall = 14 + 16 * len(said)
    return join(
        box(60, y, 120, tall, radius=9, fill=PALE, stroke=ACCENT, line=1.8),
        *(text(69, y + 19 + 16 * n, one, size=13, anchor="start") for n, one in enumerate(said)),
    )


def person(x: float, y: float, size: float) -> SafeString:
    """Head and shoulders."""
    return join(
        circle(x, y, 10 * size, fill=SKIN, stroke=INK, line=2.2),
        format_html(
            '<path d="M{} {}c0 {} {} {} {} {}s{} {} {} {}z" fill="{}" stroke="{}" stroke-width="2.2"/>',
            x - 18 * size, y + 32 * size, -14 * size, 8 * size, -19 * size, 18 * size, -19 * size,
            18 * size, 5 * size, 18 * size, 19 * size, PALE, INK,
        ),
    )  # fmt: skip


def card(x: float, y: float) -> SafeString:
    """Thẻ căn cước: a portrait, a chip, a few lines."""
    return join(
        box(x, y, 170, 106, radius=10, fill="#fff", stroke=INK, line=4),
        box(x, y + 12, 170, 14, fill=ACCENT),
        person(x + 36, y + 52, 1.15),
        box(x + 76, y + 38, 26, 20, radius=3, fill="#e2b64a", stroke=INK, line=1.8),
        lines(y + 68, 80, 64, 72, x=x + 76),
    )


def fingerprint(x: float, y: float) -> SafeString:
    rings = (f"M{x - 8 * n} {y + 7}v-7a{8 * n} {8 * n} 0 0 1 {16 * n} 0v{8 + 2 * n}" for n in range(1, 4))
    return format_html(
        '<path d="M{} {}v14{}" fill="none" stroke="{}" stroke-width="3.4" stroke-linecap="round"/>',
        x, y, mark_safe("".join(rings)), ACCENT,
    )  # fmt: skip


def scan_frame() -> SafeString:
    """A code in the frame of a camera."""
    corners = "M68 100V82h18M172 100V82h-18M68 182v18h18M172 182v18h-18"
    squares = ((78, 92), (138, 92), (78, 152))
    dots = (
        (114, 96), (124, 108), (112, 124), (90, 132), (132, 134), (146, 142), (120, 150), (136, 162),
        (150, 172), (116, 172), (156, 156), (104, 140), (152, 126), (128, 180), (100, 126),
    )  # fmt: skip
    return join(
        format_html('<path d="{}" fill="none" stroke="{}" stroke-width="5"/>', corners, ACCENT),
        *(
            join(
                box(x, y, 26, 26, fill="#fff", stroke=INK, line=5),
                box(x + 8, y + 8, 10, 10, fill=INK),
            )
            for x, y in squares
        ),
        *(box(x, y, 9, 9, fill=INK) for x, y in dots),
    )


def sheet_of_paper(x: float, y: float, wide: float, tall: float) -> SafeString:
    return join(
        box(x, y, wide, tall, fill="#fff", stroke=INK, line=2.6),
        box(x + wide * 0.25, y + 12, wide * 0.5, 6, fill=ACCENT),
        lines(y + 30, *(wide - 24 for _ in range(int((tall - 40) // 11))), x=x + 12),
    )


def box(
    x: float, y: float, wide: float, tall: float,
    *, radius: float = 0, fill: str = "none", stroke: str = "none", line: float = 0,
) -> SafeString:  # fmt: skip
    return format_html(
        '<rect x="{}" y="{}" width="{}" height="{}" rx="{}" fill="{}" stroke="{}" stroke-width="{}"/>',
        x, y, wide, tall, radius, fill, stroke, line,
    )  # fmt: skip


def circle(
    x: float, y: float, radius: float, *, fill: str = "none", stroke: str = "none", line: float = 0
) -> SafeString:
    return format_html(
        '<circle cx="{}" cy="{}" r="{}" fill="{}" stroke="{}" stroke-width="{}"/>',
        x, y, radius, fill, stroke, line,
    )  # fmt: skip


def text(
    x: float, y: float, said: str,
    *, size: float, anchor: str = "middle", fill: str = INK, bold: bool = False,
) -> SafeString:  # fmt: skip
    return format_html(
        '<text x="{}" y="{}" font-family="{}" font-size="{}" font-weight="{}" text-anchor="{}" '
        'fill="{}">{}</text>',
        x, y, _FONT, size, "bold" if bold else "normal", anchor, fill, said,
    )  # fmt: skip
