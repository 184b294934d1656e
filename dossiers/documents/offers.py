"""Việc làm được với một văn bản và với việc giao từ nó: what the tables and the officer's roles leave."""

from dataclasses import dataclass

from dossiers.documents import files, people
from dossiers.documents.status import Move
from dossiers.models import OfficialDocument, Task
from portal.models import User

WORDS = {
    Move.INSTRUCT: "but-phe",
    Move.ASSIGN: "giao-viec",
    Move.APPROVE: "duyet",
    Move.SUBMIT: "trinh",
    Move.NUMBER: "cap-so",
    Move.ISSUE: "phat-hanh",
    Move.EDIT: "sua-du-thao",
    Move.ATTACH: "them-tep",
    Move.SEND_BACK: "tra-lai-du-thao",
    Move.COMMENT: "gop-y",
    Move.LINK: "lien-ket",
    Move.RENUMBER: "doi-so",
    Move.REDATE: "sua-ngay",
    Move.CORRECT: "sua-vao-so",
    Move.FINISH: "ket-thuc",
    Move.RETURN: "tra-lai-noi-gui",
    Move.REVOKE: "thu-hoi",
    Move.VOID: "huy",
}
"""Each move of an officer → the word of its address, in the order that the buttons stand in."""
MOVES = {word: move for move, word in WORDS.items()}
MAIN = (Move.INSTRUCT, Move.APPROVE, Move.SUBMIT, Move.NUMBER, Move.ISSUE)
TASK_WORDS = {
    Move.TAKE: "nhan",
    Move.REPORT: "bao-ket-qua",
    Move.ACCEPT: "duyet-ket-qua",
    Move.REDO: "lam-lai",
    Move.EXTEND: "gia-han",
    Move.CANCEL_TASK: "thoi-giao",
}
TASK_MOVES = {word: move for move, word in TASK_WORDS.items()}


@dataclass(frozen=True)
class Offer:
    """A button: the likely next step is the main one."""

    label: str
    word: str
    is_main: bool = False


_LEADING = (Move.INSTRUCT, Move.ASSIGN, Move.REVOKE)
_APPROVING = (Move.APPROVE, Move.SEND_BACK)
_DRAFTING = (Move.EDIT, Move.SUBMIT)
_WORKING = (Move.COMMENT, Move.LINK)


def may_make(user: User, document: OfficialDocument, move: Move) -> bool:
    """Whether it is this officer's to make, whatever the state."""
    leads, keeps = people.may_lead(user, document.unit_id), people.may_keep(user, document.unit_id)
    if move in _LEADING:
        return leads
    if move in _APPROVING:
        return people.may_approve(user, document)
    if move in _DRAFTING or (move is Move.VOID and document.number is None):
        return people.may_draft(user, document)
    if move in _WORKING:
        return people.works_at(user, document)
    if move is Move.ATTACH:
        return files.may_attach(user, document)
    return keeps or (move is Move.FINISH and leads)


def offers(user: User, document: OfficialDocument) -> list[Offer]:
    possible = [move for move in WORDS if document.allows(move) and may_make(user, document, move)]
    main = next((move for move in possible if move in MAIN), None)
    return [Offer(move.sentence, WORDS[move], is_main=move is main) for move in possible]


def may_make_of_task(user: User, task: Task, move: Move) -> bool:
    if move is Move.TAKE:
        return task.lead_id is None and people.may_work_on(user, task)
    if move is Move.REPORT:
        return people.may_work_on(user, task)
    return people.may_lead(user, task.document.unit_id)


def offers_of_task(user: User, task: Task) -> list[Offer]:
    return [
        Offer(move.sentence, word)
        for move, word in TASK_WORDS.items()
        if task.allows(move) and may_make_of_task(user, task, move)
    ]
