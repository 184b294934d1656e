"""Mẫu số 04: Phiếu xin lỗi và hẹn lại ngày trả kết quả; from TT 03/2025 Văn bản xin lỗi và đề nghị gia hạn.

It goes out from the agency that resolves, not from the counter (NĐ 61/2018/NĐ-CP Đ.19.9).
"""

from dossiers.printing.sheets import BLANK_DAY, Line, Sentence, Sheet, day_in_words, moment_in_words
from dossiers.printing.slips.common import Issue, kept_moment, letter_about, recipients, right_box, sheet


def sheets(issue: Issue) -> list[Sheet]:
    texts, facts = issue.texts, issue.facts
    new_due = kept_moment(issue.content.get("new_due_at"))
    return [
        sheet(
            issue,
            issuer=facts.agency_lines,
            parts=[
                *letter_about(issue),
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
