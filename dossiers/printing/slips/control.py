"""Phiếu kiểm soát quá trình giải quyết hồ sơ (Mẫu số 05 of TT 01/2018, 06 of TT 03/2025).

One block a hand-over, kept as it was known when the slip was made; empty blocks for a flow that goes on.
"""

from dossiers.printing.sheets import ControlBlocks, Handover, Line, Pair, Sentence, Sheet, moment_in_words
from dossiers.printing.slips.common import Issue, code_line, kept_moment, sheet
from dossiers.printing.slips.receipt import written

EMPTY_BLOCKS = 4
ROWS = "rows"


def sheets(issue: Issue) -> list[Sheet]:
    texts, facts = issue.texts, issue.facts
    known = [
        Handover(
            gives=row["gives"],
            takes=row["takes"],
            moment=moment_in_words(kept_moment(row["at"])),
            result=row.get("result", ""),
            note=row.get("note", ""),
        )
        for row in issue.content.get(ROWS, [])
    ]
    empty = [Handover(moment=moment_in_words(None))] * EMPTY_BLOCKS
    return [
        sheet(
            issue,
            under_title=code_line(issue),
            parts=[
                Line(texts["agency"], facts.agency),
                Line(texts["partners"], issue.content.get("partners", "")),
                Line(texts["applicant"], facts.applicant),
                Line(texts["subject"], facts.procedure),
                Pair(
                    Line(texts["received"], moment_in_words(facts.received_at)),
                    Line(texts["due"], moment_in_words(facts.due_at)),
                ),
                Sentence(texts.say("register", volume=written(facts.volume), entry=written(facts.entry))),
                ControlBlocks(texts.words, [*known, *empty]),
            ],
            notes=[texts["note"], texts["note_result"]],
            is_tracked=False,
        )
    ]
