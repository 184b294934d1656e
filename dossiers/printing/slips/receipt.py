"""Mẫu số 01: Giấy tiếp nhận hồ sơ và hẹn trả kết quả, in two liên."""

from collections.abc import Iterable

from dossiers.fees.transfer import Transfer
from dossiers.models import FiledAs
from dossiers.printing.facts import Facts, PaperFact
from dossiers.printing.labels import Texts
from dossiers.printing.sheets import (
    BLANK,
    Column,
    Line,
    Part,
    Sentence,
    Sheet,
    SideCode,
    Table,
    moment_in_words,
    short_moment,
)
from dossiers.printing.slips.common import Issue, contact_lines, left_box, right_box, sheet
from portal import formats

KEPT, GIVEN = "Lưu", "Giao khách hàng"


def sheets(issue: Issue) -> list[Sheet]:
    """One sheet a liên; a receipt for many dossiers carries the list of them behind its lines."""
    return [_copy(issue, copy) for copy in issue.copies or (GIVEN,)]


def _copy(issue: Issue, copy: str) -> Sheet:
    texts, facts = issue.texts, issue.facts
    is_desk = not facts.is_online
    return sheet(
        issue,
        under_title=(f"{texts['code']} {facts.code}", texts.say("copy", copy=copy)),
        parts=[*_person(issue), *_case(issue)],
        # An online dossier has nobody at the desk to sign.
        left=left_box(texts, facts.applicant) if is_desk else None,
        right=right_box(texts, facts.officer or issue.signer),
        notes=[texts["note"], texts["note_copies"], texts["note_delivery"]],
    )


def _person(issue: Issue) -> Iterable[Part]:
    texts, facts = issue.texts, issue.facts
    yield Line(texts["office"], facts.one_stop)
    yield Line(texts["applicant"], facts.applicant, is_strong=True)
    if facts.identifier:
        yield Line(texts["identifier"], facts.identifier)
    if facts.owner != facts.applicant:
        yield Line(texts["owner"], facts.owner)
    yield from contact_lines(issue)


def _case(issue: Issue) -> Iterable[Part]:
    texts, facts = issue.texts, issue.facts
    if len(issue.others) > 1:
        yield Sentence(texts.say("many", count=formats.count_in_prose(len(issue.others))))
        yield _list(issue.others)
        yield Sentence(texts.say("delivery", place=facts.delivery))
        return
    yield Line(texts["subject"], facts.procedure, is_strong=True)
    yield Sentence(texts["papers"])
    if facts.papers:
        yield papers_table(texts, facts.papers)
    if issue.transfer:
        yield SideCode(issue.transfer.code, texts["transfer_code"])
    yield Sentence(texts.say("sets", sets=formats.count_in_prose(facts.sets)))
    yield Sentence(texts.say("time_limit", limit=facts.time_limit))
    yield Sentence(texts.say("received", moment=moment_in_words(facts.received_at)))
    yield Sentence(texts.say("due", moment=moment_in_words(facts.due_at)), is_strong=True)
    yield Sentence(texts.say("delivery", place=facts.delivery))
    if facts.fee:
        yield Line(texts["fee"], formats.money(facts.fee))
    if issue.transfer:
        yield Sentence(_transfer(texts, issue.transfer))
    yield Sentence(texts.say("register", volume=written(facts.volume), entry=written(facts.entry)))


def _transfer(texts: Texts, transfer: Transfer) -> str:
    return texts.say(
        "transfer",
        amount=formats.money(transfer.amount),
        account=transfer.office.bank_account,
        bank=transfer.bank,
        holder=transfer.office.bank_holder,
        purpose=transfer.purpose,
    )


def papers_table(texts: Texts, papers: Iterable[PaperFact]) -> Table:
    """A paper that is electronic, or was only shown, stands in no column of the three: its name says so."""
    columns = [
        Column(texts["papers_tt"], 6, "center"),
        Column(texts["papers_name"], 58),
        Column(texts["papers_original"], 12, "center"),
        Column(texts["papers_certified"], 12, "center"),
        Column(texts["papers_copy"], 12, "center"),
    ]
    rows = []
    for place, paper in enumerate(papers, start=1):
        counts = [
            str(paper.count) if paper.filed_as == form else ""
            for form in (FiledAs.ORIGINAL, FiledAs.CERTIFIED, FiledAs.COPY)
        ]
        other = "" if any(counts) else f" ({FiledAs(paper.filed_as).label.lower()})"
        rows.append([str(place), f"{paper.name}{other}", *counts])
    return Table(columns, rows, texts["papers_count"], 2, 3, is_small=True)


def written(number: int | None) -> str:
    """Quyển số, số thứ tự: with a leading zero; room for a pen where the book gave none."""
    return BLANK if number is None else f"{number:02d}"


def _list(dossiers: Iterable[Facts]) -> Table:
    columns = [
        Column("STT", 7, "center"),
        Column("Mã hồ sơ", 23),
        Column("Nội dung", 34),
        Column("Họ và tên", 20),
        Column("Ngày hẹn trả", 16, "center"),
    ]
    rows = [
        [str(place), one.code, one.procedure, one.owner, short_moment(one.due_at)]
        for place, one in enumerate(dossiers, start=1)
    ]
    return Table(columns, rows, is_small=True)
