"""Mẫu số 02: Phiếu yêu cầu bổ sung, hoàn thiện hồ sơ: everything that is missing, told once."""

from dossiers.printing.sheets import BLANK, Items, Line, Sentence, Sheet
from dossiers.printing.slips.common import Issue, code_line, contact_lines, right_box, sheet


def sheets(issue: Issue) -> list[Sheet]:
    texts, facts, said = issue.texts, issue.facts, issue.content
    contact = said.get("contact") or issue.signer or facts.one_stop
    phone = said.get("contact_phone") or facts.office_phone or BLANK
    return [
        sheet(
            issue,
            under_title=code_line(issue),
            parts=[
                Line(texts["applicant"], facts.applicant, is_strong=True),
                Line(texts["subject"], facts.procedure),
                *contact_lines(issue),
                Sentence(texts["items"]),
                Items(list(said.get("items") or said.get("papers") or [])),
                Line(texts["reason"], said.get("reason", "")),
                Sentence(texts.say("contact", contact=contact, phone=phone)),
            ],
            right=right_box(texts, issue.signer),
        )
    ]
