"""Báo dưới chuông: whoever has the next step, and the authors when something was decided."""

from initiatives import people
from initiatives.models import Initiative, InitiativeEvent
from initiatives.status import Move
from portal import notices
from portal.models import User

_TO_LEADERS = {Move.SUBMIT: "Sáng kiến “{title}” chờ xác nhận của đơn vị."}
_TO_CHECKERS = {
    Move.CONFIRM: "Sáng kiến {code} được gửi đến, kiểm tra đơn đến hết ngày {due}.",
    Move.CORRECT: "Sáng kiến {code} đã được tác giả chỉnh sửa, kiểm tra lại đến hết ngày {due}.",
    Move.WITHDRAW: "Tác giả đã rút sáng kiến “{title}”.",
}
_TO_AUTHORS = {
    Move.SEND_BACK: "Lãnh đạo trả lại sáng kiến “{title}”.",
    Move.CONFIRM: "Đơn vị đã xác nhận sáng kiến “{title}”, mã {code}.",
    Move.ASK: "Sáng kiến {code} cần chỉnh sửa, nộp lại đến hết ngày {due}.",
    Move.ACCEPT: "Đơn của sáng kiến {code} đã được chấp nhận.",
    Move.DECLINE: "Đơn của sáng kiến {code} bị từ chối; lý do có trên trang sáng kiến.",
    Move.RECOGNISE: "Sáng kiến {code} đã được công nhận.",
    Move.REFUSE: "Sáng kiến {code} không được công nhận; lý do có trên trang sáng kiến.",
    Move.REVOKE: "Việc công nhận sáng kiến {code} đã bị hủy bỏ; lý do có trên trang sáng kiến.",
}


def tell(initiative: Initiative, event: InitiativeEvent) -> None:
    made = Move(event.action)
    if words := _TO_LEADERS.get(made):
        _notify(people.leaders(initiative.unit_id), words, initiative, event)
    if (words := _TO_CHECKERS.get(made)) and initiative.deciding_unit_id:
        _notify(people.checkers(initiative.deciding_unit_id), words, initiative, event)
    if words := _TO_AUTHORS.get(made):
        _notify(people.authors(initiative), words, initiative, event)


def _notify(users: list[User], words: str, initiative: Initiative, event: InitiativeEvent) -> None:
    due = f"{initiative.next_due_on:%d/%m/%Y}" if initiative.next_due_on else ""
    text = words.format(title=initiative.title[:200], code=initiative.code, due=due)
    url = initiative.get_absolute_url()
    notices.tell_many(
        (user, text, url, f"initiative-{event.pk}") for user in users if user.pk != event.actor_id
    )
