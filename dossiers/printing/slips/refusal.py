"""Mẫu số 03: Phiếu từ chối tiếp nhận giải quyết hồ sơ, at intake or, as a result, after appraisal."""

from dossiers.printing.sheets import Line, Paragraph, Sentence, Sheet
from dossiers.printing.slips.common import Issue, code_line, contact_lines, left_box, right_box, sheet


def sheets(issue: Issue) -> list[Sheet]:
    texts, facts = issue.texts, issue.facts
    return [
        sheet(
            issue,
            under_title=code_line(issue),
            parts=[
                Line(texts["office"], facts.one_stop),
                Line(texts["applicant"], facts.applicant, is_strong=True),
                *contact_lines(issue),
                Line(texts["subject"], facts.procedure),
                Sentence(texts.say("refusal", office=facts.one_stop)),
                Paragraph(issue.content.get("reason", "")),
                Sentence(texts["closing"]),
            ],
            # An online dossier has nobody at the desk to sign.
            left=None if facts.is_online else left_box(texts, facts.applicant),
            right=right_box(texts, issue.signer),
        )
    ]
