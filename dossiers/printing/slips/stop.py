"""Thông báo dừng giải quyết hồ sơ (Mẫu số 05 of TT 03/2025): withdrawn by the applicant, or stopped."""

from dossiers.printing.sheets import Paragraph, Sentence, Sheet, day_in_words
from dossiers.printing.slips.common import Issue, letter_about, recipients, right_box, sheet


def sheets(issue: Issue) -> list[Sheet]:
    texts, facts = issue.texts, issue.facts
    stopped = day_in_words(issue.issued_at)
    return [
        sheet(
            issue,
            issuer=facts.agency_lines,
            parts=[
                *letter_about(issue),
                Sentence(texts.say("stopped", agency=facts.agency, day=stopped), is_strong=True),
                Sentence(texts["reason"]),
                Paragraph(issue.content.get("reason", "")),
                Sentence(texts["closing"]),
            ],
            recipients=recipients(issue),
            right=right_box(texts),
        )
    ]
