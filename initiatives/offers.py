"""Việc làm được với một sáng kiến: which moves the table, the once-rules and the user's part leave."""

from dataclasses import dataclass

from initiatives import people
from initiatives.models import Initiative
from initiatives.status import Move
from portal.models import User

WORDS = {
    Move.SUBMIT: "nop",
    Move.CONFIRM: "xac-nhan",
    Move.CORRECT: "nop-lai",
    Move.ACCEPT: "chap-nhan",
    Move.ASK: "yeu-cau-sua",
    Move.SEND_BACK: "tra-lai",
    Move.DECLINE: "tu-choi",
    Move.TAKE_BACK: "lay-lai",
    Move.WITHDRAW: "rut",
}
"""Each move made on this registry's pages → the word of its address, in the order of the buttons."""
MOVES = {word: move for move, word in WORDS.items()}
AUTHORS = (Move.SUBMIT, Move.CORRECT, Move.TAKE_BACK, Move.WITHDRAW)
LEADERS = (Move.CONFIRM, Move.SEND_BACK)
_NEVER_MAIN = (Move.TAKE_BACK, Move.WITHDRAW, Move.DECLINE)
_TOLD = {
    Move.SUBMIT: "Nộp rồi, lãnh đạo đơn vị đọc và xác nhận. Cho đến lúc đó vẫn lấy lại để sửa được.",
    Move.CONFIRM: "Sáng kiến được cấp mã và gửi đến nơi xét công nhận; nơi đó kiểm tra đơn trong 01 tháng.",
    Move.CORRECT: "Nơi xét công nhận kiểm tra lại đơn trong 01 tháng. Chỉ được yêu cầu chỉnh sửa một lần.",
    Move.ACCEPT: "Đơn đúng hình thức. Thời hạn quyết định là 03 tháng kể từ hôm nay.",
    Move.ASK: "Đơn trở về tác giả một lần duy nhất, với thời hạn 01 tháng.",
    Move.SEND_BACK: "Sáng kiến trở về bản nháp của tác giả.",
    Move.DECLINE: "Sáng kiến dừng ở đây với kết quả không công nhận. Việc này không lấy lại được.",
    Move.TAKE_BACK: "Sáng kiến trở về bản nháp; sửa xong nộp lại.",
    Move.WITHDRAW: "Sáng kiến thôi được xét. Việc này không lấy lại được; muốn đề nghị lại thì viết đơn mới.",
}


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


def told(move: Move) -> str:
    """What will happen, in a sentence before it does."""
    return _TOLD[move]


def may_make(user: User, initiative: Initiative, move: Move) -> bool:
    """Whether it is this user's to make, whatever the state."""
    if move in AUTHORS:
        return people.is_author(user, initiative)
    if move in LEADERS:
        return people.may_confirm(user, initiative) and not people.is_author(user, initiative)
    return people.may_check(user, initiative)


def offers(user: User, initiative: Initiative) -> list[Offer]:
    possible = [move for move in WORDS if initiative.allows(move)]
    is_author = people.is_author(user, initiative)
    confirms = people.may_confirm(user, initiative) and not is_author
    checks = people.may_check(user, initiative)
    mine = [
        move
        for move in possible
        if (is_author if move in AUTHORS else confirms if move in LEADERS else checks)
    ]
    main = mine[0] if mine and mine[0] not in _NEVER_MAIN else None
    return [Offer(move, is_main=move is main) for move in mine]
