"""Thông báo dừng giải quyết hồ sơ (Mẫu số 05 of TT 03/2025): withdrawn by the applicant, or stopped."""

from dossiers.printing.sheets import BLANK_DAY, Line, Paragraph, Sentence, Sheet, day_in_words
from dossiers.printing.slips.common import Issue, recipients, right_box, sheet


def sheets(issue: Issue) -> list[Sheet]:
    texts, facts = issue.texts, issue.facts
    received = day_in_words(facts.received_at) if facts.received_at else BLANK_DAY
    stopped = day_in_words(issue.issued_at)
    return [
        sheet(
            issue,
            issuer=facts.agency_lines,
            parts=[
                Sentence(texts.say("addressee", applicant=facts.applicant), is_centred=True, is_strong=True),
                Line(texts["address"], facts.address),
                Line(texts["phone"], facts.phone),
                Sentence(texts.say("received", day=received, agency=facts.agency, subject=facts.procedure)),
                Line(texts["code"], facts.code, is_strong=True),
                Sentence(texts.say("stopped", agency=facts.agency, day=stopped), is_strong=True),
                Sentence(texts["reason"]),
                Paragraph(issue.content.get("reason", "")),
                Sentence(texts["closing"]),
            ],
            recipients=recipients(issue),
            right=right_box(texts),
        )
    ]
