"""Phần chung của mọi phiếu: head, codes, number, marks; what each form adds stands in its own module."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.utils import timezone

from dossiers.fees.transfer import Transfer
from dossiers.models import SlipKind
from dossiers.models.office import PaperSize
from dossiers.printing import codes
from dossiers.printing.facts import Facts
from dossiers.printing.labels import TITLE, Texts
from dossiers.printing.sets import FormSet
from dossiers.printing.sheets import (
    BLANK_DAY,
    Code,
    Line,
    Pair,
    Part,
    Recipients,
    Sentence,
    Sheet,
    SignatureBox,
    day_in_words,
)
from portal import barcodes, formats

_BARCODE_MM = {PaperSize.A5: 90, PaperSize.A4: 110}


@dataclass(frozen=True)
class Issue:
    """A slip with everything that its paper says."""

    kind: str
    form_set: FormSet
    texts: Texts
    facts: Facts
    content: dict[str, Any]
    number: int
    issued_at: datetime
    signer: str
    paper: PaperSize = PaperSize.A5
    marks: Sequence[str] = ()
    transfer: Transfer | None = None
    """What is still to be paid when it is printed; of a receipt alone."""
    copies: Sequence[str] = ()
    """Liên to be printed; none for forms that have no liên."""
    others: Sequence[Facts] = field(default_factory=tuple)
    """The dossiers of a list."""

    @property
    def written_number(self) -> str:
        return self.texts.say("number", number=f"{self.number:02d}", office_symbol=self.facts.office_symbol)

    @property
    def place_and_day(self) -> str:
        day = timezone.localtime(self.issued_at).date()
        return f"{self.facts.place}, {formats.day_in_words(day)}"


def letter_about(issue: Issue) -> list[Part]:
    """How a letter about a dossier begins: to whom, and which dossier of theirs it speaks of."""
    texts, facts = issue.texts, issue.facts
    received = day_in_words(facts.received_at) if facts.received_at else BLANK_DAY
    return [
        Sentence(texts.say("addressee", applicant=facts.applicant), is_centred=True, is_strong=True),
        Line(texts["address"], facts.address),
        Line(texts["phone"], facts.phone),
        Sentence(texts.say("received", day=received, agency=facts.agency, subject=facts.procedure)),
        Line(texts["code"], facts.code, is_strong=True),
    ]


def sheet(
    issue: Issue,
    *,
    parts: Sequence[Part],
    issuer: tuple[str, str] | None = None,
    under_title: Sequence[str] = (),
    left: SignatureBox | None = None,
    right: SignatureBox | None = None,
    recipients: Recipients | None = None,
    notes: Sequence[str] = (),
    size: str = "",
    is_tracked: bool = True,
) -> Sheet:
    """A form about one dossier (or, not tracked, about a list of them)."""
    facts, texts = issue.facts, issue.texts
    title = texts[TITLE]
    form = " · ".join(filter(None, (issue.form_set.number(issue.kind), issue.form_set.circular)))
    return Sheet(
        title=title,
        form=form if issue.form_set.number(issue.kind) else "",
        issuer=issuer or facts.counter_lines,
        number=issue.written_number,
        place_and_day=issue.place_and_day,
        parts=parts,
        paper_code=paper_code(issue) if facts.code else None,
        tracking=Code(
            barcodes.qr(codes.tracking_url(facts.code), label=f"Tra cứu hồ sơ {facts.code}"),
            texts["tracking"],
        )
        if is_tracked and facts.code
        else None,
        barcode=Code(
            barcodes.code128(facts.code, label=f"Mã vạch {facts.code}", widest_mm=_BARCODE_MM[issue.paper])
        )
        if facts.code
        else None,
        signed_by_body=texts["signed_by_body"],
        under_title=under_title,
        left=left,
        recipients=recipients,
        right=right,
        notes=notes,
        marks=issue.marks,
        size=size or issue.paper.lower(),
    )


def paper_code(issue: Issue) -> Code:
    """The QR at the top left, as TT 01/2023/TT-VPCP has it; the one box of the desk reads it."""
    facts = issue.facts
    text = codes.paper_text(
        dossier=facts.code,
        procedure=facts.procedure_code,
        identifier=facts.identifier,
        paper=SlipKind(issue.kind).label if issue.kind in SlipKind else issue.texts[TITLE],
    )
    return Code(barcodes.qr(text, label=f"Mã QR của giấy tờ, hồ sơ {facts.code}"))


def left_box(texts: Texts, name: str = "") -> SignatureBox:
    return SignatureBox(texts["left"], texts["left_note"], name)


def right_box(texts: Texts, name: str = "") -> SignatureBox:
    seal = texts.words.get("signed_by_officer", "")
    return SignatureBox(texts["right"], texts["right_note"], name, seal)


def recipients(issue: Issue) -> Recipients:
    """Nơi nhận of what an agency sends to the applicant."""
    texts = issue.texts
    return Recipients(
        texts["recipients"],
        [
            texts["recipient_first"],
            texts.say("recipient_office", office=issue.facts.one_stop),
            texts["recipient_file"],
        ],
    )


def kept_moment(text: str | None) -> datetime | None:
    """A moment as the content of a slip keeps it; a day alone is its morning."""
    if not text:
        return None
    moment = datetime.fromisoformat(text)
    return moment if moment.tzinfo else timezone.make_aware(moment)


def code_line(issue: Issue) -> tuple[str, ...]:
    """Mã hồ sơ under the title; somebody whose papers were not received has none."""
    return (f"{issue.texts['code']} {issue.facts.code}",) if issue.facts.code else ()


def contact_lines(issue: Issue) -> list[Part]:
    """Địa chỉ; Số điện thoại and Email on one line."""
    texts, facts = issue.texts, issue.facts
    return [
        Line(texts["address"], facts.address),
        Pair(Line(texts["phone"], facts.phone), Line(texts["email"], facts.email)),
    ]
