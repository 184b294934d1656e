"""Giấy chứng nhận sáng kiến (TT 18/2013/TT-BKHCN, Phụ lục II): one page A4 across, with a code to check."""

from pathlib import Path

from django.conf import settings
from django.template.loader import render_to_string
from django.urls import reverse

from initiatives.models import Recognition
from portal.barcodes import qr
from portal.formats import day_in_words
from portal.pdf import html_to_pdf

_LONGEST = 420
"""Letters of the summary: the page is one."""
_RULES = Path(settings.BASE_DIR) / "static" / "css" / "print-certificate.css"


def check_url(recognition: Recognition) -> str:
    """Where anybody learns whether the paper is genuine."""
    path = reverse("initiatives:check", args=[recognition.check_code])
    return f"{settings.BASE_URL.rstrip('/')}{path}"


def draw(recognition: Recognition) -> bytes:
    initiative, decision = recognition.initiative, recognition.decision
    benefits = " ".join(
        filter(None, (initiative.effect_money, initiative.effect_time, initiative.effect_people))
    )
    url = check_url(recognition)
    html = render_to_string(
        "print/certificate.html",
        {
            "recognition": recognition,
            "decision": decision,
            "agency": f"Ủy ban nhân dân {decision.unit.name[:1].lower()}{decision.unit.name[1:]}",
            "place": decision.unit.name.partition(" ")[2] or decision.unit.name,
            "day": day_in_words(decision.decided_on),
            "investor": initiative.investor,
            "summary": _short(initiative.solution),
            "benefits": _short(benefits or initiative.effect_other),
            "code": qr(url, label="Mã kiểm tra giấy chứng nhận"),
            "url": url,
        },
    )
    return html_to_pdf(html, css=[_RULES.read_text(encoding="utf-8")])


def _short(words: str) -> str:
    """On one line, cut at a word where the page would not hold it."""
    whole = " ".join(words.split())
    return whole if len(whole) <= _LONGEST else whole[:_LONGEST].rsplit(" ", 1)[0] + " …"
