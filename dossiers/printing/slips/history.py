"""Quá trình xử lý hồ sơ: every step as it was recorded when the paper was made."""

from dossiers.printing.sheets import Column, Line, Sheet, Table
from dossiers.printing.slips.common import Issue, code_line, right_box, sheet

ROWS = "rows"
CELLS = ("day", "person", "step", "receiver", "limit")


def sheets(issue: Issue) -> list[Sheet]:
    texts, facts = issue.texts, issue.facts
    columns = [
        Column(texts["column_tt"], 7, "center"),
        Column(texts["column_day"], 17, "center"),
        Column(texts["column_person"], 20),
        Column(texts["column_step"], 26),
        Column(texts["column_receiver"], 15),
        Column(texts["column_limit"], 15, "center"),
    ]
    rows = [
        [str(place), *(row.get(cell, "") for cell in CELLS)]
        for place, row in enumerate(issue.content.get(ROWS, []), start=1)
    ]
    return [
        sheet(
            issue,
            under_title=code_line(issue),
            parts=[
                Line(texts["subject"], facts.procedure),
                Line(texts["owner"], facts.owner),
                Table(columns, rows, is_small=True),
            ],
            right=right_box(texts, issue.signer),
            is_tracked=False,
        )
    ]
