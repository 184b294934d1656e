"""Danh sách bàn giao hồ sơ: the papers of many dossiers, carried to the agency that resolves them."""

from dossiers.printing.facts import Facts
from dossiers.printing.sheets import Column, Line, Sentence, Sheet, Table, moment_in_words, short_moment
from dossiers.printing.slips.common import Issue, left_box, right_box, sheet


def sheets(issue: Issue) -> list[Sheet]:
    texts, said = issue.texts, issue.content
    columns = [
        Column(texts["column_tt"], 4, "center"),
        Column(texts["column_code"], 14),
        Column(texts["column_procedure"], 22),
        Column(texts["column_owner"], 15),
        Column(texts["column_address"], 19),
        Column(texts["column_received"], 8, "center"),
        Column(texts["column_due"], 8, "center"),
        Column(texts["column_note"], 10),
    ]
    rows = [
        [
            str(place), one.code, one.procedure, one.owner, contact(one),
            short_moment(one.received_at), short_moment(one.due_at), "",
        ]
        for place, one in enumerate(issue.others, start=1)
    ]  # fmt: skip
    return [
        sheet(
            issue,
            parts=[
                Line(texts["agency"], issue.facts.agency),
                Line(texts["moment"], moment_in_words(issue.issued_at)),
                Sentence(texts.say("total", count=f"{len(rows):02d}")),
                Table(columns, rows, is_small=True),
            ],
            left=left_box(texts, said.get("from") or issue.signer),
            right=right_box(texts, said.get("to", "")),
            is_tracked=False,
            size="wide",
        )
    ]


def contact(one: Facts) -> str:
    return ", ".join(filter(None, (one.address, one.phone)))
