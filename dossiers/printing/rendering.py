"""Phiếu thành PDF: the form set and the words of its time, what it says, its marks, then paper."""

from collections.abc import Sequence
from pathlib import Path

from django.conf import settings
from django.template.loader import render_to_string

from dossiers.fees import transfer
from dossiers.fees.transfer import Transfer
from dossiers.models import Office, Slip, SlipKind
from dossiers.models.dossier import day_of
from dossiers.models.office import PaperSize
from dossiers.printing import facts as slip_facts
from dossiers.printing import labels
from dossiers.printing.facts import Facts
from dossiers.printing.sets import FormSet, set_on
from dossiers.printing.sheets import PrintOut
from dossiers.printing.slips import SHEETS, Issue
from portal.pdf import html_to_pdf

FACTS = "facts"
OTHERS = "others"
"""Where a slip keeps what it said of its dossier, and of the dossiers of a list."""


def pdf(slip: Slip, *, printed: int = 1, copies: Sequence[str] = (), paper: str = "") -> bytes:
    """The slip as it was issued; `printed` is which print this is: from the second on it says so."""
    return on_paper(issue_of(slip, printed=printed, copies=copies, paper=paper))


def on_paper(issue: Issue) -> bytes:
    made = PrintOut(issue.texts[labels.TITLE], SHEETS[issue.kind](issue))
    return html_to_pdf(html(made), css=[css()])


def html(made: PrintOut) -> str:
    return render_to_string("print/slip.html", {"made": made})


def issue_of(slip: Slip, *, printed: int = 1, copies: Sequence[str] = (), paper: str = "") -> Issue:
    facts = facts_of(slip)
    form_set = form_set_of(slip, facts)
    return Issue(
        kind=slip.kind,
        form_set=form_set,
        texts=labels.texts(form_set, slip.kind, unit=slip.unit, at=slip.issued_at),
        facts=facts,
        content=slip.content,
        number=slip.number,
        issued_at=slip.issued_at,
        signer=str(slip.issued_by or ""),
        transfer=_still_owed(slip),
        paper=PaperSize(paper) if paper in PaperSize else PaperSize(Office.of(slip.unit).slip_paper),
        marks=marks(slip, printed),
        copies=copies,
        others=tuple(Facts.from_json(kept) for kept in slip.content.get(OTHERS, [])),
    )


def _still_owed(slip: Slip) -> Transfer | None:
    """A print made after the money came asks for none; a receipt for many dossiers has no one purpose."""
    if slip.kind != SlipKind.RECEIPT or slip.dossier is None or slip.content.get("voided"):
        return None
    return None if len(slip.content.get(OTHERS, [])) > 1 else transfer.owed_by(slip.dossier)


def facts_of(slip: Slip) -> Facts:
    """As kept; of a slip that came before its dossier, of the dossier that it was given; else of a person."""
    kept = Facts.from_json(slip.content[FACTS])
    if kept.code:
        return kept
    if slip.dossier is not None:
        return slip_facts.of(slip.dossier, unit=slip.unit, at=slip.issued_at)
    return slip_facts.of_person(kept, slip.content)


def title_of(slip: Slip) -> str:
    """What the slip is called in the set of its time: `Giấy tiếp nhận hồ sơ và hẹn trả kết quả`."""
    return form_set_of(slip, facts_of(slip)).title(slip.kind).capitalize()


def form_set_of(slip: Slip, facts: Facts) -> FormSet:
    day = day_of(facts.received_at or slip.issued_at)
    assert day is not None
    return set_on(day)


def marks(slip: Slip, printed: int) -> list[str]:
    """Sửa lần n for a corrected slip, In lại lần n from the second print on."""
    said = [f"SỬA LẦN {slip.revision}"] if slip.revision else []
    if slip.content.get("voided"):
        said.append("ĐÃ HỦY")
    return [*said, f"IN LẠI LẦN {printed - 1}"] if printed > 1 else said


def css() -> str:
    """The rules of all slips and books, over those of `print.css`."""
    return (Path(settings.BASE_DIR) / "static" / "css" / "print-slips.css").read_text(encoding="utf-8")
