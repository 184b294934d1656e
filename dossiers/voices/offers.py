"""Việc làm được với một phản ánh: which moves the table, the once-rules and the officer's roles leave."""

from dataclasses import dataclass

from dossiers.models import Feedback
from dossiers.voices import people
from dossiers.voices.status import Move
from portal.models import User

WORDS = {
    Move.ACCEPT: "tiep-nhan",
    Move.REFUSE: "tu-choi",
    Move.ASK: "yeu-cau-bo-sung",
    Move.RESUME: "xu-ly-tiep",
    Move.DRAFT: "tra-loi",
    Move.APPROVE: "duyet",
    Move.SEND_BACK: "tra-lai",
    Move.PUBLISH: "cong-khai",
    Move.WITHHOLD: "khong-cong-khai",
    Move.UNPUBLISH: "thoi-cong-khai",
    Move.ASSIGN: "giao",
    Move.FORWARD: "chuyen",
    Move.NOTE: "ghi-chu",
}
"""Each move of an officer → the word of its address, in the order that the buttons stand in."""
MOVES = {word: move for move, word in WORDS.items()}
LEADERS = (Move.APPROVE, Move.SEND_BACK)
_NEVER_MAIN = (Move.NOTE, Move.UNPUBLISH)


@dataclass(frozen=True)
class Offer:
    """A button: the likely next step is the main one."""

    move: Move
    is_main: bool

    @property
    def word(self) -> str:
        return WORDS[self.move]

    @property
    def label(self) -> str:
        return self.move.sentence


def may_make(user: User, feedback: Feedback, move: Move) -> bool:
    """Whether it is this officer's to make, whatever the state."""
    if move in LEADERS:
        return people.may_approve(user, feedback)
    return people.may_handle(user, feedback)


def offers(user: User, feedback: Feedback) -> list[Offer]:
    possible = [move for move in WORDS if feedback.allows(move) and may_make(user, feedback, move)]
    main = possible[0] if possible and possible[0] not in _NEVER_MAIN else None
    return [Offer(move, is_main=move is main) for move in possible]
