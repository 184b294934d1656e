"""Mẫu số 04: Phiếu xin lỗi và hẹn lại ngày trả kết quả; from TT 03/2025 Văn bản xin lỗi và đề nghị gia hạn.

It goes out from the agency that resolves, not from the counter (NĐ 61/2018/NĐ-CP Đ.19.9).
"""

from dossiers.printing.sheets import BLANK_DAY, Line, Sentence, Sheet, day_in_words, moment_in_words
from dossiers.printing.slips.common import Issue, kept_moment, recipients, right_box, sheet


def sheets(issue: Issue) -> list[Sheet]:
    texts, facts = issue.texts, issue.facts
    received = day_in_words(facts.received_at) if facts.received_at else BLANK_DAY
    new_due = kept_moment(issue.content.get("new_due_at"))
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
                Sentence(texts.say("due", moment=moment_in_words(facts.due_at))),
                Sentence(texts.say("not_returned", agency=facts.agency)),
                Line(texts["reason"], issue.content.get("reason", "")),
                Sentence(texts.say("apology", agency=facts.agency)),
                Sentence(
                    texts.say(
                        "new_due", agency=facts.agency, day=day_in_words(new_due) if new_due else BLANK_DAY
                    ),
                    is_strong=True,
                ),
                Sentence(texts["understanding"]),
            ],
            recipients=recipients(issue),
            right=right_box(texts),
        )
    ]
