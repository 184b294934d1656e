"""Tờ ngăn cách: sheets that say to the scanner which paper follows.

A sheet of a dossier names the paper itself; a sheet of the general set says “the paper with this number of
the dossier chosen when the stack is uploaded”, and may be used again every day.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from django.conf import settings
from django.template.loader import render_to_string
from django.utils.crypto import constant_time_compare, salted_hmac
from django.utils.safestring import SafeString

from dossiers.models import Dossier, DossierComponent
from portal import barcodes
from portal.pdf import html_to_pdf

GENERAL_SHEETS = 12
_PAPER = re.compile(r"MOTCUA-G-(\d{1,18})-([0-9A-F]{10})")
_PLACE = re.compile(r"MOTCUA-T-(\d{1,2})")


@dataclass(frozen=True)
class Sheet:
    """One page to print."""

    title: str
    note: str
    code: SafeString


@dataclass(frozen=True)
class Mark:
    """What a code on a scanned page says: a paper, or a place in the list of a dossier's papers."""

    paper: int | None = None
    place: int | None = None


def read(text: str) -> Mark | None:
    """The mark, if it is one of ours; a code with a wrong check is none."""
    if found := _PLACE.fullmatch(text):
        return Mark(place=int(found[1]))
    found = _PAPER.fullmatch(text)
    if found and constant_time_compare(found[2], _check(int(found[1]))):
        return Mark(paper=int(found[1]))
    return None


def for_dossier(dossier: Dossier) -> bytes:
    """One sheet for each paper of the dossier, as PDF."""
    papers = list(dossier.components.all())
    return _print(
        [
            Sheet(
                f"{place}. {paper.name}", f"Hồ sơ {dossier.code} · {dossier.procedure.name}",
                barcodes.qr(text_of(paper), label=paper.name),
            )
            for place, paper in enumerate(papers, 1)
        ]
    )  # fmt: skip


def general() -> bytes:
    """Sheets that serve every dossier."""
    return _print(
        [
            Sheet(
                f"Giấy tờ số {place}", "Theo thứ tự trong danh sách giấy tờ của hồ sơ. Dùng lại nhiều lần.",
                barcodes.qr(f"MOTCUA-T-{place}", label=f"Giấy tờ số {place}"),
            )
            for place in range(1, GENERAL_SHEETS + 1)
        ]
    )  # fmt: skip


def text_of(paper: DossierComponent) -> str:
    return f"MOTCUA-G-{paper.pk}-{_check(paper.pk)}"


def _check(pk: int) -> str:
    """Nobody outside of this installation makes a sheet that sends pages into a dossier."""
    return salted_hmac("dossiers.papers.separators", str(pk), algorithm="sha256").hexdigest()[:10].upper()


def _print(sheets: Sequence[Sheet]) -> bytes:
    css = settings.BASE_DIR / "static" / "css" / "separators.css"
    return html_to_pdf(
        render_to_string("dossiers/separators.html", {"sheets": sheets}), css=[css.read_text()]
    )
