"""Tờ in mã QR: posters, table cards, stickers and the booklet as pages, from the records as they are now."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import date
from itertools import groupby
from pathlib import Path

from django.conf import settings
from django.template.loader import render_to_string
from django.utils import timezone
from django.utils.safestring import SafeString

from dossiers.models import Office, PostedCode, PostedKind, Procedure, ServiceLevel, SheetKind
from dossiers.offices import PublicOffice
from dossiers.posting import pictures
from portal import formats
from portal.models import Unit
from portal.pdf import html_to_pdf

STICKERS_A_PAGE = 12
PROCEDURES = "procedures"
_INVITES = {
    PostedKind.PROCEDURE: "Quét mã để xem giấy tờ cần mang, thời gian, lệ phí và nộp trực tuyến",
    PostedKind.FORM: "Quét mã để tải biểu mẫu và xem cách điền",
    PostedKind.FIELD: "Quét mã để xem mọi thủ tục của lĩnh vực này và nộp trực tuyến",
    PostedKind.CATALOGUE: "Quét mã để tìm mọi thủ tục, xem giấy tờ cần mang và nộp trực tuyến",
    PostedKind.RATING: "Quét mã, nhập mã hồ sơ và bốn số cuối để đánh giá việc phục vụ bạn",
    PostedKind.FEEDBACK: "Quét mã để gửi phản ánh, kiến nghị",
    PostedKind.TRACKING: "Quét mã, nhập mã hồ sơ trên giấy tiếp nhận để biết hồ sơ đến đâu",
}
_TITLES = {
    PostedKind.CATALOGUE: "Thủ tục hành chính",
    PostedKind.RATING: "Mời bạn đánh giá",
    PostedKind.FEEDBACK: "Phản ánh, kiến nghị",
    PostedKind.TRACKING: "Tra cứu hồ sơ",
}
_SMALLER, _SMALLEST = 60, 130
"""Titles of more signs are set smaller, so that the longest name stays on its sheet."""
_STICKER_NAME = 80
_LONG_OFFICE = 60
"""An office whose name takes more than two lines leaves less room for its code."""


@dataclass(frozen=True)
class Sign:
    """One code as it stands on a sheet."""

    code: PostedCode
    picture: SafeString
    title: str
    invite: str
    note: str
    about: str = ""
    """Short facts in the booklet: `03 ngày làm việc · Toàn trình`."""

    @property
    def size(self) -> str:
        """How large the title is set."""
        if len(self.title) > _SMALLEST:
            return "smallest"
        return "smaller" if len(self.title) > _SMALLER else "large"

    @property
    def short_title(self) -> str:
        """As much of the title as a sticker holds."""
        if len(self.title) <= _STICKER_NAME:
            return self.title
        return f"{self.title[:_STICKER_NAME].rsplit(' ', 1)[0]}…"


@dataclass(frozen=True)
class Chapter:
    """Một lĩnh vực của sổ."""

    number: int
    name: str
    signs: list[Sign] = field(default_factory=list)


def signs(
    codes: Sequence[PostedCode], *, progress: Callable[[int], None] = lambda done: None
) -> list[Sign]:  # fmt: skip
    """The codes drawn, in their order."""
    drawn = []
    for done, code in enumerate(codes, start=1):
        kind = PostedKind(code.kind)
        drawn.append(
            Sign(
                code=code,
                picture=pictures.svg(code),
                title=_TITLES.get(kind, code.subject),
                invite=_INVITES[kind],
                note=_note(code),
                about=_about(code.procedure) if code.procedure else "",
            )
        )
        progress(done)
    return drawn


def html(sheet: SheetKind, drawn: Sequence[Sign], *, unit: Unit, on: date, copies: int = 1) -> str:
    """The page that is printed. A booklet's first sign leads to the catalogue and stands on its cover."""
    office = PublicOffice(unit, Office.of(unit), is_chosen=False)
    context: dict[str, object] = {
        "office": office,
        "sheet": sheet,
        "is_long": len(office.name) > _LONG_OFFICE,
        "on": on,
        "signs": drawn,
    }
    if sheet == SheetKind.STICKERS:
        every = [sign for sign in drawn for _ in range(copies)]
        context["pages"] = [
            every[first : first + STICKERS_A_PAGE] for first in range(0, len(every), STICKERS_A_PAGE)
        ]
        return render_to_string("print/stickers.html", context)
    if sheet == SheetKind.BOOKLET:
        context |= {"cover": drawn[0], "chapters": chapters(drawn[1:]), "count": len(drawn) - 1}
        return render_to_string("print/booklet.html", context)
    return render_to_string("print/posters.html", context)


def pdf(sheet: SheetKind, drawn: Sequence[Sign], *, unit: Unit, copies: int = 1) -> bytes:
    return html_to_pdf(html(sheet, drawn, unit=unit, on=timezone.localdate(), copies=copies), css=[css()])


def chapters(drawn: Sequence[Sign]) -> list[Chapter]:
    """Signs of procedures by field, in the order in which they come."""
    grouped = groupby(drawn, key=lambda sign: sign.code.procedure.field.name if sign.code.procedure else "")
    return [Chapter(number, name, list(found)) for number, (name, found) in enumerate(grouped, start=1)]


def css() -> str:
    return (Path(settings.BASE_DIR) / "static" / "css" / "print-posters.css").read_text(encoding="utf-8")


def _note(code: PostedCode) -> str:
    """Theo quyết định nào, in ngày nào."""
    printed = f"In ngày {formats.day_on_screen(timezone.localdate())}"
    procedure = code.procedure
    if procedure is None:
        return printed
    parts = [f"Mã thủ tục {procedure.code}"]
    if procedure.decision_number:
        on = f" ngày {formats.day_on_screen(procedure.decision_on)}" if procedure.decision_on else ""
        parts.append(f"công bố theo Quyết định số {procedure.decision_number}{on}")
    parts.append(f"lần công bố {procedure.revision}")
    return f"{', '.join(parts)}. {printed}"


def _about(procedure: Procedure) -> str:
    level = ServiceLevel(procedure.service_level)
    online = {
        ServiceLevel.FULL: "nộp trực tuyến toàn trình",
        ServiceLevel.PARTIAL: "nộp trực tuyến một phần",
        ServiceLevel.INFORMATION: "nộp tại Bộ phận Một cửa",
    }
    limit = procedure.time_limit_label
    return f"Thời hạn: {limit[:1].lower()}{limit[1:]}; {online[level]}"
