"""Việc làm được với một yêu cầu hỗ trợ: what the table, the once-rules and the roles leave."""

from dataclasses import dataclass

from dossiers.advance import people
from dossiers.advance.status import AdvanceStatus, Move
from dossiers.models import AdvanceRequest
from portal.models import User

WORDS = {
    Move.CHECK: "xem-giay-to",
    Move.ASK: "yeu-cau-bo-sung",
    Move.DRAFT: "gui-du-thao",
    Move.AGREE: "dong-y-du-thao",
    Move.READY: "da-du",
    Move.OFFER: "de-nghi-gio",
    Move.BOOK: "dat-hen",
    Move.TELL_RESULT: "bao-ket-qua",
    Move.BRING: "them-anh",
    Move.RESUME: "lam-tiep",
    Move.CALL: "goi",
    Move.VISIT: "den",
    Move.ASSIGN: "giao",
    Move.NOTE: "ghi-chu",
    Move.CLOSE: "ket-thuc",
}
"""Each move of an officer → the word of its address, in the order that the buttons stand in."""
MOVES = {word: move for move, word in WORDS.items()}
_S = AdvanceStatus
_USUAL = {
    _S.NEW: Move.CHECK,
    _S.CHECKING: Move.DRAFT,
    _S.AWAITING: Move.BRING,
    _S.DRAFTED: Move.AGREE,
    _S.READY: Move.OFFER,
    _S.OFFERED: Move.BOOK,
    _S.RECEIVED: Move.TELL_RESULT,
}
"""State → what mostly follows; a booked one waits for the day."""


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


def offers(user: User, request: AdvanceRequest) -> list[Offer]:
    if not people.may_handle(user, request):
        return []
    usual = _USUAL.get(AdvanceStatus(request.status))
    if request.has_lost_hour:
        usual = Move.BOOK
    if usual is Move.DRAFT and not request.drafts.filter(agreed_at=None).exists():
        usual = Move.CHECK if request.papers.filter(verdict="").exists() else Move.READY
    return [Offer(move, is_main=move is usual) for move in WORDS if request.allows(move)]
