"""Giấy biên nhận trả kết quả: who gave which result to whom, signed by both."""

from dossiers.printing.sheets import Line, Pair, Sheet, SideCode, moment_in_words
from dossiers.printing.slips.common import Issue, code_line, kept_moment, left_box, right_box, sheet
from portal import barcodes


def sheets(issue: Issue) -> list[Sheet]:
    texts, facts, said = issue.texts, issue.facts, issue.content
    giver = said.get("giver") or issue.signer
    receiver = said.get("receiver") or facts.applicant
    returned = kept_moment(said.get("returned_at")) or issue.issued_at
    url = said.get("rating_url")
    rating = [SideCode(barcodes.qr(url, label="Mã mở trang đánh giá"), texts["rating"])] if url else []
    return [
        sheet(
            issue,
            under_title=code_line(issue),
            parts=[
                *rating,
                Line(texts["subject"], facts.procedure),
                Line(texts["owner"], facts.owner, is_strong=True),
                Pair(Line(texts["giver"], giver), Line(texts["giver_phone"], said.get("giver_phone", ""))),
                Pair(
                    Line(texts["receiver"], receiver),
                    Line(texts["receiver_phone"], said.get("receiver_phone", "")),
                ),
                Line(texts["result_kind"], said.get("result_kind", "")),
                Line(texts["result_number"], said.get("result_number", "")),
                Line(texts["result_title"], said.get("result_title", "")),
                Line(texts["returned"], moment_in_words(returned)),
            ],
            left=left_box(texts, receiver),
            right=right_box(texts, giver),
        )
    ]
