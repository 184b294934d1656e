"""Giấy chứng nhận sáng kiến (TT 18/2013/TT-BKHCN, Phụ lục II): one page A4 across, with a code to check."""

from django.conf import settings
from django.template.loader import render_to_string
from django.urls import reverse

from initiatives.models import Recognition
from portal.barcodes import qr
from portal.formats import day_in_words
from portal.pdf import html_to_pdf

_LONGEST = 420
"""Letters of the summary: the page is one."""
_CSS = """
@page { size: A4 landscape; margin: 12mm; @top-center { content: none; } }
.certificate { position: relative; height: 180mm; padding: 6mm 12mm; border: 1.2mm double #8a1c1c;
  box-sizing: border-box; color: #000; font: 13pt/1.3 "Liberation Serif"; }
.certificate p { margin: 0 0 1.5mm; }
.certificate table { width: 100%; border: 0; border-collapse: collapse; }
.certificate td { width: 50%; padding: 0; border: 0; text-align: center; vertical-align: top; }
.certificate p.certificate__strong { font-weight: bold; }
.certificate p.certificate__motto { display: inline-block; border-bottom: 0.4mm solid #000;
  font-weight: bold; }
.paper .certificate h1 { margin: 5mm 0 3mm; color: #8a1c1c; font: bold 25pt "Liberation Serif";
  text-align: center; }
.certificate p.certificate__title { margin: 1mm 0 3mm; font-size: 15pt; font-weight: bold;
  text-align: center; }
.certificate__foot { position: absolute; right: 12mm; bottom: 5mm; left: 12mm; }
.certificate__foot svg { width: 26mm; height: 26mm; }
.certificate .certificate__code p { font-size: 10pt; text-align: left; }
.certificate p.certificate__sign { height: 22mm; }
.certificate p.certificate__void { position: absolute; top: 70mm; right: 0; left: 0; color: #b00020;
  font: bold 40pt "Liberation Serif"; text-align: center; }
"""


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
        "initiatives/appraisal/certificate.html",
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
    return html_to_pdf(html, css=[_CSS])


def _short(words: str) -> str:
    """On one line, cut at a word where the page would not hold it."""
    whole = " ".join(words.split())
    return whole if len(whole) <= _LONGEST else whole[:_LONGEST].rsplit(" ", 1)[0] + " …"
