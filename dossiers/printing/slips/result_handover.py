"""Phiếu bàn giao kết quả giải quyết thủ tục hành chính: results carried to the one-stop office."""

from dossiers.printing.sheets import Column, Line, Sentence, Sheet, Table, moment_in_words
from dossiers.printing.slips.common import Issue, left_box, right_box, sheet

YES = "X"


def sheets(issue: Issue) -> list[Sheet]:
    texts, said = issue.texts, issue.content
    columns = [
        Column(texts["column_tt"], 4, "center"),
        Column(texts["column_code"], 14),
        Column(texts["column_procedure"], 22),
        Column(texts["column_result"], 16),
        Column(texts["column_owner"], 14),
        Column(texts["column_address"], 14),
        Column(texts["column_fee"], 7, "center"),
        Column(texts["column_postal"], 9, "center"),
    ]
    rows = [
        [
            str(place), one.code, one.procedure, one.result, one.owner, one.address,
            YES if one.fee else "", YES if one.is_posted else "",
        ]
        for place, one in enumerate(issue.others, start=1)
    ]  # fmt: skip
    return [
        sheet(
            issue,
            parts=[
                Line(texts["moment"], moment_in_words(issue.issued_at)),
                Sentence(texts.say("total", count=f"{len(rows):02d}")),
                Table(columns, rows, is_small=True),
            ],
            issuer=issue.facts.agency_lines,
            left=left_box(texts, said.get("from") or issue.signer),
            right=right_box(texts, said.get("to", "")),
            is_tracked=False,
            size="wide",
        )
    ]
